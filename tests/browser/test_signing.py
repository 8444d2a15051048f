"""The ceremony in a browser: a code at the first signature of a series, one signature a page."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import User
from playwright.sync_api import Page

from articles.models import Review, Signature
from articles.stages import Stage
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.browser


def code_of(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enrolled(user: User) -> tuple[str, list[str]]:
    """The key in the app, and the recovery codes in the drawer."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret, RecoveryCodes.activate(user).get_unused_codes()


def sign_in(at: Any, username: str, code: str) -> None:
    at.sign_in(username)
    at.page.get_by_label("Code").fill(code)
    at.page.get_by_role("button", name="Sign in", exact=True).click()


def fill_in(page: Page, *, code: str = "") -> None:
    box = page.get_by_label("No interest of mine bears on this article")
    if box.count():
        box.check()
    page.get_by_label("Your password").fill(PASSWORD)
    if code:
        page.get_by_label("Code of your authenticator app").fill(code)


@pytest.mark.req("P11-22", "P11-23")
@pytest.mark.parametrize(
    ("width", "scheme", "script"),
    [(1440, "light", True), (390, "dark", True), (390, "light", False)],
)
def test_the_first_signature_of_a_series_takes_a_code_and_the_next_does_not(
    cast: Cast, visitor: Any, width: int, scheme: str, script: bool
) -> None:
    articles = [cast.article_in(Stage.MEDICAL_REVIEW) for _ in range(2)]
    first, second = (Review.objects.get(round=article.round) for article in articles)
    secret, spare = enrolled(cast.physician)
    at = visitor(width=width, scheme=scheme, script=script)
    sign_in(at, "ada", spare[0])

    page = at.open(f"/review/{first.pk}/sign/")
    fill_in(page, code="000000")
    page.get_by_role("button", name="Sign version 1").click()
    assert "The code is not right" in page.inner_text("main")
    assert page.get_by_label("Your password").input_value() == ""
    fill_in(page, code=code_of(secret))
    page.get_by_role("button", name="Sign version 1").click()
    assert "Receipt: medical review" in page.inner_text("main")
    assert at.sideways() == 0

    page = at.open(f"/review/{second.pk}/sign/")
    assert page.get_by_label("Code of your authenticator app").count() == 0
    fill_in(page)
    page.get_by_role("button", name="Sign version 1").click()
    assert "Receipt: medical review" in page.inner_text("main")

    given = [json.loads(each.statement)["authentication"] for each in Signature.objects.all()]
    assert given == [["password", "totp"], ["password", "series"]]
    assert at.complaints == []


def test_a_page_sent_twice_signs_once(cast: Cast, visitor: Any) -> None:
    review = Review.objects.get(round=cast.article_in(Stage.MEDICAL_REVIEW).round)
    at = visitor()
    at.sign_in("ada")
    page = at.open(f"/review/{review.pk}/sign/")
    fill_in(page)
    page.get_by_role("button", name="Sign version 1").click()
    assert "Receipt: medical review" in page.inner_text("main")
    page.go_back()

    assert "Nothing was signed" in page.inner_text("main")
    assert page.get_by_label("Your password").count() == 0
    assert Signature.objects.count() == 1
