"""From draft to readers in a browser, with the keyboard alone and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from articles.models import Article
from articles.stages import Stage
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const it = document.activeElement;
  if (it === document.body) return "";
  const label = it.labels && it.labels.length ? it.labels[0].innerText : "";
  return (it.getAttribute("aria-label") || label || it.innerText || "").trim();
}"""


def tab_to(page: Page, name: str, limit: int = 80) -> int:
    """Press Tab until the control of this name has the focus; how often that was."""
    heard = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        heard.append(page.evaluate(FOCUSED))
        if name.lower() in heard[-1].lower():
            return len(heard)
    raise AssertionError(f"{name!r} is never focused on {page.url}: {heard}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press(key)


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, name)
    page.keyboard.type(text)


def sign_in(page: Page, username: str) -> None:
    type_into(page, "Username", username)
    type_into(page, "Password", PASSWORD)
    press(page, "Sign in")


def sign_out(page: Page) -> None:
    press(page, "Sign out")


def test_an_article_reaches_its_readers_by_keyboard_alone(cast: Cast, visitor: Any) -> None:
    article = cast.draft()
    at = visitor()
    page = at.open("/")

    sign_in(page, "wren")
    press(page, "Submit…")
    tab_to(page, "Ada Moss, MD")
    page.keyboard.press("Space")
    type_into(page, "Note to the reviewers", "Mind the dose.")
    press(page, "Submit for medical review")
    assert "in the stage “medical review”" in page.inner_text("main")
    sign_out(page)

    sign_in(page, "ada")
    press(page, "Accept")
    assert "Mind the dose." in page.inner_text("main")
    press(page, "Sign off…")
    tab_to(page, "No interest of mine bears on this article")
    page.keyboard.press("Space")
    type_into(page, "Your password", PASSWORD)
    press(page, "Sign version 1")
    assert "Receipt: medical review" in page.inner_text("main")
    sign_out(page)

    sign_in(page, "pia")
    press(page, "Publish…")
    type_into(page, "Your password", PASSWORD)
    press(page, "Sign the release")
    assert "I release version 1" in page.inner_text("main")

    article = Article.objects.get(pk=article.pk)
    assert article.stage == Stage.PUBLISHED
    assert at.complaints == []


def test_the_same_acts_work_without_scripts(cast: Cast, visitor: Any) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    at = visitor(script=False)
    at.sign_in("ada")
    page = at.page
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("link", name="Request changes…").click()
    page.get_by_role("button", name="Request changes").click()
    assert "Say why." in page.inner_text("main")
    page.get_by_label("What must change").fill("Say why 5 mg.")
    page.get_by_role("button", name="Request changes").click()

    assert Article.objects.get(pk=article.pk).stage == Stage.DRAFT
    assert "“Say why 5 mg.”" in page.inner_text("main")


def test_after_an_error_the_focus_is_on_what_went_wrong(cast: Cast, visitor: Any) -> None:
    article = cast.article_in(Stage.APPROVED)
    at = visitor()
    at.sign_in("pia")
    page = at.open(f"/articles/{article.slug}/publish/")
    page.get_by_label("Your password").fill("wrong")
    page.get_by_role("button", name="Sign the release").click()
    page.wait_for_load_state()

    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.get_by_label("Your password").input_value() == ""


def test_the_receipt_prints_on_one_sheet(cast: Cast, visitor: Any, tmp_path: Any) -> None:
    title = "Steroid-induced osteoporosis in lupus: " + "how to protect your bones " * 5
    article = cast.article_in(Stage.APPROVED, title=title)
    at = visitor()
    at.sign_in("ada")
    page = at.open(f"/signatures/{article.signatures.get().pk}/")
    for paper in ("A4", "Letter"):
        printed = page.pdf(format=paper)
        assert printed.count(b"/Type /Page\n") == 1, paper
