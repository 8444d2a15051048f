"""Our own pages of records: read only, and of this object only."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse

from articles.credentials import recording
from articles.models import Board, Credential, Reviewer, ReviewPolicy
from tests.admin.conftest import address

GOVERNED = ("reviewer", "board", "certificate", "credential", "reviewpolicy")


def first(cast, name):
    found = {
        "article": cast.draft,
        "reviewer": Reviewer.objects.first,
        "board": Board.objects.first,
        "certificate": lambda: cast.certificates["Rheumatology"],
        "credential": Credential.objects.first,
        "reviewpolicy": ReviewPolicy.objects.first,
    }
    return found[name]()


@pytest.mark.parametrize("name", ["article", *GOVERNED])
def test_every_record_is_listed_with_who_when_and_why(cast, at_door, name):
    obj = first(cast, name)
    page = at_door(cast.auditor).get(address(f"articles_{name}_history", obj.pk))
    record = obj.history.latest()
    assert page.status_code == 200
    assert record.history_change_reason in page.text
    assert record.history_user.get_full_name() in page.text
    assert address(f"articles_{name}_record", obj.pk, record.history_id) in page.text


@pytest.mark.parametrize("name", ["article", *GOVERNED])
def test_a_record_has_a_page_and_is_found_under_its_own_object_only(cast, at_door, name):
    obj = first(cast, name)
    client = at_door(cast.auditor)
    record = obj.history.latest()
    assert client.get(address(f"articles_{name}_record", obj.pk, record.pk)).status_code == 200
    stranger = 999_999
    assert client.get(address(f"articles_{name}_record", obj.pk, stranger)).status_code == 404
    foreign = type(obj).history.exclude(id=obj.pk).first()
    if foreign is not None:
        page = client.get(address(f"articles_{name}_record", obj.pk, foreign.pk))
        assert page.status_code == 404


def test_a_record_of_another_article_is_404(cast, at_door):
    mine, other = cast.draft(), cast.draft(title="Other")
    page = address("articles_article_record", mine.pk, other.history.get().pk)
    assert at_door(cast.auditor).get(page).status_code == 404


@pytest.mark.parametrize("name", ["article", *GOVERNED])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_history_is_read_and_nothing_else(cast, at_door, rows, name, method):
    obj = first(cast, name)
    before, record = rows(), obj.history.latest()
    for user in (cast.auditor, cast.editor, cast.officer, cast.superuser):
        client = at_door(user)
        for page in (
            address(f"articles_{name}_history", obj.pk),
            address(f"articles_{name}_record", obj.pk, record.pk),
        ):
            assert getattr(client, method)(page, {"title": "x"}).status_code == 405
    assert rows() == before


def test_who_may_not_read_records_gets_403(cast, at_door):
    reviewer, credential = Reviewer.objects.first(), Credential.objects.first()
    client = at_door(cast.writer)
    for name, obj in (("reviewer", reviewer), ("credential", credential)):
        page = address(f"articles_{name}_history", obj.pk)
        assert client.get(page).status_code == 403
        page = address(f"articles_{name}_record", obj.pk, obj.history.latest().pk)
        assert client.get(page).status_code == 403


def test_a_record_shows_what_changed(cast, at_door):
    board = Board.objects.get()
    board.name = "American Board of Everything"
    recording.save(board, actor=cast.officer, reason="Renamed")
    page = address("articles_board_record", board.pk, board.history.latest().pk)
    text = at_door(cast.auditor).get(page).text
    assert "<ins>American Board of Everything</ins>" in text
    assert "<del>American Board of Internal Medicine</del>" in text


def test_private_numbers_are_in_no_record_that_others_read(cast, at_door):
    credential = Credential.objects.get(reviewer__user=cast.physician)
    credential.number = "PRIVATE-77"
    recording.save(credential, actor=cast.officer, reason="Number seen")
    page = address("articles_credential_record", credential.pk, credential.history.latest().pk)
    assert "PRIVATE-77" in at_door(cast.officer).get(page).text
    assert "PRIVATE-77" not in at_door(cast.auditor).get(page).text


def test_a_long_history_goes_on_under_a_link(cast, at_door, monkeypatch):
    monkeypatch.setattr("articles.admin.history.PAGE", 2)
    board = Board.objects.get()
    for reason in ("Second", "Third", "Fourth"):
        recording.save(board, actor=cast.officer, reason=reason)
    client = at_door(cast.auditor)
    page = client.get(address("articles_board_history", board.pk))
    assert "Fourth" in page.text and "Second" not in page.text
    older = client.get(
        address("articles_board_history", board.pk), {"before": page.context["older"]}
    )
    assert "Second" in older.text and "Catalogue" in older.text and older.context["older"] is None


def test_the_pages_of_the_library_are_not_there(cast):
    for name in ("articles_article_simple_history", "articles_board_simple_history"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}", args=[1, 1])
