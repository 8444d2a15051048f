"""A code at the first signature of a series, from whoever has an app; each code is good once."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from articles import workflow
from articles.models import Article, LedgerEntry, Signature, SigningAccess
from articles.stages import Event, Stage
from tests.cast import Cast
from tests.signing.phone import Phone
from tests.workflow.answers import bad_input, offered, reasons, refusals_on_record
from tests.workflow.clock import Clock
from tests.workflow.situations import picture

pytestmark = pytest.mark.django_db

USED = ("code", "used", "this code was used already; wait for the next. Nothing was signed.")
WRONG = (
    "code",
    "wrong",
    "the code is not right, or was used before: each works once. Nothing was signed.",
)
MISSING = ("code", "missing", "type the code of your authenticator app.")
NOT_SET_UP = "The review policy asks for a second factor, and you have not set one up."


@pytest.fixture(autouse=True)
def _nothing_remembered(db: None) -> None:
    """Used codes of another test's account with the same key."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def phone(cast: Cast, clock: Clock) -> Phone:
    return Phone(cast.physician)


def texts(cast: Cast, number: int) -> list[Article]:
    return [cast.article_in(Stage.MEDICAL_REVIEW, title=f"Text {n}") for n in range(number)]


def asks(cast: Cast, article: Article, session: str = "a session") -> bool:
    page = workflow.prepare("sign_off", article, actor=cast.physician, session=session)
    return page.asks_code


def proved() -> list[str]:
    """How the newest signature says that its signer proved to be there."""
    statement = json.loads(Signature.objects.latest("signed_at").statement)
    found: list[str] = statement["authentication"]
    return found


def sign(cast: Cast, article: Article, **typed: str) -> list[str]:
    cast.act("sign_off", article, cast.physician, **typed)
    return proved()


def refused(cast: Cast, article: Article, **typed: str) -> tuple[str, str, str]:
    return bad_input(cast.act, "sign_off", article, cast.physician, **typed)


# Who is asked, and when.


def test_who_has_no_app_signs_with_the_password_alone(cast: Cast) -> None:
    (article,) = texts(cast, 1)
    assert not asks(cast, article)
    assert sign(cast, article, code="123456") == ["password"]


@pytest.mark.req("P11-22", "P11-23")
def test_the_first_signature_of_a_series_asks_for_a_code_and_the_next_do_not(
    cast: Cast, clock: Clock, phone: Phone
) -> None:
    first, second, third = texts(cast, 3)
    assert asks(cast, first)
    assert refused(cast, first) == MISSING
    assert sign(cast, first, code=phone.code()) == ["password", "totp"]

    clock.forward(minutes=14, seconds=59.999)
    assert not asks(cast, second)
    assert sign(cast, second) == ["password", "series"]
    clock.forward(minutes=14)
    assert sign(cast, third) == ["password", "series"]


@pytest.mark.parametrize(("seconds", "is_asked"), [(899.999, False), (900, True)])
@pytest.mark.req("P11-23")
def test_a_series_ends_after_fifteen_minutes_without_a_signature(
    cast: Cast, clock: Clock, phone: Phone, seconds: float, is_asked: bool
) -> None:
    first, second = texts(cast, 2)
    sign(cast, first, code=phone.code())
    clock.forward(seconds=seconds)
    assert asks(cast, second) == is_asked
    if is_asked:
        assert refused(cast, second) == MISSING
        assert sign(cast, second, code=phone.code()) == ["password", "totp"]


def test_another_session_is_another_series(cast: Cast, phone: Phone) -> None:
    """Whoever signs out gets another session at the next sign-in."""
    first, second = texts(cast, 2)
    sign(cast, first, code=phone.code())
    assert asks(cast, second, session="the next")
    assert refused(cast, second, session="the next") == MISSING


def test_a_series_is_one_person_s(cast: Cast, phone: Phone) -> None:
    """A session key of somebody else opens nothing, not even theirs."""
    first, second = texts(cast, 2)
    other = Phone(cast.second_physician)
    sign(cast, first, code=phone.code())
    draft = workflow.perform("recall", second, actor=cast.writer)
    second = cast.submit(draft, cast.second_physician)
    assert bad_input(cast.act, "sign_off", second, cast.second_physician) == MISSING
    cast.act("sign_off", second, cast.second_physician, code=other.code())
    assert proved() == ["password", "totp"]


def test_a_series_begins_with_a_code_and_not_with_a_password(cast: Cast, clock: Clock) -> None:
    """Whoever sets up an app between two signatures is asked at the second."""
    first, second = texts(cast, 2)
    assert sign(cast, first) == ["password"]
    phone = Phone(cast.physician)
    clock.forward(seconds=1)
    assert asks(cast, second)
    assert sign(cast, second, code=phone.code()) == ["password", "totp"]


def test_a_refused_signature_opens_no_series(cast: Cast, phone: Phone) -> None:
    (article,) = texts(cast, 1)
    answer = bad_input(
        cast.act, "sign_off", article, cast.physician, code=phone.code(), no_interest=False
    )
    assert answer[0] == "no_interest"
    assert asks(cast, article)


# What is good, and how often.


def test_a_code_is_good_once(cast: Cast, clock: Clock, phone: Phone) -> None:
    first, second = texts(cast, 2)
    code = phone.code()
    sign(cast, first, code=code)
    for written in (code, f" {code} ", f"{code[:3]} {code[3:]}"):
        assert refused(cast, second, session="another", code=written) == USED
    assert SigningAccess.objects.get(user=cast.physician).tries == 0
    assert sign(cast, second, session="another", code=phone.code(1)) == ["password", "totp"]


@pytest.mark.parametrize(("steps", "is_good"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_phone_s_clock_may_be_half_a_minute_off(
    cast: Cast, phone: Phone, steps: int, is_good: bool
) -> None:
    (article,) = texts(cast, 1)
    code = phone.code(steps)
    if is_good:
        assert sign(cast, article, code=code) == ["password", "totp"]
    else:
        assert refused(cast, article, code=code) == WRONG


def test_a_recovery_code_does_once_and_is_recorded_as_one(cast: Cast, phone: Phone) -> None:
    first, second = texts(cast, 2)
    code, next_one, *_ = phone.drawer()
    assert sign(cast, first, code=code) == ["password", "recovery_code"]
    assert code not in phone.drawer()
    assert refused(cast, second, session="another", code=code) == WRONG
    assert sign(cast, second, session="another", code=next_one) == ["password", "recovery_code"]


def test_recovery_codes_alone_are_no_second_factor(cast: Cast, clock: Clock) -> None:
    RecoveryCodes.activate(cast.physician)
    (article,) = texts(cast, 1)
    assert not asks(cast, article)
    assert sign(cast, article) == ["password"]


def test_another_person_s_code_is_wrong(cast: Cast, phone: Phone) -> None:
    (article,) = texts(cast, 1)
    other = Phone(cast.second_physician)
    assert other.code() != phone.code()
    assert refused(cast, article, code=other.code()) == WRONG
    assert refused(cast, article, code=other.drawer()[0]) == WRONG


# Wrong ones.


def test_a_code_is_looked_at_only_beside_the_right_password(cast: Cast, phone: Phone) -> None:
    """So a guessed password learns nothing, and no code is used up by it."""
    (article,) = texts(cast, 1)
    code = phone.code()
    assert refused(cast, article, password="guess", code=code)[0] == "password"
    assert sign(cast, article, code=code) == ["password", "totp"]


def test_wrong_codes_count_and_lock_as_wrong_passwords_do(
    cast: Cast, clock: Clock, phone: Phone
) -> None:
    (article,) = texts(cast, 1)
    before = picture()
    for tries in range(1, 5):
        assert refused(cast, article, code=phone.wrong_code()) == WRONG
        assert SigningAccess.objects.get(user=cast.physician).tries == tries
    refused(cast, article, password="guess", code=phone.code())
    given = reasons(cast.act, "sign_off", article, cast.physician, code=phone.code())
    assert list(given) == ["signing_locked"]
    assert LedgerEntry.objects.filter(kind=Event.SIGNING_LOCK).count() == 1
    assert picture() == before
    assert refusals_on_record(article)[0] == ("ada", "sign_off code_wrong")


# A policy that asks for one.


def test_a_policy_may_ask_for_a_second_factor_and_says_so_before_anything_is_typed(
    cast: Cast, clock: Clock
) -> None:
    cast.policy("Default", second_factor=True)
    (article,) = texts(cast, 1)
    expected = {"second_factor_missing": NOT_SET_UP}
    asked = {"actor": cast.physician, "session": "a session"}
    assert reasons(workflow.prepare, "sign_off", article, **asked) == expected
    assert offered("sign_off", article, cast.physician) == expected
    assert reasons(cast.act, "sign_off", article, cast.physician) == expected

    phone = Phone(cast.physician)
    assert sign(cast, article, code=phone.code()) == ["password", "totp"]


def test_it_asks_publishers_and_whoever_withdraws_as_well(cast: Cast, clock: Clock) -> None:
    cast.policy("Default", second_factor=True)
    (article,) = texts(cast, 1)
    phone = Phone(cast.physician)
    article = cast.act("sign_off", article, cast.physician, code=phone.code())
    missing = ["second_factor_missing"]
    assert list(reasons(cast.act, "publish", article, cast.publisher)) == missing
    taken = {"signature": Signature.objects.get(), "note": "Why."}
    assert list(reasons(cast.act, "withdraw_signature", article, cast.editor, **taken)) == missing
    article = cast.act("publish", article, cast.publisher, code=Phone(cast.publisher).code())
    Authenticator.objects.filter(user=cast.publisher).delete()
    assert list(reasons(cast.act, "withdraw", article, cast.publisher, note="Why.")) == missing


def test_who_takes_the_app_off_the_account_ends_the_series_under_such_a_policy(
    cast: Cast, phone: Phone
) -> None:
    cast.policy("Default", second_factor=True)
    first, second = texts(cast, 2)
    sign(cast, first, code=phone.code())
    Authenticator.objects.filter(user=cast.physician).delete()
    given = reasons(cast.act, "sign_off", second, cast.physician)
    assert given == {"second_factor_missing": NOT_SET_UP}
