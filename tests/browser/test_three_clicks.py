"""From the line readers see to the file that proves it: three clicks, and the same bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from articles.credentials import evidence
from articles.models import Credential
from articles.stages import Stage
from tests.cast import Cast

pytestmark = pytest.mark.browser

LETTER = b"%PDF-1.4\n" + b"The board certifies that Ada Moss is in good standing.\n" * 50


@pytest.fixture
def digest(cast: Cast) -> str:
    """An article of Ada's that readers see; the check it relied on has a letter for evidence."""
    kept = evidence.keep(LETTER, "letter of the board.pdf", actor=cast.officer)
    held = Credential.objects.get(reviewer__user=cast.physician)
    cast.verify(held, evidence=kept)
    cast.article_in(Stage.PUBLISHED, title="Gout flares")
    return kept.digest


class Clicks:
    """Follows links of one page after another, and counts."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, 0

    def on(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.count += 1

    def download(self, selector: str) -> Any:
        with self.page.expect_download() as coming:
            self.page.locator(selector).first.click()
        self.count += 1
        return coming.value


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.req("AL-10")
def test_from_the_published_byline_to_the_evidence_in_three_clicks(
    cast: Cast, digest: str, visitor: Any, width: int, script: bool
) -> None:
    at = visitor(width=width, script=script)
    at.sign_in("cora")
    page = at.open("/articles/gout-flares/?text=live")
    clicks = Clicks(page)

    clicks.on(".byline a")
    assert "Receipt: medical review" in page.inner_text("main")

    clicks.on("main a[href*='#check-']")
    target = page.locator(":target")
    assert digest.removeprefix("sha256:")[:12] in target.inner_text()

    file = clicks.download(":target a[download]")

    assert clicks.count <= 3
    data = Path(file.path()).read_bytes()
    assert "sha256:" + hashlib.sha256(data).hexdigest() == digest
    assert data == LETTER
    assert file.suggested_filename == "letter of the board.pdf"
    assert at.complaints == []


def test_whoever_may_not_see_the_file_is_shown_the_check_and_its_digest(
    cast: Cast, digest: str, visitor: Any
) -> None:
    at = visitor()
    at.sign_in("wren")
    page = at.open("/articles/gout-flares/?text=live")
    clicks = Clicks(page)
    clicks.on(".byline a")
    clicks.on("main a[href*='#check-']")
    assert digest.removeprefix("sha256:")[:12] in page.locator(":target").inner_text()
    assert page.locator(":target a[download]").count() == 0
