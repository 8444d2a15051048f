"""A bundle of two is ordered, gets ready under the eyes of who waits, is fetched and verified."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone

from articles import exports
from articles.exports import Choice
from articles.models import Export
from articles.stages import Stage
from tests.browser.test_every_page import LONG, faults
from tests.cast import Cast, standing_signature

pytestmark = pytest.mark.browser

SCREENS = [(1440, "light", True), (390, "light", False), (1440, "dark", False), (390, "dark", True)]
SHOTS = os.environ.get("SHOTS", "")
"""A folder for pictures of the pages, for who wants to look at them."""


class Look:
    """One screen. ``found``: what is wrong with the pages it came by."""

    def __init__(self, visitor: Any, width: int, scheme: str, *, script: bool) -> None:
        self.at = visitor(width=width, scheme=scheme, script=script)
        self.script, self.found, self.axe = script, [], Axe()
        self.name = f"{width}-{scheme}"

    def note(self, what: str) -> None:
        """Axe needs scripts; without them the page is only measured."""
        self.at.page.wait_for_load_state()
        wrong = faults(self.axe, self.at) if self.script else [self.at.sideways()]
        self.found += [f"{what}: {fault}" for fault in wrong if fault]
        if SHOTS:
            path = Path(SHOTS) / f"{what}-{self.name}.png"
            self.at.page.screenshot(path=path, full_page=True)


@pytest.fixture
def refused(cast: Cast) -> None:
    """Two live articles, and a third whose sign-off was withdrawn."""
    for title in (LONG, "Gout flares"):
        cast.article_in(Stage.PUBLISHED, title=title)
    third = cast.article_in(Stage.PUBLISHED, title=f"{LONG} again")
    signature = standing_signature(third)
    cast.act("withdraw_signature", third, cast.physician, signature=signature, note="Not mine.")


@pytest.mark.parametrize(("width", "scheme", "script"), SCREENS)
def test_a_bundle_is_ordered_watched_fetched_and_genuine(
    cast: Cast, refused: None, visitor: Any, tmp_path: Path, width: int, scheme: str, script: bool
) -> None:
    look = Look(visitor, width, scheme, script=script)
    look.at.sign_in("pia")
    page = look.at.open("/publish/exports/")
    look.note("empty")
    page.get_by_role("link", name="Order the first").click()
    look.note("new")
    assert "2 of 3 articles; 1 is refused." in page.locator(".consequence").inner_text()
    page.get_by_label("Markdown").check()
    page.get_by_role("button", name="Order export").click()
    look.note("waiting")
    assert page.get_by_text("waits for a worker").count()

    call_command("worker", "--once", stdout=StringIO())
    if not script:
        page.get_by_role("link", name="Look again").click()
    heading = page.get_by_role("heading", name="2 articles in 1 file")
    heading.wait_for()
    look.note("ready")
    with page.expect_download() as coming:
        page.get_by_role("link", name=".zip").click()
    bundle = tmp_path / coming.value.suggested_filename
    coming.value.save_as(bundle)
    assert bundle.name == Export.objects.get().files[0]["name"]
    said = StringIO()
    call_command("verify_bundle", str(bundle), stdout=said)
    assert "genuine" in said.getvalue().lower()

    page.get_by_role("link", name="Exports", exact=True).click()
    look.note("list")
    assert page.get_by_role("row").count() == 2
    assert look.found == []
    assert look.at.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_every_end_of_an_export_is_sound(
    cast: Cast, refused: None, visitor: Any, width: int, scheme: str
) -> None:
    slug = cast.draft(title=f"{LONG} and a draft").slug
    for choice in (
        Choice(formats=("json",), slugs=[slug]),
        Choice(formats=("json", "html"), bundle=False),
        Choice(formats=("json",)),
    ):
        exports.run(str(exports.order(choice, actor=cast.publisher).pk))
    exports.cancel(exports.order(choice, actor=cast.publisher), actor=cast.publisher)
    running = exports.order(choice, actor=cast.publisher)
    Export.objects.filter(pk=running.pk).update(state="running", total=9000, done=412)
    broken = exports.order(Choice(formats=("html",)), actor=cast.publisher)
    said = "Its files could not be written: No space left on device."
    Export.objects.filter(pk=broken.pk).update(state="failed", error=said, ended_at=timezone.now())

    look = Look(visitor, width, scheme, script=True)
    look.at.sign_in("pia")
    for number, export in enumerate(Export.objects.order_by("ordered_at")):
        look.at.open(f"/publish/exports/{export.pk}/")
        look.note(f"end-{number}-{export.state}")
    look.at.open("/publish/exports/")
    look.note("full-list")
    look.at.open(f"/publish/exports/new/?article={slug}&article=gout-flares")
    look.note("new-refused")
    look.at.page.get_by_label("HTML").uncheck()
    look.at.page.get_by_label("JSON", exact=True).uncheck()
    look.at.page.get_by_role("button", name="Look again").click()
    look.note("new-wrong")
    assert look.found == []
    assert look.at.complaints == []
