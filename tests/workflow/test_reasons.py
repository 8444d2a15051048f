"""What people say with an act is stored in good form, or refused, whoever calls the verb."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from articles import workflow
from articles.credentials import checking
from articles.models import Credential
from articles.signin import acts
from articles.stages import CheckMethod, Stage
from articles.workflow import reviews
from tests.cast import SEEN, Cast, content
from tests.workflow.answers import bad_input
from tests.workflow.situations import picture

pytestmark = pytest.mark.django_db

TURNED = "Clearer.\u202egnorW"


def refuse(verb, *named, field="reason", **given):
    before = picture()
    assert bad_input(verb, *named, **given) == (
        field,
        "character",
        "the character U+202E on line 1 cannot be stored; remove it.",
    )
    assert picture() == before


def test_a_draft_is_begun_changed_and_deleted_with_a_reason_in_good_form(cast: Cast) -> None:
    article = cast.draft()
    told = {"actor": cast.writer, "reason": TURNED}
    refuse(workflow.new_article, content(), **told)
    refuse(workflow.save_draft, article, {"summary": "New."}, base=article.content_digest, **told)
    refuse(workflow.delete_draft, article, **told)


def test_an_invitation_is_declined_and_taken_back_with_one(cast: Cast) -> None:
    invitation = cast.article_in(Stage.MEDICAL_REVIEW).round.reviews.get()
    refuse(reviews.decline, invitation, actor=cast.physician, reason=TURNED)
    refuse(reviews.release, invitation, actor=cast.editor, reason=TURNED)


def test_a_transition_takes_no_other_note(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    told = {"actor": cast.physician, "note": TURNED}
    refuse(workflow.perform, "request_changes", article, field="note", **told)
    refuse(workflow.perform, "submit", cast.draft(), field="note", actor=cast.writer, note=TURNED)


def test_a_second_factor_is_not_taken_away_with_another(cast: Cast) -> None:
    Authenticator.objects.create(user=cast.writer, type=Authenticator.Type.TOTP, data={})
    refuse(acts.remove_second_factor, cast.writer, actor=cast.superuser, reason=TURNED)


def test_a_check_is_confirmed_in_good_form(cast: Cast) -> None:
    credential = Credential.objects.filter(reviewer=cast.physician.reviewer).first()
    said = {"method": CheckMethod.PRIMARY_SOURCE_WEB, "note": "Seen", "evidence_digest": SEEN}
    check = checking.check(credential, actor=cast.officer, **said)
    refuse(checking.confirm, check, field="note", actor=cast.second_officer, note=TURNED)


def test_what_is_stored_is_composed_and_has_no_space_around_it(cast: Cast) -> None:
    article = cast.draft()
    told = {"actor": cast.writer, "reason": " Cafe\u0301\r\n", "base": article.content_digest}
    workflow.save_draft(article, {"summary": "New."}, **told)
    assert article.history.latest().history_change_reason == "Caf\u00e9"
