"""A signature is withdrawn by a signed act of its own; the old one stays on record."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from articles import roles, workflow
from articles.models import Reviewer, Signature
from articles.stages import Meaning, Stage
from tests.cast import Cast, standing_signature
from tests.workflow.answers import bad_input, reasons
from tests.workflow.situations import draft_over_live_text, review_over_live_text

pytestmark = pytest.mark.django_db


def take_back(cast: Cast, article, user=None, **inputs):
    if "signature" not in inputs:
        inputs["signature"] = standing_signature(article)
    return cast.act("withdraw_signature", article, user or cast.physician, note="A slip.", **inputs)


@pytest.mark.parametrize("who", ["physician", "editor"])
def test_an_approval_falls_and_its_dates_with_it(cast: Cast, who: str) -> None:
    article = cast.article_in(Stage.APPROVED)
    round, old = article.round, standing_signature(article)
    article = take_back(cast, article, getattr(cast, who))

    round.refresh_from_db()
    old.refresh_from_db()
    assert (article.stage, article.round, article.last_reviewed) == (Stage.DRAFT, None, None)
    assert (round.outcome, round.end_note) == ("signature_withdrawn", "A slip.")
    assert old.is_withdrawn
    assert old.withdrawal.meaning == Meaning.SIGNATURE_WITHDRAWAL
    assert old.withdrawal.content_digest == old.content_digest


def test_a_live_text_stays_before_readers(cast: Cast) -> None:
    article = take_back(cast, cast.article_in(Stage.PUBLISHED))

    assert (article.stage, article.is_live) == (Stage.PUBLISHED, True)
    assert not article.signatures.medical().standing().exists()


def test_in_review_it_counts_no_more_and_its_signer_waits_for_the_next_round(cast: Cast) -> None:
    both = (cast.physician, cast.second_physician)
    cast.policy("Default", sign_offs=2)
    article = take_back(cast, cast.sign_off(cast.submit(cast.draft(), *both)))
    assert article.stage == Stage.MEDICAL_REVIEW
    assert list(reasons(cast.sign_off, article)) == ["already_signed"]
    assert cast.sign_off(article, cast.second_physician).stage == Stage.MEDICAL_REVIEW

    article = workflow.perform("recall", article, actor=cast.writer)
    article = cast.sign_off(cast.submit(article, *both))
    assert cast.sign_off(article, cast.second_physician).stage == Stage.APPROVED


def test_nobody_withdraws_what_is_not_theirs_and_nothing_is_withdrawn_twice(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    signature = standing_signature(article)
    assert reasons(take_back, cast, article, cast.second_physician) == {
        "not_yours": "Only its signer or a managing editor may withdraw a signature."
    }
    with pytest.raises(PermissionDenied):
        take_back(cast, article, cast.publisher)

    take_back(cast, article)
    assert reasons(take_back, cast, article, signature=Signature.objects.get(pk=signature.pk)) == {
        "already_withdrawn": "That signature has been withdrawn already."
    }


def test_a_signature_is_named_and_belongs_to_the_article(cast: Cast) -> None:
    article, other = cast.article_in(Stage.APPROVED), cast.article_in(Stage.APPROVED)
    assert bad_input(take_back, cast, article, signature=None) == (
        "signature",
        "missing",
        "say which signature is withdrawn.",
    )
    assert reasons(take_back, cast, article, signature=standing_signature(other)) == {
        "no_signature": "That signature belongs to another article."
    }


def test_only_a_sign_off_is_withdrawn_never_a_withdrawal_or_a_release(cast: Cast) -> None:
    article = take_back(cast, cast.article_in(Stage.PUBLISHED))
    for meaning in (Meaning.SIGNATURE_WITHDRAWAL, Meaning.PUBLICATION_RELEASE):
        other = Signature.objects.get(meaning=meaning)
        assert reasons(take_back, cast, article, cast.editor, signature=other) == {
            "not_a_sign_off": "Only a medical sign-off can be withdrawn."
        }


@pytest.mark.req("P11-18")
def test_no_signature_row_is_ever_changed(cast: Cast) -> None:
    cast.article_in(Stage.APPROVED)
    for statement in (
        "UPDATE articles_signature SET printed_name = 'Somebody Else'",
        "DELETE FROM articles_signature",
    ):
        with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_live_texts_signature_is_offered_while_a_new_version_is_in_review(cast: Cast) -> None:
    article = review_over_live_text(cast)
    offered = {option.transition.name for option in workflow.options(article, cast.physician)}
    assert take_back(cast, article).stage == Stage.MEDICAL_REVIEW
    assert "withdraw_signature" in offered


def test_the_live_texts_signature_is_withdrawn_while_a_new_version_is_drafted(cast: Cast) -> None:
    article = draft_over_live_text(cast)
    assert take_back(cast, article).stage == Stage.DRAFT


def test_whoever_withdraws_second_from_an_old_page_gets_a_reason(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    old = standing_signature(article)
    assert not old.is_withdrawn  # looked at before the other act, as a page would
    take_back(cast, article)
    assert list(reasons(take_back, cast, article, signature=old)) == ["already_withdrawn"]


def test_an_approval_survives_the_departure_of_its_signer(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    Reviewer.objects.filter(user=cast.physician).update(is_active=False)
    assert cast.publish(article).stage == Stage.PUBLISHED


def test_an_approval_survives_the_loss_of_its_signers_account(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    cast.physician.groups.remove(Group.objects.get(name=roles.MEDICAL_REVIEWERS))
    cast.physician.is_active = False
    cast.physician.save()
    assert cast.publish(article).stage == Stage.PUBLISHED
