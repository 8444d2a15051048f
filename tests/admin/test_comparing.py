"""Any two records of one object, and what stood on a day. Nothing hidden comes to light."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.credentials import recording
from articles.days import editorial_date, editorial_zone
from articles.models import Board, Coverage, Credential, Reviewer, ReviewPolicy, annotate
from articles.stages import Stage
from tests.admin.conftest import address

NAMES = ("article", "reviewer", "board", "certificate", "credential", "coverage", "reviewpolicy")
"""Everything with a history."""


def board_with_three_records(cast):
    board = Board.objects.get()
    for name in ("Second name", "Third <b>name</b>"):
        board.name = name
        recording.save(board, actor=cast.officer, reason=f"Renamed to {name}")
    return board, list(board.history.order_by("history_id"))


def covered(cast):
    row = Coverage(
        certificate=cast.certificates["Rheumatology"],
        specialty="cardiology",
        since=editorial_date(timezone.now()),
    )
    return recording.save(row, actor=cast.officer, reason="The board says so")


def compare(client, board, a, b):
    return client.get(address("articles_board_history", board.pk), {"a": a, "b": b})


@pytest.mark.parametrize("turned", [False, True])
def test_two_records_are_compared_the_earlier_first_whichever_was_asked_first(
    cast, at_door, turned
):
    board, (first, _second, third) = board_with_three_records(cast)
    asked = (third.pk, first.pk) if turned else (first.pk, third.pk)
    page = compare(at_door(cast.auditor), board, *asked)
    assert [(f.label, f.before, f.value) for f in page.context["changed"]] == [
        ("Name", "American Board of Internal Medicine", "Third <b>name</b>")
    ]
    assert "<del>American Board" in page.text
    assert "<ins>Third &lt;b&gt;name&lt;/b&gt;</ins>" in page.text
    assert "Renamed to Third &lt;b&gt;" in page.text


def test_a_record_beside_itself_is_no_different(cast, at_door):
    board, (first, *_) = board_with_three_records(cast)
    page = compare(at_door(cast.auditor), board, first.pk, first.pk)
    assert page.context["changed"] == [] and "Nothing is different" in page.text


def two_versions(cast, **changes):
    article = cast.draft(authors=["Wren Tully"])
    article = workflow.save_draft(
        article, changes, actor=cast.writer, reason="Otto helped", base=article.content_digest
    )
    return article, *article.history.order_by("history_id")


def test_two_versions_of_an_article_are_compared_as_on_the_desk(cast, at_door):
    body = "Gout is a most painful arthritis.[@handbook]\n\nTake 5 mg."
    article, first, last = two_versions(cast, authors=["Wren Tully", "Otto Writer"], body=body)
    client = at_door(cast.writer)
    page = client.get(
        address("articles_article_history", article.pk), {"a": first.pk, "b": last.pk}
    )
    desk = client.get(reverse("compare", args=[article.slug]), {"from": 1, "to": 2})
    for told in ("changes", "fields", "summed"):
        assert page.context[told] == desk.context[told]
    assert "<ins>most</ins>" in page.text and "Otto Writer" in page.text
    assert [line.label for line in page.context["fields"]] == ["authors as printed"]
    assert page.text.count("This version carries no signature.") == 2


@pytest.mark.parametrize(("view", "status"), [("side", 200), ("clean", 200), ("columns", 404)])
def test_versions_are_seen_in_the_ways_of_the_desk_and_no_other(cast, at_door, view, status):
    article, first, last = two_versions(cast, title="Another title")
    asked = {"a": first.pk, "b": last.pk, "view": view}
    page = at_door(cast.auditor).get(address("articles_article_history", article.pk), asked)
    assert page.status_code == status


def test_no_byline_stands_over_a_comparison(cast, at_door):
    article = cast.revised(cast.article_in(Stage.PUBLISHED), body="Unsigned.[@handbook]")
    first, last = article.history.order_by("history_id")
    asked = {"a": first.pk, "b": last.pk}
    page = at_door(cast.writer).get(address("articles_article_history", article.pk), asked).text
    assert "Medically reviewed by" not in page
    assert "Ada Moss, MD" in page  # who signed which words is told, beside the words


@pytest.mark.parametrize("b", ["", "x", "-1", "999999", "²", "9" * 30, "\0"])
def test_a_record_that_is_not_there_is_not_found(cast, at_door, b):
    board, (first, *_) = board_with_three_records(cast)
    assert compare(at_door(cast.auditor), board, first.pk, b).status_code == 404


def test_a_record_of_another_object_is_not_found(cast, at_door):
    one, two = Reviewer.objects.all()[:2]
    asked = {"a": one.history.first().pk, "b": two.history.first().pk}
    page = address("articles_reviewer_history", one.pk)
    assert at_door(cast.officer).get(page, asked).status_code == 404


def test_private_numbers_come_to_light_in_no_comparison(cast, at_door):
    credential = Credential.objects.get(reviewer__user=cast.physician)
    credential.number = "PRIVATE-77"
    recording.save(credential, actor=cast.officer, reason="Seen")
    reviewer = credential.reviewer
    reviewer.npi = "1234567893"
    recording.save(reviewer, actor=cast.officer, reason="Seen")
    for name, obj, secret in (
        ("credential", credential, "PRIVATE-77"),
        ("reviewer", reviewer, "1234567893"),
    ):
        page = address(f"articles_{name}_history", obj.pk)
        first, last = obj.history.earliest("history_id"), obj.history.latest("history_id")
        for asked in ({"a": first.pk, "b": last.pk}, {"on": str(editorial_date(timezone.now()))}):
            assert secret in at_door(cast.officer).get(page, asked).text
            assert secret not in at_door(cast.auditor).get(page, asked).text


def at(cast, board, moment, name):
    """A record of a moment of one's own choice."""
    board.name = name
    annotate(board, user=cast.officer, reason=name)
    board._history_date = moment
    board.save()
    del board._history_date


def test_the_last_record_of_a_day_is_the_one_that_stood_when_it_ended(cast, at_door):
    certificate = cast.certificates["Rheumatology"]
    evening = dt.datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=editorial_zone())
    for moment, name in (
        (evening - dt.timedelta(hours=12), "At noon"),
        (evening, "In the evening"),
        (evening + dt.timedelta(microseconds=1), "At midnight"),
    ):
        at(cast, certificate, moment, name)
    page, client = address("articles_certificate_history", certificate.pk), at_door(cast.auditor)
    stood = {
        day: client.get(page, {"on": day}).context["record"].name
        for day in ("2026-03-01", "2026-03-02")
    }
    assert stood == {"2026-03-01": "In the evening", "2026-03-02": "At midnight"}


@pytest.mark.parametrize("name", NAMES)
def test_as_of_today_is_the_newest_record(cast, at_door, name):
    found = {
        "article": cast.draft,
        "reviewer": Reviewer.objects.first,
        "board": Board.objects.first,
        "certificate": lambda: cast.certificates["Rheumatology"],
        "credential": Credential.objects.first,
        "coverage": lambda: covered(cast),
        "reviewpolicy": ReviewPolicy.objects.get,
    }
    obj = found[name]()
    page = address(f"articles_{name}_history", obj.pk)
    for day in (str(editorial_date(timezone.now())), "9999-12-31"):
        answer = at_door(cast.auditor).get(page, {"on": day})
        assert answer.context["record"].history_id == obj.history.latest("history_id").history_id
        assert "As of" in answer.text


@pytest.mark.parametrize("day", ["2020-01-01", "0001-01-01", "", "yesterday", "2026-02-30", "\0"])
def test_a_day_without_a_record_and_what_is_no_day_are_said(cast, at_door, day):
    page = address("articles_reviewpolicy_history", ReviewPolicy.objects.get().pk)
    answer = at_door(cast.auditor).get(page, {"on": day})
    assert answer.status_code == 422
    assert answer.context["as_of"].errors and "Records, newest first" in answer.text


def test_a_version_as_of_a_day_has_the_way_back_too(cast, at_door):
    article, _first, _last = two_versions(cast, title="Another title")
    page = address("articles_article_history", article.pk)
    text = at_door(cast.writer).get(page, {"on": str(editorial_date(timezone.now()))}).text
    assert "As of" in text and "the text now is that of version 2" in text


def test_whoever_may_not_read_records_compares_none(cast, at_door):
    reviewer = Reviewer.objects.first()
    page = address("articles_reviewer_history", reviewer.pk)
    record = reviewer.history.first().pk
    for asked in ({"a": record, "b": record}, {"on": "2026-11-24"}):
        assert at_door(cast.writer).get(page, asked).status_code == 403


def test_a_form_with_one_record_offers_no_comparison(cast, at_door):
    policy = ReviewPolicy.objects.get()
    text = at_door(cast.auditor).get(address("articles_reviewpolicy_history", policy.pk)).text
    assert "Compare the two" not in text
