"""Signing in and guarding one's account, in a real browser: every page of it, and every mistake."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.cast import PASSWORD, Cast
from tests.signin.conftest import code_for

from .test_every_page import faults

pytestmark = pytest.mark.browser


class Walk:
    """One person at the door; each page is judged as it is met."""

    def __init__(self, at: Any) -> None:
        self.at, self.axe, self.found = at, Axe(), []

    def see(self) -> None:
        self.found += [f"{self.at.page.url}: {fault}" for fault in faults(self.axe, self.at)]

    def open(self, *names: str) -> None:
        for name in names:
            self.at.open(name if name.startswith("/") else reverse(name))
            self.see()

    def press(self, button: str) -> None:
        self.at.page.get_by_role("button", name=button, exact=True).click()
        self.see()

    def answer(self, typed: str, button: str) -> None:
        self.at.page.get_by_role("textbox").last.fill(typed)
        self.press(button)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_second_factor_from_end_to_end(cast: Cast, visitor: Any, width: int, scheme: str) -> None:
    at = visitor(width=width, scheme=scheme)
    walk = Walk(at)
    walk.open("account_reset_password", "/password/new/1/used-up/", "login")
    walk.press("Sign in")
    at.sign_in("ada")
    walk.open("mfa_index", "mfa_activate_totp")
    walk.answer("not hers", "Go on")
    walk.answer(PASSWORD, "Go on")
    secret = at.page.locator(".key").inner_text()
    walk.answer("1", "Set it up")
    walk.answer(code_for(secret), "Set it up")
    code = at.page.locator(".codes code").first.inner_text()
    walk.open("mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp")
    walk.open("usersessions_list", "password_change")
    walk.press("Change password")
    walk.press("Sign out")
    at.sign_in("ada")
    walk.answer("1", "Sign in")
    walk.answer(code, "Sign in")
    assert at.page.get_by_role("link", name="Your account").is_visible()
    assert walk.found == [] and at.complaints == []


def test_too_many_tries_are_said_in_words(cast: Cast, visitor: Any) -> None:
    walk = Walk(visitor(width=390))
    walk.open("login")
    for _ in range(6):
        walk.at.page.get_by_label("Username").fill("ada")
        walk.answer("wrong", "Sign in")
    assert walk.at.page.get_by_role("heading", name="Too many tries").is_visible()
    assert walk.found == [] and walk.at.complaints == []


def test_none_of_it_needs_a_script(cast: Cast, visitor: Any) -> None:
    at = visitor(width=390, script=False)
    at.sign_in("ada")
    at.open(reverse("mfa_activate_totp"))
    at.page.get_by_role("textbox").last.fill(PASSWORD)
    at.page.get_by_role("button", name="Go on").click()
    secret = at.page.locator(".key").inner_text()
    at.page.get_by_role("textbox").fill(code_for(secret))
    at.page.get_by_role("button", name="Set it up").click()
    code = at.page.locator(".codes code").first.inner_text()
    at.sign_out()
    at.sign_in("ada")
    at.page.get_by_role("textbox").fill(code)
    at.page.get_by_role("button", name="Sign in", exact=True).click()
    assert at.page.get_by_role("link", name="Your account").is_visible()
    assert at.complaints == []
