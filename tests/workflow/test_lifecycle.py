"""From draft to release and back, as the table of acts says."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import ledger, signing, workflow
from articles.models import LedgerEntry
from articles.stages import Stage
from tests.cast import Cast, today

pytestmark = pytest.mark.django_db


def test_one_article_walks_from_draft_to_readers_and_back(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)

    assert article.stage == Stage.PUBLISHED
    assert article.published_record.content_digest == article.content_digest
    assert article.last_reviewed == today()
    # Both may carry the same second, so the order between them is the ledger's.
    assert {s.meaning for s in article.signatures.all()} == {
        "medical_review",
        "publication_release",
    }
    assert not [f for s in article.signatures.all() for f in signing.faults(s)]
    assert [e.kind for e in LedgerEntry.objects.about(article.subject)] == [
        "article.save_draft",
        "article.submit",
        "article.sign_off",
        "article.publish",
    ]
    ledger.verify()


def test_a_lifecycle_takes_at_most_35_statements(cast: Cast) -> None:
    reviewers = [cast.physician.reviewer]
    with CaptureQueriesContext(connection) as captured:
        article = cast.draft()
        article = workflow.perform("submit", article, actor=cast.writer, reviewers=reviewers)
        article = cast.sign_off(article)
        cast.publish(article)
    statements = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]

    assert len(statements) <= 35, "\n".join(sql[:90] for sql in statements)
