"""A sign-off waits for open must-fix comments, and for nothing else that was said."""

from __future__ import annotations

import pytest

from articles import workflow
from articles.models import Comment
from articles.stages import Stage
from tests.cast import Cast
from tests.workflow.answers import offered, reasons, refusals_on_record
from tests.workflow.talk import must_fix, says, turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast: Cast):
    return cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.second_physician)


def test_a_text_with_an_open_must_fix_is_not_signed_off_by_anybody(cast: Cast, article) -> None:
    must_fix(article, cast.physician)
    waiting = {"must_fix_open": "1 must-fix comment is open, by Ada Moss, MD."}

    for signer in (cast.physician, cast.second_physician):
        assert offered("sign_off", article, signer) == waiting
        assert reasons(cast.sign_off, article, signer) == waiting
    assert refusals_on_record(article)[0] == ("ada", "sign_off must_fix_open")
    article.refresh_from_db()
    assert (article.stage, article.signatures.count()) == ("medical_review", 0)


def test_the_refusal_says_how_many_there_are_and_whose(cast: Cast, article) -> None:
    for user in (cast.physician, cast.editor, cast.physician):
        must_fix(article, user)
    says(article, cast.second_physician)

    assert offered("sign_off", article, cast.physician) == {
        "must_fix_open": "3 must-fix comments are open, by Ada Moss, MD; Edda Editor."
    }


def test_suggestions_hold_nothing_up(cast: Cast, article) -> None:
    says(article, cast.physician)

    assert offered("sign_off", article, cast.physician) == {}
    assert cast.sign_off(article).stage == Stage.APPROVED
    assert Comment.objects.open().count() == 1


@pytest.mark.parametrize(("kind", "part"), [("resolve", "physician"), ("settle", "editor")])
def test_a_must_fix_that_was_closed_holds_nothing_up(
    cast: Cast, article, kind: str, part: str
) -> None:
    made = must_fix(article, cast.physician)
    turn("reply", made, cast.writer)
    assert list(offered("sign_off", article, cast.physician)) == ["must_fix_open"]

    turn(kind, made, getattr(cast, part))
    assert cast.sign_off(article).stage == Stage.APPROVED


def test_one_that_was_opened_again_holds_the_sign_off_up_again(cast: Cast, article) -> None:
    made = must_fix(article, cast.physician)
    turn("resolve", made, cast.physician)
    turn("reopen", made, cast.editor)

    assert list(reasons(cast.sign_off, article)) == ["must_fix_open"]


def test_a_must_fix_of_an_earlier_round_still_counts(cast: Cast, article) -> None:
    made = must_fix(article, cast.physician)
    article = cast.act("request_changes", article, cast.physician, note="Name the dose.")
    article = workflow.save_draft(
        article,
        {"summary": "Five milligrams a day."},
        actor=cast.writer,
        reason="Named the dose",
        base=article.content_digest,
    )
    article = cast.submit(article)
    assert list(offered("sign_off", article, cast.physician)) == ["must_fix_open"]

    turn("resolve", made, cast.physician)
    assert cast.sign_off(article).stage == Stage.APPROVED


def test_the_comments_of_another_article_hold_nothing_up(cast: Cast, article) -> None:
    must_fix(cast.article_in(Stage.MEDICAL_REVIEW), cast.physician)

    assert cast.sign_off(article).stage == Stage.APPROVED


def test_a_must_fix_bars_neither_its_author_nor_sending_the_text_back(cast: Cast, article) -> None:
    made = must_fix(article, cast.second_physician)
    turn("resolve", made, cast.second_physician)
    assert cast.sign_off(article, cast.second_physician).stage == Stage.APPROVED

    other = cast.article_in(Stage.MEDICAL_REVIEW)
    must_fix(other, cast.physician)
    sent_back = cast.act("request_changes", other, cast.physician, note="See my comment.")
    assert sent_back.stage == Stage.DRAFT


def test_the_rule_asks_whose_they_are_and_nothing_where_there_are_none(
    cast: Cast, article, django_assert_num_queries
) -> None:
    from articles.workflow.case import Case
    from articles.workflow.guards import no_must_fix_is_open

    def case():
        found = Case(article=article, actor=cast.physician, at=article.stage_since)
        assert found.reviews  # which every other rule reads, too
        return found

    before = case()
    with django_assert_num_queries(0):
        assert not list(no_must_fix_is_open(before))
    for user in (cast.physician, cast.editor):
        must_fix(article, user)
    after = case()
    with django_assert_num_queries(1):
        [refusal] = no_must_fix_is_open(after)
    assert refusal.code == "must_fix_open"
