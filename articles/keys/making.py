"""Make, rotate and revoke keys. Only ``manage.py keys`` calls this; a server never does.

Every step can be taken again: after a crash the same command goes on where it was cut off.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

from articles import durable
from articles.canonical import clean_text
from articles.errors import InputRefused, KeyMissing

from .reading import (
    NEXT_NAME,
    PRIVATE_NAME,
    RING_NAME,
    VARIABLE,
    IssuerKey,
    b64,
    folder,
    from_environment,
    raw,
    read,
    ring,
    signing_key,
    thumbprint,
)


def generate(at: dt.datetime) -> IssuerKey:
    """Make the first key, or take the environment's into the ring.

    Raises ``InputRefused`` when there is a first key already.
    """
    with _alone() as place:
        if (place / PRIVATE_NAME).exists() or (settings.SIGNING_KEY and ring()):
            message = "there is a signing key already; use “keys rotate”."
            raise InputRefused("keys", message, "exists")
        if settings.SIGNING_KEY:
            return _in_ring(from_environment().public_key(), at)
        made = _next_key(place, at)
        os.link(place / NEXT_NAME, place / PRIVATE_NAME)  # exclusive, without the lock too
        (place / NEXT_NAME).unlink()
        durable.sync_folder(place)
        return made


def rotate(at: dt.datetime) -> IssuerKey:
    """Prepare a new key and put it in use."""
    prepared = prepare(at)
    promote(at)
    return prepared


def prepare(at: dt.datetime) -> IssuerKey:
    """Take the next key into the ring, while the old one still signs.

    It is made here, or comes by the environment, where it signs from now on. Raises
    ``InputRefused`` when the environment still holds the old one.
    """
    if not settings.SIGNING_KEY:
        signing_key()
        with _alone() as place:
            return _next_key(place, at)
    with _alone():
        if not ring():
            raise KeyMissing("There is no signing key; run “manage.py keys generate”.")
        made = _in_ring(from_environment().public_key(), at)
        if [item for item in ring() if not item.valid_to] == [made]:
            message = f"it holds the key in use; put a new one into {VARIABLE} first."
            raise InputRefused("environment", message, "same")
        return made


def promote(at: dt.datetime) -> None:
    """Put the prepared key in use; the old private key stays as ``retired-<thumbprint>.key``."""
    with _alone() as place:
        file, following = place / PRIVATE_NAME, place / NEXT_NAME
        if settings.SIGNING_KEY:
            if file.exists():
                file.rename(_retired(place))
        elif following.exists():
            if not _retired(place).exists():
                os.link(file, _retired(place))
            following.replace(file)  # at no moment is there no key
        durable.sync_folder(place)
        _close_all_but(thumbprint(signing_key().public_key()), at)


def revoke(mark: str, reason: str, at: dt.datetime) -> IssuerKey:
    """Trust a key no longer.

    Raises ``InputRefused`` for an unknown key, and for a reason that is empty or cannot be stored.
    """
    reason = clean_text(reason.strip(), "reason")
    if not reason:
        raise InputRefused("reason", "say why the key is revoked.", "missing")
    with _alone():
        items = ring()
        found = next((item for item in items if item.thumbprint == mark), None)
        if found is None:
            raise InputRefused("thumbprint", f"no key {mark} is known.", "unknown")
        if found.revoked_at:
            raise InputRefused("thumbprint", f"key {mark} was revoked before.", "revoked")
        if mark == thumbprint(signing_key().public_key()):
            message = "this key is in use; run “keys rotate” first."
            raise InputRefused("thumbprint", message, "in_use")
        revoked = replace(found, revoked_at=_stamp(at), reason=reason)
        _write_ring([revoked if item is found else item for item in items])
    return revoked


@contextmanager
def _alone() -> Iterator[Path]:
    """The key folder (0700), which no other process changes meanwhile."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield place
    finally:
        os.close(descriptor)


def _next_key(place: Path, at: dt.datetime) -> IssuerKey:
    """The key that comes next: the one a crash left behind, else a new one."""
    if not (place / NEXT_NAME).exists():
        key = Ed25519PrivateKey.generate()
        while thumbprint(key.public_key()).startswith("-"):  # a command line would read an option
            key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        half = place / f"{NEXT_NAME}.half"
        half.unlink(missing_ok=True)
        # Created with its mode: at no moment can others read it, whatever the umask.
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        half.rename(place / NEXT_NAME)
        durable.sync_folder(place)
    return _in_ring(read(place / NEXT_NAME).public_key(), at)


def _retired(place: Path) -> Path:
    return place / f"retired-{thumbprint(read(place / PRIVATE_NAME).public_key())}.key"


def _in_ring(public: Ed25519PublicKey, at: dt.datetime) -> IssuerKey:
    """The ring's entry for a key; made where a crash came before it was written."""
    mark, items = thumbprint(public), ring()
    for item in items:
        if item.thumbprint == mark:
            return item
    made = IssuerKey(mark, b64(raw(public)), _stamp(at))
    _write_ring([*items, made])
    return made


def _close_all_but(mark: str, at: dt.datetime) -> None:
    """Say of every other key until when it was in use: until the next one was there."""
    items, closed, until = ring(), [], _stamp(at)
    for item in reversed(items):
        if item.thumbprint == mark or item.valid_to:
            closed.append(item)
        else:
            closed.append(replace(item, valid_to=until))
        until = _stamp(at) if item.thumbprint == mark else item.valid_from
    closed.reverse()
    if closed != items:
        _write_ring(closed)


def _write_ring(items: list[IssuerKey]) -> None:
    path = folder() / RING_NAME
    temporary = path.with_suffix(".tmp")
    with durable.synced(temporary) as file:
        file.write((json.dumps([asdict(item) for item in items], indent=2) + "\n").encode())
    temporary.replace(path)
    durable.sync_folder(folder())


def _stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
