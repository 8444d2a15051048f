"""Fill a dossier from the database, and prove its signatures from the ledger."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from django.conf import settings

from articles import assets
from articles.content import images
from articles.dossier import (
    Change,
    CredentialDossier,
    Dossier,
    LedgerEvidence,
    LedgerProof,
    PictureDossier,
    Publisher,
    SignatureDossier,
    Withdrawn,
)
from articles.ledger import Prover
from articles.models import Article, Asset, LedgerEntry, Signature
from articles.selection import Candidate
from articles.stages import Event, Meaning, Stage
from articles.workflow.cycle import review_dates

SIGNED_EVENTS = (Event.SIGN_OFF, Event.PUBLISH, Event.SCHEDULE)
"""Ledger entries that bind the statements a bundle carries."""
AT_ONCE = 200
"""Articles whose entries one statement looks for."""


class Bound(Protocol):
    """What evidence is asked for: a signature, or as much of it as is needed."""

    @property
    def article_id(self) -> Any: ...

    @property
    def statement_digest(self) -> str: ...


def dossier(candidate: Candidate) -> Dossier:
    """What an export says about a candidate that has no refusals."""
    return next(dossiers([candidate]))


def dossiers(candidates: Sequence[Candidate]) -> Iterator[Dossier]:
    """One for each, in a constant number of statements; pictures are in memory one text at a time.

    Raises ``InputRefused`` for a picture that is gone since the candidate was judged.
    """
    bodies = [candidate.round.record.body for candidate in candidates if candidate.round]
    known = assets.stored(digest for body in bodies for digest in images.named(body))
    reasons = why_withdrawn(*(each.article for each in candidates if each.withdrawn))
    for candidate in candidates:
        yield _dossier(candidate, known, reasons)


def _dossier(
    candidate: Candidate, known: Mapping[str, Asset], reasons: Mapping[str, str]
) -> Dossier:
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
        signatures=tuple(_signatures(candidate, reasons)),
        published_at=publication.released_at if publication else None,
        updated_at=record.history_date,
        last_reviewed=dates["last_reviewed"],
        review_due=dates["review_due"],
        canonical_url=article.canonical_url,
        channels=tuple(article.channels),
        external_ids=article.external_ids,
        pictures=_pictures(record.body, known),
        changes=tuple(
            Change(given.edition, given.released_at, given.note)
            for given in reversed(candidate.editions)
        ),
    )


def _pictures(body: str, known: Mapping[str, Asset]) -> dict[str, PictureDossier]:
    found = {digest: known[digest] for digest in images.named(body) if digest in known}
    return {
        digest: PictureDossier(asset.media_type, assets.read(asset))
        for digest, asset in found.items()
    }


def _signatures(candidate: Candidate, reasons: Mapping[str, str]) -> Iterator[SignatureDossier]:
    """Those that stand, then those that were taken back, with who, when and why."""
    for signature in candidate.signatures:
        yield _signature(signature)
    for signature in candidate.withdrawn:
        taken = signature.withdrawal
        why = reasons.get(str(signature.pk), "")
        withdrawn = Withdrawn(taken.printed_name, taken.signed_at.replace(microsecond=0), why)
        yield replace(_signature(signature), withdrawn=withdrawn)


def why_withdrawn(*articles: Article) -> dict[str, str]:
    """Why each signature on these articles was withdrawn, by its id, from the ledger."""
    if not articles:
        return {}
    subjects = [article.subject for article in articles]
    entries = LedgerEntry.objects.filter(subject__in=subjects, kind=Event.WITHDRAW_SIGNATURE)
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


def evidence(signatures: Iterable[Bound], prover: Prover | None = None) -> LedgerEvidence:
    """The ledger entries that bind these signatures, each proved against one checkpoint.

    ``prover``: it has caught up with the ledger since the signatures were read; without it, the
    newest checkpoint. Raises ``LedgerBroken``.
    """
    if prover is None:
        prover = Prover()
        prover.catch_up()
    proofs = tuple(
        LedgerProof(
            entry.core,
            bytes(entry.salt).hex(),
            entry.payload,
            tuple(step.hex() for step in prover.steps(entry.seq)),
        )
        for entry in _binding(signatures, prover.size)
    )
    return LedgerEvidence(settings.ISSUER, prover.checkpoint, proofs)


def _binding(signatures: Iterable[Bound], size: int) -> list[LedgerEntry]:
    """The entries before number ``size`` that name the statements, in their order."""
    wanted = {signature.statement_digest: signature.article_id for signature in signatures}
    subjects = sorted({f"article:{article}" for article in wanted.values()})
    found: list[LedgerEntry] = []
    for at in range(0, len(subjects), AT_ONCE):
        rows = LedgerEntry.objects.filter(
            kind__in=SIGNED_EVENTS, subject__in=subjects[at : at + AT_ONCE], seq__lt=size
        ).only("core", "salt", "payload")
        found += (row for row in rows if json.loads(row.payload).get("statement") in wanted)
    return sorted(found, key=lambda entry: entry.seq)
