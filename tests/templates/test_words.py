"""Times, people and digests are shown one way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles.templatetags import reviewflow, times

NOW = datetime(2026, 11, 22, 15, 31, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def editorial_desk(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EDITORIAL_TIME_ZONE = "America/New_York"
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_a_date_is_shown_unambiguously() -> None:
    assert times.day(date(2026, 3, 4)) == "4 Mar 2026"


def test_an_instant_belongs_to_the_editorial_day() -> None:
    assert times.day(datetime(2026, 3, 15, 3, 59, tzinfo=UTC)) == "14 Mar 2026"
    assert times.day(datetime(2026, 3, 15, 4, 0, tzinfo=UTC)) == "15 Mar 2026"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("America/New_York", "22 Nov 2026, 10:31 UTC\u22125"),
        ("UTC", "22 Nov 2026, 15:31 UTC"),
        ("Asia/Kolkata", "22 Nov 2026, 21:01 UTC+5:30"),
        ("America/St_Johns", "22 Nov 2026, 12:01 UTC\u22123:30"),
        ("Pacific/Kiritimati", "23 Nov 2026, 05:31 UTC+14"),
    ],
)
def test_a_moment_names_its_offset(settings: Any, zone: str, shown: str) -> None:
    settings.EDITORIAL_TIME_ZONE = zone
    assert times.moment(NOW) == shown


def test_summer_and_winter_of_one_zone_differ() -> None:
    assert times.moment(datetime(2026, 7, 1, 12, tzinfo=UTC)) == "1 Jul 2026, 08:00 UTC\u22124"


def test_a_signature_is_timed_to_the_second_with_its_zone() -> None:
    assert times.instant(NOW) == "22 Nov 2026, 10:31:08 UTC\u22125 (America/New_York)"


def test_a_signed_statement_keeps_the_zone_it_was_signed_in() -> None:
    assert times.instant(NOW, "Asia/Tokyo") == "23 Nov 2026, 00:31:08 UTC+9 (Asia/Tokyo)"


@pytest.mark.parametrize("show", [times.day, times.moment, times.instant, times.ago])
def test_a_datetime_without_a_zone_is_refused(show: Any) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        show(datetime(2026, 3, 14, 10, 42))  # noqa: DTZ001 (the point of the test)


@pytest.mark.parametrize("show", [times.day, times.moment, times.instant, times.ago])
def test_nothing_is_shown_as_nothing(show: Any) -> None:
    assert show(None) == ""


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(seconds=59), "in a moment"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(minutes=-59, seconds=-59), "59 minutes ago"),
        (timedelta(hours=-1), "1 hour ago"),
        (timedelta(hours=5), "in 5 hours"),
        (timedelta(hours=-25), "yesterday"),
        (timedelta(days=-3), "3 days ago"),
        (timedelta(days=12), "in 12 days"),
        (timedelta(days=-59), "59 days ago"),
        (timedelta(days=-60), "2 months ago"),
        (timedelta(days=-800), "2 years ago"),
    ],
)
def test_instants_read_as_people_count(away: timedelta, words: str) -> None:
    assert f">{words}</time>" in times.ago(NOW + away)


@pytest.mark.parametrize(
    ("day", "words"),
    [(21, "yesterday"), (22, "today"), (23, "tomorrow"), (26, "in 4 days"), (19, "3 days ago")],
)
def test_dates_count_from_the_editorial_day(day: int, words: str) -> None:
    assert f">{words}</time>" in times.ago(date(2026, 11, day))


def test_a_relative_time_carries_the_absolute_one() -> None:
    assert times.ago(NOW - timedelta(days=3)) == (
        '<time class="when" tabindex="0" datetime="2026-11-19T15:31:08Z" '
        'title="19 Nov 2026, 10:31 UTC\u22125">3 days ago</time>'
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ([], ""),
        (None, ""),
        ("Thea M. Lindqvist, MD", "Thea M. Lindqvist, MD"),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (("A", "B", "C"), "A, B and C"),
        (SimpleNamespace(printed_name="H. Cole, MD"), "H. Cole, MD"),
        (User(username="jw", first_name="Jonah", last_name="Whitlock"), "Jonah Whitlock"),
        (User(username="system"), "system"),
    ],
)
def test_people_are_named_as_they_print(value: Any, shown: str) -> None:
    assert reviewflow.people(value) == shown


def test_the_lazy_user_of_a_request_is_one_person() -> None:
    assert reviewflow.people(SimpleLazyObject(lambda: User(username="system"))) == "system"


def test_a_digest_shows_twelve_digits_and_loses_none() -> None:
    digest = "sha256:" + "0123456789abcdef" * 4
    assert reviewflow.digest12(digest) == "0123456789ab"
    assert reviewflow.digest12(digest) + reviewflow.digest_rest(digest) == digest[7:]


def test_stored_words_are_labelled_and_strangers_refused() -> None:
    assert reviewflow.stage_label("medical_review") == "Medical review"
    assert reviewflow.meaning_label("publication_release") == "Publication release"
    with pytest.raises(ValueError, match="reviewed"):
        reviewflow.stage_label("reviewed")


class Note(forms.Form):
    text = forms.CharField(widget=forms.Textarea(attrs={"class": "tall"}))
    sure = forms.BooleanField()


def test_a_text_control_takes_the_look_and_keeps_its_own_class() -> None:
    assert 'class="tall input"' in reviewflow.control(Note()["text"])
    assert "class" not in reviewflow.control(Note()["sure"])
