"""The password at every signing; five wrong tries in a row lock signing, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from articles import accounts, ledger, workflow
from articles.errors import TransitionRefused
from articles.models import (
    Article,
    Delivery,
    LedgerEntry,
    Signature,
    SigningAccess,
    SigningTicket,
)
from articles.stages import DeliveryKind, Event, Stage
from tests.cast import PASSWORD, Cast, signing_page
from tests.workflow.answers import bad_input, reasons, refusals_on_record
from tests.workflow.clock import Clock

pytestmark = pytest.mark.django_db

WRONG = ("password", "wrong", "the password is not right; nothing was signed.")


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.second_physician)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was hashed to be judged."""
    seen: list[str] = []
    judge = User.check_password

    def noting(user: User, password: str) -> bool:
        seen.append(password)
        return judge(user, password)

    monkeypatch.setattr(User, "check_password", noting)
    return seen


def guess(cast: Cast, article: Article, times: int = 1, user: User | None = None) -> None:
    """So many wrong passwords, each on a page just opened."""
    for _ in range(times):
        assert bad_input(cast.act, "sign_off", article, user or cast.physician, password="x") == (
            WRONG
        )


def access(user: User) -> SigningAccess:
    return SigningAccess.objects.get(user=user)


def locks() -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(kind=Event.SIGNING_LOCK))


# Counting.


@pytest.mark.req("P11-22", "P11-23")
def test_the_password_is_asked_at_every_signature(cast: Cast, article: Article, judged) -> None:
    """The second comes in the same session, a moment later."""
    other = cast.article_in(Stage.MEDICAL_REVIEW, title="Another text")
    cast.act("sign_off", article, cast.physician)
    assert bad_input(cast.act, "sign_off", other, cast.physician, password="")[1] == "missing"
    guess(cast, other)
    cast.act("sign_off", other, cast.physician)
    assert judged == [PASSWORD, "x", PASSWORD]


def test_a_try_is_counted_before_it_is_judged(cast: Cast, article: Article, monkeypatch) -> None:
    """So that tries at the same moment cannot all see the count from before."""
    counts = []

    def noting(user: User, password: str) -> bool:
        counts.append((access(user).tries, SigningTicket.objects.get().tries))
        return False

    monkeypatch.setattr(accounts, "check_password", noting)
    page = signing_page("sign_off", article, cast.physician)
    given = {"authentication": page, "no_interest": True}
    for _ in range(2):
        bad_input(workflow.perform, "sign_off", article, actor=cast.physician, **given)
    assert counts == [(1, 1), (2, 2)]


def test_what_is_missing_is_no_try(cast: Cast, article: Article) -> None:
    for _ in range(6):
        assert bad_input(cast.act, "sign_off", article, cast.physician, password="") == (
            "password", "missing", "type your password to sign.",
        )  # fmt: skip
    assert access(cast.physician).tries == 0


# The lock.


@pytest.mark.req("P11-29")
def test_five_wrong_tries_lock_signing_for_fifteen_minutes_after_the_last(
    cast: Cast, article: Article, clock: Clock, judged
) -> None:
    guess(cast, article, 4)
    clock.forward(minutes=3)
    guess(cast, article)
    until = access(cast.physician).locked_until
    assert until == clock() + dt.timedelta(minutes=15)

    for moment in (clock(), until - dt.timedelta(microseconds=1)):
        clock.at = moment
        judged.clear()
        assert list(reasons(cast.act, "sign_off", article, cast.physician)) == ["signing_locked"]
        assert judged == []
    clock.at = until
    cast.act("sign_off", article, cast.physician)
    assert Signature.objects.get().signer == cast.physician


@pytest.mark.parametrize(("microseconds", "is_locked"), [(0, True), (1, False)])
def test_tries_are_in_a_row_up_to_fifteen_minutes_apart(
    cast: Cast, article: Article, clock: Clock, microseconds: int, is_locked: bool
) -> None:
    for _ in range(4):
        guess(cast, article)
        clock.forward(minutes=15)
    clock.forward(seconds=microseconds / 1e6)
    guess(cast, article)
    assert (access(cast.physician).locked_until is not None) == is_locked
    assert len(locks()) == is_locked


def test_the_page_to_sign_says_that_signing_is_locked_before_anything_is_typed(
    cast: Cast, article: Article, clock: Clock
) -> None:
    guess(cast, article, 5)
    asked = {"actor": cast.physician, "session": "a session"}
    clock.forward(minutes=5)
    until = (clock() + dt.timedelta(minutes=10)).astimezone(ZoneInfo("America/New_York"))
    assert reasons(workflow.prepare, "sign_off", article, **asked) == {
        "signing_locked": f"Signing is locked until {until:%H:%M}, after five wrong tries."
    }


def test_a_locked_account_signs_nothing_signs_in_and_reads(cast: Cast, article: Article) -> None:
    guess(cast, article, 5)
    client = Client()
    assert client.login(username="ada", password=PASSWORD)
    assert client.get(reverse("article", args=[article.slug])).status_code == 200
    assert client.get(reverse("transition", args=[article.slug, "sign_off"])).status_code == 409
    workflow.perform("request_changes", article, actor=cast.physician, note="Say how much.")


def test_nobody_else_is_locked(cast: Cast, article: Article) -> None:
    guess(cast, article, 5)
    cast.act("sign_off", article, cast.second_physician)
    assert access(cast.second_physician).tries == 0


@pytest.mark.req("P11-29")
def test_a_lock_is_one_entry_and_told_to_the_owner_and_every_managing_editor(
    cast: Cast, article: Article, clock: Clock
) -> None:
    gone = User.objects.create(username="gone", is_active=False)
    gone.groups.set(cast.editor.groups.all())
    second = User.objects.create(username="emil")
    second.groups.set(cast.editor.groups.all())
    guess(cast, article, 5)
    reasons(cast.act, "sign_off", article, cast.physician)

    entry = locks()[0]
    assert len(locks()) == 1
    assert (entry.actor, entry.subject, entry.at) == (
        "ada", f"account:{cast.physician.pk}", clock(),
    )  # fmt: skip
    assert json.loads(entry.payload)["username"] == "ada"
    told = Delivery.objects.filter(kind=DeliveryKind.SIGNING_LOCKED)
    assert sorted(told.values_list("user__username", flat=True)) == ["ada", "edda", "emil"]
    ledger.verify()


def test_a_second_lock_is_told_again(cast: Cast, article: Article, clock: Clock) -> None:
    guess(cast, article, 5)
    clock.forward(minutes=16)
    guess(cast, article, 5)
    assert len(locks()) == 2
    assert Delivery.objects.filter(kind=DeliveryKind.SIGNING_LOCKED).count() == 4


def test_guesses_at_an_act_that_is_not_theirs_are_told_too(cast: Cast, article: Article) -> None:
    """Whoever sits at a physician's screen may send the form anywhere; the answer is 403."""
    page = signing_page("publish", article, cast.physician, password="guess")
    for _ in range(5):
        with pytest.raises(PermissionDenied):
            workflow.perform("publish", article, actor=cast.physician, authentication=page)
    assert access(cast.physician).locked_until is not None
    assert len(locks()) == 1


# A right one.


def test_a_right_one_begins_the_count_anew(cast: Cast, article: Article, clock: Clock) -> None:
    guess(cast, article, 4)
    other = cast.article_in(Stage.MEDICAL_REVIEW, title="Another text")
    cast.act("sign_off", other, cast.physician)
    assert access(cast.physician).tries == 0
    guess(cast, article, 4)
    assert access(cast.physician).locked_until is None
    assert locks() == []


def test_the_fifth_may_be_right(cast: Cast, article: Article, clock: Clock) -> None:
    guess(cast, article, 4)
    cast.act("sign_off", article, cast.physician)
    assert access(cast.physician).locked_until is None
    assert locks() == []


def test_a_right_one_does_not_forgive_a_wrong_one_of_the_same_moment(
    cast: Cast, article: Article, clock: Clock, monkeypatch
) -> None:
    """The owner signs while somebody guesses: to the microsecond at the same time."""
    judge, others = accounts.check_password, iter([True])

    def with_company(user: User, password: str) -> bool:
        if next(others, False):
            guess(cast, article)
        return judge(user, password)

    monkeypatch.setattr(accounts, "check_password", with_company)
    page = signing_page("sign_off", article, cast.physician)
    cast.act("sign_off", article, cast.physician, authentication=page)
    assert Signature.objects.count() == 1
    assert access(cast.physician).tries == 1


def together(monkeypatch: pytest.MonkeyPatch, others: list[Callable[[], object]]) -> None:
    """While a password is judged, the next of the others begins: all are in flight at once."""
    judge = accounts.check_password

    def with_company(user: User, password: str) -> bool:
        if others:
            others.pop(0)()
        return judge(user, password)

    monkeypatch.setattr(accounts, "check_password", with_company)


def test_right_ones_of_the_same_moment_lock_nothing(
    cast: Cast, article: Article, clock: Clock, monkeypatch
) -> None:
    """Five are judged at once; whoever comes sixth is told to wait, and of no wrong try."""
    texts = [cast.article_in(Stage.MEDICAL_REVIEW, title=f"Text {n}") for n in range(6)]
    told: list[dict[str, str]] = []
    *four, late = [partial(cast.act, "sign_off", text, cast.physician) for text in texts[1:]]
    together(monkeypatch, [*four, lambda: told.append(reasons(late))])
    cast.act("sign_off", texts[0], cast.physician)

    assert told == [{"signing_busy": "Five tries of yours are being judged. Wait a moment."}]
    assert Signature.objects.count() == 5
    assert (access(cast.physician).tries, access(cast.physician).locked_until) == (0, None)
    assert (locks(), refusals_on_record(texts[5])) == ([], [("ada", "sign_off signing_busy")])
    late()
    assert Signature.objects.count() == 6


def test_one_page_sent_often_in_one_moment_is_signed_once_and_not_called_guessing(
    cast: Cast, article: Article, clock: Clock, monkeypatch
) -> None:
    page = signing_page("sign_off", article, cast.physician)
    told: list[str] = []

    def send() -> None:
        given = {"actor": cast.physician, "authentication": page, "no_interest": True}
        try:
            workflow.perform("sign_off", article, **given)
        except TransitionRefused as refused:
            told.extend(refusal.code for refusal in refused.refusals)

    together(monkeypatch, [send] * 5)
    send()
    assert Signature.objects.count() == 1
    assert Counter(told) == {"signing_busy": 1, "wrong_stage": 4}
    assert (access(cast.physician).tries, locks()) == (0, [])


def test_wrong_ones_of_the_same_moment_lock_once(
    cast: Cast, article: Article, clock: Clock, monkeypatch
) -> None:
    told: list[dict[str, str]] = []
    late = partial(reasons, cast.act, "sign_off", article, cast.physician)
    others = [partial(guess, cast, article)] * 4
    together(monkeypatch, [*others, lambda: told.append(late())])
    guess(cast, article)
    assert list(told[0]) == ["signing_busy"]
    assert list(late()) == ["signing_locked"]
    assert access(cast.physician).locked_until == clock() + dt.timedelta(minutes=15)
    assert len(locks()) == 1


def test_a_right_one_opens_what_a_wrong_one_of_its_moment_locked(
    cast: Cast, article: Article, clock: Clock, monkeypatch
) -> None:
    guess(cast, article, 3)
    together(monkeypatch, [partial(guess, cast, article)])
    cast.act("sign_off", article, cast.physician)
    assert (access(cast.physician).tries, access(cast.physician).locked_until) == (4, None)


def test_tries_that_were_never_judged_hold_nobody_up_for_longer_than_a_lock(
    cast: Cast, article: Article, clock: Clock
) -> None:
    """Their process was killed."""
    at = clock()
    SigningAccess.objects.filter(user=cast.physician).update(tries=5, tried_at=at)
    clock.forward(minutes=15)
    assert list(reasons(cast.act, "sign_off", article, cast.physician)) == ["signing_busy"]
    clock.forward(seconds=1)
    cast.act("sign_off", article, cast.physician)


def test_the_refused_attempt_is_on_record_and_says_nothing_of_what_was_typed(
    cast: Cast, article: Article
) -> None:
    guess(cast, article)
    assert refusals_on_record(article) == [("ada", "sign_off password_wrong")]
