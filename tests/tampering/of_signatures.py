"""Signatures: altered, moved, taken away, forged."""

from __future__ import annotations

import uuid
from typing import Any

from articles.models import (
    Signature,
)

from .classes import FORGED, YEARS_AGO, Tamper, given, records, tampering
from .hand import alter, copy, entry_with, erase, restated
from .town import Town


def of(signature: Signature, *said: str) -> list[str]:
    return [f"Signature {signature.pk}: {what}." for what in said]


def lost(signature: Signature) -> str:
    seq = entry_with("statement", signature.statement_digest)
    return f"Entry {seq}: its signature is gone or was altered."


UNBOUND = "no ledger entry about its article binds its statement"


def altered(**columns: Any) -> Tamper:
    """One column of a signature; its statement still says the other thing."""
    [(column, value)] = columns.items()
    name = column.replace("_", " ")

    def tamper(town: Town) -> list[str]:
        signature = given(town)
        alter(signature, **{column: value})
        return of(signature, f"the statement says another {name}")

    return tamper


for _what, _columns in {
    "a signature under another printed name": {"printed_name": "Somebody Else, MD"},
    "a signature under another byline": {"byline": "Board of Nowhere"},
    "a signature made a specialist’s no more": {"is_specialist": False},
    "a signature that is dated back": {"signed_at": YEARS_AGO},
}.items():
    tampering(_what)(altered(**_columns))


@tampering("a signature dated back by less than its statement says")
def _(town: Town) -> list[str]:
    signature = given(town)
    within = signature.signed_at.microsecond // 2
    alter(signature, signed_at=signature.signed_at.replace(microsecond=within))
    return of(signature, "the ledger says another time")


@tampering("a signature whose statement was rewritten")
def _(town: Town) -> list[str]:
    signature = given(town)
    alter(signature, statement=restated(signature, text=FORGED)["statement"])
    return of(signature, "the statement does not match its digest")


@tampering("a signature whose statement was rewritten with its digest")
def _(town: Town) -> list[str]:
    signature, said = given(town), lost(given(town))
    alter(signature, **restated(signature, text=FORGED))
    return [*of(signature, UNBOUND), said]


@tampering("a signature moved to another article")
def _(town: Town) -> list[str]:
    signature, said = given(town), lost(given(town))
    alter(signature, article_id=town.draft.pk)
    return [
        *of(
            signature,
            "the statement says another article",
            UNBOUND,
            "its record belongs to another article",
            "its round belongs to another article",
        ),
        said,
    ]


@tampering("a signature moved to another article with its statement and digest")
def _(town: Town) -> list[str]:
    signature, said = given(town), lost(given(town))
    alter(signature, article_id=town.draft.pk, **restated(signature, article=str(town.draft.pk)))
    return [
        *of(
            signature,
            UNBOUND,
            "its record belongs to another article",
            "its round belongs to another article",
        ),
        said,
    ]


@tampering("a signature moved to another record")
def _(town: Town) -> list[str]:
    signature = given(town)
    alter(signature, record_id=records(town.live)[-1].pk)
    return of(
        signature, "the statement says another record", "it names another text than its record"
    )


@tampering("a signature moved to another text")
def _(town: Town) -> list[str]:
    signature = given(town)
    alter(signature, content_digest=town.draft.content_digest)
    return of(
        signature,
        "the statement says another content digest",
        "it names another text than its record",
    )


@tampering("a signature moved to another round")
def _(town: Town) -> list[str]:
    signature = given(town)
    alter(signature, round_id=town.live.rounds.get(number=2).pk)
    return of(
        signature,
        "the statement says another round",
        "its review belongs to another round or reviewer",
    )


@tampering("a signature moved to another review")
def _(town: Town) -> list[str]:
    signature = given(town)
    recalled = town.live.rounds.get(number=2).reviews.order_by("pk")[1]
    alter(signature, review_id=recalled.pk)
    return [
        *of(signature, "its review belongs to another round or reviewer"),
        *[
            f"Review {pk} of {town.live.slug}: its decision is not the one on record."
            for pk in (signature.review_id, recalled.pk)
        ],
    ]


@tampering("a signature moved to another signer")
def _(town: Town) -> list[str]:
    signature = given(town)
    alter(signature, signer_id=town.cast.unassigned.pk)
    return of(signature, "the statement says another signer id")


@tampering("a signature moved to another reviewer")
def _(town: Town) -> list[str]:
    signature = given(town)
    alter(signature, reviewer_id=town.cast.unassigned.reviewer.pk)
    return of(
        signature,
        "the statement says another reviewer",
        "its review belongs to another round or reviewer",
    )


@tampering("a signature that means something else")
def _(town: Town) -> list[str]:
    signature = given(town)
    alter(signature, meaning="periodic_review")
    decided = f"Review {signature.review_id} of {town.live.slug}: its decision is not the one"
    return [*of(signature, "the statement says another meaning"), f"{decided} on record."]


@tampering("a withdrawal of a signature that names another")
def _(town: Town) -> list[str]:
    withdrawal = town.doubted.signatures.get(withdraws__isnull=False)
    alter(withdrawal, withdraws_id=given(town).pk)
    return of(withdrawal, "the statement says another withdraws")


@tampering("a deleted signature")
def _(town: Town) -> list[str]:
    signature, said = given(town), lost(given(town))
    erase(signature)
    decided = f"Review {signature.review_id} of {town.live.slug}: its decision is not the one"
    return [said, f"{decided} on record."]


@tampering("a deleted withdrawal of a signature")
def _(town: Town) -> list[str]:
    withdrawal = town.doubted.signatures.get(withdraws__isnull=False)
    said = lost(withdrawal)
    erase(withdrawal)
    return [said]


@tampering("a signature that nobody gave, whole in itself")
def _(town: Town) -> list[str]:
    signature, key = given(town), uuid.UUID(int=900)
    own = restated(signature, id=str(key), round=2)
    second = town.live.rounds.get(number=2)
    copy(
        signature,
        id=key,
        round_id=second.pk,
        review_id=second.reviews.get(reviewer=signature.reviewer).pk,
        **own,
    )
    forged = Signature.objects.get(pk=key)
    decided = f"Review {forged.review_id} of {town.live.slug}: its decision is not the one"
    return [*of(forged, UNBOUND), f"{decided} on record."]
