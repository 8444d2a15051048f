"""Whether the very text on the page was reviewed, and by whom (partials byline, signature)."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import canonical
from articles.models import Article, LedgerEntry, Round, Signature
from articles.stages import Event, Meaning, Outcome
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
    """A signature with what its statement says. ``covers``: it names the digest on the page."""

    signature: Signature
    sentence: str
    zone: str
    version: int
    reason: str = ""
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
    given = article.signatures.exclude(meaning=Meaning.SIGNATURE_WITHDRAWAL)
    found = list(given.select_related("withdrawal", "round").order_by("-signed_at", "-pk"))
    reasons = _reasons(article) if any(signature.is_withdrawn for signature in found) else {}
    return [_given(signature, reasons.get(str(signature.pk), ""), digest) for signature in found]


def signed_sentence(signature: Signature) -> Given:
    """One signature with what its statement says."""
    reasons = _reasons(signature.article) if signature.is_withdrawn else {}
    return _given(signature, reasons.get(str(signature.pk), ""), signature.content_digest)


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


def _given(signature: Signature, reason: str, digest: str) -> Given:
    said = json.loads(signature.statement)
    return Given(
        signature=signature,
        sentence=said["text"],
        zone=said["time_zone"],
        version=said["version"],
        reason=reason,
        covers=signature.content_digest == digest and not signature.is_withdrawn,
    )


def _reasons(article: Article) -> dict[str, str]:
    """Why each signature was withdrawn, by its id, from the ledger."""
    entries = LedgerEntry.objects.about(article.subject).filter(kind=Event.WITHDRAW_SIGNATURE)
    said = [json.loads(payload) for payload in entries.values_list("payload", flat=True)]
    return {payload["withdraws"]: payload["note"] for payload in said}
