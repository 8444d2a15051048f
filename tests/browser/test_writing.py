"""Writing an article in a browser: with scripts and without, by keyboard, when things go wrong."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles import collecting, exporters, selection
from articles.models import Article, Asset
from articles.stages import Stage
from tests.assets.pictures import png
from tests.cast import REFERENCES, Cast

from .test_every_page import faults
from .test_journey import tab_to

pytestmark = pytest.mark.browser

ADD = "/admin/articles/article/add/"
LONG = "Steroid-induced osteoporosis in lupus: how to protect your bones when prednisone is needed"
RICH = (
    """## Calcium

Take **1,000 mg** a day.[@handbook] Ask about a hole.[@nowhere]

| Adults | Calcium |
| --- | ---: |
| Up to 50 | 1,000 mg |

> Ask first.

"""
    + "A paragraph that makes the text longer than the screen is high.\n\n" * 20
)
TABLE = "| Heading | Heading |\n| --- | --- |\n| Cell | Cell |\n| Cell | Cell |"
CHOSEN = """(() => { const field = document.activeElement;
    return field.value.slice(field.selectionStart, field.selectionEnd); })()"""
BODY_OF = """(page) => new DOMParser().parseFromString(page, "text/html")
    .querySelector("article .body").innerHTML.trim()"""


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def writing(visitor: Any, address: str, username: str = "wren", **how: Any) -> Any:
    at = visitor(**how)
    at.sign_in(username)
    at.open(address)
    return at


def body(page: Page) -> Any:
    return page.locator("#id_body")


def offered(page: Page) -> Any:
    """The references that the completion shows."""
    return page.locator("#cite-list [role=option]")


def select(page: Page, words: str) -> None:
    page.evaluate(
        """(words) => { const field = document.querySelector("#id_body");
        field.focus(); const at = field.value.indexOf(words);
        field.setSelectionRange(at, at + words.length); }""",
        words,
    )


def save(page: Page, reason: str = "Written") -> None:
    page.get_by_label("What did you change?").fill(reason)
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").last.click()


def exported(article: Article) -> str:
    (candidate,) = selection.candidates([article], include_approved=False)
    out = BytesIO()
    exporters.get("html").write(collecting.dossier(candidate), out)
    return out.getvalue().decode()


def test_an_article_is_written_cited_checked_and_submitted(cast: Cast, visitor: Any) -> None:
    at = writing(visitor, ADD)
    page = at.page
    page.locator("#id_title").fill("Gout & the foot")
    page.get_by_label("Funding disclosure").fill("None")
    page.locator("#id_specialty").select_option("rheumatology")
    page.locator("#id_article_type").select_option("condition")
    page.locator("#id_audience").select_option("patient")
    body(page).fill(
        "## When to see a doctor\n\nCall *within a day* if a toe swells.[@hole]\n\n- Fever"
    )
    checks = page.locator("#checks")
    expect(checks).to_contain_text("The citation [@hole] points nowhere.")
    expect(checks).to_contain_text("There is no reference.")

    page.get_by_label("Add by DOI").fill("10.5555/gout.2024.7")
    page.get_by_role("button", name="Add references").click()
    row = page.locator("[data-key]").first
    expect(row).to_contain_text("10.5555/gout.2024.7")
    key = row.get_attribute("data-key")
    row.locator("summary").click()
    row.get_by_label("Title", exact=True).fill("Gout in the foot")

    select(page, "[@hole]")
    page.keyboard.type("[@10.55")
    expect(offered(page)).to_contain_text(str(key))
    page.keyboard.press("Enter")
    assert f"a toe swells.[@{key}]\n" in body(page).input_value()
    expect(checks).not_to_contain_text("points nowhere")
    expect(checks).not_to_contain_text("There is no reference.")
    expect(page.locator("#preview .body sup a")).to_have_text("1")
    shown = page.locator("#preview .body").evaluate("(body) => body.innerHTML.trim()")

    save(page)
    article = Article.objects.get()
    assert article.references[0]["title"] == "Gout in the foot"
    page.get_by_role("link", name="Submit for medical review…").click()
    page.get_by_label("Ada Moss, MD").check()
    page.get_by_role("button", name="Submit for medical review").click()
    expect(page.locator("main")).to_contain_text("in the stage “medical review”")
    assert at.complaints == []

    article = cast.publish(cast.sign_off(Article.objects.get()))
    assert page.evaluate(BODY_OF, exported(article)) == shown


def test_the_second_of_two_writers_loses_nothing(cast: Cast, visitor: Any) -> None:
    article = cast.draft()
    first, second = (writing(visitor, change(article), who) for who in ("otto", "wren"))
    body(second.page).fill("Mine, from the same base.[@handbook]")
    body(first.page).fill("Theirs, which came first.[@handbook]")
    first.page.get_by_label("Funding").fill("The city")
    save(first.page, "Otto")
    save(second.page, "Wren")
    page = second.page
    expect(page.get_by_role("alert")).to_contain_text("This article was saved anew")
    expect(page.locator("del").first).to_contain_text("Theirs")
    expect(page.locator("ins").first).to_contain_text("Mine")
    assert faults(Axe(), second) == []
    page.get_by_role("button", name="Go on editing mine").click()
    assert body(page).input_value() == "Mine, from the same base.[@handbook]"
    theirs = page.get_by_label("Their text, to read and copy")
    assert theirs.input_value() == "Theirs, which came first.[@handbook]"
    assert theirs.count() == 1 and page.locator("#unsaved").count() == 0
    assert faults(Axe(), second) == []
    body(page).fill("Both of us.[@handbook]")
    save(page, "Both")
    article.refresh_from_db()
    assert (article.version, article.body) == (3, "Both of us.[@handbook]")
    assert article.funding == "The city"
    assert [record.body[:6] for record in article.history.order_by("version")][1:] == [
        "Theirs",
        "Both o",
    ]
    assert first.complaints == second.complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_a_lost_session_loses_no_text(cast: Cast, visitor: Any, script: bool) -> None:
    article = cast.draft()
    at = writing(visitor, change(article), script=script)
    page = at.page
    body(page).fill('Two hours of "work" & more.[@handbook]\n\n<b>bold</b>')
    page.context.clear_cookies(name="sessionid")
    save(page, "Long work")
    expect(page.locator("h1")).to_contain_text("nothing is lost")
    assert faults(Axe(), at) == [] if script else True
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="sign in, in a new tab").click()
    door = opened.value
    door.get_by_label("Username").fill("wren")
    door.get_by_label("Password").fill("a-long-password-for-tests")
    door.get_by_role("button", name="Sign in").click()
    door.wait_for_url(f"{at.server}/")
    page.get_by_role("button", name="Go on editing").click()
    if page.locator("h1").inner_text().startswith("Nothing was saved"):
        # The new session came with a new proof of origin, and the page that waited had the old one.
        page.get_by_role("button", name="Go on editing").click()
    assert body(page).input_value() == 'Two hours of "work" & more.[@handbook]\n\n<b>bold</b>'
    assert Article.objects.get(pk=article.pk).version == 1
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").click()
    saved = Article.objects.get(pk=article.pk)
    assert saved.body == 'Two hours of "work" & more.[@handbook]\n\n<b>bold</b>'
    assert saved.history.latest().history_change_reason == "Long work"
    assert at.complaints == []


def test_signing_in_anew_in_another_tab_is_not_even_noticed(cast: Cast, visitor: Any) -> None:
    article = cast.draft()
    at = writing(visitor, change(article))
    page, other = at.page, at.page.context.new_page()
    page.context.clear_cookies()
    body(page).fill("Typed while signed out.[@handbook]")
    expect(page.locator("#preview-state")).to_contain_text("You are signed out")
    other.goto(f"{at.server}/login/")
    other.get_by_label("Username").fill("wren")
    other.get_by_label("Password").fill("a-long-password-for-tests")
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url(f"{at.server}/")
    body(page).press_sequentially(" More.")
    expect(page.locator("#preview .body")).to_contain_text("More.")
    save(page)
    assert Article.objects.get(pk=article.pk).version == 2


def test_a_closed_tab_loses_no_text_and_a_save_settles_it(cast: Cast, visitor: Any) -> None:
    article = cast.draft()
    at = writing(visitor, change(article))
    page = at.page
    body(page).fill("Typed before the crash.[@handbook]")
    page.get_by_label("Add by DOI").fill("10.5555/one")
    page.get_by_role("button", name="Add references").click()
    expect(page.locator("[data-key]")).to_have_count(2)
    page.wait_for_timeout(700)
    context = page.context
    page.close(run_before_unload=False)

    at.page = page = context.new_page()
    at.open(change(article))
    offer = page.locator("#unsaved")
    expect(offer).to_contain_text(re.compile(r"keeps text of \d\d:\d\d that was not saved"))
    assert faults(Axe(), at) == []
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("[data-key]")).to_have_count(2)
    assert body(page).input_value() == "Typed before the crash.[@handbook]"
    expect(offer).to_have_count(0)
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Version 2")
    expect(offer).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_kept_text_is_dropped_on_demand_is_nobody_elses_and_goes_at_sign_out(
    cast: Cast, visitor: Any
) -> None:
    article = cast.draft()
    at = writing(visitor, change(article))
    page = at.page
    for words in ("First.", "Second."):
        body(page).fill(words)
        page.wait_for_timeout(600)
        at.open(change(article))
    page.get_by_role("button", name="Drop it").click()
    kept = [json.loads(text) for text in page.evaluate("Object.values(localStorage)")]
    assert [dict(each["fields"])["body"] for each in kept] == ["First."]
    page.context.clear_cookies()
    at.sign_in("otto")
    at.open(change(article))
    expect(body(page)).to_be_visible()
    expect(page.locator("#unsaved")).to_have_count(0)
    at.sign_out()
    at.sign_in("wren")
    at.open(change(article))
    expect(page.locator("#unsaved")).to_be_visible()
    at.sign_out()
    page.wait_for_url(re.compile("/login/"))
    assert page.evaluate("Object.keys(localStorage)") == []


def test_leaving_with_unsaved_text_asks_first(cast: Cast, visitor: Any) -> None:
    article = cast.draft()
    at = writing(visitor, change(article))
    page, asked = at.page, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == []
    page.keyboard.press("Tab")
    body(page).press_sequentially("More")
    page.reload()
    assert asked == ["beforeunload"]
    body(page).press_sequentially("More")
    page.get_by_label("What did you change?").fill("More")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert asked == ["beforeunload"]
    assert Article.objects.get(pk=article.pk).version == 2
    expect(page).to_have_url(f"{at.server}{change(article)}")


def test_the_toolbar_and_the_completion_need_no_mouse(cast: Cast, visitor: Any) -> None:
    references = [*REFERENCES, {"id": "zurich", "type": "book", "title": "Füße und Gicht"}]
    article = cast.draft(references=references)
    at = writing(visitor, change(article))
    page = at.page
    tab_to(page, "Bold")
    for name in ("Italic", "Heading", "Subheading", "Bullets"):
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.innerText") == name
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.innerText") == "Picture…"
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_body"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "preview"
    page.keyboard.press("Shift+Tab")

    page.keyboard.press("Control+a")
    page.keyboard.type("- one\ntwo\n\nplain ")
    assert body(page).input_value() == "- one\n- two\n\nplain "
    page.keyboard.press("Control+b")
    page.keyboard.type("strong")
    assert body(page).input_value().endswith("plain **strong**")
    page.keyboard.press("End")
    page.keyboard.type(" [@fuss gi")
    expect(offered(page)).to_have_count(0)
    for _ in range(7):
        page.keyboard.press("Backspace")
    page.keyboard.type("fu")
    expect(offered(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#cite-list")).to_be_hidden()
    for _ in range(4):
        page.keyboard.press("Backspace")
    page.keyboard.type("[@")
    expect(offered(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    active = body(page).get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    assert body(page).input_value().endswith("plain **strong** [@zurich]")
    assert at.complaints == []


@pytest.mark.parametrize(
    ("chosen", "button", "after"),
    [
        ("words", "Bold", "Some **words** here\n\nLast line"),
        ("words", "Italic", "Some *words* here\n\nLast line"),
        ("Some", "Heading", "## Some words here\n\nLast line"),
        ("Some", "Subheading", "### Some words here\n\nLast line"),
        ("words here\n\nLast", "Bullets", "- Some words here\n\n- Last line"),
        ("words here\n\nLast", "Numbers", "1. Some words here\n\n2. Last line"),
        ("Last", "Quote", "Some words here\n\n> Last line"),
        ("words", "Link", "Some [words](https://) here\n\nLast line"),
        (
            "Last",
            "Table",
            f"Some words here\n\nLast line\n\n{TABLE}\n",
        ),
        ("words", "Cite…", "Some words[@ here\n\nLast line"),
    ],
)
def test_each_button_types_markdown_and_undo_takes_it_back(
    cast: Cast, visitor: Any, chosen: str, button: str, after: str
) -> None:
    text = "Some words here\n\nLast line"
    at = writing(visitor, change(cast.draft(body=text)))
    page = at.page
    select(page, chosen)
    page.get_by_role("button", name=button, exact=True).click()
    assert body(page).input_value() == after
    page.keyboard.press("Control+z")
    assert body(page).input_value() == text
    select(page, chosen)
    page.get_by_role("button", name=button, exact=True).click()
    if button in {"Bold", "Italic", "Heading", "Bullets", "Quote"}:
        page.get_by_role("button", name=button, exact=True).click()
        assert body(page).input_value() == text
    assert at.complaints == []


def test_a_check_leads_to_its_line_and_a_picture_to_the_cursor(cast: Cast, visitor: Any) -> None:
    article = cast.draft(body=RICH.replace("[@nowhere]", "") + "\n\nThe last hole.[@nowhere]")
    at = writing(visitor, change(article))
    page = at.page
    page.locator("#checks").get_by_role("link", name=re.compile("Body, line")).first.click()
    assert page.evaluate(CHOSEN) == "The last hole.[@nowhere]"
    assert page.evaluate("document.activeElement.scrollTop") > 100
    select(page, "The last hole.[@nowhere]")
    page.get_by_role("button", name="Picture…").click()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "knee.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    page.get_by_role("button", name="Add the picture").click()
    box = page.locator("#picture")
    expect(box).to_contain_text("Say in a few words what the picture shows.")
    page.get_by_label("What it shows").fill("A knee")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "knee.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    page.get_by_role("button", name="Add the picture").click()
    expect(box).to_contain_text("This is no PNG, JPEG, WebP or GIF picture.")
    assert faults(Axe(), at) == []
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "knee.png", "mimeType": "image/png", "buffer": png()}
    )
    page.get_by_role("button", name="Add the picture").click()
    expect(page.locator("#preview img")).to_have_attribute("alt", "A knee")
    kept = Asset.objects.get()
    assert body(page).input_value().endswith(f"is high.\n\n\n\n![A knee]({kept.digest})")
    page.locator("#preview img").evaluate("(image) => image.decode()")
    save(page)
    assert kept.digest in Article.objects.get(pk=article.pk).body
    assert at.complaints == []


def test_the_button_to_cite_leads_to_where_the_first_reference_is_added(
    cast: Cast, visitor: Any
) -> None:
    at = writing(visitor, change(cast.draft(references=[], body="Rest.")))
    page = at.page
    page.get_by_role("button", name="Cite…").click()
    said = page.locator("#preview-state")
    expect(said).to_have_text("There is no reference yet. Add one.")
    assert body(page).input_value() == "Rest."
    assert said.get_by_role("link").get_attribute("href") == "#references-add"
    assert at.complaints == []


def test_everything_works_without_scripts(cast: Cast, visitor: Any) -> None:
    article = cast.draft()
    at = writing(visitor, change(article), script=False)
    page = at.page
    expect(page.get_by_role("toolbar")).to_be_hidden()
    body(page).fill("Now **bold**.[@handbook] And a hole.[@nowhere]")
    page.get_by_role("button", name="Show the preview").click()
    expect(page.locator("#preview strong")).to_have_text("bold")
    expect(page.locator("#checks")).to_contain_text("The citation [@nowhere] points nowhere.")
    page.get_by_label("Add by DOI").fill("A handbook of feet. Basel, 2020.")
    page.get_by_role("button", name="Add references").click()
    expect(page.locator("[data-key]")).to_have_count(2)
    page.locator("#picture summary").click()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "knee.png", "mimeType": "image/png", "buffer": png()}
    )
    page.get_by_label("What it shows").fill("A knee")
    page.get_by_role("button", name="Add the picture").click()
    expect(page.locator("#picture")).to_contain_text("The picture is stored")
    assert Article.objects.get(pk=article.pk).version == 1
    page.get_by_label("What did you change?").fill("All of it")
    page.locator("#id_title").press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Version 2")
    expect(page).to_have_url(f"{at.server}{change(article)}")
    saved = Article.objects.get(pk=article.pk)
    assert saved.body.startswith("Now **bold**") and Asset.objects.get().digest in saved.body
    assert len(saved.references) == 2


@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (390, "light"), (1440, "dark"), (390, "dark")]
)
def test_the_form_is_sound_in_every_state(
    cast: Cast, visitor: Any, width: int, scheme: str
) -> None:
    article = cast.draft(title=LONG, body=f"{RICH} {'x' * 90}", funding="")
    live = cast.article_in(Stage.PUBLISHED, title="Live")
    at = writing(visitor, change(article), width=width, scheme=scheme)
    page, axe, found = at.page, Axe(), []

    def judge(state: str) -> None:
        found.extend(f"{state}: {fault}" for fault in faults(axe, at))

    judge("long")
    select(page, "Ask about")
    page.keyboard.type("[@")
    expect(offered(page)).to_have_count(1)
    judge("completing")
    page.keyboard.press("Escape")
    page.locator("#id_title").fill("")
    page.get_by_label("What did you change?").fill("More")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#errors")).to_be_focused()
    judge("error")
    at.open(ADD)
    judge("empty")
    at.open(change(live))
    judge("locked")
    assert found == []
    assert at.complaints == []
