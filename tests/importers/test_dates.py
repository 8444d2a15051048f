"""Days as they are written, and those that may be two."""

from __future__ import annotations

import datetime as dt

import pytest

from articles.content.dates import first_day
from articles.importers.claims import claims_in

DAY = dt.date(2024, 3, 4)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("on March 4, 2024", ""),
        ("4 March 2024", ""),
        ("4th of March, 2024", ""),
        ("Mar. 4th 2024", ""),
        ("2024-03-04T10:00:00+01:00", ""),
        ("04.03.2024", ""),
        ("03/04/2024", "en-US"),
        ("04/03/2024", "en-GB"),
        ("4-3-2024", "nl_NL"),
        ("reviewed 4 Mar 2024 and again 5 May 2025", ""),
    ],
)
def test_a_day_is_read(text, locale):
    found = first_day(text, locale)
    assert found is not None
    assert (found.day, found.ambiguous) == (DAY, False)


@pytest.mark.parametrize(
    ("text", "day", "ambiguous"),
    [
        ("03/04/2024", None, True),
        ("03/14/2024", dt.date(2024, 3, 14), False),
        ("14/03/2024", dt.date(2024, 3, 14), False),
        ("March 2024", None, False),
        ("February 30, 2024", None, False),
        ("3/3/2024", dt.date(2024, 3, 3), False),
    ],
)
def test_what_may_be_two_days_or_none_is_none(text, day, ambiguous):
    found = first_day(text)
    assert found is not None
    assert (found.day, found.ambiguous) == (day, ambiguous)


@pytest.mark.parametrize("text", ["", "in 2024", "may 2 of 3", "1234-56", "version 2.0.24"])
def test_other_numbers_are_no_day(text):
    assert first_day(text) is None


@pytest.mark.parametrize(
    ("line", "name", "day"),
    [
        ("Medically reviewed on March 4, 2024 by Jane Roe, MD", "Jane Roe, MD", DAY),
        ("Clinically reviewed by Jane Roe, MD — 4 Mar. 2024", "Jane Roe, MD", DAY),
        ("Reviewed for accuracy by Jane Roe, MD, FACR", "Jane Roe, MD, FACR", None),
        ("Reviewed by Jane Roe, MD (last reviewed 03/04/2024)", "Jane Roe, MD", None),
        ("Medically reviewed and fact-checked by Jane Roe, MD", "Jane Roe, MD", None),
        ("Medically Reviewed By: Jane Roe, MD | Last updated: 2024-03-04", "Jane Roe, MD", None),
        (
            "Medically reviewed by Jane Roe, MD, board-certified rheumatologist",
            "Jane Roe, MD",
            None,
        ),
        ("Medical reviewer: Jane May, MD, American Board of Pediatrics", "Jane May, MD", None),
    ],
)
def test_bylines_of_many_styles_name_the_person_and_the_day(line, name, day):
    [claim] = claims_in(line)
    assert (claim.raw_line, claim.printed_name, claim.claimed_on) == (line, name, day)


def test_a_check_of_facts_is_no_medical_review():
    assert claims_in("Fact checked by Jane Roe, MD") == []
