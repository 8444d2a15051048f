"""The article's page says which edition readers see, why there is a new one, and what waits."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from articles import presenting, workflow
from articles.models import Article, Schedule
from articles.stages import Stage
from tests.cast import TEXT, Cast

from .site import signed_in

pytestmark = pytest.mark.django_db


def words(cast: Cast, article: Article) -> str:
    body = signed_in(cast.auditor).get(f"/articles/{article.slug}/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def two_editions(cast: Cast) -> Article:
    article = cast.article_in(Stage.PUBLISHED)
    body = TEXT.replace("a painful", "a painful kind of")
    article = cast.sign_off(cast.submit(cast.revised(article, body=body)))
    return cast.act("publish", article, cast.publisher, minor=True, note="Says what kind it is.")


def test_editions_stand_there_with_their_change_notes(cast: Cast) -> None:
    page = words(cast, two_editions(cast))

    assert "Editions 2" in page
    assert re.search(
        r"Edition 1\.1 What readers see · version 2 · [^“]+“Says what kind it is\.”", page
    )
    assert "Edition 1.0 · version 1 ·" in page
    assert page.count("What readers see") == 1
    assert "published (version 2) as edition 1.1" in page


def test_before_the_first_release_there_is_no_list(cast: Cast) -> None:
    assert "Editions" not in words(cast, cast.article_in(Stage.APPROVED))


def test_what_waits_stands_there_with_its_moment_until_it_is_cancelled(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    at = (timezone.now() + dt.timedelta(days=2)).replace(hour=12, minute=30, second=0)
    more = {"release_at": at, "time_zone": "Asia/Kolkata", "note": "For the new year."}
    article = cast.act("publish", article, cast.publisher, **more)

    page = words(cast, article)
    assert "18:00:00 UTC+5:30 (Asia/Kolkata), signed by Pia Publisher. “For the new year.”" in page
    assert "scheduled the release (version 1) for" in page

    workflow.cancel_release(Schedule.objects.get(), actor=cast.publisher, why="The board met.")
    page = words(cast, article)
    assert "Editions" not in page
    assert "ended a scheduled release · cancelled" in page
    assert "“The board met.”" in page


def test_an_edition_that_was_withdrawn_is_not_what_readers_see(cast: Cast) -> None:
    article = cast.act("withdraw", two_editions(cast), cast.publisher, note="It was wrong.")

    assert "Edition 1.1" in (page := words(cast, article))
    assert "What readers see" not in page
    assert presenting.editions(article).live == 0


def test_a_revision_says_that_the_scheduled_release_fell(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    at = timezone.now() + dt.timedelta(days=2)
    article = cast.act("publish", article, cast.publisher, release_at=at)
    article = workflow.perform("revise", article, actor=cast.writer, note="A typo.")

    assert "started a new version (version 1) · its scheduled release fell with it" in words(
        cast, article
    )
