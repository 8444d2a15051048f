"""The answers as types, for the OpenAPI document. Answers are written by ``shown`` and the
exporters; a test holds the two together.
"""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field


class Reason(Schema):
    """One reason: a stable code, and a sentence for people."""

    code: str
    message: str


class Fault(Reason):
    """One reason about one part of the input."""

    field: str


class Notice(Schema):
    kind: str
    text: str
    issued_by: str
    issued_on: str


class Problem(Schema):
    """RFC 9457. ``refusals`` come with 409, ``errors`` with 422."""

    type: str
    title: str
    status: int
    detail: str
    refusals: list[Reason] = []
    errors: list[Fault] = []


class Withdrawn(Schema):
    """A tombstone: take your copy down."""

    id: str
    slug: str
    status: Literal["withdrawn"]
    withdrawn_at: str
    notice: Notice


class WithdrawnProblem(Problem):
    """A problem about an article that is gone."""

    id: str
    slug: str
    withdrawn_at: str
    notice: Notice


class Held(Schema):
    """Live, and not to be shown as reviewed: its sign-offs do not hold any more."""

    id: str
    slug: str
    status: Literal["held"]
    refusals: list[Reason]


class Change(Schema):
    """An edition that readers were given, and its change note."""

    edition: str
    released_at: str
    note: str


class Article(Schema):
    """`reviewflow/article@1`; its own JSON Schema says the rest."""

    model_config = ConfigDict(extra="allow")

    schema_: Literal["reviewflow/article@1"] = Field(alias="schema")
    id: str
    slug: str
    version: int
    title: str
    html: str
    specialty: str
    status: Literal["published", "under-correction", "concern", "retracted"]
    content_digest: str
    edition: str
    changes: list[Change]


class Feed(Schema):
    """``next`` is the cursor to ask with, after the last page as well; ``more``: ask at once."""

    items: list[Article | Withdrawn | Held]
    next: str
    more: bool


class Version(Schema):
    edition: str
    version: int
    title: str
    content_digest: str
    released_at: str
    note: str
    live: bool


class Versions(Schema):
    """Every edition that readers had, the newest first."""

    id: str
    slug: str
    versions: list[Version]


class TakenBack(Schema):
    by: str
    at: str
    why: str


class Signature(Schema):
    """``statement``: the canonical JSON text as it was signed, with the digest of its bytes."""

    id: str
    meaning: str
    printed_name: str
    byline: str
    signed_at: str
    text: str
    statement: str
    statement_digest: str
    disclosure: str
    withdrawn: TakenBack | None


class Signatures(Schema):
    id: str
    slug: str
    version: int
    edition: str
    content_digest: str
    signatures: list[Signature]


class LedgerEntry(Schema):
    core: str
    salt: str
    payload: str
    proof: list[str]


class Receipt(Schema):
    """`reviewflow/ledger-proof@1`: what a bundle holds as ledger.json."""

    schema_: Literal["reviewflow/ledger-proof@1"] = Field(alias="schema")
    origin: str
    checkpoint: str
    entries: list[LedgerEntry]


class Key(Schema):
    """RFC 8037, with what the ring of keys knows. Empty: not (yet)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
    use: Literal["sig"]
    alg: str
    status: Literal["current", "next", "retired", "revoked"]
    valid_from: str
    valid_to: str
    revoked_at: str


class Keys(Schema):
    keys: list[Key]
