"""Rounds, reviews and concerns: opened, decided and ended by nobody."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from articles.models import (
    Concern,
    LedgerEntry,
    Review,
    ReviewPolicy,
    Round,
)
from articles.stages import Event

from .classes import YEARS_AGO, Tamper, records, tampering
from .hand import alter, copy, erase
from .town import Town


def first_round(town: Town) -> Round:
    return town.live.rounds.get(number=1)


def round_altered(said: str, **columns: Any) -> Tamper:
    def tamper(town: Town) -> list[str]:
        alter(first_round(town), **columns)
        return [f"Round 1 of {town.live.slug}: {said}."]

    return tamper


for _what, _tamper in {
    "a round that ended otherwise": round_altered(
        "its end is not the one on record (approved)", outcome="recalled"
    ),
    "a round that ended at another time": round_altered(
        "its end is not the one on record (approved)", ended_at=YEARS_AGO
    ),
    "a round with another note": round_altered("the ledger says another note", note="Wave it on."),
    "a round with another due date": round_altered(
        "the ledger says another due date", due_on=dt.date(2001, 1, 1)
    ),
}.items():
    tampering(_what)(_tamper)


@tampering("a round under another policy")
def _(town: Town) -> list[str]:
    lax = ReviewPolicy.objects.get(name="Spare").history.get()
    alter(first_round(town), policy_id=lax.pk)
    return [f"Round 1 of {town.live.slug}: the ledger says another policy."]


@tampering("a round on another record")
def _(town: Town) -> list[str]:
    alter(first_round(town), record_id=records(town.live)[0].pk)
    return [f"Round 1 of {town.live.slug}: the ledger says another record."]


@tampering("a round that nobody opened")
def _(town: Town) -> list[str]:
    copy(first_round(town), id=9_000_000, number=90)
    return [f"Round 90 of {town.live.slug}: no ledger entry says that it was opened."]


def asked(town: Town) -> list[Review]:
    """Of the article in review: accepted, declined, taken back."""
    return list(Review.objects.filter(round__article=town.in_review).order_by("pk"))


def review(row: Review, said: str) -> str:
    return f"Review {row.pk} of {row.round.article.slug}: {said}."


@tampering("an invitation that was never accepted")
def _(town: Town) -> list[str]:
    row = asked(town)[0]
    alter(row, response="invited", responded_at=None)
    return [review(row, "its answer is not the one on record")]


@tampering("a refusal turned into an acceptance")
def _(town: Town) -> list[str]:
    row = asked(town)[1]
    alter(row, response="accepted")
    return [review(row, "its answer is not the one on record")]


@tampering("an open review turned into a demand for changes")
def _(town: Town) -> list[str]:
    row = asked(town)[2]
    alter(row, decision="changes_requested")
    return [review(row, "its decision is not the one on record")]


@tampering("a demand for changes turned into silence")
def _(town: Town) -> list[str]:
    row = Review.objects.get(decision="changes_requested")
    alter(row, decision="")
    return [review(row, "its decision is not the one on record")]


@tampering("a review that was taken back, opened again")
def _(town: Town) -> list[str]:
    row = asked(town)[2]
    alter(row, closed_at=None)
    seq = LedgerEntry.objects.get(kind=Event.REVIEW_RELEASE).seq
    return [f"Entry {seq}: the review that it took back is not closed."]


@tampering("an open review closed by nobody")
def _(town: Town) -> list[str]:
    row = asked(town)[0]
    alter(row, closed_at=YEARS_AGO)
    return [review(row, "no act on record closed it")]


@tampering("a review with a later due date")
def _(town: Town) -> list[str]:
    row = asked(town)[0]
    alter(row, due_on=dt.date(2099, 1, 1))
    return [review(row, "the ledger says another due date")]


@tampering("a review with the due date that it had before it was moved")
def _(town: Town) -> list[str]:
    row = asked(town)[0]
    alter(row, due_on=row.round.submitted_at.date() + dt.timedelta(days=14))
    return [review(row, "the ledger says another due date")]


@tampering("a round with the due date that it had before it was moved")
def _(town: Town) -> list[str]:
    [row] = town.in_review.rounds.all()
    alter(row, due_on=row.submitted_at.date() + dt.timedelta(days=14))
    return [f"Round 1 of {town.in_review.slug}: the ledger says another due date."]


@tampering("a review that nobody asked for")
def _(town: Town) -> list[str]:
    row = asked(town)[0]
    copy(
        row,
        id=9_000_000,
        reviewer_id=town.cast.unverified.reviewer.pk,
        invited_at=YEARS_AGO,
        response="invited",
        responded_at=None,
    )
    forged = Review.objects.get(pk=9_000_000)
    return [review(forged, "no ledger entry says that it was asked for so")]


@tampering("a review that somebody else asked for")
def _(town: Town) -> list[str]:
    row = asked(town)[0]
    alter(row, invited_by_id=town.cast.auditor.pk)
    return [review(row, "no ledger entry says that it was asked for so")]


@tampering("a review that vanished")
def _(town: Town) -> list[str]:
    row = next(each for each in asked(town) if not each.comments.exists())
    erase(row)
    seq = LedgerEntry.objects.about(town.in_review.subject).get(kind=Event.SUBMIT).seq
    return [f"Entry {seq}: the reviews that it asked for are others."]


def settled(town: Town) -> Concern:
    return town.doubted.concerns.get()


@tampering("a concern in other words")
def _(town: Town) -> list[str]:
    concern = settled(town)
    alter(concern, because="A trifle.")
    said = "no ledger entry says that it was raised so"
    return [
        f"Concern {concern.pk} about {town.doubted.slug}: {said}.",
        f"Entry {raised(concern)}: the concern it names is gone or was altered.",
    ]


@tampering("a concern settled otherwise")
def _(town: Town) -> list[str]:
    concern = settled(town)
    alter(concern, resolution="no_action")
    said = "the ledger says that it was settled otherwise, or not at all"
    return [f"Concern {concern.pk} about {town.doubted.slug}: {said}."]


@tampering("an open concern settled by nobody")
def _(town: Town) -> list[str]:
    concern = Concern.objects.open().get()
    alter(concern, resolution="no_action", resolved_at=YEARS_AGO, note="Never mind.")
    said = "the ledger says that it was settled otherwise, or not at all"
    return [f"Concern {concern.pk} about {concern.article.slug}: {said}."]


@tampering("a deleted concern")
def _(town: Town) -> list[str]:
    concern = Concern.objects.open().get()
    erase(concern)
    return [f"Entry {raised(concern)}: the concern it names is gone or was altered."]


def raised(concern: Concern) -> int:
    entries = LedgerEntry.objects.filter(kind=Event.CONCERN_OPEN).order_by("seq")
    key = str(concern.signature_id)
    return next(e.seq for e in entries if json.loads(e.payload)["signature"] == key)
