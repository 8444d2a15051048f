"""Home tells of releases that did not happen; what was done is told in a plain sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Schedule
from articles.stages import ScheduleOutcome, Stage
from tests.cast import Cast

from .site import send_signing_page, signed_in, statements

pytestmark = pytest.mark.django_db
HEADING = "Releases that did not happen"
WHY = "Its medical sign-offs do not suffice any more."


def refused(cast: Cast, title: str = "Words that wait") -> Article:
    article = cast.article_in(Stage.APPROVED, title=title)
    at = timezone.now() + dt.timedelta(days=2)
    cast.act("publish", article, cast.publisher, release_at=at, time_zone="Europe/Berlin")
    schedule = Schedule.objects.get(article=article)
    workflow.cancel_release(schedule, actor=cast.publisher, why="Set aside for the test")
    Schedule.objects.filter(pk=schedule.pk).update(outcome=ScheduleOutcome.REFUSED, why=WHY)
    return article


@pytest.mark.parametrize(("role", "act"), [("editor", "Open"), ("publisher", "Release anew…")])
def test_a_release_that_did_not_happen_needs_editor_and_publisher(
    cast: Cast, role: str, act: str
) -> None:
    client = signed_in(getattr(cast, role))
    before = client.get("/").context["waiting"]
    article = refused(cast)
    page = client.get("/")
    told = page.text.partition(HEADING)[2].partition("</section>")[0]
    assert WHY in told
    assert article.get_absolute_url() in told
    assert act in told
    # The publisher also has it among those that are ready.
    assert page.context["waiting"] == before + (2 if role == "publisher" else 1)


@pytest.mark.parametrize("role", ["writer", "physician"])
def test_nobody_else_is_told_at_home(cast: Cast, role: str) -> None:
    refused(cast)
    assert HEADING not in signed_in(getattr(cast, role)).get("/").text


def test_it_is_told_for_a_fortnight_and_until_it_is_made_good(cast: Cast) -> None:
    article = refused(cast)
    client = signed_in(cast.editor)
    Schedule.objects.update(ended_at=timezone.now() - dt.timedelta(days=15))
    assert HEADING not in client.get("/").text
    Schedule.objects.update(ended_at=timezone.now() - dt.timedelta(days=13))
    assert HEADING in client.get("/").text
    cast.publish(Article.objects.get(pk=article.pk))
    assert HEADING not in client.get("/").text


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_many_of_them_take_as_many_statements_as_one(cast: Cast, role: str) -> None:
    client = signed_in(getattr(cast, role))
    refused(cast)
    one = statements(client, "/")
    for number in range(3):
        refused(cast, f"Words {number}")
    assert statements(client, "/") == one


def test_who_publishes_is_told_which_edition_is_live(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED, title="Gout & you")
    client = signed_in(cast.publisher)
    done = send_signing_page(client, reverse("transition", args=[article.slug, "publish"]))
    told = client.get(done["Location"]).text
    assert "Published: edition 1.0 of “Gout &amp; you” is live." in told


def test_every_act_has_its_sentence(cast: Cast) -> None:
    from articles.desk.signing import DONE
    from articles.workflow import TRANSITIONS

    assert DONE.keys() == {transition.name for transition in TRANSITIONS.values()}


def test_a_format_is_called_the_same_where_it_is_chosen_and_refused(cast: Cast) -> None:
    chosen = {"which": "everything", "formats": "jsonl", "shape": "bundle"}
    page = signed_in(cast.publisher).post(reverse("export-new"), chosen)
    assert page.status_code == 422
    assert "JSON Lines is one file for all articles" in page.text
    assert "Jsonl" not in page.text


def test_a_receipt_over_words_without_an_author_says_so(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED, authors=[])
    given = article.signatures.medical().get()
    text = signed_in(cast.auditor).get(reverse("receipt", args=[given.pk])).text
    assert "no author is named" in text
    assert "written by" not in text
