"""Signing acts: the words on screen, the password, the note, and the record of refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import ledger, workflow
from articles.models import Article, LedgerEntry, Signature, SigningTicket
from articles.signing import texts
from articles.stages import Event, Meaning, Stage
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


# No other way in.


SIGNING = {
    "sign_off": (Stage.MEDICAL_REVIEW, "physician"),
    "publish": (Stage.APPROVED, "publisher"),
    "withdraw": (Stage.PUBLISHED, "publisher"),
    "withdraw_signature": (Stage.APPROVED, "physician"),
}


def test_these_transitions_sign() -> None:
    assert set(SIGNING) == {t.name for t in workflow.TRANSITIONS.values() if t.signs}


@pytest.mark.parametrize("name", SIGNING)
def test_nothing_is_signed_but_on_a_page(cast: Cast, name: str) -> None:
    """Neither by a program nor by a superuser, who is not even asked for one."""
    stage, part = SIGNING[name]
    article = cast.article_in(stage)
    inputs: dict[str, Any] = {"note": "Why.", "no_interest": True}
    if name == "withdraw_signature":
        inputs["signature"] = Signature.objects.medical().get()
    before = picture()

    assert reasons(workflow.perform, name, article, actor=getattr(cast, part), **inputs) == {
        "no_ticket": "A signature is given on the page that shows what is signed."
    }
    for given in ({}, {"authentication": None}):
        with pytest.raises(PermissionDenied):
            workflow.perform(name, article, actor=cast.superuser, **given, **inputs)
    with pytest.raises(PermissionDenied):
        cast.act(name, article, cast.superuser, **inputs)
    with pytest.raises(PermissionDenied):
        workflow.prepare(name, article, actor=cast.superuser, session="a session")
    assert picture() == before


@pytest.mark.parametrize("name", SIGNING)
def test_a_deactivated_account_signs_nothing(cast: Cast, name: str) -> None:
    stage, part = SIGNING[name]
    article, user = cast.article_in(stage), getattr(cast, part)
    inputs: dict[str, Any] = {"note": "Why."}
    if name == "withdraw_signature":
        inputs["signature"] = Signature.objects.medical().get()
    User.objects.filter(pk=user.pk).update(is_active=False)
    before = picture()
    with pytest.raises(PermissionDenied):
        cast.act(name, article, user, **inputs)
    assert picture() == before


# What is said without a signature.


@pytest.mark.parametrize(
    ("stage", "name", "part", "meaning"),
    [
        (Stage.DRAFT, "submit", "writer", Meaning.AUTHORSHIP),
        (Stage.MEDICAL_REVIEW, "request_changes", "physician", Meaning.CHANGES_REQUIRED),
    ],
)
def test_who_submits_or_sends_back_says_a_sentence_that_is_on_record(
    cast: Cast, stage: Stage, name: str, part: str, meaning: Meaning
) -> None:
    article = cast.article_in(stage)
    note = "Say {how} much."
    if name == "submit":
        cast.submit(article, note=note)
    else:
        workflow.perform(name, article, actor=getattr(cast, part), note=note)

    entry = LedgerEntry.objects.get(kind=workflow.TRANSITIONS[name].event)
    said = json.loads(entry.payload)
    assert (said["meaning"], said["text_version"]) == (meaning.value, 1)
    assert said["text"] == texts.SHIPPED[meaning].format(version=1, title="Gout flares", note=note)
    assert "signature" not in said
    assert not Signature.objects.exists()


def test_a_withdrawal_is_signed_as_anything_else_is(cast: Cast) -> None:
    article, taken = cast.article_in(Stage.APPROVED), Signature.objects.get()
    cast.act("withdraw_signature", article, cast.editor, signature=taken, note="A slip.")

    given = Signature.objects.get(withdraws=taken)
    statement = json.loads(given.statement)
    assert statement["text"] == (
        f"The signature {taken.pk} on version 1 of “Gout flares” is withdrawn. Reason: A slip."
    )
    assert statement["withdraws"] == str(taken.pk)
    assert statement["authentication"] == ["password"]
    ticket = SigningTicket.objects.get(withdraws=taken)
    assert (ticket.used_at, ticket.factors) == (given.signed_at, ["password"])
    entry = LedgerEntry.objects.get(kind=Event.WITHDRAW_SIGNATURE)
    assert json.loads(entry.payload)["signature"] == str(given.pk)
