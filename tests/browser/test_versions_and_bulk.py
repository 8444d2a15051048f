"""A text is brought back, and many articles are dealt with at once: with and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles import workflow
from articles.models import Article
from tests.browser.test_every_page import faults
from tests.cast import Cast
from tests.desk.scenes import second_round

pytestmark = pytest.mark.browser

SCREENS = [(1440, "light", True), (390, "light", False), (1440, "dark", False), (390, "dark", True)]
LIST = "/admin/articles/article/"


class Look:
    """One editor's screen. ``found``: what is wrong with the pages it came by."""

    def __init__(self, visitor: Any, width: int, scheme: str, *, script: bool) -> None:
        self.at = visitor(width=width, scheme=scheme, script=script)
        self.script, self.found, self.axe = script, [], Axe()
        self.at.sign_in("edda")

    def note(self, name: str) -> None:
        """Axe needs scripts; without them the page is only measured."""
        self.at.page.wait_for_load_state()
        wrong = faults(self.axe, self.at) if self.script else [self.at.sideways()]
        self.found += [f"{name}: {fault}" for fault in wrong if fault]

    def press(self, name: str) -> None:
        self.at.page.get_by_role("button", name=name).click()
        self.at.page.wait_for_load_state()

    def is_sound(self) -> bool:
        assert self.found == []
        assert self.at.complaints == []
        return True


@pytest.mark.parametrize(("width", "scheme", "script"), SCREENS)
def test_an_old_text_is_found_compared_and_brought_back(
    cast: Cast, visitor: Any, width: int, scheme: str, script: bool
) -> None:
    article = Article.objects.get(pk=second_round(cast).round.article_id)
    workflow.perform("recall", article, actor=cast.writer)
    look = Look(visitor, width, scheme, script=script)
    page = look.at.open(f"{LIST}{article.pk}/history/")
    look.note("history")
    look.press("Compare the two")
    look.note("compare")
    assert page.locator("ins").count() and page.locator("del").count()
    # What nobody sees makes no page longer.
    assert page.evaluate("document.documentElement.scrollHeight - document.body.scrollHeight") < 40
    page.get_by_role("link", name="All versions").click()
    page.get_by_role("link", name="Version 1", exact=True).click()
    look.note("version")
    page.get_by_role("link", name="Bring back this text").click()
    look.note("restore")
    look.press("Bring back this text")
    look.note("no reason")
    page.get_by_label("Why you bring it back").fill("The older one was clearer.")
    look.press("Bring back this text")
    assert page.get_by_text("The text is that of version 1 again.").is_visible()
    assert Article.objects.get(pk=article.pk).version == 3
    assert look.is_sound()


@pytest.mark.parametrize(("width", "scheme", "script"), SCREENS)
def test_many_articles_are_submitted_from_the_list(
    cast: Cast, visitor: Any, width: int, scheme: str, script: bool
) -> None:
    ready = cast.draft(title="Gout flares: what to do when a toe swells in the night")
    cast.draft(title="Unfunded", funding="")
    look = Look(visitor, width, scheme, script=script)
    page = look.at.open(LIST)
    look.press("Go on")
    look.note("nothing chosen")
    look.at.open(LIST)
    if script:
        page.get_by_label("Select all on this page").check()
    for box in page.locator("input[name=chosen]").all():
        if script:
            assert box.is_checked()
        else:
            box.check()
    page.get_by_label("With those ticked").select_option("submit")
    look.note("list")
    look.press("Go on")
    look.note("submit")
    page.get_by_label("Ada Moss, MD").check()
    page.get_by_label("Look for a reviewer").fill("noel")
    page.get_by_label("Look for a reviewer").press("Enter")
    look.note("found")
    assert page.get_by_label("Ada Moss, MD").is_checked()
    look.press("Submit for medical review: 1 of 2 articles")
    look.note("done")
    assert page.get_by_text("1 of 2 done, 1 refused.").is_visible()
    assert Article.objects.get(pk=ready.pk).stage == "medical_review"
    assert look.is_sound()
