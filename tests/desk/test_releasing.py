"""The page of a release: now or at a time, as which edition; and the tab of those that wait."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.days import in_words
from articles.models import Article, Schedule, Signature
from articles.stages import Meaning, ScheduleOutcome, Stage
from tests.cast import Cast

from .site import send_signing_page, signed_in, statements

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def approved(cast: Cast) -> Article:
    return cast.article_in(Stage.APPROVED, title="Words that wait")


def release(article: Article) -> str:
    return reverse("transition", args=[article.slug, "publish"])


def tab(name: str) -> str:
    return f"{reverse('publish-desk')}?tab={name}"


def next_sunday_in(month: int) -> dt.date:
    """The last Sunday of a month to come: the day on which clocks change in Europe."""
    today = timezone.now().date()
    year = today.year + (today >= dt.date(today.year, month, 24))
    last = dt.date(year, month, 31)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)


def later(day: dt.date, clock: str = "07:00", zone: str = "Europe/Berlin", **more: Any) -> Any:
    return {"when": "later", "day": f"{day}", "clock": clock, "time_zone": zone, **more}


def tomorrow() -> dt.date:
    return timezone.now().date() + dt.timedelta(days=2)


def order(cast: Cast, article: Article, **typed: Any) -> HttpResponse:
    return send_signing_page(signed_in(cast.publisher), release(article), **typed)


def test_a_release_may_wait_for_a_time_in_a_zone(cast: Cast, approved: Article) -> None:
    done = order(cast, approved, note="Doses brought up to date.", **later(tomorrow(), "07:30"))
    given = Signature.objects.get(meaning=Meaning.PUBLICATION_RELEASE)
    assert done["Location"] == reverse("receipt", args=[given.pk])
    schedule = Schedule.objects.get()
    local = dt.datetime.combine(tomorrow(), dt.time(7, 30), BERLIN)
    assert (schedule.release_at, schedule.time_zone) == (local, "Europe/Berlin")
    assert (schedule.note, schedule.signature) == ("Doses brought up to date.", given)
    assert Article.objects.get().stage == Stage.APPROVED
    receipt = signed_in(cast.publisher).get(done["Location"]).text
    assert in_words(local, "Europe/Berlin") in receipt
    assert "Waits for that moment" in receipt


def test_the_sentence_shown_is_the_sentence_signed(cast: Cast, approved: Article) -> None:
    client = signed_in(cast.publisher)
    shown = client.get(release(approved)).context["to_sign"].statement
    order(cast, approved, **later(tomorrow()))
    said = json.loads(Signature.objects.get(meaning=Meaning.PUBLICATION_RELEASE).statement)
    assert said["text"] == shown
    assert said["time_zone_of_release"] == "Europe/Berlin"


def test_a_release_now_says_nothing_of_a_time(cast: Cast, approved: Article) -> None:
    order(cast, approved, **{**later(tomorrow(), "nonsense", "Nowhere/At_all"), "when": "now"})
    assert Article.objects.get().stage == Stage.PUBLISHED
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"day": ""}, "day", "Say on which day."),
        ({"clock": ""}, "clock", "Say at what time."),
        ({"day": "tomorrow"}, "day", "Write the day as 2026-03-14."),
        ({"day": "03/04/2027"}, "day", "Write the day as 2026-03-14."),
        ({"day": "2027-3-4"}, "day", "Write the day as 2026-03-14."),
        ({"clock": "25:00"}, "clock", "Write the time as 02:30 or 14:30."),
        ({"clock": "2:30"}, "clock", "Write the time as 02:30 or 14:30."),
        ({"clock": "02:30:00"}, "clock", "Write the time as 02:30 or 14:30."),
        ({"time_zone": "Europe/Nowhere"}, "time_zone", "not one of the available choices"),
        ({"day": "2020-01-01"}, "day", "passed"),
        ({"day": f"{next_sunday_in(3)}", "clock": "02:30"}, "clock", "put forward"),
        ({"day": f"{next_sunday_in(10)}", "clock": "02:30"}, "offset", "comes twice"),
        ({"time_zone": ""}, "time_zone", "Choose a time zone."),
        (
            {"day": "9999-12-31", "clock": "23:30", "time_zone": "America/New_York"},
            "day",
            "That lies more than 24 months ahead.",
        ),
        ({"when": "some day"}, "when", "not one of the available choices"),
        ({"when": ""}, "when", "Choose “Now” or “At a time”"),
        ({"when": "", "day": ""}, "when", "Choose “Now” or “At a time”"),
        ({"when": "", "clock": ""}, "when", "Choose “Now” or “At a time”"),
        ({"when": "", "day": "tomorrow", "clock": ""}, "when", "Choose “Now” or “At a time”"),
    ],
)
def test_a_time_that_is_none_is_refused_beside_its_field(
    cast: Cast, approved: Article, typed: dict[str, str], field: str, words: str
) -> None:
    sent = {**later(tomorrow(), note="Kept while it is put right."), **typed}
    response = order(cast, approved, **sent)
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])
    assert list(response.context["form"].errors) == [field]
    assert "Kept while it is put right." in response.text
    for value in {"day": sent["day"], "clock": sent["clock"]}.values():
        assert not value or f'value="{value}"' in response.text
    assert not Signature.objects.filter(meaning=Meaning.PUBLICATION_RELEASE).exists()


@pytest.mark.parametrize(
    ("left_out", "field"), [("time_zone", "time_zone"), ("when", "when"), ("day", "day")]
)
def test_a_time_of_which_a_part_was_not_sent_releases_nothing(
    cast: Cast, approved: Article, left_out: str, field: str
) -> None:
    typed = {name: value for name, value in later(tomorrow()).items() if name != left_out}
    response = order(cast, approved, **typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Article.objects.get().stage == Stage.APPROVED
    assert not Signature.objects.filter(meaning=Meaning.PUBLICATION_RELEASE).exists()


@pytest.mark.parametrize("typed", [{}, {"when": ""}, {"when": "", "time_zone": "Europe/Berlin"}])
def test_a_release_without_a_word_about_when_is_one_now(
    cast: Cast, approved: Article, typed: dict[str, str]
) -> None:
    assert order(cast, approved, **typed).status_code == 302
    assert Article.objects.get().stage == Stage.PUBLISHED


@pytest.mark.parametrize(("offset", "hour"), [("+02:00", 0), ("+01:00", 1)])
def test_of_a_time_that_comes_twice_one_is_chosen(
    cast: Cast, approved: Article, offset: str, hour: int
) -> None:
    cast.policy("Default", sign_off_days=1000)
    approved = cast.article_in(Stage.APPROVED)
    day = next_sunday_in(10)
    response = order(cast, approved, **later(day, "02:30"))
    choices = [value for value, _label in response.context["form"].fields["offset"].choices]
    assert choices == ["+02:00", "+01:00"]
    assert order(cast, approved, **later(day, "02:30", offset=offset)).status_code == 302
    assert Schedule.objects.get().release_at == dt.datetime(
        day.year, day.month, day.day, hour, 30, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(("day", "clock"), [(" {} ", "02:30"), ("{}", "02:30 ")])
def test_a_time_that_comes_twice_is_never_a_dead_end(
    cast: Cast, approved: Article, day: str, clock: str
) -> None:
    """Whatever way of writing is read as such a time, the choice between the two is there."""
    typed = {**later(next_sunday_in(10)), "day": day.format(next_sunday_in(10)), "clock": clock}
    shown = order(cast, approved, **typed)
    assert list(shown.context["form"].errors) == ["offset"]
    assert "offset" in shown.context["form"].fields
    assert 'name="offset"' in shown.text


def test_the_page_is_true_for_now_and_for_later(cast: Cast, approved: Article) -> None:
    text = signed_in(cast.publisher).get(release(approved)).text
    assert f"<title>Release: {approved.title}" in text
    assert "<h1>Release</h1>" in text
    assert "Sign the release</button>" in text
    assert "Publish</button>" not in text


def test_the_first_edition_is_no_choice_and_says_why(cast: Cast, approved: Article) -> None:
    text = signed_in(cast.publisher).get(release(approved)).text
    assert "Edition 1.0" in text
    assert "Readers see no earlier edition of it." in text
    assert 'name="minor"' not in text


def test_a_change_of_wording_is_offered_as_a_minor_edition(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED, body="Rest the joint well.[@handbook]")
    article = cast.revised(article, body="Rest the joint quietly.[@handbook]")
    article = cast.sign_off(cast.submit(article, cast.physician))
    page = signed_in(cast.publisher).get(release(article))
    assert "Edition 1.1: only the wording changed" in page.text
    assert "Edition 2.0: the content changed" in page.text
    suggested = page.context["form"].suggestion.minor
    assert page.context["form"]["minor"].value() == ("minor" if suggested else "major")
    order(cast, article, minor="minor")
    assert article.publications.latest("released_at").edition == "1.1"


def test_what_waits_stands_in_its_tab_and_not_among_the_ready(
    cast: Cast, approved: Article
) -> None:
    client = signed_in(cast.publisher)
    assert "No release waits for its moment" in client.get(tab("scheduled")).text
    order(cast, approved, note="Read this.", **later(tomorrow()))
    schedule = Schedule.objects.get()
    shown = client.get(tab("scheduled"))
    for words in (
        "Words that wait",
        in_words(schedule.release_at, "Europe/Berlin"),
        "Edition 1.0",
        "signed by Pia Publisher",
        "Read this.",
        reverse("release-cancel", args=[schedule.pk]),
        "Next release:",
    ):
        assert words in shown.text, words
    counts = {name: count for name, _label, count in shown.context["tabs"]}
    assert (counts["ready"], counts["scheduled"]) == (0, 1)
    assert "Words that wait" not in client.get(tab("ready")).text
    assert "Words that wait" not in str(client.get(reverse("home")).context["ready"])


def test_a_row_names_those_who_signed_this_text_and_no_other(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED, title="Twice signed")
    article = cast.submit(cast.revised(article, body="Other words."), cast.second_physician)
    cast.sign_off(article, cast.second_physician)
    client = signed_in(cast.publisher)
    signers = {
        name: client.get(tab(name)).context["rows"][0]["signers"] for name in ("ready", "live")
    }
    assert signers == {"ready": ["Bela Nemeth, MD"], "live": ["Ada Moss, MD"]}


def test_a_release_that_is_late_says_so(cast: Cast, approved: Article) -> None:
    order(cast, approved, **later(tomorrow()))
    Schedule.objects.update(release_at=timezone.now() - dt.timedelta(minutes=5))
    text = signed_in(cast.auditor).get(tab("scheduled")).text
    assert "Its moment has come." in text
    assert "Next release:" not in text


def test_a_release_is_called_off_with_a_reason(cast: Cast, approved: Article) -> None:
    order(cast, approved, **later(tomorrow()))
    schedule, client = Schedule.objects.get(), signed_in(cast.publisher)
    address = reverse("release-cancel", args=[schedule.pk])
    assert "Words that wait" in client.get(address).text
    refused = client.post(address, {"why": " "})
    assert (refused.status_code, Schedule.objects.get().ended_at) == (422, None)
    done = client.post(address, {"why": "The guideline is withdrawn."}, follow=True)
    schedule = Schedule.objects.get()
    assert (schedule.outcome, schedule.why) == (
        ScheduleOutcome.CANCELLED,
        "The guideline is withdrawn.",
    )
    assert "Called off." in done.text
    assert "Words that wait" in client.get(tab("ready")).text
    again = client.post(address, {"why": "Twice"})
    assert again.status_code == 409
    assert "cancelled" in again.text


@pytest.mark.parametrize("role", ["writer", "physician", "editor", "auditor", "superuser"])
def test_only_a_publisher_calls_a_release_off(cast: Cast, approved: Article, role: str) -> None:
    order(cast, approved, **later(tomorrow()))
    client = signed_in(getattr(cast, role))
    address = reverse("release-cancel", args=[Schedule.objects.get().pk])
    assert client.get(address).status_code == 403
    assert client.post(address, {"why": "No"}).status_code == 403
    assert address not in client.get(tab("scheduled")).text
    assert Schedule.objects.get().ended_at is None


def test_a_release_that_was_refused_at_its_moment_is_told_with_what_to_do(
    cast: Cast, approved: Article
) -> None:
    order(cast, approved, **later(tomorrow()))
    schedule = Schedule.objects.get()
    workflow.cancel_release(schedule, actor=cast.publisher, why="Set aside for the test")
    Schedule.objects.update(
        outcome=ScheduleOutcome.REFUSED, why="Its medical sign-offs do not suffice any more."
    )
    client = signed_in(cast.publisher)
    for name in ("scheduled", "ready"):
        text = client.get(tab(name)).text
        assert "1 release did not happen" in text
        assert "Its medical sign-offs do not suffice any more." in text
        assert "release it anew" in text
    assert "did not happen" not in client.get(tab("live")).text
    Schedule.objects.update(ended_at=timezone.now() - dt.timedelta(days=15))
    assert "did not happen" not in client.get(tab("scheduled")).text


def test_what_was_made_good_is_told_no_more(cast: Cast, approved: Article) -> None:
    order(cast, approved, **later(tomorrow()))
    workflow.cancel_release(Schedule.objects.get(), actor=cast.publisher, why="For the test")
    Schedule.objects.update(outcome=ScheduleOutcome.REFUSED)
    client = signed_in(cast.publisher)
    assert "did not happen" in client.get(tab("ready")).text
    cast.publish(Article.objects.get(pk=approved.pk))
    assert "did not happen" not in client.get(tab("ready")).text


def test_a_text_that_left_the_stage_is_told_as_overtaken(cast: Cast, approved: Article) -> None:
    order(cast, approved, **later(tomorrow()))
    workflow.perform("revise", Article.objects.get(), actor=cast.writer)
    text = signed_in(cast.publisher).get(tab("scheduled")).text
    assert "overtaken" in text
    assert "signed and approved again" in text


def test_the_tab_takes_as_many_statements_for_one_release_as_for_three(
    cast: Cast, approved: Article
) -> None:
    client = signed_in(cast.publisher)
    order(cast, approved, **later(tomorrow()))
    one = statements(client, tab("scheduled"))
    for title in ("Second", "Third"):
        order(cast, cast.article_in(Stage.APPROVED, title=title), **later(tomorrow()))
    assert statements(client, tab("scheduled")) == one <= 16
