"""What becomes of a comment: replied to, resolved, opened again, settled; by whom and when."""

from __future__ import annotations

import json
import uuid

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles import integrity, roles
from articles.errors import TransitionRefused
from articles.models import Comment, LedgerEntry, Remark
from articles.rows import row_digest
from articles.stages import Stage
from articles.workflow import reviews, threads
from tests.cast import Cast
from tests.workflow.answers import bad_input, on_record, reasons
from tests.workflow.situations import people
from tests.workflow.talk import must_fix, says, turn

pytestmark = pytest.mark.django_db

WHO = """
                    owner other ada  bela uma  noel pia edda   cora abel sue
reply    must_fix   done  done  done done done -    -   done   -    -    -
reply    suggestion done  done  done done done -    -   done   -    -    -
resolve  must_fix   -     -     done -    -    -    -   -      -    -    -
resolve  suggestion done  done  done -    -    -    -   done   -    -    -
reopen   must_fix   -     -     done -    -    -    -   done   -    -    -
reopen   suggestion -     -     done -    -    -    -   done   -    -    -
settle   must_fix   -     -     -    -    -    -    -   done   -    -    -
settle   suggestion -     -     -    -    -    -    -   weight -    -    -
take     must_fix   done  done  -    -    -    -    -   done   -    -    -
take     suggestion done  done  -    -    -    -    -   done   -    -    -
"""
"""Verb by person, about a comment of Ada's in a draft. Bela and Uma were asked, too."""
WEIGHT = {"weight": "not_must_fix"}


@pytest.fixture
def article(cast: Cast):
    asked = (cast.physician, cast.second_physician, cast.unverified)
    return cast.article_in(Stage.MEDICAL_REVIEW, *asked)


def attempt(kind: str, comment: Comment, user) -> str:
    """Try, say what came of it, and take it back."""
    with transaction.atomic():
        try:
            turn(kind, comment, user)
        except PermissionDenied:
            return "-"
        except TransitionRefused as refused:
            return " ".join(refusal.code for refusal in refused.refusals)
        finally:
            transaction.set_rollback(True)
    return "done"


def left() -> tuple[int, int]:
    return Remark.objects.count(), LedgerEntry.objects.count()


def test_everybody_may_do_exactly_what_the_table_says(cast: Cast, article) -> None:
    made = {
        "must_fix": must_fix(article, cast.physician, exact="painful", wording="sore"),
        "suggestion": says(article, cast.physician, exact="painful", wording="sore"),
    }
    cast.act("recall", article, cast.writer)
    everybody = {**people(cast), "bela": cast.second_physician}
    header, *lines = WHO.strip().splitlines()
    before, found, expected = left(), {}, {}
    for line in lines:
        kind, severity, *cells = line.split()
        for who, cell in zip(header.split(), cells, strict=True):
            with transaction.atomic():
                if kind == "reopen":
                    turn("resolve", made[severity], cast.physician)
                found[kind, severity, who] = attempt(kind, made[severity], everybody[who])
                transaction.set_rollback(True)
            expected[kind, severity, who] = WEIGHT.get(cell, cell)

    assert found == expected
    assert left() == before


def test_a_thread_tells_who_said_what(cast: Cast, article) -> None:
    made = must_fix(article, cast.physician)
    turn("reply", made, cast.writer, text=" In the table.\r\n")
    turn("resolve", made, cast.physician, text="So it is.")
    turn("reopen", made, cast.editor)
    turn("settle", made, cast.editor, reason="The leaflet says so.")

    columns = ("kind", "author__username", "printed_name", "text", "record")
    assert list(made.remarks.values_list(*columns)) == [
        ("reply", "wren", "Wren Tully", "In the table.", None),
        ("resolve", "ada", "Ada Moss, MD", "So it is.", None),
        ("reopen", "edda", "Edda Editor", "", None),
        ("settle", "edda", "Edda Editor", "The leaflet says so.", None),
    ]
    assert on_record(article)[-4:] == [
        "comment.reply",
        "comment.resolve",
        "comment.reopen",
        "comment.settle",
    ]
    assert integrity.check().faults == ()


def test_an_entry_binds_the_turn_and_tells_none_of_its_words(cast: Cast, article) -> None:
    made = must_fix(article, cast.physician)
    turn("settle", made, cast.editor, reason="The leaflet says so.")

    entry = LedgerEntry.objects.about(article.subject).latest("seq")
    assert (entry.kind, entry.actor) == ("comment.settle", "edda")
    assert json.loads(entry.payload) == {
        "row": row_digest(Remark.objects.get()),
        "says": f"Settled by an editor: comment {made.pk}",
        "comment": made.pk,
    }


# Who takes part


def test_who_declined_takes_no_part_and_an_earlier_round_counts(cast: Cast, article) -> None:
    made = says(article, cast.physician)
    declined = article.round.reviews.get(reviewer__user=cast.unverified)
    reviews.decline(declined, actor=cast.unverified, reason="On leave.")
    article = cast.submit(cast.act("recall", article, cast.writer), cast.physician)

    assert attempt("reply", made, cast.unverified) == "-"
    assert attempt("reply", made, cast.second_physician) == "done"


def test_an_author_without_a_role_closes_nothing_and_an_editor_does(cast: Cast, article) -> None:
    """Nobody hangs an article: not somebody who left, either."""
    made = must_fix(article, cast.physician)
    cast.physician.is_active = False
    cast.physician.save()
    for kind in ("reply", "resolve", "reopen"):
        assert attempt(kind, made, cast.physician) == "-"

    turn("settle", made, cast.editor)
    assert not Comment.objects.open().exists()
    assert cast.sign_off(article, cast.second_physician).stage == Stage.APPROVED


def test_a_role_that_does_not_comment_closes_nothing_of_its_own(cast: Cast, article) -> None:
    made = must_fix(article, cast.physician)
    cast.physician.groups.set(Group.objects.filter(name=roles.PUBLISHERS))

    assert attempt("resolve", made, cast.physician) == "-"


def test_an_editors_own_must_fix_is_resolved_and_not_settled(cast: Cast, article) -> None:
    made = must_fix(article, cast.editor)

    assert reasons(turn, "settle", made, cast.editor) == {
        "own_comment": "Your own comment is resolved, not settled."
    }
    assert turn("resolve", made, cast.editor).kind == "resolve"


# When


def test_a_closed_comment_is_not_closed_again_and_an_open_one_not_opened(
    cast: Cast, article
) -> None:
    made = must_fix(article, cast.physician)
    assert reasons(turn, "reopen", made, cast.physician) == {"open": "This comment is open."}

    turn("resolve", made, cast.physician)
    before = left()
    for kind, user in (("resolve", cast.physician), ("settle", cast.editor)):
        assert reasons(turn, kind, made, user) == {"closed": "This comment is closed."}
    assert left() == before
    assert turn("reply", made, cast.writer).kind == "reply"


def test_every_reason_against_settling_is_told_at_once(cast: Cast, article) -> None:
    made = says(article, cast.editor)
    turn("resolve", made, cast.editor)

    assert list(reasons(turn, "settle", made, cast.editor)) == [
        "own_comment",
        "not_must_fix",
        "closed",
    ]


@pytest.mark.parametrize("stage", ["approved", "published", "withdrawn"])
def test_what_is_signed_is_not_held_up_afterwards(cast: Cast, stage: str) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    closed, still = must_fix(article, cast.physician), says(article, cast.physician)
    turn("resolve", closed, cast.physician)
    article = cast.sign_off(article)
    if stage != "approved":
        article = cast.publish(article)
    if stage == "withdrawn":
        article = cast.act("withdraw", article, cast.publisher, note="Superseded.")

    assert reasons(turn, "reopen", closed, cast.physician) == {
        "signed": "Nobody is about to sign this text; start a new version first."
    }
    assert list(reasons(turn, "reopen", still, cast.physician)) == ["signed", "open"]
    assert turn("resolve", still, cast.writer).kind == "resolve"
    cast.act("revise", article, cast.writer)
    assert turn("reopen", closed, cast.physician).kind == "reopen"


# What is typed


def test_an_answer_and_a_reason_say_something(cast: Cast, article) -> None:
    made = must_fix(article, cast.physician)
    before = left()

    assert bad_input(turn, "reply", made, cast.writer, text=" ") == (
        "text",
        "missing",
        "write an answer.",
    )
    assert bad_input(turn, "settle", made, cast.editor, reason="\n") == (
        "reason",
        "missing",
        "say why it is settled; whoever signs next reads it.",
    )
    for kind, user in (("reply", cast.writer), ("resolve", cast.physician)):
        wrong = bad_input(turn, kind, made, user, text="x" * 10_001)
        assert wrong == ("text", "too_long", "at most 10000 characters can be kept.")
        assert bad_input(turn, kind, made, user, text="\x00a")[:2] == ("text", "character")
    assert left() == before


# Sent twice


@pytest.mark.parametrize(
    ("kind", "part"), [("reply", "writer"), ("resolve", "physician"), ("settle", "editor")]
)
def test_the_same_form_again_adds_nothing(cast: Cast, article, kind: str, part: str) -> None:
    made, token, user = must_fix(article, cast.physician), uuid.uuid4(), getattr(cast, part)
    first = turn(kind, made, user, token=token)
    before = left()

    assert turn(kind, made, user, token=token) == first
    assert left() == before


def test_opening_again_twice_opens_once(cast: Cast, article) -> None:
    made, token = must_fix(article, cast.physician), uuid.uuid4()
    turn("resolve", made, cast.physician)
    first = turn("reopen", made, cast.physician, token=token)

    assert turn("reopen", made, cast.physician, token=token) == first
    assert made.remarks.count() == 2


def test_a_form_counts_for_its_person_its_comment_and_its_verb(cast: Cast, article) -> None:
    made, other, token = must_fix(article, cast.physician), says(article, cast.editor), uuid.uuid4()
    turn("reply", made, cast.physician, token=token)
    before = left()

    for again in (
        ("reply", made, cast.writer),
        ("reply", other, cast.physician),
        ("resolve", made, cast.physician),
    ):
        assert bad_input(turn, *again, token=token)[:2] == ("token", "used")
    assert left() == before


# What the next signer reads


def test_the_reason_why_a_must_fix_was_settled_is_read_by_the_next_signer(
    cast: Cast, article
) -> None:
    first, second = must_fix(article, cast.physician), must_fix(article, cast.physician)
    why = turn("settle", first, cast.editor, reason="The leaflet says so.")
    turn("settle", second, cast.editor)
    turn("reopen", second, cast.physician)
    turn("resolve", second, cast.physician)
    elsewhere = cast.article_in(Stage.MEDICAL_REVIEW)
    turn("settle", must_fix(elsewhere, cast.physician), cast.editor)

    assert [(r, r.text, r.comment) for r in threads.settled(article)] == [
        (why, "The leaflet says so.", first)
    ]
