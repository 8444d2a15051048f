"""Whether the very text on the page was reviewed, and by whom (partials byline, signature)."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import canonical
from articles.collecting import why_withdrawn
from articles.dossier import Printed, Withdrawn
from articles.models import Article, Round, Signature
from articles.stages import Meaning, Outcome
from articles.workflow import Prepared
from articles.workflow.case import reaches
from articles.workflow.cycle import review_dates


@dataclass(frozen=True, slots=True)
class SignedByline:
    """One line over a text, and the sign-off it was copied from."""

    line: str
    signature_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What may be printed over one text. Without ``reviewed`` everything else is empty."""

    version: int
    reviewed: bool = False
    signed: tuple[SignedByline, ...] = ()
    last_reviewed: dt.date | None = None
    review_due: dt.date | None = None

    @property
    def bylines(self) -> tuple[str, ...]:
        """The lines alone."""
        return tuple(each.line for each in self.signed)


@dataclass(frozen=True, slots=True)
class Given:
    """A signature and how it reads. ``covers``: it names the digest on the page."""

    signature: Signature
    printed: Printed
    covers: bool = False


def review_state(article: Article, record: Any) -> ReviewState:
    """The state of one text: the article itself (working text) or one of its records.

    It is reviewed only where its digest, recomputed, is the one that the standing sign-offs of an
    approved round carry, and these still make that round's quorum. A later round goes first.
    """
    unsigned = ReviewState(version=record.version)
    if canonical.content_digest(record.content) != record.content_digest:
        return unsigned
    signed = article.signatures.medical().standing().filter(content_digest=record.content_digest)
    rounds: dict[Round, list[Signature]] = {}
    for signature in signed.filter(round__outcome=Outcome.APPROVED).select_related("round__policy"):
        # Each has a round: the filter asks about it.
        rounds.setdefault(signature.round, []).append(signature)  # type: ignore[arg-type]
    for round in sorted(rounds, key=lambda found: -found.number):
        if reaches(rounds[round], round):
            lines: dict[str, SignedByline] = {}
            for given in (signature for signature in rounds[round] if signature.byline):
                lines.setdefault(given.byline, SignedByline(given.byline, given.pk))
            dates = review_dates(round)
            return ReviewState(record.version, True, tuple(lines.values()), **dates)
    return unsigned


def signatures(article: Article, digest: str = "") -> list[Given]:
    """Every signature on an article, newest first, withdrawn ones with the reason given.

    Withdrawals are shown at what they withdraw. ``digest``: of the text on the page.
    """
    return _read(article, article.signatures.all(), digest)


def signatures_over(article: Article, record: Any) -> list[Given]:
    """The signatures that one record of an article carries, newest first."""
    return _read(article, article.signatures.filter(record_id=record.history_id), "")


def read_signature(signature: Signature) -> Given:
    """One signature, of whatever meaning."""
    reasons = why_withdrawn(signature.article) if signature.is_withdrawn else {}
    return _given(signature, reasons, signature.content_digest)


def to_sign(prepared: Prepared, meaning: Meaning, disclosure: str = "") -> Printed:
    """How the signature will read that a page asks for; it has no time yet."""
    return Printed(
        printed_name=prepared.printed_name,
        at=None,
        time_zone=settings.EDITORIAL_TIME_ZONE,
        meaning=str(meaning.label),
        statement=prepared.sentence,
        disclosure=disclosure,
    )


def relied_on(credentials: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Credentials as a statement names them, with the day of their check in words."""
    return [
        {
            **item,
            "verified": date_format(dt.date.fromisoformat(item["verified_on"]), "j M Y")
            if item["verified_on"]
            else _("on no recorded day"),
        }
        for item in credentials
    ]


def _read(article: Article, found: QuerySet[Signature], digest: str) -> list[Given]:
    given = found.exclude(meaning=Meaning.SIGNATURE_WITHDRAWAL).select_related("withdrawal")
    rows = list(given.order_by("-signed_at", "-pk"))
    reasons = why_withdrawn(article) if any(signature.is_withdrawn for signature in rows) else {}
    return [_given(signature, reasons, digest) for signature in rows]


def _given(signature: Signature, reasons: Mapping[str, str], digest: str) -> Given:
    said = json.loads(signature.statement)
    withdrawn = None
    if signature.is_withdrawn:
        taken = signature.withdrawal
        withdrawn = Withdrawn(
            taken.printed_name, taken.signed_at, reasons.get(str(signature.pk), "")
        )
    read = Printed(
        printed_name=signature.printed_name,
        at=signature.signed_at.replace(microsecond=0),
        time_zone=said["time_zone"],
        meaning=str(Meaning(signature.meaning).label),
        statement=said["text"],
        disclosure=said["disclosure"],
        withdrawn=withdrawn,
    )
    return Given(signature, read, signature.content_digest == digest and withdrawn is None)
