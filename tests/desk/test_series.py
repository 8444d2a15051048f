"""Several releases on one page: a ticket, a judgement, a signature and an entry for each."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlencode

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import accounts, workflow
from articles.models import (
    Article,
    LedgerEntry,
    Publication,
    Signature,
    SigningAccess,
    SigningTicket,
)
from articles.stages import Event, Meaning, Stage
from articles.workflow import editions, series
from tests.cast import PASSWORD, Cast, today
from tests.workflow.test_rules import lapse

from .site import changed, rows, signed_in, statements

pytestmark = pytest.mark.django_db

ADDRESS = "/publish/release/"


@pytest.fixture
def approved(cast: Cast) -> list[Article]:
    return [cast.article_in(Stage.APPROVED, title=f"Words {number}") for number in (1, 2, 3)]


def of(articles: Sequence[Article]) -> dict[str, list[str]]:
    return {"article": [article.slug for article in articles]}


def page(client: Client, articles: Sequence[Article]) -> HttpResponse:
    return client.get(ADDRESS, of(articles))


def sent(shown: HttpResponse, articles: Sequence[Article], **typed: Any) -> dict[str, Any]:
    """The form as the page has it, filled in."""
    found = {}
    for item in shown.context["offered"]:
        found[f"ticket-{item['article'].slug}"] = item["prepared"].ticket
        found[f"edition-{item['article'].slug}"] = item["edition"].number
    return {**of(articles), **found, "password": PASSWORD, **typed}


def sign(client: Client, articles: Sequence[Article], **typed: Any) -> HttpResponse:
    return client.post(ADDRESS, sent(page(client, articles), articles, **typed))


def releases() -> list[Signature]:
    given = Signature.objects.filter(meaning=Meaning.PUBLICATION_RELEASE)
    return list(given.order_by("signed_at"))


def stages() -> list[str]:
    return list(Article.objects.order_by("title").values_list("stage", flat=True))


WAS, WORDED = "Rest the joint well.[@handbook]", "Rest the joint quietly.[@handbook]"
CHANGED = "Rest the joint for 5 days.[@handbook]"
SUGGESTED = {"first": "1.0", "minor": "1.1", "major": "2.0"}


def ready_again(cast: Cast, title: str, body: str) -> Article:
    """Approved as the next version of a text that readers see."""
    live = cast.article_in(Stage.PUBLISHED, title=title, body=WAS)
    return cast.sign_off(cast.submit(cast.revised(live, body=body), cast.physician))


@pytest.fixture
def mixed(cast: Cast) -> list[Article]:
    """One of each kind of edition, in the order of ``SUGGESTED``."""
    first = cast.article_in(Stage.APPROVED, title="first", body=WAS)
    return [first, ready_again(cast, "minor", WORDED), ready_again(cast, "major", CHANGED)]


def made() -> dict[str, str]:
    """By title, the newest edition of each article."""
    found = Publication.objects.order_by("released_at").select_related("article")
    return {publication.article.title: publication.edition for publication in found}


def test_each_becomes_the_edition_that_the_page_names(cast: Cast, mixed: list[Article]) -> None:
    client = signed_in(cast.publisher)
    shown = page(client, mixed)
    said = {item["title"]: item["edition"].number for item in shown.context["offered"]}
    assert said == SUGGESTED
    assert "Edition 1.0 ·" in shown.text
    assert "Edition 1.1: only the wording changed ·" in shown.text
    assert "Edition 2.0: the content changed ·" in shown.text
    for article in mixed:
        assert f'href="{reverse("transition", args=[article.slug, "publish"])}"' in shown.text
        assert f'name="edition-{article.slug}" value="{SUGGESTED[article.title]}"' in shown.text
    assert "3 released<" in client.post(ADDRESS, sent(shown, mixed)).text
    assert made() == SUGGESTED


@pytest.mark.parametrize("shown", ["1.1", "3.0", "", "minor"])
def test_an_edition_that_the_page_did_not_name_is_not_made(
    cast: Cast, mixed: list[Article], shown: str
) -> None:
    client = signed_in(cast.publisher)
    other = {f"edition-{mixed[2].slug}": shown}
    done = client.post(ADDRESS, sent(page(client, mixed), mixed, **other))
    assert "2 released, 1 not" in done.text
    assert made() == {**SUGGESTED, "major": "1.0"}
    (refused,) = done.context["refused"]
    assert [reason.code for reason in refused["refusals"]] == ["edition_changed"]
    assert "edition 2.0" in done.text
    assert Article.objects.get(pk=mixed[2].pk).stage == Stage.APPROVED


def test_an_edition_that_was_another_when_the_page_was_made_is_refused_alone(
    cast: Cast, mixed: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.publisher)
    form = sent(page(client, mixed), mixed)
    judged = editions.suggested
    monkeypatch.setattr(
        editions,
        "suggested",
        lambda a: replace(judged(a), minor=False) if a.title == "minor" else judged(a),
    )
    done = client.post(ADDRESS, form)
    assert "It would be edition 2.0 now; the page said 1.1. Look at it again." in done.text
    assert made() == {**SUGGESTED, "minor": "1.0"}


@pytest.mark.parametrize("asks_factor", [False, True])
def test_the_page_takes_as_many_statements_for_one_as_for_four(
    cast: Cast, mixed: list[Article], asks_factor: bool
) -> None:
    more = [*mixed, ready_again(cast, "more", CHANGED)]
    if asks_factor:
        enrolled(cast.publisher)
        SigningAccess.objects.filter(user=cast.publisher).update(wants_factor=True)
    client = signed_in(cast.publisher)
    counts = {}
    for articles in (mixed[:1], mixed[2:], more):
        address = f"{ADDRESS}?{urlencode(of(articles), doseq=True)}"
        counts[len(articles), articles[0].title] = statements(client, address)
        assert len(client.get(address).context["offered"]) == len(articles)
    assert len(set(counts.values())) == 1
    assert max(counts.values()) <= 22


def test_a_page_shown_again_keeps_its_tickets_in_as_many_statements(
    cast: Cast, approved: list[Article]
) -> None:
    client = signed_in(cast.publisher)
    # The first refusal is recorded, the others within the hour are not.
    counts = []
    sign(client, approved[:1], password="")
    for articles in (approved[:1], approved):
        form = sent(page(client, articles), articles, password="")
        before = SigningTicket.objects.count()
        with CaptureQueriesContext(connection) as captured:
            shown = client.post(ADDRESS, form)
        assert shown.status_code == 422
        counts.append(len(captured))
        assert SigningTicket.objects.count() == before
        tickets = {key: form[key] for key in form if key.startswith("ticket-")}
        again = sent(shown, articles)
        assert {key: again[key] for key in tickets} == tickets
    assert counts[0] == counts[1]


@pytest.mark.parametrize("lacks_factor", [False, True])
def test_the_page_judges_as_the_release_itself(
    cast: Cast, approved: list[Article], lacks_factor: bool
) -> None:
    own = cast.article_in(Stage.APPROVED, title="Own words")
    Article.objects.filter(pk=own.pk).update(owner=cast.publisher)
    cast.submit(cast.draft(title="In doubt"), cast.second_physician)
    doubted = cast.sign_off(Article.objects.get(title="In doubt"), cast.second_physician)
    lapse(cast, cast.second_physician, today() - dt.timedelta(days=10))
    SigningAccess.objects.update(wants_factor=lacks_factor)
    articles = [*approved, own, doubted]
    shown = page(signed_in(cast.publisher), articles)
    told = {item["title"]: item["refusals"] for item in shown.context["refused"]}
    codes = {title: [reason.code for reason in found] for title, found in told.items()}
    factor = ["second_factor_missing"] if lacks_factor else []
    said = {"Own words": ["own_text", *factor], "In doubt": ["signer_not_in_force", *factor]}
    assert codes == ({article.title: factor for article in approved if lacks_factor} | said)
    for article in Article.objects.filter(pk__in=[each.pk for each in articles]):
        (one,) = workflow.options(article, cast.publisher, only=["publish"])
        expected = [(reason.code, reason.message) for reason in one.refusals]
        found = [(reason.code, reason.message) for reason in told.get(article.title, ())]
        assert found == expected


def test_the_page_lists_each_with_its_own_sentence(cast: Cast, approved: list[Article]) -> None:
    text = page(signed_in(cast.publisher), approved).text
    for article in approved:
        assert f"I release version 1 of “{article.title}” to readers" in text
    assert text.count('name="password"') == 1
    assert 'name="code"' not in text
    assert "Sign 3 releases" in text
    assert SigningTicket.objects.filter(meaning=Meaning.PUBLICATION_RELEASE).count() == 3


def test_each_is_signed_and_recorded_alone(cast: Cast, approved: list[Article]) -> None:
    before = LedgerEntry.objects.count()
    done = sign(signed_in(cast.publisher), approved, **{f"note-{approved[1].slug}": "New doses."})
    assert done.status_code == 200
    assert "3 released" in done.text
    assert stages() == [Stage.PUBLISHED] * 3
    given = releases()
    assert [signature.article for signature in given] == approved
    assert len({signature.statement_digest for signature in given}) == 3
    entries = LedgerEntry.objects.filter(kind=Event.PUBLISH, seq__gte=before)
    bound = [
        json.loads(payload)["statement"] for payload in entries.values_list("payload", flat=True)
    ]
    assert sorted(bound) == sorted(signature.statement_digest for signature in given)
    used = SigningTicket.objects.filter(used_at__isnull=False, meaning=Meaning.PUBLICATION_RELEASE)
    assert sorted(used.values_list("article", flat=True)) == sorted(a.pk for a in approved)
    notes = {a.title: a.publications.get().note for a in Article.objects.all()}
    assert notes == {"Words 1": "", "Words 2": "New doses.", "Words 3": ""}
    for signature in given:
        assert reverse("receipt", args=[signature.pk]) in done.text


def test_the_password_is_hashed_once(
    cast: Cast, approved: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.publisher)
    form = sent(page(client, approved), approved)
    checked = Mock(wraps=accounts.check_password)
    monkeypatch.setattr(accounts, "check_password", checked)
    client.post(ADDRESS, form)
    assert stages() == [Stage.PUBLISHED] * 3
    assert checked.call_count == 1


@pytest.mark.parametrize(("by_its_owner", "code"), [(True, "password_not_own"), (False, "wrong")])
def test_a_password_that_changes_meanwhile_signs_no_more(
    cast: Cast,
    approved: list[Article],
    monkeypatch: pytest.MonkeyPatch,
    by_its_owner: bool,
    code: str,
) -> None:
    client = signed_in(cast.publisher)
    form = sent(page(client, approved), approved)
    perform = workflow.perform
    done: list[Article] = []

    def and_then_it_changes(*args: Any, **given: Any) -> Article:
        done.append(perform(*args, **given))
        user = User.objects.get(pk=cast.publisher.pk)
        user.password = make_password("another long password for tests")
        user.save(update_fields=["password"])
        if by_its_owner:
            accounts.take_as_own(user)
        return done[-1]

    monkeypatch.setattr(series, "perform", and_then_it_changes)
    response = client.post(ADDRESS, form)
    assert len(releases()) == 1
    assert "1 released, 2 not" in response.text
    codes = [[reason.code for reason in item["refusals"]] for item in response.context["refused"]]
    assert codes == [[code], [code]]


@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_password_that_is_not_right_signs_nothing(
    cast: Cast, approved: list[Article], password: str
) -> None:
    client = signed_in(cast.publisher)
    note = {f"note-{approved[0].slug}": "Kept while it is typed again."}
    response = sign(client, approved, password=password, **note)
    assert response.status_code == 422
    assert "password" in response.context["form"].errors
    assert "Kept while it is typed again." in response.text
    assert (releases(), stages()) == ([], [Stage.APPROVED] * 3)
    tries = SigningAccess.objects.get(user=cast.publisher).tries
    assert tries == (1 if password else 0)
    again = client.post(ADDRESS, sent(response, approved))
    assert "3 released" in again.text


def test_five_wrong_passwords_lock_the_series_too(cast: Cast, approved: list[Article]) -> None:
    client = signed_in(cast.publisher)
    for _ in range(5):
        sign(client, approved, password="wrong")
    locked = sign(client, approved)
    assert releases() == []
    assert "Signing is locked until" in locked.text


def enrolled(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return str(secret)


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def proofs() -> list[list[str]]:
    return [json.loads(signature.statement)["authentication"] for signature in releases()]


@pytest.mark.req("P11-23")
def test_the_code_is_asked_once_and_proves_the_first(cast: Cast, approved: list[Article]) -> None:
    secret, client = enrolled(cast.publisher), signed_in(cast.publisher)
    assert sign(client, approved, code="000000").status_code == 422
    assert sign(client, approved).status_code == 422
    assert releases() == []
    sign(client, approved, code=code_of(secret))
    assert proofs() == [["password", "totp"], ["password", "series"], ["password", "series"]]


def test_a_code_whose_first_article_is_refused_proves_the_next(
    cast: Cast, approved: list[Article]
) -> None:
    secret, client = enrolled(cast.publisher), signed_in(cast.publisher)
    form = sent(page(client, approved), approved, code=code_of(secret))
    workflow.perform("revise", approved[0], actor=cast.writer)
    client.post(ADDRESS, form)
    assert proofs() == [["password", "totp"], ["password", "series"]]


def test_one_that_moved_meanwhile_is_refused_alone(cast: Cast, approved: list[Article]) -> None:
    client = signed_in(cast.publisher)
    form = sent(page(client, approved), approved)
    workflow.perform("revise", approved[1], actor=cast.writer)
    done = client.post(ADDRESS, form)
    assert stages() == [Stage.PUBLISHED, Stage.DRAFT, Stage.PUBLISHED]
    assert "2 released, 1 not" in done.text
    assert [item["title"] for item in done.context["refused"]] == ["Words 2"]
    assert "The article is in the stage “draft”." in done.text


def test_one_whose_signature_was_withdrawn_meanwhile_is_refused_alone(
    cast: Cast, approved: list[Article]
) -> None:
    client = signed_in(cast.publisher)
    form = sent(page(client, approved), approved)
    given = approved[0].signatures.medical().get()
    cast.act("withdraw_signature", approved[0], cast.physician, signature=given, note="Dose")
    assert "2 released, 1 not" in client.post(ADDRESS, form).text


def test_a_ticket_opens_its_own_article_and_no_other(cast: Cast, approved: list[Article]) -> None:
    client = signed_in(cast.publisher)
    form = sent(page(client, approved), approved)
    one, two = (f"ticket-{article.slug}" for article in approved[:2])
    form |= {one: form[two], two: form[one]}
    done = client.post(ADDRESS, form)
    assert done.text.count("This page was made for another signature.") == 2
    assert [signature.article for signature in releases()] == [approved[2]]


def test_what_was_not_on_the_page_is_not_signed(cast: Cast, approved: list[Article]) -> None:
    client = signed_in(cast.publisher)
    form = sent(page(client, approved[:2]), approved)
    left = f"edition-{approved[2].slug}"
    assert left not in form
    for number in ("", "1.0"):
        done = client.post(ADDRESS, {**form, left: number})
        assert "Words 3" in [item["title"] for item in done.context["refused"]]
    assert stages() == [Stage.PUBLISHED, Stage.PUBLISHED, Stage.APPROVED]


def test_a_page_sent_twice_signs_once_and_shows_the_receipts(
    cast: Cast, approved: list[Article]
) -> None:
    client = signed_in(cast.publisher)
    form = sent(page(client, approved), approved)
    client.post(ADDRESS, form)
    given = releases()
    again = client.post(ADDRESS, form)
    assert releases() == given
    assert "0 released, 3 not" in again.text
    for signature in given:
        assert reverse("receipt", args=[signature.pk]) in again.text


def test_a_page_of_another_person_or_session_signs_nothing(
    cast: Cast, approved: list[Article]
) -> None:
    form = sent(page(signed_in(cast.publisher), approved), approved)
    other = signed_in(cast.publisher)
    assert "This page was not made for you in this session." in other.post(ADDRESS, form).text
    assert releases() == []


def test_those_that_cannot_be_released_are_listed_with_their_reasons(
    cast: Cast, approved: list[Article]
) -> None:
    draft = cast.article_in(Stage.DRAFT, title="Not yet")
    shown = page(signed_in(cast.publisher), [approved[0], draft])
    assert [item["title"] for item in shown.context["offered"]] == ["Words 1"]
    assert [item["title"] for item in shown.context["refused"]] == ["Not yet"]
    assert "The article is in the stage “draft”." in shown.text
    assert "Sign 1 release<" in shown.text


@pytest.mark.parametrize(
    ("slugs", "words"),
    [
        ([], "Tick at least one article."),
        (["nowhere"], "There is no article “nowhere” any more."),
        ([f"a-{number}" for number in range(51)], "At most 50 articles go together"),
        (["\0"], "Tick at least one article."),
    ],
)
def test_a_choice_that_is_none_is_refused(cast: Cast, slugs: list[str], words: str) -> None:
    client = signed_in(cast.publisher)
    for response in (
        client.get(ADDRESS, {"article": slugs}),
        client.post(ADDRESS, {"article": slugs, "password": PASSWORD}),
    ):
        assert response.status_code == 422
        assert words in response.text


@pytest.mark.parametrize(
    "role", ["writer", "physician", "editor", "officer", "auditor", "superuser"]
)
def test_only_a_publisher_releases_many(cast: Cast, approved: list[Article], role: str) -> None:
    client = signed_in(getattr(cast, role))
    before = rows()
    assert page(client, approved).status_code == 403
    assert client.post(ADDRESS, {**of(approved), "password": PASSWORD}).status_code == 403
    assert ADDRESS not in client.get(reverse("publish-desk")).text
    assert changed(before) == []


def test_who_loses_the_role_in_the_midst_releases_no_more(
    cast: Cast, approved: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.publisher)
    form = sent(page(client, approved), approved)
    perform = workflow.perform

    def and_then_it_goes(*args: Any, **given: Any) -> Article:
        try:
            return perform(*args, **given)
        finally:
            cast.publisher.groups.clear()

    monkeypatch.setattr(series, "perform", and_then_it_goes)
    response = client.post(ADDRESS, form)
    assert len(releases()) == 1
    assert "1 released, 2 not" in response.text
    assert "Your role does not include this." in response.text


def test_nobody_keeps_the_page_or_reads_the_password_in_a_report(
    cast: Cast, approved: list[Article]
) -> None:
    shown = page(signed_in(cast.publisher), approved)
    assert "no-store" in shown["Cache-Control"]


def test_the_ready_tab_leads_there(cast: Cast, approved: list[Article]) -> None:
    text = signed_in(cast.publisher).get(reverse("publish-desk")).text
    assert f'formaction="{ADDRESS}"' in text
    for article in approved:
        assert f'name="article" value="{article.slug}"' in text
    assert 'type="checkbox"' not in signed_in(cast.auditor).get(reverse("publish-desk")).text
