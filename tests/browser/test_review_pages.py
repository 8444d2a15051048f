"""The pages around a review: sound in every view, the decision in reach, a receipt on one sheet."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles import workflow
from articles.models import Article, Review
from articles.stages import Stage
from articles.workflow import interests
from tests.cast import Cast
from tests.desk.scenes import commented, second_round
from tests.workflow.talk import must_fix, turn

from .test_every_page import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ENDLESS = "W" * 800

TALL = 44
"""Pixels a fingertip needs."""


@pytest.fixture
def review(cast: Cast) -> Review:
    found = second_round(cast, asks=True)
    commented(cast, found)
    return found


@pytest.fixture
def barred(cast: Cast, review: Review) -> Review:
    """Many reasons not to sign: must-fix comments, and an interest that waits."""
    article = fresh(review.round.article)
    for number in range(4):
        must_fix(article, cast.second_physician, f"Point {number}.", exact="5 mg a day")
    interests.declare(review, actor=cast.physician, interest="My clinic takes part in a trial.")
    return review


def addresses(review: Review) -> list[str]:
    own, slug = f"/review/{review.pk}/", review.round.article.slug
    comment = review.round.article.comments.latest("pk")
    return [
        "/review/",
        *(f"{own}?view={view}" for view in ("redline", "side", "clean")),
        f"{own}?against=nothing",
        f"{own}comment/",
        f"{own}comment/?block=1",
        f"/comments/{comment.pk}/",
        f"/articles/{slug}/comments/",
        *(f"/articles/{slug}/compare/?view={view}" for view in ("redline", "side", "clean")),
    ]


@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (390, "light"), (1440, "dark"), (390, "dark")]
)
def test_every_view_is_sound(review: Review, visitor: Any, width: int, scheme: str) -> None:
    at, axe = visitor(width=width, scheme=scheme), Axe()
    at.sign_in("ada")
    found = []
    for address in addresses(review):
        page = at.open(address)
        assert page.locator("h1").count() == 1, address
        found += [f"{address}: {fault}" for fault in faults(axe, at)]
    page = at.open(f"/review/{review.pk}/")
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => fold.open = true)")
    found += [f"all open: {fault}" for fault in faults(axe, at)]
    page.locator("#change-1 .seen a").click()
    found += [f"dialog: {fault}" for fault in faults(axe, at)]
    page.get_by_role("button", name="Keep the comment").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += [f"refused: {fault}" for fault in faults(axe, at)]
    assert found == []
    assert at.complaints == []


def test_words_sent_after_the_session_are_shown_on_a_sound_page(
    review: Review, visitor: Any
) -> None:
    at = visitor(width=390)
    at.sign_in("ada")
    page = at.open(f"/review/{review.pk}/comment/?block=1")
    page.get_by_label("Your comment").fill("Half an hour's thought.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Keep the comment").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    kept = [each.input_value() for each in page.get_by_role("textbox").all()]
    assert "Half an hour's thought." in kept
    assert faults(Axe(), at) == []


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_on_a_phone_the_decision_stays_in_reach_and_out_of_the_way(
    barred: Review, visitor: Any, script: bool
) -> None:
    at = visitor(width=390, script=script)
    at.sign_in("ada")
    page = at.open(f"/review/{barred.pk}/")
    share = 0.25 if script else 0.5
    for down in (0, 900, 2000):
        page.mouse.wheel(0, down)
        for button in page.locator("#decision .button").all():
            expect(button).to_be_in_viewport(ratio=1)
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= TALL
        bar = page.locator("#decision").bounding_box()
        assert bar is not None
        assert bar["height"] <= share * 900
    if script:
        page.locator("#decision summary").click()
    expect(page.locator("#decision .reasons li").first).to_be_visible()
    assert page.locator("#decision .reasons li").count() >= 2
    assert at.sideways() == 0


def test_a_phone_shows_the_whole_navigation_in_two_rows(cast: Cast, visitor: Any) -> None:
    at = visitor(width=390)
    at.sign_in("edda")  # who has the longest
    links = at.page.locator(".masthead li").all()
    assert len(links) >= 7
    boxes = [link.bounding_box() for link in links]
    assert len({box["y"] for box in boxes}) <= 2
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    assert at.sideways() == 0


def test_words_in_the_margin_stand_beside_their_own_part(cast: Cast, visitor: Any) -> None:
    lines = "\n\n".join(f"Line {number} is short." for number in range(6))
    article = cast.draft(body=f"{cast.draft().body}\n\n{lines}")
    cast.publish(cast.sign_off(cast.submit(article)))
    article = workflow.perform("revise", fresh(article), actor=cast.writer)
    body = article.body.replace("Line 5", "The last line")
    workflow.save_draft(
        article, {"body": body}, actor=cast.writer, reason="One line", base=article.content_digest
    )
    cast.submit(fresh(article))
    review = fresh(article).round.reviews.get()
    at = visitor()
    at.sign_in("ada")
    for view in ("clean", "redline"):
        page = at.open(f"/review/{review.pk}/?view={view}")
        page.evaluate("document.querySelectorAll('.fold').forEach((fold) => fold.open = true)")
        assert "Ada Moss" in page.locator(".seen").first.inner_text()
        assert apart(page, ".seen") >= 6
        for block in page.locator(".block:has(> .seen)").all():
            own, words = block.bounding_box(), block.locator(".seen").bounding_box()
            assert own is not None
            assert words is not None
            assert own["y"] <= words["y"]
            assert words["y"] + words["height"] <= own["y"] + own["height"] + 1


def test_notes_beside_the_text_never_overlap(review: Review, visitor: Any) -> None:
    at = visitor()
    at.sign_in("ada")
    page = at.open(f"/review/{review.pk}/")
    assert apart(page, ".reading.floating > .notes") > 2


@pytest.mark.parametrize("width", [390, 1440])
def test_a_word_without_end_pushes_no_page_to_the_side(
    cast: Cast, visitor: Any, width: int
) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW, summary=ENDLESS, body=f"Rest.\n\n{ENDLESS}")
    first = must_fix(article, cast.physician, ENDLESS, exact=ENDLESS, wording=f"{ENDLESS}X")
    turn("reply", first, cast.writer, text=ENDLESS)
    whole = must_fix(article, cast.physician, ENDLESS)
    turn("settle", whole, cast.editor, reason=ENDLESS)
    interests.declare(Review.objects.get(), actor=cast.physician, interest=ENDLESS)
    article = cast.act("recall", fresh(article), cast.writer)
    body = {"summary": f"{ENDLESS}X", "body": "Rest now.", "authors": [ENDLESS[:150]]}
    workflow.save_draft(
        article, body, actor=cast.writer, reason="Shorter", base=article.content_digest
    )
    cast.submit(fresh(article), note=ENDLESS)
    review = fresh(article).round.reviews.get()
    at = visitor(width=width)
    at.sign_in("ada")
    wide = {}
    for address in (f"/review/{review.pk}/?against=1", *addresses(review)):
        page = at.open(address)
        page.evaluate(
            "document.querySelectorAll('main details').forEach((each) => each.open = true)"
        )
        wide[address] = at.sideways()
    assert {address: pixels for address, pixels in wide.items() if pixels} == {}


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def apart(page: Page, what: str) -> int:
    """How many there are, each below the one before."""
    boxes = [box for each in page.locator(what).all() if (box := each.bounding_box())]
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"] + 1
    return len(boxes)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_receipt_prints_on_one_sheet(cast: Cast, visitor: Any, paper: str) -> None:
    article = cast.publish(cast.sign_off(cast.submit(cast.draft())))
    signature = article.signatures.medical().latest("signed_at")
    at = visitor()
    at.sign_in("ada")
    page = at.open(f"/signatures/{signature.pk}/")
    sheet = page.pdf(format=paper, prefer_css_page_size=False)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    page.emulate_media(media="print")
    for shown in (signature.statement_digest, "verify.py", "Ada Moss", "Gout flares"):
        words = page.locator(".sheet").get_by_text(shown.removeprefix("sha256:"))
        expect(words.first).to_be_visible()
    expect(page.locator(".statement")).to_be_visible()
    expect(page.get_by_role("navigation")).to_be_hidden()
