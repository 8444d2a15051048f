"""What came in first stays in reach, whatever was made of it since."""

from __future__ import annotations

import hashlib
import json

import pytest

from articles import workflow
from articles.intake import Intake
from articles.models import Article, ImportClaim, LedgerEntry
from tests.cast import Cast

SOURCE = b"# Stiff hands\n\nHands may be stiff for an hour after sleep.\n"


@pytest.mark.django_db
@pytest.mark.req("AL-4")
def test_the_first_text_and_the_digest_of_its_file_are_there_after_twenty_edits(cast: Cast) -> None:
    (done,) = Intake(cast.writer, "rheumatology").take_bytes(SOURCE, "hands.md")
    article = Article.objects.get(slug=done.slug)
    first = article.content
    for number in range(20):
        changed = {"body": f"Rewritten, take {number}.", "title": f"Hands, take {number}"}
        article = workflow.save_draft(
            article,
            changed,
            actor=cast.writer,
            reason="Rewritten",
            base=article.content_digest,
        )

    assert article.version == 21
    assert article.history.earliest("history_id").content == first
    digest = f"sha256:{hashlib.sha256(SOURCE).hexdigest()}"
    assert ImportClaim.objects.get(article=article).source_digest == digest
    entry = LedgerEntry.objects.about(article.subject).earliest("seq")
    assert json.loads(entry.payload)["source"] == digest
