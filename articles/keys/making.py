"""Make, rotate and revoke keys. Only ``manage.py keys`` calls this; a server never does."""

from __future__ import annotations

import datetime as dt
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from articles.errors import InputRefused

from .reading import (
    NEXT_NAME,
    PRIVATE_NAME,
    RING_NAME,
    PublicKey,
    b64,
    folder,
    raw,
    read,
    ring,
    signing_key,
    thumbprint,
)


def generate(at: dt.datetime) -> PublicKey:
    """Make the first key. Raises ``InputRefused`` when there is one already."""
    if (folder() / PRIVATE_NAME).exists():
        raise InputRefused("keys", "there is a signing key already; use “keys rotate”.", "exists")
    place = folder()
    if (place / NEXT_NAME).exists():  # a crash came between
        made = _in_ring(read(place / NEXT_NAME).public_key(), at)
    else:
        made = _new_key(NEXT_NAME, at)
    os.link(place / NEXT_NAME, place / PRIVATE_NAME)  # exclusive: one of two processes
    (place / NEXT_NAME).unlink()
    return made


def rotate(at: dt.datetime) -> PublicKey:
    """Prepare a new key and put it in use."""
    prepared = prepare(at)
    promote()
    return prepared


def prepare(at: dt.datetime) -> PublicKey:
    """Make the next key and add it to the ring, while the old one still signs."""
    signing_key()
    place = folder()
    if (place / NEXT_NAME).exists():
        return _in_ring(read(place / NEXT_NAME).public_key(), at)
    return _new_key(NEXT_NAME, at)


def promote() -> None:
    """Put the prepared key in use; the old private key stays as ``retired-<thumbprint>.key``."""
    old = thumbprint(signing_key().public_key())
    place = folder()
    (place / PRIVATE_NAME).rename(place / f"retired-{old}.key")
    (place / NEXT_NAME).rename(place / PRIVATE_NAME)


def revoke(mark: str, reason: str, at: dt.datetime) -> PublicKey:
    """Trust a key no longer. Raises ``InputRefused`` for an unknown key or an empty reason."""
    if not reason.strip():
        raise InputRefused("reason", "say why the key is revoked.", "missing")
    items = ring()
    found = next((item for item in items if item.thumbprint == mark), None)
    if found is None:
        raise InputRefused("thumbprint", f"no key {mark} is known.", "unknown")
    if found.revoked:
        raise InputRefused("thumbprint", f"key {mark} was revoked before.", "revoked")
    if mark == thumbprint(signing_key().public_key()):
        raise InputRefused("thumbprint", "this key is in use; run “keys rotate” first.", "in_use")
    revoked = PublicKey(found.thumbprint, found.x, found.created, _stamp(at), reason)
    _write_ring([revoked if item is found else item for item in items])
    return revoked


def _new_key(name: str, at: dt.datetime) -> PublicKey:
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.generate()
    while thumbprint(key.public_key()).startswith("-"):  # a command line would read an option
        key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Exclusive create: two processes can never both believe that theirs is the key.
    descriptor = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    return _in_ring(key.public_key(), at)


def _in_ring(public: Ed25519PublicKey, at: dt.datetime) -> PublicKey:
    """The ring's entry for a key; made where a crash came before it was written."""
    mark, items = thumbprint(public), ring()
    for item in items:
        if item.thumbprint == mark:
            return item
    made = PublicKey(mark, b64(raw(public)), _stamp(at))
    _write_ring([*items, made])
    return made


def _write_ring(items: list[PublicKey]) -> None:
    rows: list[dict[str, Any]] = [
        {name: getattr(item, name) for name in PublicKey.__slots__} for item in items
    ]
    path = folder() / RING_NAME
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(rows, indent=2) + "\n")
    temporary.replace(path)


def _stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
