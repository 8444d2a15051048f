"""Read keys: the private one in use, the ring of public ones."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from articles.errors import KeyMissing

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
        return Ed25519PublicKey.from_public_bytes(unb64(self.x))

    @property
    def jwk(self) -> dict[str, str]:
        """RFC 8037 JWK."""
        return {"kty": "OKP", "crv": "Ed25519", "x": self.x, "kid": self.thumbprint}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def raw(public: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def thumbprint(public: Ed25519PublicKey) -> str:
    """RFC 7638 thumbprint, base64url."""
    text = '{"crv":"Ed25519","kty":"OKP","x":"' + b64(raw(public)) + '"}'
    return b64(hashlib.sha256(text.encode()).digest())


def signing_key() -> Ed25519PrivateKey:
    """The key in use. Raises ``KeyMissing`` when there is none or others may read it."""
    path = folder() / PRIVATE_NAME
    try:
        stamp = path.stat()
    except FileNotFoundError:
        raise KeyMissing("There is no signing key; run “manage.py keys generate”.") from None
    if stamp.st_mode & 0o077:
        raise KeyMissing(f"{PRIVATE_NAME} can be read by others; set its mode to 0600.")
    return _load(path, stamp.st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> Ed25519PrivateKey:
    return read(path)


def read(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(f"{PRIVATE_NAME} is not an Ed25519 key.")
    return key


def ring() -> list[PublicKey]:
    """Every public key ever used, oldest first."""
    path = folder() / RING_NAME
    if not path.exists():
        return []
    return [PublicKey(**item) for item in json.loads(path.read_text())]


def trusted() -> list[Ed25519PublicKey]:
    """Public keys that have not been revoked."""
    return [item.key for item in ring() if not item.revoked]


def pem(public: Ed25519PublicKey) -> str:
    """A public key as outsiders and ``openssl`` read it."""
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def folder() -> Path:
    """Where keys lie: outside the database and outside its backups."""
    return Path(settings.KEY_DIR)
