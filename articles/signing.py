"""Give a signature, and check one. Knows no workflow and no ledger."""

from __future__ import annotations

import datetime as dt
import json
import uuid
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


def sign(
    article: Article,
    record: HistoricalArticle,
    *,
    signer: User,
    meaning: Meaning,
    at: dt.datetime,
    round: Round | None = None,
    review: Review | None = None,
    reviewer: Reviewer | None = None,
    evidence: dict[str, Any] | None = None,
    withdraws: Signature | None = None,
    note: str = "",
) -> Signature:
    """Insert one signature over one record. The caller has judged, and holds the claim.

    ``evidence`` (byline, credentials, verdicts, policy) goes into the statement as it is.
    """
    facts = evidence or {}
    identity = uuid.uuid4()
    printed_name = reviewer.printed_name if reviewer else signer.get_full_name() or signer.username
    statement = {
        "schema": STATEMENT_SCHEMA,
        "id": str(identity),
        "article": str(article.pk),
        "record": record.history_id,
        "version": record.version,
        "round": round.number if round else 0,
        "scope": round.scope if round else Scope.WHOLE.value,
        "content_digest": record.content_digest,
        "meaning": meaning.value,
        "text": statement_text(
            meaning, record, note=note, withdraws=str(withdraws.pk) if withdraws else ""
        ),
        "signer": signer.username,
        "printed_name": printed_name,
        "byline": "",
        "disclosure": reviewer.disclosure if reviewer else "",
        "signed_at": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "time_zone": settings.EDITORIAL_TIME_ZONE,
        "authentication": ["password"],
        "withdraws": str(withdraws.pk) if withdraws else "",
        **facts,
    }
    data = canonical_bytes(statement)
    return Signature.objects.create(
        pk=identity,
        article=article,
        record=record,
        round=round,
        review=review,
        signer=signer,
        reviewer=reviewer,
        meaning=meaning,
        printed_name=printed_name,
        byline=facts.get("byline", ""),
        is_specialist=facts.get("is_specialist", False),
        content_digest=record.content_digest,
        statement=data.decode(),
        statement_digest=digest(data),
        signed_at=at.replace(microsecond=0),
        withdraws=withdraws,
    )


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
        "printed_name": signature.printed_name,
        "byline": signature.byline,
        "withdraws": str(signature.withdraws_id or ""),
        "signed_at": signature.signed_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    for name, value in expected.items():
        if said.get(name) != value:
            found.append(f"the statement says another {name.replace('_', ' ')}")
    if bool(said.get("is_specialist", False)) != signature.is_specialist:
        found.append("the statement says another is specialist")
    return found
