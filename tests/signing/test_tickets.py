"""A ticket opens one act: this person's, in this session, on these words, once, for ten minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models

from articles import accounts, wording, workflow
from articles.credentials import recording
from articles.models import Article, Signature, SigningTicket
from articles.signing import Authentication
from articles.stages import Meaning, Stage
from tests.cast import PASSWORD, Cast, signing_page
from tests.workflow.answers import bad_input, reasons, refusals_on_record
from tests.workflow.clock import Clock
from tests.workflow.situations import picture

pytestmark = pytest.mark.django_db

USED = "This page has been signed already."
TOO_OLD = "This page was open for more than ten minutes. Open it again to sign."
NOT_YOURS = "This page was not made for you in this session. Open it again to sign."
OTHER_TEXT = "The text is not the one you had on screen."
OTHER_ACT = "This page was made for another signature."
OTHER_SHOWN = "What would be recorded is not what the page showed. Open it again to sign."


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.second_physician)


def sign(article: Article, user: User, page: Authentication, name: str = "sign_off", **more: Any):
    if name == "sign_off":
        more = {"no_interest": True, **more}
    now = Article.objects.get(pk=article.pk)
    return workflow.perform(name, now, actor=user, authentication=page, **more)


def recall(article: Article, cast: Cast) -> Article:
    return workflow.perform("recall", Article.objects.get(pk=article.pk), actor=cast.writer)


def edit(article: Article, cast: Cast, **changes: Any) -> Article:
    return workflow.save_draft(
        article, changes, actor=cast.writer, reason="Better", base=article.content_digest
    )


# Once, and for ten minutes.


def test_a_ticket_is_good_once(cast: Cast, article: Article) -> None:
    cast.policy("Default", sign_offs=2)
    page = signing_page("sign_off", article, cast.physician)
    sign(article, cast.physician, page)
    before = picture()

    assert reasons(sign, article, cast.physician, page) == {"ticket_used": USED}
    assert picture() == before
    assert refusals_on_record(article) == [("ada", "sign_off ticket_used")]


@pytest.mark.parametrize(("seconds", "is_good"), [(599.999, True), (600, False), (600.001, False)])
def test_a_ticket_is_good_for_ten_minutes_and_not_a_moment_more(
    cast: Cast, article: Article, clock: Clock, seconds: float, is_good: bool
) -> None:
    page = signing_page("sign_off", article, cast.physician)
    clock.forward(seconds=seconds)
    if is_good:
        sign(article, cast.physician, page)
        assert Signature.objects.count() == 1
    else:
        assert reasons(sign, article, cast.physician, page) == {"ticket_expired": TOO_OLD}
        assert not Signature.objects.exists()


def test_a_ticket_that_runs_out_while_the_password_is_judged_signs_nothing(
    cast: Cast, article: Article, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = signing_page("sign_off", article, cast.physician)
    clock.forward(seconds=599)
    judge = accounts.check_password

    def slowly(user: User, password: str) -> bool:
        clock.forward(seconds=1)
        return judge(user, password)

    monkeypatch.setattr(accounts, "check_password", slowly)
    assert reasons(sign, article, cast.physician, page) == {
        "ticket_used": "This page has been signed already, or is too old."
    }
    assert not Signature.objects.exists()


def test_no_ticket_or_an_invented_one_opens_nothing(cast: Cast, article: Article) -> None:
    for token in ("", "invented"):
        page = Authentication(ticket=token, session="a session", password=PASSWORD)
        assert reasons(sign, article, cast.physician, page) == {"ticket_unknown": NOT_YOURS}


# This person, in this session.


def test_nobody_signs_with_a_ticket_of_somebody_else(cast: Cast, article: Article) -> None:
    page = signing_page("sign_off", article, cast.physician)
    assert reasons(sign, article, cast.second_physician, page) == {"ticket_unknown": NOT_YOURS}
    assert not Signature.objects.exists()


@pytest.mark.parametrize("session", ["another session", ""])
def test_a_ticket_is_good_in_the_session_it_was_made_in(
    cast: Cast, article: Article, session: str
) -> None:
    made = signing_page("sign_off", article, cast.physician)
    page = Authentication(ticket=made.ticket, session=session, password=PASSWORD)
    assert reasons(sign, article, cast.physician, page) == {"ticket_unknown": NOT_YOURS}


def test_no_session_is_no_session_to_be_in(cast: Cast, article: Article) -> None:
    page = signing_page("sign_off", article, cast.physician, session="")
    assert reasons(sign, article, cast.physician, page) == {"ticket_unknown": NOT_YOURS}


# This act, on these words.


def test_a_ticket_for_one_article_signs_no_other(cast: Cast, article: Article) -> None:
    other = cast.article_in(Stage.MEDICAL_REVIEW, title="Another text")
    page = signing_page("sign_off", article, cast.physician)
    assert list(reasons(sign, other, cast.physician, page)) == ["ticket_for_another_act"]
    assert not Signature.objects.exists()


def test_a_text_that_was_recalled_edited_and_submitted_again_is_another(
    cast: Cast, article: Article
) -> None:
    page = signing_page("sign_off", article, cast.physician)
    cast.submit(edit(recall(article, cast), cast, summary="New."), cast.physician)

    assert reasons(sign, article, cast.physician, page) == {"text_changed": OTHER_TEXT}
    assert refusals_on_record(article) == [("ada", "sign_off text_changed")]
    assert not Signature.objects.exists()


def test_a_text_that_was_edited_and_edited_back_is_another_record(
    cast: Cast, article: Article
) -> None:
    """Equal digests, and a version in between that nobody was shown."""
    page = signing_page("sign_off", article, cast.physician)
    draft = edit(recall(article, cast), cast, summary="New.")
    again = cast.submit(edit(draft, cast, summary=article.summary), cast.physician)

    assert again.content_digest == article.content_digest
    assert reasons(sign, article, cast.physician, page) == {"text_changed": OTHER_TEXT}


def test_the_same_record_submitted_again_is_another_round_and_another_page(
    cast: Cast, article: Article
) -> None:
    """The round is in the statement, and its policy may be another one."""
    page = signing_page("sign_off", article, cast.physician)
    again = cast.submit(recall(article, cast), cast.physician)

    assert again.round is not None
    assert again.round.record_id == SigningTicket.objects.get().record_id
    assert reasons(sign, article, cast.physician, page) == {"statement_changed": OTHER_SHOWN}


def test_a_release_page_of_one_round_releases_no_other_of_the_same_words(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    page = signing_page("publish", article, cast.publisher)
    draft = workflow.perform("revise", article, actor=cast.writer)
    cast.sign_off(cast.submit(draft))

    assert reasons(sign, article, cast.publisher, page, "publish") == {
        "statement_changed": OTHER_SHOWN
    }


def test_a_ticket_to_publish_does_not_withdraw(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    page = signing_page("publish", article, cast.publisher)
    cast.publish(article)

    assert reasons(sign, article, cast.publisher, page, "withdraw", note="Why.") == {
        "ticket_for_another_act": OTHER_ACT
    }


def test_a_ticket_to_withdraw_one_signature_withdraws_no_other(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    both = (cast.physician, cast.second_physician)
    article = cast.submit(cast.draft(), *both)
    for user in both:
        article = cast.sign_off(article, user)
    mine, other = (article.signatures.get(signer=user) for user in both)
    page = signing_page("withdraw_signature", article, cast.editor, mine)

    asked = {"signature": other, "note": "Why."}
    assert reasons(sign, article, cast.editor, page, "withdraw_signature", **asked) == {
        "ticket_for_another_act": OTHER_ACT
    }
    assert not other.is_withdrawn


# This statement, to the letter.


def another_sentence(cast: Cast) -> None:
    text = "Version {version} of “{title}” is right, I say."
    wording.put_in_use(Meaning.MEDICAL_REVIEW, text, actor=cast.editor, reason="Plainer", base=1)


def another_degree(cast: Cast) -> None:
    reviewer = cast.physician.reviewer
    reviewer.degrees = "MD, MPH"
    recording.save(reviewer, actor=cast.officer, reason="A new degree")


def another_certificate(cast: Cast) -> None:
    cast.register(cast.physician, certificate="Internal Medicine")


def another_check(cast: Cast) -> None:
    cast.verify(cast.physician.reviewer.credentials.get())


def another_disclosure(cast: Cast) -> None:
    cast.disclose(cast.physician.reviewer, statement="Stock in a maker of gout drugs.")


@pytest.mark.parametrize(
    "change",
    [another_sentence, another_degree, another_certificate, another_check, another_disclosure],
)
def test_nothing_is_recorded_that_the_page_did_not_show(
    cast: Cast, article: Article, change: Callable[[Cast], None]
) -> None:
    page = signing_page("sign_off", article, cast.physician)
    change(cast)
    before = picture()

    assert reasons(sign, article, cast.physician, page) == {"statement_changed": OTHER_SHOWN}
    assert picture() == before
    sign(article, cast.physician, signing_page("sign_off", article, cast.physician))


def test_a_publisher_of_another_name_opens_the_page_again(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    page = signing_page("publish", article, cast.publisher)
    User.objects.filter(pk=cast.publisher.pk).update(last_name="Married")
    renamed = User.objects.get(pk=cast.publisher.pk)

    assert reasons(sign, article, renamed, page, "publish") == {"statement_changed": OTHER_SHOWN}


# Tries.


def test_the_sixth_try_on_one_ticket_is_not_looked_at(cast: Cast, article: Article) -> None:
    """Right passwords, so that the account is never locked: the ticket alone is used up."""
    page = signing_page("sign_off", article, cast.physician)
    for _ in range(5):
        given = bad_input(sign, article, cast.physician, page, no_interest=False)
        assert given[0] == "no_interest"

    assert reasons(sign, article, cast.physician, page) == {
        "ticket_spent": "Too many tries on this page. Open it again to sign."
    }
    sign(article, cast.physician, signing_page("sign_off", article, cast.physician))


def test_five_wrong_passwords_use_up_the_ticket_and_lock_the_account(
    cast: Cast, article: Article, clock: Clock
) -> None:
    made = signing_page("sign_off", article, cast.physician)
    guess = Authentication(ticket=made.ticket, session=made.session, password="guess")
    for _ in range(5):
        bad_input(sign, article, cast.physician, guess)
    assert set(reasons(sign, article, cast.physician, made)) == {"signing_locked", "ticket_spent"}
    clock.forward(minutes=15)
    assert set(reasons(sign, article, cast.physician, made)) == {"ticket_expired", "ticket_spent"}


def test_a_page_shown_again_keeps_its_ticket_while_it_is_good_for_the_same(
    cast: Cast, article: Article, clock: Clock
) -> None:
    def shown(ticket: str, session: str = "here") -> str:
        page = workflow.prepare(
            "sign_off", article, actor=cast.physician, session=session, ticket=ticket
        )
        return page.ticket

    first = shown("")
    assert shown(first) == first
    assert shown(first, session="there") != first
    another_disclosure(cast)
    second = shown(first)
    assert second != first
    clock.forward(minutes=10)
    assert shown(second) not in {first, second}


# Secrets.


def test_neither_ticket_nor_session_is_stored(cast: Cast, article: Article) -> None:
    """Their digests are; sessions have a table of their own, which is Django's."""
    page = signing_page("sign_off", article, cast.physician, session="the-key-of-a-session")
    bad_input(sign, article, cast.physician, page, no_interest=False)
    sign(article, cast.physician, page)

    stored = everything()
    assert SigningTicket.objects.get().token_digest in stored
    for secret in (page.ticket, page.session, PASSWORD):
        assert secret not in stored


def everything() -> str:
    """Each row of each table of ours and of the second factor."""
    found: list[str] = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in {"articles", "auth", "mfa", "django_tasks_database"}:
            found += [str(row) for row in values(model)]
    return "\n".join(found)


def values(model: type[models.Model]) -> list[dict[str, Any]]:
    return list(model._default_manager.values())


def test_what_is_handed_in_shows_in_no_report(cast: Cast, article: Article) -> None:
    page = signing_page("sign_off", article, cast.physician, code="123456")
    shown = workflow.prepare("sign_off", article, actor=cast.physician, session="here")
    assert repr(page) == "Authentication()"
    assert shown.ticket not in repr(shown)
