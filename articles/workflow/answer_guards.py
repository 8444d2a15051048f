"""The rules about what a round asks besides the text. Read with ``guards``."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.errors import Refusal
from articles.stages import Answer

from .case import Case


def checklist_is_answered(case: Case) -> Iterator[Refusal]:
    """Every question of the round's checklist is answered before the sign-off, a “no” with a note.

    Somebody asks the reviewer first, even where the policy lets reviewers take a review themselves.
    """
    if case.checklist is None or not case.may_decide:
        return
    if case.my_review is None:
        text = _(
            "This round has a checklist: a managing editor asks you first, then you answer it."
        )
        yield Refusal("checklist_not_yours", text)
        return
    answers = {given.code: given for given in case.answers} if case.checklist.questions else {}
    for question in case.checklist.questions:
        given = answers.get(question["code"])
        if given is None:
            text = _("Not answered: %s") % question["question"]
            yield Refusal("question_unanswered", text)
        elif given.answer == Answer.NO and not given.note:
            text = _("Answered “no” without a note: %s") % question["question"]
            yield Refusal("answer_unexplained", text)


def references_are_checked(case: Case) -> Iterator[Refusal]:
    """Where the round's checklist says so, the reviewer ticks every reference before the sign-off.

    A tick of an earlier round holds while the reference and the sentences citing it are the same.
    """
    missing = sum(check is None for check in case.ticks.values())
    if missing and case.may_decide:
        text = ngettext(
            "%s reference is not marked as checked.",
            "%s references are not marked as checked.",
            missing,
        )
        yield Refusal("references_unchecked", text % missing)
