"""One article that went all the way, so that every table of record holds rows."""

from __future__ import annotations

import uuid

import pytest

from articles import assets, checklists, wording
from articles.credentials import evidence, recording
from articles.models import Article, Coverage, ReviewPolicy
from articles.stages import Meaning, Severity, Stage
from articles.workflow import commenting, threads
from tests.assets import pictures
from tests.cast import Cast, standing_signature, today


@pytest.fixture
def travelled(cast: Cast) -> Article:
    """Commented on, published, then with one signature withdrawn."""
    rheumatology = cast.certificates["Rheumatology"]
    rule = Coverage(certificate=rheumatology, specialty="internal_medicine", since=today())
    recording.save(rule, actor=cast.officer, reason="Agreed by the editors")
    wording.put_in_use(
        Meaning.AUTHORSHIP,
        "I answer for version {version} of “{title}”.",
        actor=cast.editor,
        reason="Shorter",
        base=1,
    )
    evidence.keep(b"%PDF-1.7 what the board said", "page.pdf", actor=cast.officer)
    assets.keep(pictures.png(), "toe.png", actor=cast.writer)
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    comment = commenting.comment(
        article,
        actor=cast.physician,
        text="Name the joint.",
        severity=Severity.SUGGESTION,
        token=uuid.uuid4(),
    )
    threads.reply(comment, actor=cast.writer, text="It is the toe.", token=uuid.uuid4())
    article = cast.publish(cast.sign_off(article))
    checklists.put_in_use(
        ReviewPolicy.objects.get(), [], checks_references=True, actor=cast.editor, reason="Asked"
    )
    return cast.act(
        "withdraw_signature",
        article,
        cast.physician,
        signature=standing_signature(article),
        note="A dose was wrong.",
    )
