"""Comments and their threads as rows: what is open, and what the database refuses."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from articles.models import Comment, HistoricalArticle, Remark
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.UTC)

THREADS = {
    "": True,
    "reply": True,
    "reply reply": True,
    "resolve": False,
    "take": False,
    "settle": False,
    "reply resolve": False,
    "resolve reply": False,
    "settle reply reply": False,
    "resolve reopen": True,
    "take reopen": True,
    "settle reopen reply": True,
    "resolve reopen resolve": False,
    "resolve reopen settle reply": False,
    "resolve reopen take reopen": True,
}
"""Turns in their order: is the comment open then?"""


@pytest.fixture
def article(cast: Cast):
    return cast.draft()


def comment(article, **columns) -> Comment:
    """A row as it stands, past the verbs."""
    given = {
        "article": article,
        "record": HistoricalArticle.objects.filter(id=article.pk).latest("history_id"),
        "author": article.owner,
        "printed_name": "Ada Moss, MD",
        "made_at": NOW,
        "severity": "must_fix",
        "text": "Name the dose.",
        "token": uuid.uuid4(),
        **columns,
    }
    return Comment.objects.create(**given)


def turn(comment: Comment, kind: str, **columns) -> Remark:
    given = {
        "author": comment.author,
        "printed_name": "Ada Moss, MD",
        "made_at": NOW,
        "text": "As agreed.",
        "token": uuid.uuid4(),
        "record": comment.record if kind == "take" else None,
        **columns,
    }
    return Remark.objects.create(comment=comment, kind=kind, **given)


def in_thread(article, turns: str, **columns) -> Comment:
    made = comment(article, **columns)
    for kind in turns.split():
        turn(made, kind)
    return made


def test_the_newest_turn_that_closes_or_opens_says_whether_a_comment_is_open(article) -> None:
    made = {turns: in_thread(article, turns) for turns in THREADS}
    is_open = set(Comment.objects.open())

    assert {turns: row in is_open for turns, row in made.items()} == THREADS


def test_threads_do_not_close_each_other(article) -> None:
    first, second = comment(article), comment(article)
    turn(second, "resolve")
    turn(first, "reply")
    turn(second, "reopen")
    turn(first, "resolve")

    assert list(Comment.objects.open()) == [second]


def test_what_is_open_is_asked_in_one_statement(article, django_assert_num_queries) -> None:
    for turns in THREADS:
        in_thread(article, turns)

    with django_assert_num_queries(1):
        found = list(article.comments.all().must_fix().open())
    assert len(found) == sum(THREADS.values())


def test_comments_are_told_apart_by_article_and_by_weight(article, cast: Cast) -> None:
    hard, soft = comment(article), comment(article, severity="suggestion")
    elsewhere = comment(cast.draft(title="Another"))

    assert list(article.comments.all()) == [hard, soft]
    assert list(Comment.objects.must_fix()) == [hard, elsewhere]


def test_the_words_that_settled_a_comment_stand_until_it_is_opened_again(article) -> None:
    standing, over = in_thread(article, "settle reply"), in_thread(article, "settle reopen")

    assert list(Remark.objects.standing().filter(kind="settle")) == [standing.remarks.all()[0]]
    assert list(Remark.objects.standing().filter(comment=over)) == [over.remarks.all()[1]]


WRONG_COMMENTS = {
    "severity_known": {"severity": "urgent"},
    "has_printed_name": {"printed_name": ""},
    "says_something": {"text": ""},
    "wording_has_words": {"wording": "A flare"},
}
WRONG_REMARKS = {
    "kind_known": {"kind": "shrug"},
    "has_printed_name": {"kind": "reply", "printed_name": ""},
    "says_something": {"kind": "settle", "text": ""},
    "take_names_its_version": {"kind": "take", "record": None},
}


@pytest.mark.parametrize("rule", WRONG_COMMENTS)
def test_the_database_refuses_a_comment_without_sense(article, rule: str) -> None:
    with pytest.raises(IntegrityError, match=f"comment_{rule}"), transaction.atomic():
        comment(article, **WRONG_COMMENTS[rule])


@pytest.mark.parametrize("rule", WRONG_REMARKS)
def test_the_database_refuses_a_turn_without_sense(article, rule: str) -> None:
    made = comment(article)
    with pytest.raises(IntegrityError, match=f"remark_{rule}"), transaction.atomic():
        turn(made, **WRONG_REMARKS[rule])


def test_a_turn_that_is_no_taking_names_no_version(article) -> None:
    made = comment(article)
    with pytest.raises(IntegrityError, match="take_names_its_version"), transaction.atomic():
        turn(made, "resolve", record=made.record)


def test_an_empty_wording_takes_words_out_and_needs_no_explanation(article) -> None:
    assert comment(article, text="", exact="painful", wording="").wording == ""


def test_one_form_makes_one_row(article) -> None:
    token = uuid.uuid4()
    made = comment(article, token=token)
    turn(made, "reply", token=token)

    for again in (lambda: comment(article, token=token), lambda: turn(made, "reply", token=token)):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()
    assert (Comment.objects.count(), Remark.objects.count()) == (1, 1)


@pytest.mark.parametrize("model", [Comment, Remark])
@pytest.mark.parametrize("attack", ["UPDATE {} SET text = 'Never mind.'", "DELETE FROM {}"])
def test_what_was_said_is_neither_changed_nor_taken_away(article, model, attack: str) -> None:
    turn(comment(article), "reply")
    before = list(model.objects.values_list())

    with (
        pytest.raises(IntegrityError, match="insert-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack.format(model._meta.db_table))
    assert list(model.objects.values_list()) == before


def test_a_turn_and_a_comment_say_what_they_are(article) -> None:
    made = comment(article)

    assert str(made) == f"Comment {made.pk}"
    assert str(turn(made, "reopen")) == f"Opened again: comment {made.pk}"
