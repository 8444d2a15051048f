"""A line is a byline of a review, or it is not; nothing between, and nothing slow."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content.bylines import parts_of, review_in, speaks_of_review, typed_in
from tests.growth import within

from .lines import BYLINES, HARMLESS

MARCH = dt.date(2024, 3, 12)


@pytest.mark.parametrize(("line", "names"), BYLINES.items())
def test_a_byline_is_recognised_with_its_names(line, names):
    reviews = typed_in(line)
    assert [named.printed for review in reviews for named in review.people] == names


@pytest.mark.parametrize("line", HARMLESS)
def test_prose_is_no_byline(line):
    assert typed_in(line) == []
    assert parts_of(line, near=False) == []


@given(st.sampled_from(HARMLESS), st.sampled_from(HARMLESS))
def test_prose_beside_prose_is_no_byline(one, other):
    assert typed_in(f"{one.rstrip('.')}. {other}") == []


@given(
    st.sampled_from(sorted(BYLINES)),
    st.sampled_from(["", "*", "**", "_"]),
    st.sampled_from(["", "✔ ", "» "]),
)
def test_signs_around_a_byline_make_no_difference(line, emphasis, sign):
    assert typed_in(f"{sign}{emphasis}{line}{emphasis}")


@given(st.text(max_size=500))
def test_any_line_is_read(line):
    typed_in(line)
    speaks_of_review(line)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Reviewed: 12 March 2024 by Ann Lee, MD", MARCH),
        ("Reviewed by Ann Lee, MD (last reviewed March 12, 2024)", MARCH),
        ("MEDICALLY REVIEWED BY ANN LEE, MD ON 2024-03-12", MARCH),
        ("Medically reviewed by Ann Lee, MD, in March 2024", None),
        ("Medically reviewed by Ann Lee, MD (updated March 12, 2024)", None),
        ("Medically reviewed by Ann Lee, MD, last updated March 12, 2024", None),
        ("Medically reviewed by Ann Lee, MD, published 12 March 2024", None),
    ],
)
def test_the_day_of_a_review_is_no_day_of_a_change(line, day):
    review = review_in(line)
    assert review is not None
    assert [named.printed.title() for named in review.people] == ["Ann Lee, Md"]
    assert review.day == day


def test_a_line_says_who_wrote_and_when_it_changed():
    line = (
        "Medically reviewed by Ann Lee, M.D., Specialty in Pain — Written by Otto Penn — "
        "Updated on May 2, 2025"
    )
    parts = parts_of(line, near=False)
    assert [part.kind for part in parts] == ["claim", "author", "changed"]
    assert parts[1].who == "Otto Penn"


@pytest.mark.parametrize(
    "piece", ["Reviewed by ", "A, MD, ", "A and ", "Dr. ", "by ", "– By ", "("]
)
def test_no_line_is_slow(piece):
    with within(0.5):
        typed_in(f"Medically reviewed by {piece * 400}"[:400])
