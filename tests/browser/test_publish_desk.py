"""The publish desk in a browser: schedule, call off, look, release two; scripts or not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from articles.models import Article, Publication, Schedule
from articles.stages import ScheduleOutcome, Stage
from tests.browser.test_every_page import BODY, LONG, faults
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.browser

SCREENS = [(1440, "light", True), (390, "light", False), (1440, "dark", False), (390, "dark", True)]


class Publisher:
    """One publisher's screen. ``found``: what is wrong with the pages they came by."""

    def __init__(self, visitor: Any, width: int, scheme: str, *, script: bool) -> None:
        self.at = visitor(width=width, scheme=scheme, script=script)
        self.script, self.found, self.axe = script, [], Axe()
        self.at.sign_in("pia")

    @property
    def page(self) -> Any:
        return self.at.page

    def open(self, address: str) -> Any:
        self.at.open(address)
        self.look()
        return self.page

    def look(self) -> None:
        """Axe needs scripts; without them the page is only measured."""
        self.page.wait_for_load_state()
        wrong = faults(self.axe, self.at) if self.script else [self.at.sideways()]
        self.found += [f"{self.page.url}: {fault}" for fault in wrong if fault]

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()
        self.look()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()
        self.look()


@pytest.mark.parametrize(("width", "scheme", "script"), SCREENS)
def test_a_release_is_scheduled_and_called_off(
    cast: Cast, visitor: Any, width: int, scheme: str, script: bool
) -> None:
    cast.article_in(Stage.APPROVED, title=LONG, body=BODY)
    day = (timezone.now() + dt.timedelta(days=3)).date()
    pia = Publisher(visitor, width, scheme, script=script)
    pia.open("/publish/")
    pia.follow("Publish…")
    page = pia.page
    assert not page.get_by_label("Day").is_visible()
    page.get_by_label("At a time").check()
    page.get_by_label("Day").fill(f"{day}")
    page.get_by_label("Time", exact=True).fill("07:30")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_label("Your password").fill("not this one")
    pia.press("Sign the release")
    assert page.get_by_label("At a time").is_checked()
    assert page.get_by_label("Time", exact=True).input_value() == "07:30"
    page.get_by_label("Your password").fill(PASSWORD)
    pia.press("Sign the release")
    assert "Receipt: publication release" in page.inner_text("main")
    assert "07:30:00" in page.inner_text("main")

    pia.open("/publish/?tab=scheduled")
    assert "(Europe/Berlin)" in page.inner_text("main")
    pia.follow("Cancel…")
    pia.press("Call it off")
    assert "Nothing was called off." in page.inner_text("main")
    page.get_by_label("Why it is called off").fill("A newer guideline came out.")
    pia.press("Call it off")
    assert "No release waits for its moment" in page.inner_text("main")
    assert Schedule.objects.get().outcome == ScheduleOutcome.CANCELLED
    assert (pia.found, pia.at.complaints) == ([], [])


@pytest.mark.parametrize(("width", "scheme", "script"), SCREENS)
def test_a_text_is_looked_at_as_it_leaves(
    cast: Cast, visitor: Any, width: int, scheme: str, script: bool
) -> None:
    article = cast.article_in(Stage.PUBLISHED, title=LONG, body=BODY)
    pia = Publisher(visitor, width, scheme, script=script)
    page = pia.open(f"/publish/{article.slug}/preview/")
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == LONG
    inside = page.frames[1]
    if script:
        assert page.evaluate("document.querySelector('iframe').contentDocument") is None
    assert inside.url.endswith("/preview/raw/?format=html")
    pia.follow("Phone")
    assert page.locator("iframe").bounding_box()["width"] <= 392
    pia.follow("JATS")
    assert "<article-title>" in page.locator("pre").inner_text()
    with page.expect_download() as given:
        page.get_by_role("link", name="Download").click()
    assert given.value.suggested_filename == f"{article.slug}.jats.xml"
    assert (pia.found, pia.at.complaints) == ([], [])


@pytest.mark.parametrize(("width", "scheme", "script"), SCREENS)
def test_two_are_released_with_one_password(
    cast: Cast, visitor: Any, width: int, scheme: str, script: bool
) -> None:
    for title in (LONG, "Short words", "Other words"):
        cast.article_in(Stage.APPROVED, title=title)
    stuck = cast.article_in(Stage.APPROVED, title="Words in doubt")
    pia = Publisher(visitor, width, scheme, script=script)
    page = pia.open("/publish/")
    for title in (LONG, "Short words", "Words in doubt"):
        page.get_by_label(f"Choose {title}", exact=True).check()
    if script:
        assert "3 chosen" in page.inner_text("main")
    cast.act(
        "withdraw_signature",
        stuck,
        cast.physician,
        signature=stuck.signatures.get(),
        note="A dose is wrong.",
    )
    pia.press("Release…")
    assert "Release 2 articles" in page.inner_text("h1")
    assert "Words in doubt" in page.inner_text("#refused + ul")
    page.get_by_label("Change note for readers: Short words").fill("First edition.")
    pia.press("Sign 2 releases")
    assert "Nothing was signed." in page.inner_text("main")
    page.get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="2 released", exact=True).wait_for()
    pia.look()
    assert page.inner_text("h1") == "2 released"
    assert Publication.objects.count() == 2
    assert Article.objects.get(title="Other words").stage == Stage.APPROVED
    assert (pia.found, pia.at.complaints) == ([], [])


@pytest.mark.parametrize(("width", "scheme", "script"), SCREENS)
def test_titles_of_any_length_fit_the_pages_of_a_release(
    cast: Cast, visitor: Any, width: int, scheme: str, script: bool
) -> None:
    titles = (LONG, "Short words", "Antidisestablishmentarianism" * 4)
    ready = [cast.article_in(Stage.APPROVED, title=title) for title in titles]
    draft = cast.article_in(Stage.DRAFT, title="Pneumonoultramicroscopicsilicosis" * 4)
    pia = Publisher(visitor, width, scheme, script=script)
    chosen = "&".join(f"article={article.slug}" for article in (*ready, draft))
    assert "Release 3 articles" in pia.open(f"/publish/release/?{chosen}").inner_text("h1")
    for article in ready:
        pia.open(f"/articles/{article.slug}/publish/")
    assert (pia.found, pia.at.complaints) == ([], [])
