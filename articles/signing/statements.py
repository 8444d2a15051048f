"""Give a signature, and check one."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from articles.canonical import canonical_bytes, digest
from articles.models import Article, HistoricalArticle, Review, Reviewer, Round, Signature
from articles.stages import Meaning, Scope

from .texts import Text

STATEMENT_SCHEMA = "reviewflow/statement@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is signed, by whom, meaning what; ``evidence`` goes into the statement as it is.

    ``evidence`` of a medical review: verdicts, byline, credentials, policy. ``text``: the sentence
    before its gaps are filled. ``factors``: how the signer proved to be who they are, and
    ``shown_at``: when the page that they signed was made for them.
    """

    article: Article
    record: HistoricalArticle
    signer: User
    text: Text
    at: dt.datetime
    shown_at: dt.datetime
    factors: Sequence[str]
    round: Round | None = None
    review: Review | None = None
    reviewer: Reviewer | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    withdraws: Signature | None = None
    note: str = ""

    @property
    def meaning(self) -> Meaning:
        return self.text.meaning

    @property
    def printed_name(self) -> str:
        return printed_name(self.signer, self.reviewer)

    def sentence(self) -> str:
        withdraws = str(self.withdraws.pk) if self.withdraws else ""
        return self.text.about(self.record, note=self.note, withdraws=withdraws)

    def statement(self, identity: uuid.UUID) -> dict[str, Any]:
        """What is digested and kept, whole."""
        record, round = self.record, self.round
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
            "text": self.sentence(),
            "text_version": self.text.version,
            "signer": self.signer.username,
            "signer_id": self.signer.pk,
            "reviewer": self.reviewer.pk if self.reviewer else 0,
            "printed_name": self.printed_name,
            "byline": "",
            "disclosure": "",
            "signed_at": instant(self.at),
            "time_zone": settings.EDITORIAL_TIME_ZONE,
            "shown_at": instant(self.shown_at),
            "authentication": list(self.factors),
            "withdraws": str(self.withdraws.pk) if self.withdraws else "",
            **self.evidence,
        }


def printed_name(signer: User, reviewer: Reviewer | None) -> str:
    """The name as it prints: a reviewer's with degrees, anybody else's in full."""
    if reviewer is not None:
        return reviewer.printed_name
    return signer.get_full_name() or signer.username


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
    try:
        said = json.loads(signature.statement)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return ["the statement says nothing that can be read"]
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
