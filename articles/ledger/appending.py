"""Add the next link. Its three statements are written by hand: every act waits for them."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from articles import checkpoints, keys, merkle
from articles.canonical import canonical_bytes
from articles.errors import LedgerBroken
from articles.models import LedgerEntry
from articles.stages import Event

from .entry import COLUMNS, commitment, core_of

_HEAD = "SELECT size, last, frontier FROM articles_ledgerhead"
_HEAD_HELD = f"{_HEAD} FOR UPDATE"
_INSERT = (
    "INSERT INTO articles_ledgerentry"
    " (seq, kind, subject, actor, at, core, salt, payload, leaf, checkpoint)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_MOVE = "UPDATE articles_ledgerhead SET size = %s, last = %s, frontier = %s WHERE size = %s"
_INSERT_AND_MOVE = f"{_INSERT}; {_MOVE}"


@transaction.atomic(savepoint=False)
def append(
    kind: Event, *, actor: str, subject: str, at: dt.datetime, payload: dict[str, Any]
) -> LedgerEntry:
    """Add one entry: the last statements of the caller's transaction, queued on the head row.

    Raises ``KeyMissing`` without a signing key: nothing is recorded that could not be proved.
    """
    key = keys.signing_key()
    salt, body = secrets.token_bytes(16), canonical_bytes(payload)
    with connection.cursor() as cursor:
        size, last, frontier = _head_held(cursor)
        said = {"kind": kind.value, "subject": subject, "actor": actor}
        core = core_of(size, last, **said, at=at, commit=commitment(salt, body))
        leaf = merkle.leaf_hash(core.encode())
        frontier = merkle.extend(frontier, size, leaf)
        note = checkpoints.seal(settings.ISSUER, size + 1, merkle.root_of(frontier), key)
        row = (size, *said.values(), at, core, salt, body.decode(), leaf, note)
        _link(cursor, row, (size + 1, leaf, b"".join(frontier), size))
    return LedgerEntry.from_db(cursor.db.alias, COLUMNS, row)


def _head_held(cursor: CursorWrapper) -> tuple[int, bytes, list[bytes]]:
    """Size, last leaf and frontier. SQLite's transactions hold the whole file from the start."""
    cursor.execute(_HEAD_HELD if cursor.db.features.has_select_for_update else _HEAD)
    head = cursor.fetchone()
    if head is None:
        raise LedgerBroken("The ledger has no head; run “manage.py migrate”.")
    size, last, frontier = head
    return size, bytes(last), merkle.split(bytes(frontier))


def _link(cursor: CursorWrapper, row: tuple[Any, ...], moved: tuple[Any, ...]) -> None:
    """Insert the entry, then move the head; a server gets both in one message."""
    at = cursor.db.ops.adapt_datetimefield_value(row[4])
    stored = (*row[:4], at, *row[5:])
    if cursor.db.vendor == "postgresql":
        cursor.execute(_INSERT_AND_MOVE, (*stored, *moved))
        return
    cursor.execute(_INSERT, stored)
    cursor.execute(_MOVE, moved)
