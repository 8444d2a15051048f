"""Pages by key skip nothing, repeat nothing, and take no cursor that makes no sense."""

from __future__ import annotations

import base64
import json

import pytest
from django.contrib.auth.models import User
from django.db.models import F

from articles import keyset

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None):
    """Eleven people, many of whom share a first name."""
    User.objects.bulk_create(
        User(username=f"u{n}", first_name="abc"[n % 3], last_name="z") for n in range(11)
    )
    return User.objects.filter(last_name="z")


def through(rows, order) -> list[str]:
    seen, after = [], ""
    while True:
        page = keyset.page(rows, after, order, 4)
        assert page.is_first == (after == "")
        seen += [row.username for row in page.rows]
        if not (after := page.after):
            return seen


@pytest.mark.parametrize(
    "order",
    [("pk",), ("-pk",), ("first_name", "pk"), ("-first_name", "pk"), ("date_joined", "-pk")],
)
def test_the_pages_are_the_whole_list_in_its_order(people, order) -> None:
    assert through(people, order) == [row.username for row in people.order_by(*order)]


def test_an_annotation_pages_like_a_column(people) -> None:
    rows = people.annotate(letter=F("first_name"))

    assert through(rows, ("letter", "pk")) == through(people, ("first_name", "pk"))


def said(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "after",
    ["x", "²", "A" * 5000, said("a"), said("a", "b", "1"), said("a", 1), said("a", "one"),
     said("a\0", "1"), said("a", str(2**63)), base64.urlsafe_b64encode(b'{"a": 1}').decode(),
     base64.urlsafe_b64encode(b"\xff").decode()],
)  # fmt: skip
def test_a_cursor_that_makes_no_sense_gives_the_first_page(people, after) -> None:
    first = keyset.page(people, "", ("first_name", "pk"), 4)

    assert keyset.page(people, after, ("first_name", "pk"), 4) == first


@pytest.mark.parametrize("moment", ["yesterday", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z"])
def test_a_time_without_its_zone_is_no_cursor(people, moment) -> None:
    page = keyset.page(people, said(moment, "1"), ("date_joined", "pk"), 4)

    assert page.is_first
