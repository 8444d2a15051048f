"""Fill a dossier from the database, and prove its signatures from the ledger."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.conf import settings

from articles import merkle
from articles.dossier import (
    CredentialDossier,
    Dossier,
    LedgerEvidence,
    LedgerProof,
    Publisher,
    SignatureDossier,
    Withdrawn,
)
from articles.models import Article, LedgerEntry, Signature
from articles.selection import Candidate
from articles.stages import Event, Meaning, Stage
from articles.workflow.cycle import review_dates

SIGNED_EVENTS = (Event.SIGN_OFF, Event.PUBLISH)
"""Ledger entries that bind the statements a bundle carries."""


def dossier(candidate: Candidate) -> Dossier:
    """What an export says about a candidate that has no refusals."""
    article, round, publication = candidate.article, candidate.round, candidate.publication
    assert round is not None
    record = round.record
    dates = review_dates(round)
    return Dossier(
        id=str(article.pk),
        slug=article.slug,
        version=record.version,
        edition=publication.edition if publication else "",
        content=record.content,
        content_digest=record.content_digest,
        stage=Stage.PUBLISHED if publication else Stage.APPROVED,
        status="published" if publication else "approved",
        time_zone=settings.EDITORIAL_TIME_ZONE,
        publisher=Publisher(settings.PUBLISHER_NAME),
        signatures=tuple(_signatures(candidate)),
        published_at=publication.released_at if publication else None,
        updated_at=record.history_date,
        last_reviewed=dates["last_reviewed"],
        review_due=dates["review_due"],
        canonical_url=article.canonical_url,
        channels=tuple(article.channels),
        external_ids=article.external_ids,
    )


def _signatures(candidate: Candidate) -> Iterator[SignatureDossier]:
    """Those that stand, then those that were taken back, with who, when and why."""
    for signature in candidate.signatures:
        yield _signature(signature)
    reasons = why_withdrawn(candidate.article) if candidate.withdrawn else {}
    for signature in candidate.withdrawn:
        taken = signature.withdrawal
        why = reasons.get(str(signature.pk), "")
        withdrawn = Withdrawn(taken.printed_name, taken.signed_at.replace(microsecond=0), why)
        yield replace(_signature(signature), withdrawn=withdrawn)


def why_withdrawn(article: Article) -> dict[str, str]:
    """Why each signature on an article was withdrawn, by its id, from the ledger."""
    entries = LedgerEntry.objects.about(article.subject).filter(kind=Event.WITHDRAW_SIGNATURE)
    said = [json.loads(payload) for payload in entries.values_list("payload", flat=True)]
    return {payload["withdraws"]: payload["note"] for payload in said}


def _signature(signature: Signature) -> SignatureDossier:
    said = json.loads(signature.statement)
    return SignatureDossier(
        id=str(signature.pk),
        meaning=signature.meaning,
        meaning_label=str(Meaning(signature.meaning).label),
        printed_name=signature.printed_name,
        byline=signature.byline,
        signed_at=signature.signed_at.replace(microsecond=0),
        statement=signature.statement,
        statement_digest=signature.statement_digest,
        statement_text=said["text"],
        credentials=tuple(
            CredentialDossier(
                board=item["board"],
                certificate=item["certificate"],
                kind=item["kind"],
                status=item["status"],
                verified_on=dt.date.fromisoformat(item["verified_on"])
                if item["verified_on"]
                else None,
            )
            for item in said.get("credentials", [])
        ),
        disclosure=said["disclosure"],
        is_specialist=signature.is_specialist,
    )


def evidence(signatures: Iterable[Signature]) -> LedgerEvidence:
    """The ledger entries that bind these signatures, each proved against the newest checkpoint."""
    statements = {signature.statement_digest for signature in signatures}
    subjects = {f"article:{signature.article_id}" for signature in signatures}
    bound = [
        entry
        for entry in LedgerEntry.objects.filter(kind__in=SIGNED_EVENTS, subject__in=subjects)
        if json.loads(entry.payload).get("statement") in statements
    ]
    newest = LedgerEntry.objects.order_by("-seq").first()
    if newest is None:
        return LedgerEvidence(settings.ISSUER, "", ())
    leaves = [
        bytes(leaf)
        for leaf in LedgerEntry.objects.filter(seq__lte=newest.seq)
        .order_by("seq")
        .values_list("leaf", flat=True)
    ]
    tree = merkle.Tree(leaves)
    return LedgerEvidence(
        settings.ISSUER,
        newest.checkpoint,
        tuple(
            LedgerProof(
                entry.core,
                bytes(entry.salt).hex(),
                entry.payload,
                tuple(step.hex() for step in tree.proof(entry.seq)),
            )
            for entry in bound
        ),
    )
