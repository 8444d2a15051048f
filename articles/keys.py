"""The organisation's Ed25519 key: load, generate, rotate, revoke.

The private key is a file outside the database (``signing.key``, mode 0600); the public keys ever
used stand beside it in ``keys.json``, so that whoever rewrites the database cannot add one. Only
``manage.py keys`` writes here; a server never does.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from articles.errors import InputRefused, KeyMissing

PRIVATE_NAME = "signing.key"
NEXT_NAME = "next.key"
RING_NAME = "keys.json"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One public key of the ring; ``revoked`` and ``reason`` are empty while it is trusted."""

    thumbprint: str
    x: str
    created: str
    revoked: str = ""
    reason: str = ""

    @property
    def key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(_unb64(self.x))

    @property
    def jwk(self) -> dict[str, str]:
        """RFC 8037 JWK."""
        return {"kty": "OKP", "crv": "Ed25519", "x": self.x, "kid": self.thumbprint}


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def raw(public: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def thumbprint(public: Ed25519PublicKey) -> str:
    """RFC 7638 thumbprint, base64url."""
    text = '{"crv":"Ed25519","kty":"OKP","x":"' + _b64(raw(public)) + '"}'
    return _b64(hashlib.sha256(text.encode()).digest())


def signing_key() -> Ed25519PrivateKey:
    """The key in use. Raises ``KeyMissing`` when there is none or others may read it."""
    path = _directory() / PRIVATE_NAME
    try:
        stamp = path.stat()
    except FileNotFoundError:
        raise KeyMissing("There is no signing key; run “manage.py keys generate”.") from None
    if stamp.st_mode & 0o077:
        raise KeyMissing(f"{PRIVATE_NAME} can be read by others; set its mode to 0600.")
    return _load(path, stamp.st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(f"{PRIVATE_NAME} is not an Ed25519 key.")
    return key


def ring() -> list[PublicKey]:
    """Every public key ever used, oldest first."""
    path = _directory() / RING_NAME
    if not path.exists():
        return []
    return [PublicKey(**item) for item in json.loads(path.read_text())]


def trusted() -> list[Ed25519PublicKey]:
    """Public keys that have not been revoked."""
    return [item.key for item in ring() if not item.revoked]


def generate(at: dt.datetime) -> PublicKey:
    """Make the first key. Raises ``InputRefused`` when there is one already."""
    if (_directory() / PRIVATE_NAME).exists():
        raise InputRefused("keys", "there is a signing key already; use “keys rotate”.", "exists")
    return _new_key(PRIVATE_NAME, at)


def rotate(at: dt.datetime) -> PublicKey:
    """Prepare a new key and put it in use."""
    prepared = prepare(at)
    promote()
    return prepared


def prepare(at: dt.datetime) -> PublicKey:
    """Make the next key and add it to the ring, while the old one still signs."""
    signing_key()
    folder = _directory()
    if (folder / NEXT_NAME).exists():
        mark = thumbprint(_load(folder / NEXT_NAME, 0).public_key())
        return next(item for item in ring() if item.thumbprint == mark)
    return _new_key(NEXT_NAME, at)


def promote() -> None:
    """Put the prepared key in use; the old private key stays as ``retired-<thumbprint>.key``."""
    old = thumbprint(signing_key().public_key())
    folder = _directory()
    (folder / PRIVATE_NAME).rename(folder / f"retired-{old}.key")
    (folder / NEXT_NAME).rename(folder / PRIVATE_NAME)


def revoke(mark: str, reason: str, at: dt.datetime) -> PublicKey:
    """Trust a key no longer. Raises ``InputRefused`` for an unknown key or an empty reason."""
    if not reason.strip():
        raise InputRefused("reason", "say why the key is revoked.", "missing")
    items = ring()
    found = next((item for item in items if item.thumbprint == mark), None)
    if found is None:
        raise InputRefused("thumbprint", f"no key {mark} is known.", "unknown")
    revoked = PublicKey(found.thumbprint, found.x, found.created, _stamp(at), reason)
    _write_ring([revoked if item is found else item for item in items])
    return revoked


def _new_key(name: str, at: dt.datetime) -> PublicKey:
    folder = _directory()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Exclusive create: two processes can never both believe that theirs is the key.
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    public = key.public_key()
    item = PublicKey(thumbprint(public), _b64(raw(public)), _stamp(at))
    _write_ring([*ring(), item])
    return item


def _write_ring(items: list[PublicKey]) -> None:
    rows: list[dict[str, Any]] = [
        {name: getattr(item, name) for name in PublicKey.__slots__} for item in items
    ]
    path = _directory() / RING_NAME
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(rows, indent=2) + "\n")
    temporary.replace(path)


def _stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _directory() -> Path:
    return Path(settings.KEY_DIR)


def pem(public: Ed25519PublicKey) -> str:
    """A public key as outsiders and ``openssl`` read it."""
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
