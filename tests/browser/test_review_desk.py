"""From the link in the mail to the receipt: one comment made, every change read, the text signed.

What it takes is counted; answers to the checklist and typed words are counted apart.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Comment, Remark, Review, Signature
from tests.cast import PASSWORD, Cast
from tests.desk.scenes import commented, second_round

from .toll import Toll

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAID = "Say for how long."


@pytest.fixture
def review(cast: Cast) -> Review:
    return second_round(cast, asks=True)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where a run leaves its pictures: ``REVIEWFLOW_SHOTS``, or pytest's own folder."""
    folder = Path(os.environ.get("REVIEWFLOW_SHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def answer_everything(page: Page) -> None:
    """The reference, and two questions. Each is kept as it is given; a script sends it at once."""
    given = [each.get_by_label("Yes") for each in page.locator("fieldset.question").all()]
    for answer in (page.get_by_label("Reference 1 checked"), *given):
        answer.check()
        is_kept(page)


def is_kept(page: Page) -> None:
    expect(page.locator("#answers[data-sending]")).to_have_count(0)


def read_every_change(page: Page) -> None:
    changes = page.locator(".change").all()
    assert len(changes) == 5
    for change in changes:
        change.scroll_into_view_if_needed()
        expect(change).to_be_in_viewport()


def is_signed(page: Page, review: Review) -> None:
    """The receipt is on screen, and the record says the same."""
    assert "Receipt: medical review" in page.inner_text("main")
    assert Signature.objects.filter(record=review.round.record).count() == 1
    assert Comment.objects.get(text=SAID).record == review.round.record


@pytest.mark.parametrize(
    ("width", "scheme", "script"),
    [
        (1440, "light", True),
        (1440, "dark", True),
        (390, "light", True),
        (390, "dark", True),
        (1440, "light", False),
        (390, "light", False),
    ],
)
def test_a_physician_comes_by_the_mail_and_leaves_with_a_receipt(
    review: Review, visitor: Any, pictures: Path, width: int, scheme: str, script: bool
) -> None:
    at = visitor(width=width, scheme=scheme, script=script)
    page, toll = at.page, Toll(at.page)

    def picture(name: str) -> None:
        page.screenshot(path=pictures / f"{name}-{width}-{scheme}-{script}.png")
        assert at.sideways() == 0

    at.open(f"/review/{review.pk}/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    toll.click(page.get_by_role("button", name="Sign in", exact=True))

    read_every_change(page)
    picture("changes")
    toll.click(page.locator("#change-1 .seen a"))
    assert "5 mg" in page.get_by_label("The words it is about").input_value()
    page.get_by_label("Your comment").fill(SAID)
    picture("comment")
    toll.click(page.get_by_role("button", name="Keep the comment"))
    expect(page.locator(".comment", has_text=SAID)).to_be_visible()

    answer_everything(page)
    toll.click(page.get_by_role("button", name="Sign off…"))
    toll.click(page.get_by_label("No interest of mine bears on this article"))
    page.get_by_label("Your password").fill(PASSWORD)
    picture("sign")
    toll.click(page.get_by_role("button", name="Sign version 2"))

    expect(page).to_have_title("Receipt: Medical review · ReviewFlow")
    toll.weigh()
    picture("receipt")
    print(f"{width} {scheme}, {'with' if script else 'without'} scripts: {toll}")
    is_signed(page, review)
    assert toll.loads <= (4 if script else 6)
    assert toll.clicks <= 8
    assert toll.bytes <= 250_000
    assert at.complaints == []


def test_the_keyboard_alone_is_enough(review: Review, visitor: Any) -> None:
    at = visitor()
    page, toll = at.page, Toll(at.page)
    at.open(f"/review/{review.pk}/")
    page.keyboard.type("ada")
    toll.tab_to("Password")
    page.keyboard.type(PASSWORD)
    toll.press("Enter")

    expect(page.locator("#text")).to_be_visible()
    for number in range(1, 6):
        toll.press("j")
        expect(page.locator(f"#change-{number}")).to_be_focused()
        expect(page.locator(f"#change-{number}")).to_be_in_viewport()
    toll.press("c")
    page.keyboard.type(SAID)
    toll.press("Control+Enter")
    expect(page.locator(".comment", has_text=SAID)).to_be_focused()

    toll.tab_to("Reference 1 checked")
    page.keyboard.press("Space")
    is_kept(page)
    for question in ("Doses and units", "Says when to seek help"):
        toll.tab_to("Yes")
        page.keyboard.press("Space")
        is_kept(page)
        assert question in page.evaluate("document.activeElement.closest('fieldset').innerText")
    toll.press("d")
    expect(page.get_by_role("button", name="Sign off…")).to_be_focused()
    toll.press("Enter")

    expect(page.get_by_label("Your password")).to_be_visible()
    toll.tab_to("No interest of mine")
    toll.press("Space")
    toll.tab_to("Your password")
    page.keyboard.type(PASSWORD)
    toll.press("Enter")

    expect(page).to_have_title("Receipt: Medical review · ReviewFlow")
    toll.weigh()
    print(f"by keyboard: {toll}")
    is_signed(page, review)
    assert toll.loads <= 4
    assert toll.keys <= 60
    assert at.complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_every_turn_can_be_taken(cast: Cast, review: Review, visitor: Any, script: bool) -> None:
    commented(cast, review)
    at = visitor(script=script, width=390)
    at.sign_in("ada")
    page = at.open(f"/review/{review.pk}/")
    for turn, tells in (("Answer", "I read it"), ("Resolve", "resolved"), ("Open again", "opened")):
        note = page.locator("#note-D")
        if turn == "Answer":
            note.locator(".turn > summary").click()
            note.get_by_label("Your words on comment D").fill("I read it")
        if turn == "Open again":
            note.locator(":scope > details:not([open]) > summary").click()
        note.get_by_role("button", name=turn, exact=True).click()
        expect(page.locator("#note-D")).to_contain_text(tells)
    kinds = Remark.objects.filter(comment__text="Name the way out.").order_by("pk")
    assert [each.kind for each in kinds] == ["reply", "resolve", "reopen"]
    assert at.complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_wording_is_taken_by_one_click(
    cast: Cast, review: Review, visitor: Any, script: bool
) -> None:
    commented(cast, review)
    article = cast.act("recall", Article.objects.get(), cast.writer)
    at = visitor(script=script)
    at.sign_in("wren")
    page, toll = at.open(f"/articles/{article.slug}/comments/"), Toll(at.page)
    toll.click(page.locator("#note-D").get_by_role("button", name="Take this wording"))
    expect(page.locator("#note-D .kind")).to_contain_text("wording taken")
    assert toll.clicks == 1
    page.locator("#note-D summary").first.click()
    expect(page.locator("#note-D")).to_contain_text("The words were replaced as proposed")
    expect(page.locator("#note-D")).not_to_contain_text("removed")
    assert "ask your doctor how to taper" in Article.objects.get().body
    assert at.complaints == []
