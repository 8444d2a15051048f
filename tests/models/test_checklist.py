"""A policy's checklist: put into use by managing editors, never changed, pinned by rounds."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import checklists, integrity, ledger
from articles.models import Checklist, LedgerEntry, ReviewPolicy
from articles.rows import row_digest
from articles.stages import Event, Stage
from tests.cast import Cast
from tests.tampering.hand import alter
from tests.workflow.answers import bad_input, reasons

pytestmark = pytest.mark.django_db

DOSES = {"code": "doses", "question": "Is every dose right?", "help": "Adults and children."}
ALARMS = {"code": "alarms", "question": "Are all warning signs named?", "help": ""}


def put(cast: Cast, *questions: dict[str, str], references: bool = False, **more) -> Checklist:
    return checklists.put_in_use(
        ReviewPolicy.objects.get(name="Default"),
        questions,
        **{
            "checks_references": references,
            "actor": cast.editor,
            "reason": "Agreed by the editors",
            **more,
        },
    )


def test_each_version_is_a_row_of_its_own_and_the_newest_is_in_use(cast: Cast) -> None:
    policy = ReviewPolicy.objects.get(name="Default")
    assert checklists.in_use(policy) is None
    put(cast, DOSES)
    put(cast, DOSES, ALARMS, references=True)
    kept = policy.checklists.values_list("version", "questions", "checks_references", "reason")
    assert list(kept) == [
        (1, [DOSES], False, "Agreed by the editors"),
        (2, [DOSES, ALARMS], True, "Agreed by the editors"),
    ]
    assert checklists.in_use(policy).codes == ("doses", "alarms")
    assert str(checklists.in_use(policy)) == "Default, checklist version 2"


@pytest.mark.parametrize(
    "part", ["writer", "physician", "publisher", "officer", "auditor", "superuser"]
)
def test_only_a_managing_editor_says_what_is_asked(cast: Cast, part: str) -> None:
    with pytest.raises(PermissionDenied):
        put(cast, DOSES, actor=getattr(cast, part))
    assert not Checklist.objects.exists()


@pytest.mark.parametrize(
    ("questions", "code", "message"),
    [
        ([{**DOSES, "code": "Doses!"}], "code", "the code of question 1 must be small letters"),
        ([DOSES, {**ALARMS, "code": ""}], "code", "the code of question 2 must be small letters"),
        ([DOSES, {"code": "alarms"}], "missing", "question 2 has no words."),
        ([DOSES, DOSES], "code_twice", "question 2 has the code of another, “doses”."),
        ([{**DOSES, "code": f"q{n}"} for n in range(13)], "too_many", "at most 12 can be asked."),
        ([{**DOSES, "help": "a\x00b"}], "character", "the character U+0000"),
    ],
)
def test_questions_have_codes_of_their_own_and_words(cast, questions, code, message) -> None:
    field, found, said = bad_input(put, cast, *questions)
    assert (field, found) == ("questions", code)
    assert said.startswith(message)
    assert not Checklist.objects.exists()


def test_twelve_questions_can_be_asked(cast: Cast) -> None:
    assert len(put(cast, *({**DOSES, "code": f"q{n}"} for n in range(12))).questions) == 12


def test_words_are_kept_in_their_stored_form_and_nothing_beside_them(cast: Cast) -> None:
    row = put(cast, {"code": " doses ", "question": "Is  every\ndose\r\nright? ", "more": "x"})
    assert row.questions == [{"code": "doses", "question": "Is every dose right?", "help": ""}]


def test_a_version_says_why_and_differs_from_the_one_in_use(cast: Cast) -> None:
    assert bad_input(put, cast, DOSES, reason=" ")[:2] == ("reason", "missing")
    unchanged = ("questions", "unchanged", "this is in use already.")
    assert bad_input(put, cast) == unchanged
    put(cast, DOSES)
    assert bad_input(put, cast, DOSES) == unchanged
    assert put(cast, DOSES, references=True).version == 2


MOVED = {"checklist_moved": "Another version was put into use meanwhile: read it first."}


def test_a_version_is_written_over_the_one_that_its_editor_saw(cast: Cast) -> None:
    assert reasons(put, cast, DOSES, base=1) == MOVED
    put(cast, DOSES, base=0)
    assert reasons(put, cast, ALARMS, base=0) == MOVED
    assert reasons(put, cast, {"code": "no words"}, base=0) == MOVED
    assert put(cast, ALARMS, base=1).version == 2


def test_of_two_at_the_same_moment_the_second_is_told(cast: Cast, monkeypatch) -> None:
    """The second has read that there is none when the first is stored."""
    put(cast, DOSES)
    stale, now = iter([None]), checklists.in_use
    monkeypatch.setattr(checklists, "in_use", lambda policy: next(stale, now(policy)))
    assert reasons(put, cast, ALARMS) == MOVED
    assert Checklist.objects.get().questions == [DOSES]


def test_no_version_is_changed_or_taken_away(cast: Cast) -> None:
    rows = Checklist.objects.filter(pk=put(cast, DOSES).pk)
    for act in (lambda: rows.update(questions=[]), rows.delete):
        with pytest.raises(Error), transaction.atomic():
            act()
    assert Checklist.objects.get().questions == [DOSES]


def test_versions_count_from_one(cast: Cast) -> None:
    row = put(cast, DOSES)
    with pytest.raises(IntegrityError), transaction.atomic():
        Checklist.objects.create(
            policy=row.policy,
            version=0,
            reason="None",
            recorded_by=cast.editor,
            recorded_at=row.recorded_at,
        )


def test_each_version_is_bound_by_the_ledger(cast: Cast) -> None:
    row = put(cast, DOSES)
    entry = LedgerEntry.objects.get(kind=Event.CHECKLIST_SAVE)
    assert (entry.actor, entry.subject) == ("edda", f"reviewpolicy:{row.policy_id}")
    assert json.loads(entry.payload) == {
        "row": row_digest(row),
        "says": "Default, checklist version 1",
    }
    ledger.verify()
    assert integrity.check().faults == ()


def test_a_round_pins_the_version_in_use_when_it_opens(cast: Cast) -> None:
    first = cast.submit(cast.draft()).round
    one = put(cast, DOSES)
    second = cast.submit(cast.draft()).round
    put(cast, ALARMS)
    third = cast.submit(cast.draft()).round
    put(cast)
    fourth = cast.submit(cast.draft()).round

    rounds = [first, second, third, fourth]
    for round in rounds:
        round.refresh_from_db()
    assert [r.checklist and r.checklist.version for r in rounds] == [None, 1, 2, None]
    assert second.checklist == one
    assert integrity.check().faults == ()


def test_references_alone_are_a_checklist(cast: Cast) -> None:
    put(cast, references=True)
    assert cast.submit(cast.draft()).round.checklist.version == 1


def test_a_checklist_is_its_own_policy_s(cast: Cast) -> None:
    other = cast.policy("For conditions", article_type="condition")
    put(cast, DOSES)
    assert cast.submit(cast.draft()).round.checklist is None
    checklists.put_in_use(
        other, [ALARMS], checks_references=False, actor=cast.editor, reason="Agreed"
    )
    assert cast.submit(cast.draft()).round.checklist.codes == ("alarms",)
    treatment = cast.submit(cast.draft(article_type="treatment"))
    assert treatment.round.checklist.codes == ("doses",)


def test_submitting_costs_no_statement_more_with_a_checklist(cast: Cast) -> None:
    drafts = [cast.draft(), cast.draft()]
    with CaptureQueriesContext(connection) as without:
        cast.submit(drafts[0])
    put(cast, DOSES, references=True)
    with CaptureQueriesContext(connection) as asking:
        cast.submit(drafts[1])
    assert len(asking) == len(without)


def test_the_ledger_says_which_checklist_a_round_began_with(cast: Cast) -> None:
    plain = cast.submit(cast.draft())
    row = put(cast, DOSES)
    asking = cast.submit(cast.draft())
    other = put(cast, ALARMS)
    said = [
        json.loads(LedgerEntry.objects.about(article.subject).get(kind=Event.SUBMIT).payload)
        for article in (plain, asking)
    ]
    assert "checklist" not in said[0]
    assert said[1]["checklist"] == row.pk

    alter(asking.round, checklist_id=other.pk)
    assert integrity.check().faults == (
        f"Round 1 of {asking.slug}: the ledger says another checklist.",
    )


def test_a_running_round_keeps_its_checklist_when_the_policy_s_ends(cast: Cast) -> None:
    row = put(cast, DOSES)
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    put(cast)
    article.round.refresh_from_db()
    assert article.round.checklist == row
