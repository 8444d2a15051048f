"""Read keys: the private one in use, the ring of public ones."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from articles.errors import KeyMissing

PRIVATE_NAME = "signing.key"
NEXT_NAME = "next.key"
RING_NAME = "keys.json"
VARIABLE = "REVIEWFLOW_SIGNING_KEY"

_EARLIER_NAMES = {"created": "valid_from", "revoked": "revoked_at"}
"""Rings written before there was a ``valid_to`` stay readable."""


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """One public key of the ring, with its history. Times are UTC to the second, or empty.

    ``valid_to``: when another key took its place; what it signed stays genuine. ``revoked_at``:
    when trust ended, with the ``reason``; what it signed is genuine no longer.
    """

    thumbprint: str
    x: str
    valid_from: str
    valid_to: str = ""
    revoked_at: str = ""
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
    """The key in use: the environment's where there is one, else the file's.

    Raises ``KeyMissing`` when there is none, when others may read it, and when the ring does not
    vouch for it: nobody would believe what it signs.
    """
    key = from_environment() if settings.SIGNING_KEY else _from_file()
    try:
        path, stamp = _stamped(RING_NAME)
    except FileNotFoundError:
        raise KeyMissing(f"{RING_NAME}, which vouches for the signing key, is missing.") from None
    _vouched_for(key, path, stamp.st_mtime_ns, stamp.st_ino)
    return key


def _stamped(name: str) -> tuple[str, os.stat_result]:
    """A file of the key folder and how it stands now; plain strings, as every append asks."""
    path = f"{settings.KEY_DIR}/{name}"
    return path, os.stat(path)  # noqa: PTH116 (as said)


@sensitive_variables()
def from_environment() -> Ed25519PrivateKey:
    """Raises ``KeyMissing`` for anything but an Ed25519 key; never says what it read."""
    return _parsed(settings.SIGNING_KEY, VARIABLE)


def _from_file() -> Ed25519PrivateKey:
    try:
        path, stamp = _stamped(PRIVATE_NAME)
    except FileNotFoundError:
        raise KeyMissing("There is no signing key; run “manage.py keys generate”.") from None
    if stamp.st_mode & 0o077:
        raise KeyMissing(f"{PRIVATE_NAME} can be read by others; set its mode to 0600.")
    return _loaded(path, stamp.st_mtime_ns, stamp.st_ino)


@lru_cache(maxsize=4)
def _loaded(path: str, _changed: int, _replaced: int) -> Ed25519PrivateKey:
    return read(Path(path))


def read(path: Path) -> Ed25519PrivateKey:
    return _parsed(path.read_text("ascii", "replace"), path.name)


@lru_cache(maxsize=4)
@sensitive_variables()
def _parsed(pem: str, where: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyMissing(f"{where} is not an Ed25519 key in PEM form.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(f"{where} is not an Ed25519 key.")
    return key


@lru_cache(maxsize=4)
def _vouched_for(key: Ed25519PrivateKey, _ring: str, _changed: int, _replaced: int) -> None:
    found = known(thumbprint(key.public_key()))
    if found is None:
        raise KeyMissing(
            f"{RING_NAME} does not know the signing key; run “manage.py keys generate”, "
            "or “keys rotate” where another was in use."
        )
    if found.revoked_at:
        raise KeyMissing(f"The signing key was revoked on {found.revoked_at[:10]}.")


_outside: ContextVar[list[IssuerKey] | None] = ContextVar("_outside", default=None)


@contextmanager
def judged_by(publics: Sequence[Ed25519PublicKey]) -> Iterator[None]:
    """Trust these keys alone, which somebody holds outside; not the ring beside the private key."""
    before = _outside.set([IssuerKey(thumbprint(key), b64(raw(key)), "") for key in publics])
    try:
        yield
    finally:
        _outside.reset(before)


def ring() -> list[IssuerKey]:
    """Every public key ever used, oldest first. Raises ``KeyMissing`` where it cannot be read."""
    if (outside := _outside.get()) is not None:
        return outside
    if not (path := folder() / RING_NAME).exists():
        return []
    try:
        rows = json.loads(path.read_text())
        return [IssuerKey(**{_EARLIER_NAMES.get(n, n): row[n] for n in row}) for row in rows]
    except (ValueError, TypeError) as error:
        raise KeyMissing(f"{RING_NAME} cannot be read: {type(error).__name__}.") from error


def known(mark: str) -> IssuerKey | None:
    """The ring's key with this thumbprint."""
    return next((item for item in ring() if item.thumbprint == mark), None)


def in_use() -> IssuerKey:
    """The public half of the key in use. Raises ``KeyMissing`` as ``signing_key`` does."""
    mark = thumbprint(signing_key().public_key())
    return next(item for item in ring() if item.thumbprint == mark)


def trusted() -> list[Ed25519PublicKey]:
    """Public keys that have not been revoked."""
    return [item.key for item in ring() if not item.revoked_at]


def pem(public: Ed25519PublicKey) -> str:
    """A public key as outsiders and ``openssl`` read it."""
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def folder() -> Path:
    """Where keys lie: outside the database and outside its backups."""
    return Path(settings.KEY_DIR)
