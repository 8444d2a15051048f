"""Pasting into the body: what it keeps, what it says, and what is left to the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.cast import Cast

from .test_every_page import faults
from .test_writing import body, change, save, writing

pytestmark = pytest.mark.browser

WORD = (Path(__file__).parents[1] / "importers" / "clipboards" / "word.html").read_text("utf-8")
RICH = "<h1>Gout</h1><p>Take <b>colchicine</b>, see <a href='https://example.org/'>why</a>.</p>"
PLAIN = "Gout\nTake colchicine, see why."
MARKDOWN = "## Gout\n\nTake **colchicine**, see [why](https://example.org/)."
UNDO = "Undo: Ctrl+Z"


def copy(page: Page, html: str, plain: str = PLAIN) -> None:
    """Lay both on the clipboard, as a page that is copied from does."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """async ([html, plain]) => {
            const as = (type, text) => new Blob([text], { type });
            const both = { "text/plain": as("text/plain", plain) };
            if (html) both["text/html"] = as("text/html", html);
            await navigator.clipboard.write([new ClipboardItem(both)]);
        }""",
        [html, plain],
    )


def lay(page: Page, html: str, plain: str) -> None:
    """A paste of HTML to the letter, which a browser's own clipboard would tidy first."""
    body(page).evaluate(
        """(field, [html, plain]) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            clipboardData.setData("text/plain", plain);
            const paste = { clipboardData, bubbles: true, cancelable: true };
            field.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        [html, plain],
    )


def said(page: Page) -> Any:
    return page.locator("#paste-state")


def put_caret(page: Page, at: int) -> None:
    body(page).evaluate("(field, at) => { field.focus(); field.setSelectionRange(at, at); }", at)


def test_headings_links_and_lists_are_pasted_where_the_cursor_is(cast: Cast, visitor: Any) -> None:
    text = "Before.\n\nAfter."
    at = writing(visitor, change(cast.draft(body=text)))
    page = at.page
    copy(page, RICH)
    put_caret(page, len("Before."))
    page.keyboard.press("Control+v")
    expect(said(page)).to_have_text(f"Pasted with its headings, links and lists. {UNDO}")
    assert body(page).input_value() == f"Before.\n\n{MARKDOWN}\n\nAfter."
    expect(page.locator("#preview h2")).to_have_text("Gout")
    expect(said(page)).to_contain_text(UNDO)  # the preview does not take the line away
    assert faults(Axe(), at) == []
    page.keyboard.press("Control+z")
    assert body(page).input_value() == text
    page.keyboard.press("Control+y")
    assert body(page).input_value() == f"Before.\n\n{MARKDOWN}\n\nAfter."
    page.keyboard.type("x")
    expect(said(page)).to_have_text("")
    assert at.complaints == []


def test_what_word_copies_is_pasted_with_what_was_left_out_said(cast: Cast, visitor: Any) -> None:
    at = writing(visitor, change(cast.draft(body="Old")))
    page = at.page
    body(page).select_text()
    lay(page, WORD, "Gout\r\nTake")
    expect(said(page)).to_contain_text("Pictures were left out (1): A knee.")
    written = body(page).input_value()
    assert written.startswith("## Gout\n\nTake **colchicine** 0.5")
    assert "- Fever\n  - above **38\xa0°C**\n- A red joint\n\n1. Rest" in written
    assert body(page).get_attribute("aria-busy") is None and body(page).is_editable()
    assert at.complaints == []


def test_a_few_words_stay_in_their_line(cast: Cast, visitor: Any) -> None:
    at = writing(visitor, change(cast.draft(body="Take it now.")))
    page = at.page
    put_caret(page, len("Take "))
    lay(page, "<b>colchicine</b> ", "colchicine ")
    expect(said(page)).to_contain_text("Pasted with")
    assert body(page).input_value() == "Take **colchicine** it now."


@pytest.mark.parametrize("how", ["shift", "plain", "bare", "code"])
def test_what_needs_no_markdown_is_left_to_the_browser(cast: Cast, visitor: Any, how: str) -> None:
    at = writing(visitor, change(cast.draft(body="")))
    page, asked = at.page, []
    page.on("request", lambda request: asked.append(request.url))
    html = {
        "shift": RICH,
        "plain": "",
        "bare": f"<span>{PLAIN}</span>",
        "code": f"<div style='white-space: pre;'><div>{PLAIN}</div></div>",
    }[how]
    copy(page, html)
    body(page).focus()
    page.keyboard.press("Control+Shift+v" if how == "shift" else "Control+v")
    expect(body(page)).to_have_value(PLAIN)
    assert not [address for address in asked if "/paste/" in address]
    expect(said(page)).to_have_text("")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"status": 413, "content_type": "text/plain", "body": "Too much."}, "Too much."),
        ({"status": 500, "content_type": "text/html", "body": "<h1>"}, "The server refused it."),
        (None, "The server did not answer."),
    ],
)
def test_where_the_server_does_not_help_the_words_go_in(
    cast: Cast, visitor: Any, answer: dict[str, Any] | None, sentence: str
) -> None:
    at = writing(visitor, change(cast.draft(body="")))
    page = at.page
    page.route("**/paste/", lambda route: route.fulfill(**answer) if answer else route.abort())
    lay(page, RICH, PLAIN)
    expect(said(page)).to_have_text(f"Pasted as plain text. {sentence} {UNDO}")
    assert body(page).input_value() == PLAIN


def test_a_save_waits_for_what_was_pasted(cast: Cast, visitor: Any) -> None:
    article = cast.draft(body="Old")
    at = writing(visitor, change(article))
    page, held = at.page, []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/paste/", hold)
    page.get_by_label("What did you change?").fill("Pasted")
    body(page).select_text()
    lay(page, RICH, PLAIN)
    expect(body(page)).to_have_attribute("aria-busy", "true")
    expect(said(page)).to_have_text("Pasting…")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
        page.wait_for_timeout(100)
        held[0].continue_()
    article.refresh_from_db()
    assert article.body == MARKDOWN
    assert at.complaints == []


def test_without_scripts_a_paste_is_what_it_was(cast: Cast, visitor: Any) -> None:
    at = writing(visitor, change(cast.draft()), script=False)
    body(at.page).fill(PLAIN)
    save(at.page)
    expect(at.page.locator(".messagelist")).to_contain_text("Version 2")
