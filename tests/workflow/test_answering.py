"""What a round asks besides the text: answers and ticks, what they hinder, what they leave."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import checklists, integrity, ledger, workflow
from articles.models import (
    Article,
    LedgerEntry,
    ReferenceCheck,
    Review,
    ReviewAnswer,
    Reviewer,
    ReviewPolicy,
)
from articles.stages import Answer, Event, Response, Stage
from articles.workflow import answering, reviews
from articles.workflow.ticks import ticks
from tests.cast import REFERENCES, TEXT, Cast, signing_page
from tests.tampering.hand import alter, copy, erase
from tests.workflow.answers import bad_input, offered, reasons

pytestmark = pytest.mark.django_db

DOSES = {"code": "doses", "question": "Is every dose right?", "help": ""}
ALARMS = {"code": "alarms", "question": "Are all warning signs named?", "help": ""}
ATLAS = {"id": "atlas", "type": "book", "title": "An atlas of toes"}
BOTH = [*REFERENCES, ATLAS]
YES, NO = ("yes", ""), ("no", "The dose for children is missing.")


def ask(cast: Cast, *questions: dict[str, str], references: bool = True) -> None:
    checklists.put_in_use(
        ReviewPolicy.objects.get(name="Default"),
        questions,
        checks_references=references,
        actor=cast.editor,
        reason="Agreed by the editors",
    )


@pytest.fixture
def asked(cast: Cast) -> Review:
    """The physician's review in a round that asks two questions and for two ticks."""
    ask(cast, DOSES, ALARMS)
    article = cast.submit(cast.draft(references=BOTH), cast.physician, cast.second_physician)
    return mine(article, cast.physician)


def mine(article: Article, user: User) -> Review:
    return Review.objects.get(round=article.round_id, reviewer__user=user)


def given(review: Review) -> dict[str, tuple[str, str]]:
    return {row.code: (row.answer, row.note) for row in review.answers.all()}


def ticked(review: Review) -> dict[str, bool]:
    return {key: check is not None for key, check in ticks(review).items()}


def complete(review: Review, actor: User) -> None:
    keys = [reference["id"] for reference in review.round.record.references]
    answering.save(review, dict.fromkeys(review.round.checklist.codes, YES), keys, actor=actor)


def answer(review: Review, code: str, said: str, *, note: str = "", actor: User) -> None:
    """One question; what is ticked stays so."""
    answering.save(review, {code: (said, note)}, standing(review), actor=actor)


def tick(review: Review, key: str, *, actor: User) -> None:
    answering.save(review, {}, standing(review) | {key}, actor=actor)


def untick(review: Review, key: str, *, actor: User) -> None:
    answering.save(review, {}, standing(review) - {key}, actor=actor)


def standing(review: Review) -> set[str]:
    return {key for key, is_ticked in ticked(review).items() if is_ticked}


# Answering


def test_a_page_of_answers_is_saved_and_may_be_changed_until_the_review_closes(cast, asked) -> None:
    answering.save(asked, {"doses": YES, "alarms": ("", "")}, ["atlas"], actor=cast.physician)
    assert given(asked) == {"doses": YES}
    assert ticked(asked) == {"handbook": False, "atlas": True}

    answering.save(asked, {"doses": NO, "alarms": YES}, ["handbook"], actor=cast.physician)
    assert given(asked) == {"doses": NO, "alarms": YES}
    assert ticked(asked) == {"handbook": True, "atlas": False}

    answering.save(asked, {"alarms": ("not_applicable", "")}, [], actor=cast.physician)
    assert given(asked) == {"doses": NO, "alarms": ("not_applicable", "")}
    assert ticked(asked) == {"handbook": False, "atlas": False}


def test_saving_the_same_again_changes_nothing(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    before = [*ReviewAnswer.objects.values(), *ReferenceCheck.objects.values()]
    complete(asked, cast.physician)
    assert [*ReviewAnswer.objects.values(), *ReferenceCheck.objects.values()] == before


def test_what_is_neither_answered_nor_ticked_leaves_no_row(cast: Cast, asked: Review) -> None:
    answering.save(asked, {"doses": ("", "")}, [], actor=cast.physician)
    assert not asked.answers.exists()
    assert not asked.reference_checks.exists()


def test_one_question_and_one_reference_at_a_time(cast: Cast, asked: Review) -> None:
    answer(asked, "doses", Answer.NO, note=" Too high. ", actor=cast.physician)
    tick(asked, "atlas", actor=cast.physician)
    tick(asked, "handbook", actor=cast.physician)
    untick(asked, "atlas", actor=cast.physician)
    untick(asked, "atlas", actor=cast.physician)
    assert given(asked) == {"doses": ("no", "Too high.")}
    assert ticked(asked) == {"handbook": True, "atlas": False}
    tick(asked, "atlas", actor=cast.physician)
    assert ticked(asked) == {"handbook": True, "atlas": True}


def test_a_page_is_saved_with_as_many_statements_however_long_it_is(cast: Cast) -> None:
    """As a whole: who may, the row held, what stands, answers and ticks in one statement each."""
    counts = []
    for many in (1, 12):
        ask(cast, *({**DOSES, "code": f"q{n}"} for n in range(many)))
        references = [{**ATLAS, "id": f"r{n}"} for n in range(many)]
        article = cast.submit(cast.draft(references=references, body="Gout hurts."))
        review = mine(article, cast.physician)
        review.round.checklist, review.round.record  # noqa: B018 read before counting
        with CaptureQueriesContext(connection) as sent:
            complete(review, cast.physician)
        counts.append(len([q for q in sent if "SAVEPOINT" not in q["sql"]]))
    assert counts[0] == counts[1] <= 8


def test_the_reviewer_s_row_is_held_before_the_review_is_read(cast: Cast, asked: Review) -> None:
    """A sign-off holds the same row: no answer slips in between its digest and its end."""
    with CaptureQueriesContext(connection) as sent:
        answering.save(asked, {}, ["atlas"], actor=cast.physician)
    order = [q["sql"] for q in sent]
    held = next(n for n, sql in enumerate(order) if sql.startswith('UPDATE "articles_reviewer"'))
    read = next(n for n, sql in enumerate(order) if '"articles_round"."checklist_id"' in sql)
    assert held < read


def test_neither_an_answer_nor_a_tick_accepts_the_invitation(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    asked.refresh_from_db()
    assert (asked.response, asked.responded_at) == (Response.INVITED, None)
    assert integrity.check().faults == ()


@pytest.mark.parametrize("part", ["writer", "second_physician", "editor", "superuser"])
def test_nobody_answers_for_somebody_else(cast: Cast, asked: Review, part: str) -> None:
    actor = getattr(cast, part)
    for act in (
        lambda: answering.save(asked, {"doses": YES}, ["atlas"], actor=actor),
        lambda: answer(asked, "doses", "yes", actor=actor),
        lambda: tick(asked, "atlas", actor=actor),
        lambda: untick(asked, "atlas", actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert given(asked) == {}
    assert not ReferenceCheck.objects.exists()


def test_who_is_no_medical_reviewer_any_more_answers_nothing(cast: Cast, asked: Review) -> None:
    cast.physician.groups.clear()
    with pytest.raises(PermissionDenied):
        answer(asked, "doses", "yes", actor=cast.physician)


@pytest.mark.parametrize("end", ["decline", "recall", "other_asks_for_changes", "release"])
def test_a_closed_review_takes_no_answer(cast: Cast, asked: Review, end: str) -> None:
    article = asked.round.article
    if end == "decline":
        reviews.decline(asked, actor=cast.physician, reason="On leave")
    elif end == "release":
        reviews.release(asked, actor=cast.editor, reason="Not needed")
    elif end == "recall":
        cast.act("recall", article, cast.writer)
    else:
        cast.act("request_changes", article, cast.second_physician, note="Too long.")
    closed = {"closed": "This review is closed."}
    # The page may have been opened before.
    assert reasons(complete, asked, cast.physician) == closed
    assert reasons(answer, asked, "doses", "yes", actor=cast.physician) == closed
    assert reasons(tick, asked, "atlas", actor=cast.physician) == closed
    assert reasons(untick, asked, "atlas", actor=cast.physician) == closed


def test_a_round_without_a_checklist_takes_no_answer(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    review = mine(article, cast.physician)
    assert reasons(tick, review, "handbook", actor=cast.physician) == {
        "no_checklist": "Nothing is asked in this round besides the text."
    }


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ({"size": YES}, ("size", "unknown", "this round does not ask that.")),
        ({"doses": ("maybe", "")}, ("doses", "invalid", "the answers are yes, no and not app")),
        ({"doses": ("", "Why?")}, ("doses", "missing", "choose an answer.")),
        ({"alarms": ("no", "a\x00b")}, ("alarms", "character", "the character U+0000")),
    ],
)
def test_a_bad_answer_names_its_question_and_nothing_is_saved(cast, asked, answers, answer) -> None:
    field, code, message = bad_input(
        answering.save, asked, {"doses": YES, **answers}, ["atlas"], actor=cast.physician
    )
    assert (field, code, message[: len(answer[2])]) == answer
    assert given(asked) == {}
    assert ticked(asked) == {"handbook": False, "atlas": False}


def test_one_answer_is_not_empty(cast: Cast, asked: Review) -> None:
    wrong = bad_input(answer, asked, "doses", "", note="Why?", actor=cast.physician)
    assert wrong == ("doses", "missing", "choose an answer.")


def test_a_reference_that_is_not_there_takes_no_tick(cast: Cast, asked: Review) -> None:
    unknown = ("references", "unknown", "this version has no reference “essay”.")
    actor = cast.physician
    assert bad_input(tick, asked, "essay", actor=actor) == unknown
    assert bad_input(answering.save, asked, {"doses": YES}, ["essay"], actor=actor) == unknown
    assert given(asked) == {}


def test_a_checklist_that_leaves_references_alone_takes_no_tick(cast: Cast) -> None:
    ask(cast, DOSES, references=False)
    review = mine(cast.article_in(Stage.MEDICAL_REVIEW), cast.physician)
    wrong = bad_input(tick, review, "handbook", actor=cast.physician)
    assert wrong == ("references", "not_asked", "this round asks for no ticks.")
    assert bad_input(answering.save, review, {}, ["handbook"], actor=cast.physician) == wrong
    answering.save(review, {"doses": YES}, [], actor=cast.physician)
    assert given(review) == {"doses": YES}


# What it hinders


def test_what_is_not_answered_stands_in_the_way_by_name(cast: Cast, asked: Review) -> None:
    article = asked.round.article
    answer(asked, "doses", "no", actor=cast.physician)
    tick(asked, "atlas", actor=cast.physician)
    expected = {
        "answer_unexplained": "Answered “no” without a note: Is every dose right?",
        "question_unanswered": "Not answered: Are all warning signs named?",
        "references_unchecked": "1 reference is not marked as checked.",
    }
    assert offered("sign_off", article, cast.physician) == expected
    assert reasons(cast.sign_off, article) == expected
    others = [r for o in workflow.options(article, cast.second_physician) for r in o.refusals]
    assert "2 references are not marked as checked." in [r.message for r in others]


@pytest.mark.parametrize("answer", [YES, NO, ("not_applicable", "")])
def test_any_answer_to_every_question_opens_the_way(cast: Cast, asked: Review, answer) -> None:
    codes = asked.round.checklist.codes
    keys = ["handbook", "atlas"]
    answering.save(asked, dict.fromkeys(codes, answer), keys, actor=cast.physician)
    assert offered("sign_off", asked.round.article, cast.physician) == {}
    assert cast.sign_off(asked.round.article).stage == Stage.APPROVED


def test_each_reviewer_answers_for_themselves(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    other = mine(asked.round.article, cast.second_physician)
    assert given(other) == {}
    assert ticked(other) == {"handbook": False, "atlas": False}
    assert "question_unanswered" in reasons(
        cast.sign_off, asked.round.article, cast.second_physician
    )


def test_changes_are_requested_without_an_answer(cast: Cast, asked: Review) -> None:
    article = cast.act("request_changes", asked.round.article, cast.physician, note="Too long.")
    assert article.stage == Stage.DRAFT


def test_a_round_is_asked_what_it_began_with(cast: Cast) -> None:
    ask(cast, DOSES, references=False)
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    ask(cast, ALARMS)
    unanswered = {"question_unanswered": "Not answered: Is every dose right?"}
    assert offered("sign_off", article, cast.physician) == unanswered
    answer(mine(article, cast.physician), "doses", "yes", actor=cast.physician)
    assert cast.sign_off(article).stage == Stage.APPROVED


def test_a_round_that_began_without_a_checklist_is_asked_nothing(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    ask(cast, DOSES)
    assert cast.sign_off(article).stage == Stage.APPROVED


def test_who_would_take_a_review_themselves_is_asked_first(cast: Cast) -> None:
    ask(cast, DOSES)
    cast.policy("Default", self_assign=True)
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    alone = {
        "checklist_not_yours": (
            "This round has a checklist: a managing editor asks you first, then you answer it."
        )
    }
    assert offered("sign_off", article, cast.unassigned) == alone
    assert reasons(cast.sign_off, article, cast.unassigned) == alone

    reviewer = Reviewer.objects.filter(user=cast.unassigned)
    [review] = reviews.assign(article, reviewer, actor=cast.editor, due_on=article.round.due_on)
    complete(review, cast.unassigned)
    assert cast.sign_off(article, cast.unassigned).stage == Stage.APPROVED


def test_who_is_not_asked_hears_nothing_of_the_checklist(cast: Cast, asked: Review) -> None:
    article = asked.round.article
    assert [*offered("sign_off", article, cast.unassigned)] == ["not_assigned"]
    reviews.decline(asked, actor=cast.physician, reason="On leave")
    assert [*offered("sign_off", article, cast.physician)] == ["not_assigned"]


# What it leaves


def test_the_sign_off_s_entry_says_the_digest_of_the_answers(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    article = cast.sign_off(asked.round.article)
    entry = LedgerEntry.objects.about(article.subject).get(kind=Event.SIGN_OFF)
    expected = answering.answers_digest(
        asked.round.checklist_id, asked.answers.all(), asked.reference_checks.all()
    )
    assert json.loads(entry.payload)["answers"] == expected
    assert len(entry.core) + len(entry.payload) < 1024
    ledger.verify()
    assert integrity.check().faults == ()


def test_a_round_without_a_checklist_leaves_its_entry_as_it_was(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    entry = LedgerEntry.objects.about(article.subject).get(kind=Event.SIGN_OFF)
    assert "answers" not in json.loads(entry.payload)


def test_the_database_keeps_answers_as_they_were_signed_with(cast: Cast, asked: Review) -> None:
    other = mine(asked.round.article, cast.second_physician)
    complete(asked, cast.physician)
    complete(other, cast.second_physician)
    cast.policy("Default", sign_offs=2)
    cast.sign_off(asked.round.article)

    for rows in (asked.answers, asked.reference_checks):
        row = rows.first()
        moved = type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.fields})
        moved.pk, moved.review_id = None, asked.pk
        setattr(moved, "code" if hasattr(moved, "code") else "key", "another")
        for act in (
            lambda rows=rows: rows.update(review=asked),
            lambda rows=rows: rows.all().delete(),
            lambda moved=moved: moved.save(force_insert=True),
        ):
            with pytest.raises(IntegrityError, match="final once"), transaction.atomic():
                act()
    assert len(given(asked)) == asked.reference_checks.count() == 2


def test_no_answer_is_moved_into_a_closed_review_or_out_of_it(cast: Cast, asked: Review) -> None:
    other = mine(asked.round.article, cast.second_physician)
    answer(other, "doses", "yes", actor=cast.second_physician)
    answer(asked, "alarms", "yes", actor=cast.physician)
    reviews.decline(asked, actor=cast.physician, reason="On leave")
    with pytest.raises(IntegrityError, match="final once"), transaction.atomic():
        other.answers.update(review=asked)
    with pytest.raises(IntegrityError, match="final once"), transaction.atomic():
        asked.answers.update(review=other)


@pytest.mark.parametrize("hand", ["alter", "erase", "slip in", "untick", "redate"])
def test_answers_that_were_altered_afterwards_are_found(cast: Cast, asked: Review, hand) -> None:
    complete(asked, cast.physician)
    cast.sign_off(asked.round.article)
    answer, check = asked.answers.first(), asked.reference_checks.first()
    match hand:
        case "alter":
            alter(answer, answer="no")
        case "erase":
            erase(answer)
        case "slip in":
            copy(answer, id=900, code="another")
        case "untick":
            erase(check)
        case "redate":
            alter(check, checked_at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    [fault] = integrity.check().faults
    assert fault.startswith(f"Review {asked.pk} of {asked.round.article.slug}: ")
    assert fault.endswith("its answers to the checklist are not those that were signed with.")


def test_answers_changed_after_the_page_to_sign_was_opened_are_looked_at_again(
    cast: Cast, asked: Review
) -> None:
    complete(asked, cast.physician)
    opened = signing_page("sign_off", asked.round.article, cast.physician)
    answer(asked, "doses", "no", note="Too high.", actor=cast.physician)
    found = reasons(
        cast.act, "sign_off", asked.round.article, cast.physician, authentication=opened
    )
    assert [*found] == ["statement_changed"]
    assert cast.sign_off(asked.round.article).stage == Stage.APPROVED


# Carrying over


def sent_back(cast: Cast, review: Review, **changes) -> Review:
    """Changes were asked for and made; the same people are asked again."""
    article = cast.act("request_changes", review.round.article, cast.physician, note="Please.")
    if changes:
        base = article.content_digest
        article = workflow.save_draft(
            article, changes, actor=cast.writer, reason="As asked", base=base
        )
    return mine(cast.submit(article, cast.physician, cast.second_physician), cast.physician)


def test_a_tick_carries_over_dated_and_named_as_carried(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    first = {check.key: check for check in asked.reference_checks.all()}
    second = sent_back(cast, asked, body=f"{TEXT}\n\nDrink water.", summary="A new one.")

    carried = ticks(second)
    assert [*carried] == ["handbook", "atlas"]
    for key, check in carried.items():
        assert check.carried_from == first[key]
        assert check.carried_from.review.round.number == 1
        assert check.checked_at == first[key].checked_at
    assert given(second) == {}  # an answer is about the whole text, and is given anew
    assert not second.reference_checks.exists()
    assert "references_unchecked" not in offered("sign_off", second.round.article, cast.physician)


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"references": [{**REFERENCES[0], "edition": 2}, ATLAS]}, "atlas"),
        ({"references": [REFERENCES[0], {**ATLAS, "title": "Toes"}]}, "handbook"),
        ({"body": TEXT.replace("painful", "very painful")}, "atlas"),
        ({"body": f"{TEXT}\n\nIt is common.[@handbook]"}, "atlas"),
        ({"body": f"{TEXT}\n\nToes differ.[@atlas]"}, "handbook"),
    ],
    ids=["reference", "other reference", "sentence", "cited again", "cited now"],
)
def test_a_tick_falls_when_its_reference_or_a_citing_sentence_changes(
    cast: Cast, asked: Review, changes, kept: str
) -> None:
    complete(asked, cast.physician)
    second = sent_back(cast, asked, **changes)
    assert ticked(second) == {"handbook": kept == "handbook", "atlas": kept == "atlas"}


def test_only_one_s_own_ticks_carry_over(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    second = sent_back(cast, asked)
    other = mine(second.round.article, cast.second_physician)
    assert ticked(other) == {"handbook": False, "atlas": False}


def test_another_article_s_ticks_do_not_carry_over(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    article = cast.submit(cast.draft(title="Sore toes", references=BOTH))
    assert ticked(mine(article, cast.physician)) == {"handbook": False, "atlas": False}


def test_no_tick_is_carried_back(cast: Cast, asked: Review) -> None:
    complete(sent_back(cast, asked), cast.physician)
    assert ticked(asked) == {"handbook": False, "atlas": False}


def test_a_carried_tick_that_is_taken_back_does_not_come_again(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    second = sent_back(cast, asked)
    answering.save(second, {}, ["handbook"], actor=cast.physician)
    assert ticked(second) == {"handbook": True, "atlas": False}
    third = sent_back(cast, second)
    assert ticked(third) == {"handbook": True, "atlas": False}
    tick(third, "atlas", actor=cast.physician)
    assert ticks(third)["atlas"].carried_from is None
    assert ticks(sent_back(cast, third))["atlas"].carried_from.review == third


def test_saving_a_page_leaves_carried_ticks_carried(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    second = sent_back(cast, asked)
    complete(second, cast.physician)
    tick(second, "atlas", actor=cast.physician)
    assert not second.reference_checks.exists()
    assert all(check.carried_from for check in ticks(second).values())


def test_the_sign_off_writes_carried_ticks_down(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    first = {check.key: check for check in asked.reference_checks.all()}
    second = sent_back(cast, asked, references=[REFERENCES[0], {**ATLAS, "title": "Toes"}])
    complete(second, cast.physician)
    article = cast.sign_off(second.round.article)

    written = {check.key: check for check in second.reference_checks.all()}
    assert written["handbook"].carried_from == first["handbook"]
    assert written["handbook"].checked_at == first["handbook"].checked_at
    assert written["handbook"].digest == first["handbook"].digest
    assert written["atlas"].carried_from is None
    assert integrity.check().faults == ()

    article = cast.act("revise", article, cast.writer)
    third = mine(cast.submit(article), cast.physician)
    names = {key: check.carried_from for key, check in ticks(third).items()}
    assert names == {"handbook": first["handbook"], "atlas": written["atlas"]}


def test_a_round_that_asks_for_no_ticks_carries_none(cast: Cast, asked: Review) -> None:
    complete(asked, cast.physician)
    ask(cast, DOSES, references=False)
    second = sent_back(cast, asked)
    answering.save(second, {"doses": YES}, [], actor=cast.physician)
    cast.sign_off(second.round.article)
    assert not second.reference_checks.exists()
    assert integrity.check().faults == ()


def test_no_tick_is_carried_without_its_time(cast: Cast, asked: Review) -> None:
    tick(asked, "atlas", actor=cast.physician)
    first = asked.reference_checks.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferenceCheck.objects.create(
            review=asked, key="handbook", digest=first.digest, carried_from=first
        )


# What it costs


def statements(act, *args) -> list[str]:
    with CaptureQueriesContext(connection) as sent:
        act(*args)
    return [q["sql"] for q in sent if "SAVEPOINT" not in q["sql"]]


def test_a_sign_off_costs_nothing_more_where_nothing_is_asked(cast: Cast) -> None:
    sent = statements(cast.sign_off, cast.article_in(Stage.MEDICAL_REVIEW))
    tables = ("articles_reviewanswer", "articles_referencecheck")
    assert not [sql for sql in sent if any(f'FROM "{table}"' in sql for table in tables)]


def test_asking_costs_a_sign_off_one_statement_for_answers_and_one_for_ticks(cast, asked) -> None:
    complete(asked, cast.physician)
    article = sent_back(cast, asked).round.article
    complete(mine(article, cast.physician), cast.physician)
    given = workflow.prepare("sign_off", article, actor=cast.physician, session="a session")
    assert given.ticket
    sent = statements(cast.sign_off, article)
    # Twice: the page to sign, and the sign-off.
    assert len([s for s in sent if 'FROM "articles_reviewanswer"' in s]) == 2
    assert len([s for s in sent if 'FROM "articles_referencecheck"' in s]) == 2
    assert len([s for s in sent if 'INSERT INTO "articles_referencecheck"' in s]) == 1
