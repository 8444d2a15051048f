"""Many published articles, each with its own words, signatures and ledger entries: copies of one.

Written row by row for the size. Everything that an export judges is true of each of them.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles import ledger
from articles.canonical import canonical_bytes, content_digest, digest
from articles.models import (
    Article,
    HistoricalArticle,
    LedgerEntry,
    Publication,
    Review,
    Round,
    Signature,
)
from articles.stages import Event, Stage
from tests.benchmarks import measure
from tests.benchmarks.population import _copied as copied
from tests.cast import Cast

LENGTH = 10_000
"""Characters of a body."""
AT_ONCE = 500


def model_of(cast: Cast) -> Article:
    """The article that the others are copies of, by the real verbs."""
    return cast.article_in(Stage.PUBLISHED, title="Model")


def publish(model: Article, first: int, count: int) -> None:
    """Articles number ``first`` and up."""
    for at in range(first, first + count, AT_ONCE):
        _publish(model, range(at, min(at + AT_ONCE, first + count)))


@transaction.atomic
def _publish(model: Article, numbers: range) -> None:
    record, round = model.published_record, model.rounds.get()
    given = Signature.objects.medical().get(article=model)
    release = Signature.objects.get(article=model, meaning="publication_release")
    articles = [_article(model, number) for number in numbers]
    Article.objects.bulk_create(articles)
    records = HistoricalArticle.objects.bulk_create(
        copied(
            record, pk=None, id=each.pk, title=each.title, body=each.body,
            content_digest=each.content_digest,
        )
        for each in articles
    )  # fmt: skip
    rounds = Round.objects.bulk_create(
        copied(round, pk=None, article=each, record=kept)
        for each, kept in zip(articles, records, strict=True)
    )
    reviews = Review.objects.bulk_create(copied(given.review, pk=None, round=of) for of in rounds)
    rows = list(zip(articles, records, rounds, reviews, strict=True))
    signed = Signature.objects.bulk_create(
        _signature(given, *row[:3], review=row[3]) for row in rows
    )
    released = Signature.objects.bulk_create(_signature(release, *row[:3]) for row in rows)
    edition = model.publications.get()
    Publication.objects.bulk_create(
        copied(edition, pk=None, article=each, record=kept, round=of, signature=by)
        for (each, kept, of, _), by in zip(rows, released, strict=True)
    )
    for each, kept, of, _ in rows:
        Article.objects.filter(pk=each.pk).update(
            stage=Stage.PUBLISHED, published_record=kept, round=of
        )
    for event, signatures in ((Event.SIGN_OFF, signed), (Event.PUBLISH, released)):
        _on_record(model, event, signatures)


def _article(model: Article, number: int) -> Article:
    made = copied(
        model, pk=uuid.uuid4(), slug=f"article-{number:06}", title=f"Article {number}",
        body=f"{model.body}\n\n{measure.text(LENGTH, number)}".strip(), stage=Stage.DRAFT,
    )  # fmt: skip
    made.published_record = made.round = None
    made.content_digest = content_digest(made.content)
    return made


def _signature(
    given: Signature, article: Article, record: Any, round: Round, review: Review | None = None
) -> Signature:
    key = uuid.uuid4()
    said = json.loads(given.statement) | {
        "id": str(key),
        "article": str(article.pk),
        "record": record.pk,
        "content_digest": article.content_digest,
    }
    statement = canonical_bytes(said)
    return copied(
        given, pk=key, article=article, record=record, round=round, review=review,
        content_digest=article.content_digest, statement=statement.decode(),
        statement_digest=digest(statement),
    )  # fmt: skip


def _on_record(model: Article, event: Event, signatures: list[Signature]) -> None:
    entry = LedgerEntry.objects.about(model.subject).get(kind=event)
    payload = json.loads(entry.payload)
    for each in signatures:
        said = {"statement": each.statement_digest, "content": each.content_digest}
        ledger.append(
            event,
            actor=entry.actor,
            subject=f"article:{each.article_id}",
            at=timezone.now(),
            payload={**payload, **said, "signature": str(each.pk)},
        )
