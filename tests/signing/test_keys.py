"""One private key in a file that only its owner reads; every public key ever used beside it."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from joserfc.jwk import OKPKey

from articles import keys
from articles.errors import InputRefused, KeyMissing
from articles.keys import making, reading

FIRST = dt.datetime(2026, 1, 1, 9, 30, 0, 999999, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 6, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.KEY_DIR = tmp_path / "keys"
    return settings.KEY_DIR


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# The first key.


def test_before_the_first_key_there_is_none_and_the_way_to_one_is_said() -> None:
    assert (keys.ring(), keys.trusted()) == ([], [])
    with pytest.raises(KeyMissing, match=r"run “manage\.py keys generate”"):
        keys.signing_key()


def test_the_first_key_is_in_use_and_in_the_ring(folder) -> None:
    made = keys.generate(FIRST)

    assert keys.ring() == [made]
    assert keys.thumbprint(keys.signing_key().public_key()) == made.thumbprint
    assert (made.valid_from, made.revoked_at, made.reason) == ("2026-01-01T09:30:00Z", "", "")
    assert sorted(path.name for path in folder.iterdir()) == ["keys.json", "signing.key"]


def test_nobody_else_reads_the_private_key_not_even_while_it_is_written(folder, monkeypatch):
    """Created with its mode, not changed to it later."""
    monkeypatch.setattr("os.fchmod", None)
    monkeypatch.setattr("os.chmod", None)

    keys.generate(FIRST)

    assert mode(folder / "signing.key") == 0o600
    assert mode(folder) == 0o700


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_the_modes_do_not_hang_on_the_umask(folder, umask) -> None:
    before = os.umask(umask)
    try:
        keys.generate(FIRST)
        keys.rotate(LATER)
    finally:
        os.umask(before)

    private = sorted(path for path in folder.iterdir() if path.suffix == ".key")
    assert [mode(path) for path in private] == [0o600, 0o600]
    assert mode(folder) == 0o700


def test_key_and_ring_are_on_the_disk_before_the_key_is_in_use(folder, monkeypatch) -> None:
    """Else a power cut leaves a ledger signed with a key that nobody has."""
    synced: list[str] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        in_use = (folder / "signing.key").exists()
        synced.append(f"{name}, in use" if in_use else name)
        sync(descriptor)

    monkeypatch.setattr("os.fsync", watched)
    keys.generate(FIRST)

    assert synced == ["next.key.half", "keys", "keys.tmp", "keys", "keys, in use"]


def test_a_second_first_key_is_refused_and_the_first_stays(folder) -> None:
    made = keys.generate(FIRST)
    before = (folder / "signing.key").read_bytes()

    with pytest.raises(InputRefused, match="keys rotate") as refused:
        keys.generate(LATER)

    assert (refused.value.field, refused.value.code) == ("keys", "exists")
    assert keys.ring() == [made]
    assert (folder / "signing.key").read_bytes() == before


def test_of_two_processes_at_once_one_makes_the_key(folder, monkeypatch) -> None:
    """The second saw no file yet; putting it in use is exclusive all the same."""
    made = keys.generate(FIRST)
    before = (folder / "signing.key").read_bytes()
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: path.name != "signing.key" and exists(path))

    with pytest.raises((InputRefused, FileExistsError)):
        keys.generate(LATER)

    assert (folder / "signing.key").read_bytes() == before
    assert made in keys.ring()


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o620, 0o644, 0o660, 0o601])
def test_a_key_that_others_may_touch_is_not_used(folder, bits) -> None:
    keys.generate(FIRST)
    (folder / "signing.key").chmod(bits)

    with pytest.raises(KeyMissing, match="can be read by others; set its mode to 0600"):
        keys.signing_key()


def test_a_key_of_another_kind_is_not_used(folder) -> None:
    keys.generate(FIRST)
    pem = generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    (folder / "signing.key").write_bytes(pem)

    with pytest.raises(KeyMissing, match="not an Ed25519 key"):
        keys.signing_key()


def test_the_ring_holds_nothing_private(folder) -> None:
    keys.generate(FIRST)
    private = keys.signing_key().private_bytes_raw()

    rows = json.loads((folder / "keys.json").read_text())

    names = {"thumbprint", "x", "valid_from", "valid_to", "revoked_at", "reason"}
    assert [set(row) for row in rows] == [names]
    assert reading.b64(private) not in (folder / "keys.json").read_text()


# Thumbprints.

RFC_8037_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"


def test_the_thumbprint_is_that_of_the_rfcs_example() -> None:
    """RFC 8037, appendix A.3."""
    public = Ed25519PublicKey.from_public_bytes(reading.unb64(RFC_8037_X))

    assert keys.thumbprint(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("number", range(5))
def test_another_library_finds_the_same_thumbprint_and_reads_the_key(number) -> None:
    made = keys.generate(FIRST)

    other = OKPKey.import_key({k: v for k, v in made.jwk.items() if k != "kid"})

    assert other.thumbprint() == made.thumbprint == made.jwk["kid"]
    assert keys.raw(made.key) == other.public_key.public_bytes_raw()
    signature = keys.signing_key().sign(b"words")
    other.public_key.verify(signature, b"words")


# A new key.


def test_rotating_puts_a_new_key_in_use_and_keeps_the_old_public_key(folder) -> None:
    old = keys.generate(FIRST)
    signature = keys.signing_key().sign(b"signed before")

    new = keys.rotate(LATER)

    assert keys.ring() == [replace(old, valid_to="2026-06-01T10:00:00Z"), new]
    assert keys.in_use() == new != old
    assert (new.valid_from, new.valid_to) == ("2026-06-01T10:00:00Z", "")
    keys.ring()[0].key.verify(signature, b"signed before")


def test_the_old_private_key_is_kept_apart_and_still_private(folder) -> None:
    old = keys.generate(FIRST)
    before = (folder / "signing.key").read_bytes()

    keys.rotate(LATER)

    retired = folder / f"retired-{old.thumbprint}.key"
    assert retired.read_bytes() == before
    assert (mode(retired), mode(folder / "signing.key")) == (0o600, 0o600)


def test_without_a_key_there_is_nothing_to_rotate() -> None:
    with pytest.raises(KeyMissing):
        keys.rotate(LATER)
    assert keys.ring() == []


def test_the_ring_tells_the_story_in_order() -> None:
    made = [keys.generate(FIRST), *(keys.rotate(LATER) for _ in range(3))]

    assert [item.thumbprint for item in keys.ring()] == [item.thumbprint for item in made]
    assert len({item.thumbprint for item in made}) == 4


def test_a_new_key_is_in_the_ring_before_it_signs_anything() -> None:
    """So that a crash in between leaves a key in use that everybody knows."""
    old = keys.generate(FIRST)

    new = keys.prepare(LATER)
    assert keys.ring() == [old, new]
    assert keys.thumbprint(keys.signing_key().public_key()) == old.thumbprint

    keys.promote(LATER)
    assert keys.thumbprint(keys.signing_key().public_key()) == new.thumbprint


def test_preparing_again_goes_on_with_the_key_that_was_prepared() -> None:
    old = keys.generate(FIRST)
    new = keys.prepare(LATER)

    assert keys.rotate(LATER) == new
    assert [item.thumbprint for item in keys.ring()] == [old.thumbprint, new.thumbprint]


# Trust withdrawn.


def test_a_revoked_key_stays_in_the_ring_with_when_and_why_and_is_trusted_no_more() -> None:
    old = keys.generate(FIRST)
    new = keys.rotate(LATER)

    revoked = keys.revoke(old.thumbprint, "Laptop stolen", LATER)

    assert keys.ring() == [revoked, new]
    assert (revoked.revoked_at, revoked.reason) == ("2026-06-01T10:00:00Z", "Laptop stolen")
    assert (revoked.thumbprint, revoked.x, revoked.valid_from, revoked.valid_to) == (
        old.thumbprint,
        old.x,
        old.valid_from,
        "2026-06-01T10:00:00Z",
    )
    assert [keys.thumbprint(public) for public in keys.trusted()] == [new.thumbprint]


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "missing"), (" ", "missing"), ("\n\t", "missing"), ("Lost\u202etsoL", "character")],
)
def test_a_key_is_not_revoked_without_a_reason_that_can_be_stored(reason, code) -> None:
    made = keys.generate(FIRST)

    with pytest.raises(InputRefused) as refused:
        keys.revoke(made.thumbprint, reason, LATER)

    assert (refused.value.field, refused.value.code) == ("reason", code)
    assert keys.ring() == [made]


def test_an_unknown_key_is_not_revoked() -> None:
    made = keys.generate(FIRST)

    with pytest.raises(InputRefused) as refused:
        keys.revoke("somebody-elses", "Lost", LATER)

    assert (refused.value.field, refused.value.code) == ("thumbprint", "unknown")
    assert keys.ring() == [made]


# What is still open.


def test_the_key_in_use_is_not_revoked_before_another_is() -> None:
    made = keys.generate(FIRST)

    with pytest.raises(InputRefused):
        keys.revoke(made.thumbprint, "Lost", LATER)


def test_a_revocation_is_not_dated_again() -> None:
    old = keys.generate(FIRST)
    keys.rotate(FIRST)
    revoked = keys.revoke(old.thumbprint, "Laptop stolen", FIRST)

    with pytest.raises(InputRefused):
        keys.revoke(old.thumbprint, "Never mind", LATER)

    assert keys.ring()[0] == revoked


def test_a_key_that_the_ring_does_not_know_signs_nothing(folder, monkeypatch) -> None:
    """A crash between the two files; else what it signs is believed by nobody afterwards."""
    monkeypatch.setattr(making, "_write_ring", lambda items: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keys.generate(FIRST)

    with pytest.raises(KeyMissing):
        keys.signing_key()


def test_preparing_twice_names_the_key_that_is_prepared_also_the_second_time() -> None:
    keys.generate(FIRST)
    keys.prepare(FIRST)
    keys.rotate(FIRST)
    third = keys.prepare(LATER)

    assert keys.prepare(LATER) == third


# Rings of earlier releases.

EARLIER = [
    {"thumbprint": "a", "x": "b", "created": "2026-01-01T09:30:00Z", "revoked": "", "reason": ""},
    {
        "thumbprint": "c",
        "x": "d",
        "created": "2026-02-01T09:30:00Z",
        "revoked": "2026-03-01T09:30:00Z",
        "reason": "Lost",
    },
]


def test_a_ring_in_its_earlier_form_is_read(folder) -> None:
    folder.mkdir()
    (folder / "keys.json").write_text(json.dumps(EARLIER))

    assert keys.ring() == [
        keys.IssuerKey("a", "b", "2026-01-01T09:30:00Z"),
        keys.IssuerKey("c", "d", "2026-02-01T09:30:00Z", "", "2026-03-01T09:30:00Z", "Lost"),
    ]


def test_rotating_says_of_each_earlier_key_until_when_it_was_in_use(folder) -> None:
    """Rings had no such column; a key ended where the next one began."""
    dates = [FIRST + dt.timedelta(days=number) for number in range(3)]
    keys.generate(dates[0])
    keys.rotate(dates[1])
    made = keys.ring()
    rows = [
        {**{n: getattr(key, n) for n in ("thumbprint", "x", "reason")}, "created": key.valid_from}
        for key in made
    ]
    (folder / "keys.json").write_text(json.dumps(rows))

    keys.rotate(dates[2])

    first, second, third = keys.ring()
    assert (first.valid_to, second.valid_to) == (second.valid_from, third.valid_from)
    assert third.valid_to == ""


# What the ring does not vouch for.


def test_a_key_beside_a_lost_ring_signs_nothing(folder) -> None:
    keys.generate(FIRST)
    (folder / "keys.json").unlink()

    with pytest.raises(KeyMissing, match=r"keys\.json.* is missing"):
        keys.signing_key()


def test_a_key_that_was_put_in_place_by_hand_signs_nothing(folder) -> None:
    keys.generate(FIRST)
    (folder / "signing.key").write_text(pem_of(Ed25519PrivateKey.generate()))

    with pytest.raises(KeyMissing, match="does not know the signing key"):
        keys.signing_key()


# A key from the environment.


def pem_of(key: Ed25519PrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture
def given(settings) -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.generate()
    settings.SIGNING_KEY = pem_of(key)
    return key


def test_the_environments_key_signs_once_the_ring_knows_it(given, folder) -> None:
    with pytest.raises(KeyMissing):
        keys.signing_key()

    made = keys.generate(FIRST)

    assert made.thumbprint == keys.thumbprint(given.public_key())
    assert (keys.in_use(), keys.ring()) == (made, [made])
    assert keys.signing_key().private_bytes_raw() == given.private_bytes_raw()
    assert [path.name for path in folder.iterdir()] == ["keys.json"]


def test_nothing_of_the_environments_key_is_written_down(given, folder) -> None:
    keys.generate(FIRST)

    for path in folder.iterdir():
        assert reading.b64(given.private_bytes_raw()) not in path.read_text()


def test_a_second_first_key_is_refused_from_the_environment_too(given, settings) -> None:
    made = keys.generate(FIRST)
    for text in (settings.SIGNING_KEY, pem_of(Ed25519PrivateKey.generate())):
        settings.SIGNING_KEY = text
        with pytest.raises(InputRefused, match="keys rotate"):
            keys.generate(LATER)

    assert keys.ring() == [made]


def test_another_key_in_the_environment_is_used_after_rotating_and_not_before(
    given, settings
) -> None:
    old = keys.generate(FIRST)
    settings.SIGNING_KEY = pem_of(Ed25519PrivateKey.generate())
    with pytest.raises(KeyMissing, match="keys rotate"):
        keys.signing_key()

    new = keys.rotate(LATER)

    assert keys.in_use() == new
    assert keys.ring() == [replace(old, valid_to="2026-06-01T10:00:00Z"), new]


def test_rotating_to_the_key_in_use_is_refused(given) -> None:
    made = keys.generate(FIRST)

    with pytest.raises(InputRefused, match="put a new one into REVIEWFLOW_SIGNING_KEY"):
        keys.rotate(LATER)

    assert keys.ring() == [made]


def test_rotating_from_file_to_environment_retires_the_file(folder, settings) -> None:
    """Else a server that lost the variable would go on with the old key."""
    old = keys.generate(FIRST)
    settings.SIGNING_KEY = pem_of(Ed25519PrivateKey.generate())
    keys.rotate(LATER)
    settings.SIGNING_KEY = ""

    with pytest.raises(KeyMissing, match="There is no signing key"):
        keys.signing_key()
    assert mode(folder / f"retired-{old.thumbprint}.key") == 0o600


def test_a_revoked_key_in_the_environment_signs_nothing(given, settings) -> None:
    """A server that was not told goes on with it otherwise."""
    old, stale = keys.generate(FIRST), settings.SIGNING_KEY
    settings.SIGNING_KEY = pem_of(Ed25519PrivateKey.generate())
    keys.rotate(LATER)
    keys.revoke(old.thumbprint, "Leaked", LATER)
    settings.SIGNING_KEY = stale

    with pytest.raises(KeyMissing, match="was revoked on 2026-06-01"):
        keys.signing_key()


@pytest.mark.parametrize(
    "text", ["secret words", "-----BEGIN PRIVATE KEY-----\nsecret words\n-----END PRIVATE KEY-----"]
)
def test_what_is_no_key_is_not_repeated_in_the_refusal(settings, text) -> None:
    settings.SIGNING_KEY = text

    with pytest.raises(KeyMissing) as refused:
        keys.generate(FIRST)

    assert str(refused.value) == "REVIEWFLOW_SIGNING_KEY is not an Ed25519 key in PEM form."
    assert refused.value.__suppress_context__


def test_the_variable_may_write_its_line_ends_as_backslash_n(given, tmp_path) -> None:
    text = pem_of(given).replace("\n", "\\n")
    ask = "from django.conf import settings; print(settings.SIGNING_KEY, end='')"
    environment = {
        **os.environ,
        "REVIEWFLOW_SIGNING_KEY": text,
        "REVIEWFLOW_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "reviewflow.settings",
    }
    run = subprocess.run(
        [sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True
    )

    assert run.stdout == pem_of(given)
