"""Keys of the editor that are pressed as in a word processor: bold on and off, save, Enter."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.models import Article
from tests.cast import Cast

from .test_every_page import faults
from .test_writing import ADD, body, change, writing

pytestmark = pytest.mark.browser

SENTENCE = "Say what you changed."


def press(page: Page, keys: list[str]) -> None:
    """Words are typed; what begins with ^ is pressed."""
    for key in keys:
        if key.startswith("^"):
            page.keyboard.press(key[1:].replace("C-", "Control+"))
        else:
            page.keyboard.type(key)


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        (["hello ", "^C-b", "dose", "^C-b", " end"], "hello **dose** end"),
        (["hello ", "^C-i", "dose", "^C-i", " end"], "hello *dose* end"),
        (["^C-b", "dose ", "^C-b", "end"], "**dose** end"),
        (["^C-b", "^C-i", "dose", "^C-i", "^C-b", " end"], "***dose*** end"),
        (["^C-b", "one", "^C-b", " and ", "^C-b", "two", "^C-b", "."], "**one** and **two**."),
        (["hello ", "^C-b", "^C-b", "end"], "hello end"),
        (["hello ", "^C-b", "x", "^Backspace", "^C-b", "end"], "hello end"),
        (["hello ", "^C-i", "x", "^Backspace", "^C-i", "end"], "hello end"),
        (["a * b ", "^C-i", "c", "^C-i", " d"], "a * b *c* d"),
        (["**one** ", "^Home", "^C-b", "x", "^C-b", " "], "**x** **one** "),
        (["* item ", "^C-b", "x", "^C-b", "^Enter", "next"], "* item **x**\n* next"),
        (["**a\n\n", "^C-b", "x", "^C-b", "."], "**a\n\n**x**."),
    ],
)
def test_the_second_press_leaves_what_the_first_began(
    cast: Cast, visitor: Any, keys: list[str], after: str
) -> None:
    at = writing(visitor, change(cast.draft(body="")))
    body(at.page).focus()
    press(at.page, keys)
    assert body(at.page).input_value() == after
    assert at.complaints == []


def test_words_that_were_chosen_stay_when_their_mark_goes(cast: Cast, visitor: Any) -> None:
    at = writing(visitor, change(cast.draft(body="bold words")))
    body(at.page).select_text()
    press(at.page, ["^C-b", "^C-b"])
    assert body(at.page).input_value() == "bold words"


@pytest.mark.parametrize("width", [1440, 390])
def test_a_save_without_a_reason_asks_for_it_there_and_then(
    cast: Cast, visitor: Any, width: int
) -> None:
    article = cast.draft()
    at = writing(visitor, change(article), width=width)
    page, sent = at.page, []
    reason = page.get_by_label("What did you change?")
    expect(reason).to_have_attribute("aria-required", "true")
    if width == 1440:
        expect(reason).to_be_in_viewport()
    page.emulate_media(reduced_motion="reduce")
    body(page).press_sequentially("More")
    page.on("request", lambda request: sent.append(request.method))
    scrolled = page.evaluate("scrollY")
    page.keyboard.press("Control+s")
    expect(reason).to_be_focused()
    if width == 1440:
        assert page.evaluate("scrollY") == scrolled
    expect(reason).to_have_accessible_description(f"{SENTENCE} Stands in the history.")
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    assert faults(Axe(), at) == []
    assert at.sideways() == 0
    page.get_by_role("button", name="Save draft").click()
    expect(reason).to_be_focused()
    page.keyboard.type("More")
    expect(page.get_by_text(SENTENCE)).to_be_hidden()
    expect(reason).not_to_have_attribute("aria-invalid", "true")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{at.server}{change(article)}"
    saved = Article.objects.get(pk=article.pk)
    assert (saved.version, saved.history.latest().history_change_reason) == (2, "More")
    assert at.complaints == []


def test_without_scripts_the_server_asks_for_the_reason(cast: Cast, visitor: Any) -> None:
    at = writing(visitor, change(cast.draft()), script=False)
    body(at.page).fill("More")
    with at.page.expect_navigation():
        at.page.get_by_role("button", name="Save draft").click()
    expect(at.page.locator("#errors")).to_contain_text(f"What did you change?: {SENTENCE}")
    expect(at.page.locator(".saving .errorlist:visible")).to_have_text(SENTENCE)
    assert body(at.page).input_value() == "More"


def test_the_bar_covers_no_field_that_has_the_focus(cast: Cast, visitor: Any) -> None:
    at = writing(visitor, ADD)
    page = at.page
    page.emulate_media(reduced_motion="reduce")  # else it is still on its way
    expect(page.get_by_label("What did you change?")).to_have_value("First draft")
    page.locator("#id_title").focus()
    bar = page.locator(".saving")
    for _ in range(60):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => { const on = document.activeElement, box = on.getBoundingClientRect();
            const bar = document.querySelector(".saving").getBoundingClientRect();
            const beside = on.closest(".saving, aside, header") || box.height > 300;
            return !beside && box.bottom > bar.top ? on.outerHTML : ""; }"""
        )
        assert covered == ""
    expect(bar).to_be_in_viewport()
