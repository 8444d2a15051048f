"""The form of an entry: what is hashed, and in which bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from json.encoder import encode_basestring as quoted

VERSION = 1
GENESIS = bytes(32)
COLUMNS = (
    *("seq", "kind", "subject", "actor", "at"),
    *("core", "salt", "payload", "leaf", "checkpoint"),
)


def commitment(salt: bytes, payload: bytes) -> str:
    """Hides the payload and binds it: without the salt nobody can guess, with it nobody can lie."""
    return hashlib.sha256(b"\x02" + salt + payload).hexdigest()


def instant(at: dt.datetime) -> str:
    """A moment as entries write it: UTC, microseconds."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def core_of(
    seq: int, prev: bytes, *, kind: str, subject: str, actor: str, at: dt.datetime, commit: str
) -> str:
    """The core of an entry: the bytes that RFC 8785 gives this object.

    Written out, because every act writes one and every walk compares all of them.
    """
    return (
        f'{{"actor":{quoted(actor)},"at":"{instant(at)}","commit":"{commit}",'
        f'"kind":{quoted(kind)},"prev":"{prev.hex()}","seq":{seq},'
        f'"subject":{quoted(subject)},"v":{VERSION}}}'
    )
