"""A checkpoint is a C2SP signed note that any witness can read."""

from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from articles import checkpoints, keys
from articles.errors import LedgerBroken

from . import outsider

ORIGIN = "reviewflow.example"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))
ROOT = bytes(range(32, 64))
NOTE = checkpoints.seal(ORIGIN, 7, ROOT, KEY)
BODY, SIGNATURE = NOTE.split("\n\n")


def test_an_outsider_reads_it_with_the_public_key_alone() -> None:
    assert outsider.read_checkpoint(NOTE, ORIGIN, keys.raw(KEY.public_key())) == (ORIGIN, 7, ROOT)


def test_it_has_this_form_line_by_line() -> None:
    lines = NOTE.split("\n")

    assert lines[:4] == [ORIGIN, "7", base64.b64encode(ROOT).decode(), ""]
    assert lines[4].startswith(f"\u2014 {ORIGIN} ")
    assert lines[5:] == [""]


def test_an_outsider_believes_no_other_key() -> None:
    with pytest.raises(AssertionError, match="no signature"):
        outsider.read_checkpoint(NOTE, ORIGIN, keys.raw(STRANGER.public_key()))
    with pytest.raises(InvalidSignature):
        outsider.read_checkpoint(NOTE.replace("\n7\n", "\n8\n"), ORIGIN, keys.raw(KEY.public_key()))


def test_we_read_back_what_we_sealed_whichever_key_of_the_ring_it_was() -> None:
    ring = [STRANGER.public_key(), KEY.public_key()]

    assert checkpoints.open_checkpoint(NOTE, ring) == (ORIGIN, 7, ROOT)
    assert checkpoints.open_checkpoint(NOTE, iter(ring)) == (ORIGIN, 7, ROOT)


@pytest.mark.parametrize("ring", [[], [STRANGER.public_key()]], ids=["no key", "another key"])
def test_a_key_that_is_not_trusted_is_named_as_the_reason(ring) -> None:
    with pytest.raises(LedgerBroken, match="key that is not trusted"):
        checkpoints.open_checkpoint(NOTE, ring)


@pytest.mark.parametrize(
    "forged",
    [
        NOTE.replace("\n7\n", "\n8\n"),
        NOTE.replace(base64.b64encode(ROOT).decode(), base64.b64encode(bytes(32)).decode()),
        f"{BODY}\nmore\n\n{SIGNATURE}",
        f"{BODY}\n\n{SIGNATURE[:-9]}AAAAAAA=\n",
        f"{BODY}\n\n\u2014 {ORIGIN} {base64.b64encode(bytes(68)).decode()}\n",
        f"{BODY}\n\n\u2014 {ORIGIN} %%%\n",
        f"{BODY}\n\n\u2014 {ORIGIN}\n",
        f"{BODY}\n\n",
        BODY,
        SIGNATURE,
        "",
        "\n\n",
        "\x00",
        f"{BODY}\n\n\u2014 \u202e {SIGNATURE}",
    ],
)
def test_anything_else_is_refused_and_never_crashes(forged) -> None:
    with pytest.raises(LedgerBroken):
        checkpoints.open_checkpoint(forged, [KEY.public_key()])


def test_every_single_altered_character_is_refused() -> None:
    public = [KEY.public_key()]
    for at, character in enumerate(NOTE[:-1]):
        for other in {"A", "1", "\n", "="} - {character}:
            altered = NOTE[:at] + other + NOTE[at + 1 :]
            try:
                found = checkpoints.open_checkpoint(altered, public)
            except LedgerBroken:
                continue
            # Only how the signature line is dressed may differ; what it says may not.
            assert found == (ORIGIN, 7, ROOT)


def test_a_signature_for_one_origin_counts_for_no_other() -> None:
    """The name is hashed with the key: one key, two logs, told apart."""
    moved = NOTE.replace(ORIGIN, "elsewhere.example")

    with pytest.raises(LedgerBroken):
        checkpoints.open_checkpoint(moved, [KEY.public_key()])
