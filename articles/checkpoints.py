"""Signed heads of the ledger, as C2SP checkpoints (tlog-checkpoint, signed-note)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from articles import keys
from articles.errors import LedgerBroken


def seal(origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    """A signed note: origin, size, root; a blank line; one signature line."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    packed = _own_hash(origin, key) + key.sign(text.encode())
    return f"{text}\n— {origin} {base64.b64encode(packed).decode()}\n"


def open_checkpoint(note: str, trusted: Iterable[Ed25519PublicKey]) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint that one of the trusted keys signed.

    Raises ``LedgerBroken`` for any other.
    """
    try:
        text, _, line = note.partition("\n\n")
        origin, size, root = text.split("\n")
        name, packed = line.removeprefix("— ").removesuffix("\n").rsplit(" ", 1)
        blob, head = _unpacked(packed), _unpacked(root)
        for key in trusted:
            if name == origin and blob[:4] == _key_hash(origin, key):
                key.verify(blob[4:], f"{text}\n".encode())
                return origin, int(size), head
    except (ValueError, InvalidSignature) as error:
        raise LedgerBroken("The checkpoint's signature is not genuine.") from error
    raise LedgerBroken("The checkpoint was signed with a key that is not trusted.")


def _unpacked(text: str) -> bytes:
    """Base64 in its one spelling; ``ValueError`` for any other, which would say the same."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError(text)
    return data


@lru_cache(maxsize=4)
def _own_hash(origin: str, key: Ed25519PrivateKey) -> bytes:
    return _key_hash(origin, key.public_key())


def _key_hash(origin: str, public: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(f"{origin}\n".encode() + b"\x01" + keys.raw(public)).digest()[:4]
