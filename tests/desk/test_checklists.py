"""A managing editor says what a policy asks of a sign-off, page by page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles import checklists
from articles.forms.checklists import as_lines, from_lines
from articles.models import Checklist, ReviewPolicy
from articles.stages import Stage
from tests.cast import Cast

from .site import signed_in

pytestmark = pytest.mark.django_db

LINES = "Doses checked against the source\nSays when to seek help | Which signs, and how fast."


def new(cast: Cast, user, **typed):
    policy = ReviewPolicy.objects.get(name="Default")
    sent = {"base": "0", "questions": LINES, "reason": "Agreed by the board", **typed}
    return signed_in(user).post(reverse("checklist-new", args=[policy.pk]), sent)


def test_a_new_checklist_is_asked_of_the_next_round(cast: Cast) -> None:
    before = cast.article_in(Stage.MEDICAL_REVIEW)
    assert new(cast, cast.editor, checks_references="on").status_code == 302

    [row] = Checklist.objects.all()
    assert (row.version, row.checks_references, row.reason) == (1, True, "Agreed by the board")
    assert row.questions[0]["question"] == "Doses checked against the source"
    assert row.questions[1]["help"] == "Which signs, and how fast."
    assert before.round.checklist is None
    after = cast.article_in(Stage.MEDICAL_REVIEW, title="Another")
    assert after.round.checklist == row
    review = after.round.reviews.get()
    page = signed_in(cast.physician).get(reverse("review", args=[review.pk])).content.decode()
    assert "Says when to seek help" in page
    assert "Reference 1 checked" in page


def test_everybody_reads_what_is_asked_and_only_editors_change_it(cast: Cast) -> None:
    new(cast, cast.editor)
    for user in (cast.writer, cast.physician, cast.auditor, cast.editor):
        page = signed_in(user).get(reverse("checklist-list")).content.decode()
        assert "Doses checked against the source" in page
        assert ("Write a new version" in page) == (user == cast.editor)
    assert new(cast, cast.writer, base="1").status_code == 403
    assert Checklist.objects.count() == 1


def test_what_somebody_else_put_into_use_meanwhile_is_not_overwritten(cast: Cast) -> None:
    new(cast, cast.editor)
    response = new(cast, cast.editor, questions="Something else")
    assert response.status_code == 409
    assert "Something else" in response.content.decode()
    assert Checklist.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": " "}, "Say why"),
        ({"questions": "\n".join(f"Question {n}" for n in range(13))}, "At most 12"),
        ({"questions": "", "checks_references": ""}, "This is in use already"),
        ({"questions": "Same\nSame"}, "has the code of another"),
    ],
)
def test_bad_input_is_told_and_kept(cast: Cast, typed, sentence) -> None:
    response = new(cast, cast.editor, **typed)
    assert response.status_code == 422
    assert sentence.lower() in response.content.decode().lower()
    assert not Checklist.objects.exists()


def test_a_question_that_stays_keeps_its_code_and_a_new_one_takes_none_that_is_in_use(
    cast: Cast,
) -> None:
    first = from_lines(LINES, None)
    row = Checklist(questions=first)
    assert from_lines(as_lines(row), row) == first
    swapped = from_lines(f"Says when to seek help!\n{LINES}", row)
    assert {each["question"]: each["code"] for each in first}.items() <= {
        each["question"]: each["code"] for each in swapped
    }.items()
    assert len({each["code"] for each in swapped}) == 3


def test_no_questions_and_no_marks_end_the_use_of_a_checklist(cast: Cast) -> None:
    new(cast, cast.editor)
    assert new(cast, cast.editor, base="1", questions="").status_code == 302
    newest = checklists.in_use(ReviewPolicy.objects.get(name="Default"))
    assert newest.questions == []
    page = signed_in(cast.editor).get(reverse("checklist-list")).content.decode()
    assert "Nothing is asked from this version on." in page
