"""Signing acts: the words on screen, the password, the note, and the record of refusals."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import ledger, workflow
from articles.models import Article, Signature
from articles.stages import Stage
from tests.cast import Cast
from tests.workflow.answers import bad_input, on_record, reasons, refusals_on_record
from tests.workflow.situations import picture

pytestmark = pytest.mark.django_db


@pytest.mark.req("P11-22")
@pytest.mark.parametrize(
    ("password", "code", "message"),
    [
        ("", "missing", "type your password to sign."),
        ("guess", "wrong", "the password is not right; nothing was signed."),
    ],
)
def test_without_the_right_password_nothing_is_signed(cast, password, code, message) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    before = picture()

    answer = bad_input(cast.act, "sign_off", article, cast.physician, password=password)
    assert answer == ("password", code, message)
    assert picture() == before
    assert refusals_on_record(article) == [("ada", f"sign_off password_{code}")]


def test_a_missing_role_speaks_before_the_password(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    with pytest.raises(PermissionDenied):
        cast.act("sign_off", article, cast.writer, password="guess")
    assert refusals_on_record(article) == [("wren", "sign_off no_permission")]


def test_the_password_is_asked_before_a_row_is_held(cast: Cast, monkeypatch) -> None:
    article, at = cast.article_in(Stage.MEDICAL_REVIEW), []
    check = type(cast.physician).check_password

    def noting(self, password: str) -> bool:
        at.append(len(captured))
        return check(self, password)

    monkeypatch.setattr(type(cast.physician), "check_password", noting)
    with CaptureQueriesContext(connection) as captured:
        cast.sign_off(article)
    claim = next(n for n, q in enumerate(captured) if "claim = claim + 1" in q["sql"])
    assert len(at) == 1
    assert at[0] < claim


@pytest.mark.parametrize("name", ["sign_off", "publish", "withdraw", "withdraw_signature"])
def test_nobody_signs_words_that_were_not_on_screen(cast: Cast, name: str) -> None:
    stage, user = {
        "sign_off": (Stage.MEDICAL_REVIEW, cast.physician),
        "publish": (Stage.APPROVED, cast.publisher),
        "withdraw": (Stage.PUBLISHED, cast.publisher),
        "withdraw_signature": (Stage.APPROVED, cast.physician),
    }[name]
    article = cast.article_in(stage)
    inputs = {"note": "Why.", "seen": "sha256:another"}
    if name == "withdraw_signature":
        inputs["signature"] = Signature.objects.medical().get()

    assert reasons(cast.act, name, article, user, **inputs) == {
        "text_changed": "The text is not the one you had on screen."
    }


@pytest.mark.req("A11-05")
@pytest.mark.parametrize("note", ["", " \n\t "])
@pytest.mark.parametrize("name", ["request_changes", "withdraw", "withdraw_signature"])
def test_who_sends_back_or_withdraws_says_why(cast: Cast, name: str, note: str) -> None:
    stage, user = {
        "request_changes": (Stage.MEDICAL_REVIEW, cast.physician),
        "withdraw": (Stage.PUBLISHED, cast.publisher),
        "withdraw_signature": (Stage.APPROVED, cast.physician),
    }[name]
    article = cast.article_in(stage)
    inputs = {"note": note}
    if name == "withdraw_signature":
        inputs["signature"] = Signature.objects.medical().get()
    before = picture()

    assert bad_input(cast.act, name, article, user, **inputs) == ("note", "missing", "say why.")
    assert picture() == before


def test_reasons_come_before_what_was_typed(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)

    assert list(reasons(cast.act, "request_changes", article, cast.unassigned)) == ["not_assigned"]


def test_the_same_refusal_is_on_record_once_a_minute(cast: Cast, clock) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.unverified)
    for _ in range(3):
        bad_input(cast.act, "sign_off", article, cast.physician, password="guess")
    bad_input(cast.act, "sign_off", article, cast.physician, password="")
    reasons(cast.sign_off, article, cast.unverified)
    clock.forward(seconds=59)
    bad_input(cast.act, "sign_off", article, cast.physician, password="guess")
    once = [
        ("ada", "sign_off password_wrong"),
        ("ada", "sign_off password_missing"),
        ("uma", "sign_off credential_unverified"),
    ]
    assert refusals_on_record(article) == once

    clock.forward(seconds=2)
    bad_input(cast.act, "sign_off", article, cast.physician, password="guess")
    assert refusals_on_record(article) == [*once, ("ada", "sign_off password_wrong")]
    ledger.verify()


def test_a_refusal_on_one_article_does_not_hide_one_on_another(cast: Cast, clock) -> None:
    articles = [cast.article_in(Stage.MEDICAL_REVIEW) for _ in range(2)]
    for article in articles:
        bad_input(cast.act, "sign_off", article, cast.physician, password="guess")

    assert [len(refusals_on_record(article)) for article in articles] == [1, 1]


def test_other_refusals_leave_no_entry(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    before = on_record(article)
    assert reasons(workflow.perform, "recall", article, actor=cast.writer) == {
        "wrong_stage": "The article is in the stage “approved”."
    }
    assert on_record(article) == before


def test_an_unknown_transition_is_bad_input(cast: Cast) -> None:
    assert bad_input(workflow.perform, "approve", cast.draft(), actor=cast.writer) == (
        "transition",
        "unknown",
        "there is no transition “approve”.",
    )


def test_who_acts_on_an_old_page_is_told_what_moved(cast: Cast) -> None:
    old = cast.draft()
    article = workflow.save_draft(
        old, {"summary": "New."}, actor=cast.writer, reason="New", base=old.content_digest
    )
    assert reasons(cast.submit, old) == {
        "text_changed": "The text changed while you were reading it."
    }

    article = cast.submit(article)
    stale = Article.objects.get(pk=article.pk)
    cast.sign_off(article)
    assert reasons(workflow.perform, "recall", stale, actor=cast.writer) == {
        "wrong_stage": "The article is in the stage “approved”."
    }
