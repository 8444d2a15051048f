"""One private key in a file that only its owner reads; every public key ever used beside it."""

from __future__ import annotations

import datetime as dt
import json
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
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
    assert (made.created, made.revoked, made.reason) == ("2026-01-01T09:30:00Z", "", "")
    assert sorted(path.name for path in folder.iterdir()) == ["keys.json", "signing.key"]


def test_nobody_else_reads_the_private_key_not_even_while_it_is_written(folder, monkeypatch):
    """Created with its mode, not changed to it later."""
    monkeypatch.setattr("os.fchmod", None)
    monkeypatch.setattr("os.chmod", None)

    keys.generate(FIRST)

    assert mode(folder / "signing.key") == 0o600
    assert mode(folder) == 0o700


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

    assert [set(row) for row in rows] == [{"thumbprint", "x", "created", "revoked", "reason"}]
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

    assert keys.ring() == [old, new]
    assert keys.thumbprint(keys.signing_key().public_key()) == new.thumbprint != old.thumbprint
    assert new.created == "2026-06-01T10:00:00Z"
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

    keys.promote()
    assert keys.thumbprint(keys.signing_key().public_key()) == new.thumbprint


def test_preparing_again_goes_on_with_the_key_that_was_prepared() -> None:
    old = keys.generate(FIRST)
    new = keys.prepare(LATER)

    assert keys.rotate(LATER) == new
    assert keys.ring() == [old, new]


# Trust withdrawn.


def test_a_revoked_key_stays_in_the_ring_with_when_and_why_and_is_trusted_no_more() -> None:
    old = keys.generate(FIRST)
    new = keys.rotate(LATER)

    revoked = keys.revoke(old.thumbprint, "Laptop stolen", LATER)

    assert keys.ring() == [revoked, new]
    assert (revoked.revoked, revoked.reason) == ("2026-06-01T10:00:00Z", "Laptop stolen")
    assert (revoked.thumbprint, revoked.x, revoked.created) == (
        old.thumbprint,
        old.x,
        old.created,
    )
    assert [keys.thumbprint(public) for public in keys.trusted()] == [new.thumbprint]


@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_a_key_is_not_revoked_without_a_reason(reason) -> None:
    made = keys.generate(FIRST)

    with pytest.raises(InputRefused) as refused:
        keys.revoke(made.thumbprint, reason, LATER)

    assert (refused.value.field, refused.value.code) == ("reason", "missing")
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
