"""One time zone decides every date; months end where they end."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.days import editorial_date, months_later


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-15", 0, "2026-01-15"),
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-11-30", 24, "2028-11-30"),
        ("2100-01-31", 1, "2100-02-28"),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_months_last(day, months, expected) -> None:
    assert months_later(dt.date.fromisoformat(day), months).isoformat() == expected


@given(st.dates(max_value=dt.date(9000, 1, 1)), st.integers(0, 600))
def test_months_later_counts_months_and_never_the_day_up(day, months) -> None:
    later = months_later(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-01-01T04:59:59+00:00", "2025-12-31"),
        ("2026-01-01T05:00:00+00:00", "2026-01-01"),
        ("2026-07-01T03:59:59+00:00", "2026-06-30"),
        ("2026-07-01T04:00:00+00:00", "2026-07-01"),
        ("2026-03-08T06:59:59+00:00", "2026-03-08"),
        ("2026-01-01T00:30:00+14:00", "2025-12-31"),
    ],
)
def test_a_moment_falls_on_the_day_it_is_in_the_editorial_office(settings, moment, day) -> None:
    settings.EDITORIAL_TIME_ZONE = "America/New_York"

    assert editorial_date(dt.datetime.fromisoformat(moment)).isoformat() == day


def test_the_office_may_stand_elsewhere(settings) -> None:
    settings.EDITORIAL_TIME_ZONE = "Asia/Tokyo"
    moment = dt.datetime(2026, 1, 1, 15, 0, tzinfo=dt.UTC)

    assert editorial_date(moment) == dt.date(2026, 1, 2)
