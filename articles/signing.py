"""Give a signature, and check one. Knows no workflow and no ledger."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from articles.canonical import canonical_bytes, digest
from articles.errors import InputRefused
from articles.models import Article, HistoricalArticle, Review, Reviewer, Round, Signature
from articles.stages import Meaning, Scope

STATEMENT_SCHEMA = "reviewflow/statement@1"

TEXTS = {
    Meaning.MEDICAL_REVIEW: (
        "In my professional judgement, on this date, the whole of version {version} of “{title}” "
        "is accurate, current and fit for its audience."
    ),
    Meaning.PUBLICATION_RELEASE: (
        "I release version {version} of “{title}” to readers, as signed by its medical reviewers."
    ),
    Meaning.WITHDRAWAL: "I withdraw version {version} of “{title}” from readers. Reason: {note}",
    Meaning.SIGNATURE_WITHDRAWAL: (
        "The signature {withdraws} on version {version} of “{title}” is withdrawn. Reason: {note}"
    ),
}
"""What each meaning says, word for word; the words signed are copied into the statement."""


def check_password(actor: User, password: str) -> None:
    """Ask for the password again (21 CFR 11.200(a)). Raises ``InputRefused`` when it is wrong."""
    if not password:
        raise InputRefused("password", "type your password to sign.", "missing")
    if not actor.check_password(password):
        raise InputRefused("password", "the password is not right; nothing was signed.", "wrong")


def statement_text(
    meaning: Meaning, record: HistoricalArticle, *, note: str = "", withdraws: str = ""
) -> str:
    """The sentence a person puts their name to; shown before signing and stored after."""
    return TEXTS[meaning].format(
        version=record.version, title=record.title, note=note, withdraws=withdraws
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is signed, by whom, meaning what; ``evidence`` goes into the statement as it is.

    ``evidence`` of a medical review: verdicts, byline, credentials, policy.
    """

    article: Article
    record: HistoricalArticle
    signer: User
    meaning: Meaning
    at: dt.datetime
    round: Round | None = None
    review: Review | None = None
    reviewer: Reviewer | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    withdraws: Signature | None = None
    note: str = ""

    @property
    def printed_name(self) -> str:
        if self.reviewer is not None:
            return self.reviewer.printed_name
        return self.signer.get_full_name() or self.signer.username

    def statement(self, identity: uuid.UUID) -> dict[str, Any]:
        """What is digested and kept, whole."""
        record, round = self.record, self.round
        withdraws = str(self.withdraws.pk) if self.withdraws else ""
        return {
            "schema": STATEMENT_SCHEMA,
            "id": str(identity),
            "article": str(self.article.pk),
            "record": record.history_id,
            "version": record.version,
            "round": round.number if round else 0,
            "scope": str(round.scope if round else Scope.WHOLE),
            "content_digest": record.content_digest,
            "meaning": self.meaning.value,
            "text": statement_text(self.meaning, record, note=self.note, withdraws=withdraws),
            "signer": self.signer.username,
            "signer_id": self.signer.pk,
            "reviewer": self.reviewer.pk if self.reviewer else 0,
            "printed_name": self.printed_name,
            "byline": "",
            "disclosure": "",
            "signed_at": instant(self.at),
            "time_zone": settings.EDITORIAL_TIME_ZONE,
            "authentication": ["password"],
            "withdraws": withdraws,
            **self.evidence,
        }


def sign(act: Act) -> Signature:
    """Insert one signature over one record. The caller has judged, and holds the claim."""
    identity = uuid.uuid4()
    data = canonical_bytes(act.statement(identity))
    return Signature.objects.create(
        pk=identity,
        article=act.article,
        record=act.record,
        round=act.round,
        review=act.review,
        signer=act.signer,
        reviewer=act.reviewer,
        meaning=act.meaning,
        printed_name=act.printed_name,
        byline=act.evidence.get("byline", ""),
        is_specialist=act.evidence.get("is_specialist", False),
        content_digest=act.record.content_digest,
        statement=data.decode(),
        statement_digest=digest(data),
        signed_at=act.at,
        withdraws=act.withdraws,
    )


def instant(at: dt.datetime) -> str:
    """A moment as statements write it: UTC, whole seconds. The column keeps more, for order."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def faults(signature: Signature) -> list[str]:
    """What does not fit between a signature, its statement and its record; empty when it holds."""
    found: list[str] = []
    if digest(signature.statement.encode()) != signature.statement_digest:
        return ["the statement does not match its digest"]
    said = json.loads(signature.statement)
    expected = {
        "id": str(signature.pk),
        "article": str(signature.article_id),
        "record": signature.record_id,
        "content_digest": signature.content_digest,
        "meaning": signature.meaning,
        "round": signature.round.number if signature.round else 0,
        "signer_id": signature.signer_id,
        "reviewer": signature.reviewer_id or 0,
        "printed_name": signature.printed_name,
        "byline": signature.byline,
        "withdraws": str(signature.withdraws_id or ""),
        "signed_at": instant(signature.signed_at),
    }
    for name, value in expected.items():
        if said.get(name) != value:
            found.append(f"the statement says another {name.replace('_', ' ')}")
    if bool(said.get("is_specialist", False)) != signature.is_specialist:
        found.append("the statement says another is specialist")
    return found
