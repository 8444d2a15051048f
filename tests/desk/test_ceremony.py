"""The page to sign, in a browser: what changed since it was opened, who else, and secrets."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from articles import roles, wording, workflow
from articles.credentials import agreement, checking
from articles.days import editorial_date
from articles.models import Article, Review, Signature, SigningAccess
from articles.stages import Meaning, Stage, Standing, StandingReason
from articles.workflow import reviews
from tests.cast import PASSWORD, Cast
from tests.signing.phone import Phone
from tests.workflow.answers import refusals_on_record
from tests.workflow.clock import Clock

from .site import changed, rows, send_signing_page, signed_in

pytestmark = pytest.mark.django_db

MADE = "This page was not made for you in this session. Open it again to sign."


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.second_physician)


def address(article: Article, name: str = "sign_off") -> str:
    return reverse("transition", args=[article.slug, name])


def opened(client: Client, where: str) -> dict[str, str]:
    """The page to sign, filled in and not yet sent."""
    page = client.get(where)
    assert page.status_code == 200, page.content
    ticket = page.context["prepared"].ticket
    return {"ticket": ticket, "password": PASSWORD, "no_interest": "on"}


def entered(username: str, password: str = PASSWORD) -> Client:
    """Somebody who came in by the door, so with a session as sign-in makes it."""
    client = Client()
    assert client.login(username=username, password=password)
    return client


def says(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def anew(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


# What changed between opening the page and sending it.


def _standing(cast: Cast, reason: StandingReason) -> None:
    checking.record_status(
        cast.physician.reviewer.credentials.get(),
        actor=cast.officer,
        standing=Standing.NOT_IN_FORCE,
        reason=reason,
        why="As the board says",
        effective_from=editorial_date(dt.datetime.now(dt.UTC)),
    )


def edited(cast: Cast, article: Article) -> None:
    draft = workflow.perform("recall", article, actor=cast.writer)
    draft = workflow.save_draft(
        draft, {"summary": "New."}, actor=cast.writer, reason="Better", base=draft.content_digest
    )
    cast.submit(draft)


def submitted_again(cast: Cast, article: Article) -> None:
    cast.submit(workflow.perform("recall", article, actor=cast.writer))


def recalled(cast: Cast, article: Article) -> None:
    workflow.perform("recall", article, actor=cast.writer)


def suspended(cast: Cast, article: Article) -> None:
    _standing(cast, StandingReason.SUSPENDED)


def revoked(cast: Cast, article: Article) -> None:
    _standing(cast, StandingReason.REVOKED)


def declined(cast: Cast, article: Article) -> None:
    review = Review.objects.get(round=article.round, reviewer=cast.physician.reviewer)
    reviews.decline(review, actor=cast.physician, reason="No time.")


def released(cast: Cast, article: Article) -> None:
    review = Review.objects.get(round=article.round, reviewer=cast.physician.reviewer)
    reviews.release(review, actor=cast.editor, reason="Too busy.")


def new_agreement(cast: Cast, article: Article) -> None:
    agreement.put_in_use("What reviewers agree to now.", actor=cast.editor)


def new_sentence(cast: Cast, article: Article) -> None:
    text = "Version {version} of “{title}” is right."
    wording.put_in_use(Meaning.MEDICAL_REVIEW, text, actor=cast.editor, reason="Plainer", base=1)


def completed(cast: Cast, article: Article) -> None:
    cast.sign_off(article, cast.second_physician)


def foreign_hash(cast: Cast, article: Article) -> None:
    SigningAccess.objects.filter(user=cast.physician).update(own_password="sha256:" + "0" * 64)


def locked(cast: Cast, article: Article) -> None:
    for _ in range(5):
        with pytest.raises(Exception, match="password"):
            cast.act("sign_off", article, cast.physician, password="guess")


CHANGES: dict[Callable[[Cast, Article], None], str] = {
    edited: "The text is not the one you had on screen.",
    submitted_again: "What would be recorded is not what the page showed.",
    recalled: "The article is in the stage “draft”.",
    suspended: "Rheumatology was suspended, revoked or surrendered.",
    revoked: "Rheumatology was suspended, revoked or surrendered.",
    declined: "You are not asked to review this version.",
    released: "You are not asked to review this version.",
    new_agreement: "Version 2 of the reviewer agreement has not been accepted.",
    new_sentence: "What would be recorded is not what the page showed.",
    completed: "The article is in the stage “approved”.",
    foreign_hash: "Somebody else set your password. Choose your own before you sign.",
    locked: "after five wrong tries.",
}


def refused(client: Client, where: str, form: dict[str, str], article: Article) -> str:
    """What the 409 page says; nothing is written but the refused attempt."""
    before, tried = rows(), len(refusals_on_record(article))
    response = client.post(where, form)
    assert response.status_code == 409
    # Tries and tickets are counted apart from what is done.
    assert set(changed(before)) <= {"articles.SigningAccess"}
    assert len(refusals_on_record(article)) == tried + 1
    return says(response)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changed_since_the_page_was_opened_is_the_reason_why_nothing_is_signed(
    cast: Cast, article: Article, change: Callable[[Cast, Article], None]
) -> None:
    client, where = signed_in(cast.physician), address(article)
    form = opened(client, where)
    change(cast, article)
    assert CHANGES[change] in refused(client, where, form, article)
    assert not Signature.objects.filter(signer=cast.physician).exists()


def test_a_text_withdrawn_meanwhile_is_not_signed(cast: Cast) -> None:
    article = workflow.perform("revise", cast.article_in(Stage.PUBLISHED), actor=cast.writer)
    article = cast.submit(article, cast.second_physician)
    client, where = signed_in(cast.second_physician), address(article)
    form = opened(client, where)
    cast.act("withdraw", article, cast.publisher, note="Dangerous.")
    assert "The article is in the stage “withdrawn”." in refused(client, where, form, article)


def test_a_disclosure_that_goes_stale_at_midnight_bars_the_signature(
    cast: Cast, clock: Clock
) -> None:
    cast.policy("Default", disclosure_days=1)
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    tomorrow = editorial_date(clock()) + dt.timedelta(days=1)
    late = dt.datetime.combine(tomorrow, dt.time(23, 58), ZoneInfo("America/New_York"))
    clock.at = late.astimezone(dt.UTC)
    client, where = signed_in(cast.physician), address(article)
    form = opened(client, where)
    clock.forward(minutes=3)
    assert "The disclosure of interests is 2 days old." in refused(client, where, form, article)


def test_from_the_review_page_a_round_that_ended_meanwhile_is_over(
    cast: Cast, article: Article
) -> None:
    review = Review.objects.get(round=article.round, reviewer=cast.physician.reviewer)
    client, where = signed_in(cast.physician), reverse("sign", args=[review.pk])
    form = opened(client, where)
    edited(cast, article)
    before = rows()
    response = client.post(where, form)
    assert response.status_code == 409
    assert "This round of review is over" in says(response)
    assert changed(before) == []


@pytest.mark.parametrize("left_with", [roles.AUDITORS, None])
def test_who_lost_the_role_meanwhile_signs_nothing(
    cast: Cast, article: Article, left_with: str | None
) -> None:
    client, where = signed_in(cast.physician), address(article)
    form = opened(client, where)
    cast.physician.groups.set(Group.objects.filter(name=left_with))
    before = rows()
    assert client.post(where, form).status_code == 403
    assert set(changed(before)) <= {"articles.SigningAccess"}
    if left_with:
        assert refusals_on_record(article) == [("ada", "sign_off no_permission")]


def test_who_was_deactivated_meanwhile_is_shown_the_door(cast: Cast, article: Article) -> None:
    client, where = signed_in(cast.physician), address(article)
    form = opened(client, where)
    User.objects.filter(pk=cast.physician.pk).update(is_active=False)
    before = rows()
    response = client.post(where, form)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('login')}?next={where}"
    assert changed(before) == []


@pytest.mark.parametrize(
    "raised",
    [{"sign_offs": 2}, {"specialist_sign_offs": 2, "sign_offs": 2}, {"second_factor": True}],
)
def test_a_policy_that_is_raised_changes_nothing_in_a_round_that_runs(
    cast: Cast, article: Article, raised: dict[str, Any]
) -> None:
    client, where = signed_in(cast.physician), address(article)
    form = opened(client, where)
    cast.policy("Default", **raised)
    assert client.post(where, form).status_code == 302
    assert anew(article).stage == Stage.APPROVED
    said = json.loads(Signature.objects.get().statement)
    assert said["policy"]["record"] == article.round.policy_id
    # Nor at its release.
    assert send_signing_page(signed_in(cast.publisher), address(article, "publish"))
    assert anew(article).stage == Stage.PUBLISHED


# The session.


def test_who_signed_out_opens_the_page_again(cast: Cast, article: Article) -> None:
    client, where = entered("ada"), address(article)
    form = opened(client, where)
    client.post(reverse("logout"))
    assert client.post(where, form)["Location"].startswith(reverse("login"))
    assert client.login(username="ada", password=PASSWORD)
    assert MADE in refused(client, where, form, article)


def test_another_browser_of_the_same_person_opens_its_own_page(
    cast: Cast, article: Article
) -> None:
    form = opened(entered("ada"), address(article))
    assert MADE in refused(entered("ada"), address(article), form, article)


def test_who_chose_another_password_opens_the_page_again(cast: Cast, article: Article) -> None:
    client, where = entered("ada"), address(article)
    form = opened(client, where)
    chosen = "quite-another-long-one"
    client.post(
        reverse("password_change"),
        {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen},
    )
    assert MADE in refused(client, where, {**form, "password": chosen}, article)
    assert send_signing_page(client, where, password=chosen, no_interest="on").status_code == 302


def test_a_code_is_asked_once_a_series_and_again_after_signing_out(
    cast: Cast, article: Article
) -> None:
    phone = Phone(cast.physician)
    other = cast.article_in(Stage.MEDICAL_REVIEW, title="Another text")
    third = cast.article_in(Stage.MEDICAL_REVIEW, title="A third text")
    client = signed_in(cast.physician)
    assert "Code of your authenticator app" in says(client.get(address(article)))
    missing = send_signing_page(client, address(article), no_interest="on")
    assert missing.status_code == 422
    assert "Type the code of your authenticator app." in says(missing)
    given = {"no_interest": "on", "code": phone.code()}
    assert send_signing_page(client, address(article), **given).status_code == 302

    assert "Code of your authenticator app" not in says(client.get(address(other)))
    assert send_signing_page(client, address(other), no_interest="on").status_code == 302
    client.post(reverse("logout"))
    client.force_login(cast.physician)
    assert "Code of your authenticator app" in says(client.get(address(third)))


# Nobody else, and no other way.


def test_a_superuser_without_the_role_signs_nothing(cast: Cast, article: Article) -> None:
    client = signed_in(cast.superuser)
    for name in ("sign_off", "publish", "withdraw", "withdraw_signature"):
        assert client.get(address(article, name)).status_code == 403
        form = {"ticket": "", "password": PASSWORD, "no_interest": "on", "note": "Why."}
        assert client.post(address(article, name), form).status_code == 403
    assert not Signature.objects.exists()


def test_to_look_at_the_page_signs_nothing_whatever_is_asked(cast: Cast, article: Article) -> None:
    client, where = signed_in(cast.physician), address(article)
    form = opened(client, where)
    before = rows()
    for method in (client.get, client.head):
        assert method(where, form).status_code == 200
    assert client.put(where, form).status_code == 405
    assert changed(before) == []


def test_one_form_signs_one_text(cast: Cast, article: Article) -> None:
    other = cast.article_in(Stage.MEDICAL_REVIEW, title="Another text")
    client = signed_in(cast.physician)
    tickets = [opened(client, address(each))["ticket"] for each in (other, article)]
    form = {"ticket": tickets, "slug": [other.slug, article.slug], "article": str(other.pk)}
    sent = {**form, "password": PASSWORD, "no_interest": "on"}
    assert client.post(address(article), sent).status_code == 302
    assert Signature.objects.get().article_id == article.pk


def test_a_form_of_another_site_signs_nothing(cast: Cast, article: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.physician)
    form = opened(client, address(article))
    assert client.post(address(article), form).status_code == 403
    assert not Signature.objects.exists()
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post(address(article), {**form, **token}).status_code == 302


def test_no_other_site_frames_the_page(cast: Cast, article: Article) -> None:
    page = signed_in(cast.physician).get(address(article))
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_no_browser_keeps_the_page(cast: Cast, article: Article) -> None:
    """Its ticket is good for ten minutes, and who comes next may press "back"."""
    review = Review.objects.get(round=article.round, reviewer=cast.physician.reviewer)
    for where in (address(article), reverse("sign", args=[review.pk])):
        assert "no-store" in signed_in(cast.physician).get(where)["Cache-Control"]


def test_the_admin_has_no_actions_that_could_sign(cast: Cast, rf: Any) -> None:
    request = rf.get("/admin/")
    request.user = cast.superuser
    offered = {name for site in admin.site._registry.values() for name in site.get_actions(request)}
    assert offered == set()


def test_no_command_signs(cast: Cast, article: Article) -> None:
    """But for the demo, which signs as accounts that production shuts out."""
    from tests.architecture.source import ROOT

    commands = ROOT / "articles" / "management"
    signing = {
        path.name
        for path in commands.rglob("*.py")
        if "Authentication" in path.read_text() or "take_signature" in path.read_text()
    }
    assert signing == {"demo.py"}


# Secrets.


SECRETS = ("a-very-long-guess-or-not", "424242")


@pytest.fixture
def typed(cast: Cast, article: Article) -> tuple[Client, dict[str, str]]:
    """A page filled in by somebody who has an app; the client answers as a server does."""
    Phone(cast.physician)
    client = Client(raise_request_exception=False)
    client.force_login(cast.physician)
    password, code = SECRETS
    return client, {**opened(client, address(article)), "password": password, "code": code}


def _breaks(*_args: Any, **_more: Any) -> Any:
    raise RuntimeError("broken on purpose")


BREAKS = (
    "articles.signing.tickets.find",
    "articles.accounts.check_password",
    "django.contrib.auth.hashers.MD5PasswordHasher.verify",
    "articles.workflow.refused.record",
    "articles.signing.tickets.issue",
    "articles.desk.ceremony.render",
)
"""Before, while and after what was typed is judged; the last two when the page is shown again."""


def broken(where: str, monkeypatch: pytest.MonkeyPatch, client: Client, form: Any, to: str) -> Any:
    monkeypatch.setattr(where, _breaks)
    if where.endswith("issue"):
        form = {**form, "ticket": f"{form['ticket']}x", "password": ""}
    response = client.post(to, form)
    assert response.status_code == 500
    return response


@pytest.mark.parametrize("by_review", [True, False])
@pytest.mark.parametrize("where", BREAKS)
def test_no_report_of_an_error_tells_what_was_typed(
    cast: Cast, article: Article, typed, where: str, by_review: bool, settings, monkeypatch
) -> None:
    """The mail to administrators, with every frame and every variable."""
    settings.ADMINS = [("Ops", "ops@example.org")]
    to = _to(article, by_review=by_review)
    client, form = typed
    handler = AdminEmailHandler(include_html=True)
    handler.setLevel(logging.ERROR)
    monkeypatch.setattr(logging.getLogger("django"), "handlers", [handler])
    broken(where, monkeypatch, client, form, to)

    (report,) = mail.outbox
    whole = f"{report.body} {report.alternatives}"
    assert "broken on purpose" in whole
    assert [s for s in (*SECRETS, form["ticket"]) if s in whole] == []


@pytest.mark.slow
@pytest.mark.parametrize("by_review", [True, False])
@pytest.mark.parametrize("where", BREAKS)
def test_nor_does_the_debug_page_of_a_laptop(
    cast: Cast, article: Article, typed, where: str, by_review: bool, settings, monkeypatch
) -> None:
    settings.DEBUG = True
    client, form = typed
    whole = broken(where, monkeypatch, client, form, _to(article, by_review=by_review))
    whole = whole.content.decode()
    assert "broken on purpose" in whole
    assert [s for s in (*SECRETS, form["ticket"]) if s in whole] == []


def _to(article: Article, *, by_review: bool) -> str:
    if not by_review:
        return address(article)
    return reverse("sign", args=[article.round.reviews.get(reviewer__user__username="ada").pk])


def test_no_log_tells_what_was_typed(
    cast: Cast, article: Article, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    phone, client, where = Phone(cast.physician), signed_in(cast.physician), address(article)
    form = {**opened(client, where), "code": phone.wrong_code()}
    assert client.post(where, form).status_code == 422
    right = {**form, "code": phone.code()}
    assert client.post(where, right).status_code == 302
    assert client.post(where, right).status_code == 409
    logging.getLogger("articles").debug("heard")
    told = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    assert told[-1].startswith("heard")
    for secret in (PASSWORD, form["code"], right["code"], form["ticket"]):
        assert [line for line in told if secret in line] == []


@pytest.mark.parametrize("answer", ["wrong", "missing"])
def test_the_page_given_back_repeats_no_password_and_keeps_its_ticket(
    cast: Cast, article: Article, typed, answer: str
) -> None:
    client, form = typed
    if answer == "missing":
        form = {**form, "code": ""}
    response = client.post(address(article), form)
    assert response.status_code == 422
    assert form["password"] not in says(response)
    assert f'value="{form["code"] or "000000"}"' not in says(response)
    assert form["ticket"] in says(response)
