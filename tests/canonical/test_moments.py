"""A time on a clock somewhere, read as one moment, or refused with the way out."""

from __future__ import annotations

import datetime as dt

import pytest

from articles.days import moment
from articles.errors import InputRefused


def utc(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("local", "zone", "expected"),
    [
        ("2026-03-14T09:30", "Europe/Berlin", utc(2026, 3, 14, 8, 30)),
        ("2026-07-14 09:30", "Europe/Berlin", utc(2026, 7, 14, 7, 30)),
        ("2026-07-14T09:30:15", "Asia/Kolkata", utc(2026, 7, 14, 4, 0, 15)),
        (" 2026-07-14T09:30+02:00 ", "Europe/Berlin", utc(2026, 7, 14, 7, 30)),
        (dt.datetime(2026, 12, 31, 23, 30), "America/New_York", utc(2027, 1, 1, 4, 30)),  # noqa: DTZ001
        ("2026-10-25T02:30+02:00", "Europe/Berlin", utc(2026, 10, 25, 0, 30)),
        ("2026-10-25T02:30+01:00", "Europe/Berlin", utc(2026, 10, 25, 1, 30)),
        ("2026-10-25T03:00", "Europe/Berlin", utc(2026, 10, 25, 2, 0)),
        ("2026-03-29T03:00", "Europe/Berlin", utc(2026, 3, 29, 1, 0)),
    ],
)
def test_a_local_time_is_one_moment(local, zone, expected):
    found = moment(local, zone)

    assert (found, found.tzinfo) == (expected, dt.UTC)


@pytest.mark.parametrize(
    ("local", "zone", "field", "code"),
    [
        ("2026-03-14T09:30", "Europe/Atlantis", "time_zone", "unknown"),
        ("2026-03-14T09:30", "../../etc/passwd", "time_zone", "unknown"),
        ("2026-03-14T09:30", "Europe", "time_zone", "unknown"),
        ("2026-03-14T09:30", "", "time_zone", "unknown"),
        ("2026-03-14", "Europe/Berlin", "release_at", "unreadable"),
        ("tomorrow", "Europe/Berlin", "release_at", "unreadable"),
        ("2026-02-30T09:30", "Europe/Berlin", "release_at", "unreadable"),
        ("٢٠٢٦-03-14T09:30", "Europe/Berlin", "release_at", "unreadable"),
        ("0001-01-01T00:00", "Asia/Tokyo", "release_at", "unreadable"),
        ("9999-12-31T23:59", "America/New_York", "release_at", "unreadable"),
        ("2026-03-29T02:30", "Europe/Berlin", "release_at", "gap"),
        ("2026-03-08T02:00", "America/New_York", "release_at", "gap"),
        ("2026-10-25T02:30", "Europe/Berlin", "release_at", "twice"),
        ("2026-10-25T02:00", "Europe/Berlin", "release_at", "twice"),
        ("2026-04-05T01:45", "Australia/Lord_Howe", "release_at", "twice"),
        ("2026-10-25T02:30+03:00", "Europe/Berlin", "release_at", "offset"),
        ("2026-03-29T02:30+01:00", "Europe/Berlin", "release_at", "offset"),
        ("2026-07-14T09:30+01:00", "Europe/Berlin", "release_at", "offset"),
    ],
)
def test_what_is_no_single_moment_is_refused(local, zone, field, code):
    with pytest.raises(InputRefused) as refused:
        moment(local, zone)

    assert (refused.value.field, refused.value.code) == (field, code)


def test_an_hour_that_comes_twice_is_refused_with_both_ways_to_say_it():
    with pytest.raises(InputRefused) as refused:
        moment("2026-10-25T02:30", "Europe/Berlin")

    ways = [word.rstrip(".;") for word in refused.value.message.split() if "+0" in word]
    assert ways == ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"]
    first, second = (moment(way, "Europe/Berlin") for way in ways)
    assert second - first == dt.timedelta(hours=1)


def test_a_field_is_named_as_its_form_names_it():
    with pytest.raises(InputRefused) as refused:
        moment("soon", "Europe/Berlin", field="day")

    assert refused.value.field == "day"
