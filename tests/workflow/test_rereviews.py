"""Re-reviews of live articles: each opened whole or left as it was, and said so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from articles import integrity, workflow
from articles.models import Article, LedgerEntry, Review
from articles.stages import Stage
from articles.workflow import rereviews
from tests.cast import Cast, today
from tests.desk.site import changed, rows

pytestmark = pytest.mark.django_db


def open_many(cast: Cast, *articles: Article, **changes) -> dict[str, list[str]]:
    """By title, the codes of what stood in the way; those opened have none."""
    values = {
        "actor": cast.editor,
        "reviewers": [cast.second_physician.reviewer],
        "due_on": today() + dt.timedelta(days=14),
        "note": "The first reviewer’s certificate was revoked.",
    }
    done = rereviews.open_many(articles, **{**values, **changes})
    return {each.article.title: [r.code for r in each.refusals] for each in done}


def revised(cast: Cast, article: Article, body: str = "Other words.") -> Article:
    article = workflow.perform("revise", article, actor=cast.writer)
    changes = {"body": body}
    return workflow.save_draft(
        article, changes, actor=cast.writer, reason="More", base=article.content_digest
    )


def test_the_text_that_readers_see_is_reviewed_again_and_stays_live(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    live = article.published_record

    assert open_many(cast, article) == {"Gout flares": []}

    article.refresh_from_db()
    review = Review.objects.get(round=article.round)
    assert (article.stage, article.published_record, article.content_digest) == (
        Stage.MEDICAL_REVIEW, live, live.content_digest
    )  # fmt: skip
    assert (review.reviewer, article.round.note) == (
        cast.second_physician.reviewer, "The first reviewer’s certificate was revoked."
    )  # fmt: skip
    article = cast.publish(cast.sign_off(article, cast.second_physician))
    assert article.stage == Stage.PUBLISHED
    assert integrity.check().faults == ()


def test_each_is_judged_alone(cast: Cast) -> None:
    good, bad = (cast.article_in(Stage.PUBLISHED, title=title) for title in ("Good", "Bad"))
    other = cast.article_in(Stage.PUBLISHED, title="Good too")
    bad = revised(cast, bad)
    assert open_many(cast, good, bad, other) == {
        "Good": [], "Bad": ["being_revised"], "Good too": []
    }  # fmt: skip


@pytest.mark.parametrize("stage", [s for s in Stage if s != Stage.PUBLISHED])
def test_what_readers_do_not_see_is_left_alone(cast: Cast, stage: Stage) -> None:
    article = cast.article_in(stage)
    before = rows()
    assert open_many(cast, article) == {"Gout flares": ["not_live"]}
    assert changed(before) == []


def test_work_on_a_new_version_is_left_alone_in_every_stage(cast: Cast) -> None:
    article = revised(cast, cast.article_in(Stage.PUBLISHED))
    before = rows()
    assert open_many(cast, article) == {"Gout flares": ["being_revised"]}
    assert changed(before) == []

    article = cast.submit(article)
    before = rows()
    assert open_many(cast, article) == {"Gout flares": ["in_review"]}
    assert changed(before) == []

    article = cast.sign_off(article)
    before = rows()
    assert open_many(cast, article) == {"Gout flares": ["approved"]}
    assert changed(before) == []


def test_a_new_version_that_says_the_same_is_submitted_as_it_is(cast: Cast) -> None:
    article = workflow.perform("revise", cast.article_in(Stage.PUBLISHED), actor=cast.writer)
    assert open_many(cast, article) == {"Gout flares": []}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (lambda cast: {"reviewers": []}, "too_few"),
        (lambda cast: {"due_on": dt.date(2020, 1, 1)}, "past"),
        (lambda cast: {"reviewers": [_own(cast)]}, "author"),
    ],
)
def test_a_refused_one_is_not_left_half_opened(cast: Cast, changes, code) -> None:
    """The first of two acts succeeds; nothing of it stays when the second is refused."""
    article = cast.article_in(Stage.PUBLISHED)
    values = changes(cast)
    before, entries = rows(), LedgerEntry.objects.count()
    assert open_many(cast, article, **values) == {"Gout flares": [code]}
    assert changed(before) == []
    assert LedgerEntry.objects.count() == entries


def _own(cast: Cast):
    return cast.register(cast.writer)


def test_asking_twice_is_refused_the_second_time(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    open_many(cast, article)
    assert open_many(cast, article) == {"Gout flares": ["wrong_stage"]}
    article.refresh_from_db()
    assert open_many(cast, article) == {"Gout flares": ["in_review"]}


@pytest.mark.parametrize("role", ["writer", "physician", "publisher", "officer", "auditor"])
def test_it_is_for_managing_editors(cast: Cast, role: str) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    before = rows()
    with pytest.raises(PermissionDenied):
        open_many(cast, article, actor=getattr(cast, role))
    assert changed(before) == []
