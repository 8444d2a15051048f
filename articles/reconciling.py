"""Hold rows against what the ledger says of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles import canonical
from articles.credentials.evidence import fault_of
from articles.models import (
    FACTS,
    HISTORISED,
    Article,
    Evidence,
    HistoricalArticle,
    LedgerEntry,
    Publication,
    Review,
)
from articles.rows import row_digest
from articles.stages import Event, Outcome, Stage

CONTENT_EVENTS = (Event.ARTICLE_SAVE, Event.ARTICLE_IMPORT)


@dataclass(slots=True)
class Said:
    """What the ledger says, read in one pass.

    ``statements``: the entry that binds each. ``content``: who saved which version, and why.
    ``rows``: digests of credential facts, with their entry. ``stages``: where each article was
    moved last. ``deleted``: drafts that were deleted.
    """

    statements: dict[str, int] = field(default_factory=dict)
    content: dict[tuple[str, int, str], tuple[str, str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)


def read_ledger() -> Said:
    said = Said()
    entries = LedgerEntry.objects.order_by("seq")
    columns = ("seq", "kind", "subject", "actor", "payload")
    for seq, kind, subject, actor, text in entries.values_list(*columns).iterator(2000):
        payload = json.loads(text)
        if "statement" in payload:
            said.statements[payload["statement"]] = seq
        if "row" in payload:
            said.rows[payload["row"]] = seq
        if "to" in payload and "from" in payload and "content" in payload:
            said.stages[subject] = payload["to"]
        if kind in CONTENT_EVENTS:
            key = (subject, payload["version"], payload["content"])
            said.content[key] = (actor, payload["reason"])
        if kind == Event.ARTICLE_DELETE:
            said.deleted.add(subject)
    return said


def governed_faults(said: Said) -> Iterator[str]:
    """Credential facts and records that no entry binds, and entries whose row is gone."""
    records = [model.history.model for model in HISTORISED if model is not Article]
    found = set()
    for model in (*FACTS, *records):
        for row in model.objects.order_by("pk").iterator(500):
            key = row_digest(row)
            found.add(key)
            if key not in said.rows:
                yield f"{model._meta.verbose_name} {row.pk}: the ledger does not say this."
    for evidence in Evidence.objects.order_by("pk"):
        if fault := fault_of(evidence):
            yield f"Evidence {evidence.pk}: {fault}"
    for key in set(said.rows) - found:
        yield f"Entry {said.rows[key]}: the row it binds is gone or was altered."


def live_faults(said: Said) -> Iterator[str]:
    """Live rows that record, release or ledger do not explain; articles that vanished."""
    newest: dict[object, tuple[int, str]] = {}
    rows = HistoricalArticle.objects.order_by("history_id")
    for key, version, digest in rows.values_list("id", "version", "content_digest").iterator(2000):
        newest[key] = (version, digest)
    released = set(Publication.objects.values_list("article_id", "record_id"))
    standing = set()
    for article in Article.objects.iterator(500):
        standing.add(article.subject)
        if newest.get(article.pk) != (article.version, article.content_digest):
            yield f"Article {article.slug}: no record explains its live row."
        if canonical.content_digest(article.content) != article.content_digest:
            yield f"Article {article.slug}: its text does not have its digest."
        if article.is_live and (article.pk, article.published_record_id) not in released:
            yield f"Article {article.slug}: nothing released the text that readers see."
        if said.stages.get(article.subject, Stage.DRAFT) != article.stage:
            yield f"Article {article.slug}: no act in the ledger led to its stage."
    subjects = {subject for subject, *_ in said.content}
    for subject in sorted(subjects - standing - said.deleted):
        yield f"The row of {subject} is gone, and nobody deleted it."


def round_faults() -> Iterator[str]:
    """Reviews that say “signed off” without a signature."""
    for review in Review.objects.filter(
        decision="signed_off", signature=None, round__outcome=Outcome.APPROVED
    ).select_related("round__article"):
        yield f"Review {review.pk} of {review.round.article.slug}: its signature is gone."
