"""Exported pages in a browser, opened as the files they are: accessible, and asking nobody."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from articles import exporters
from articles.dossier import Dossier
from tests.exporters import samples
from tests.validators import hostile

RULES = {"preload": False}


def page_of(dossier: Dossier) -> bytes:
    out = BytesIO()
    exporters.get("html").write(dossier, out)
    return out.getvalue()


def faults(page: Any, path: Path) -> list[str]:
    page.goto(path.as_uri())
    results = Axe().run(page, options=RULES).response["violations"]
    found = [f"{each['id']} {node['target']}" for each in results for node in each["nodes"]]
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    beside = page.evaluate(width)
    return found + ([f"scrolls sideways by {beside} px"] if beside > 0 else [])


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_every_exported_page_is_accessible_and_asks_nobody(
    browser: Browser, tmp_path: Path, width: int, scheme: Any
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=False
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    page.on("console", lambda message: asked.append(f"console {message.text}"))
    found = {}
    for name, make in hostile.ALL.items():
        path = tmp_path / f"{name}.html"
        path.write_bytes(page_of(make()))
        found[name] = faults(page, path)
    context.close()
    assert {name: listed for name, listed in found.items() if listed} == {}
    assert [address for address in asked if not address.startswith(tmp_path.as_uri())] == []
    assert len(asked) == len(hostile.ALL)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b' lang="en-US"', b"", "html-has-lang"),
        (b"</main>", b'<img src="data:,"></main>', "image-alt"),
        (b"</main>", b'<p style="color:#eee;background:#fff">faint</p></main>', "color-contrast"),
    ],
)
def test_the_check_bites(
    browser: Browser, tmp_path: Path, old: bytes, new: bytes, rule: str
) -> None:
    good = page_of(samples.plain())
    assert old in good
    path = tmp_path / "broken.html"
    path.write_bytes(good.replace(old, new, 1))
    page = browser.new_page()
    assert any(fault.startswith(rule) for fault in faults(page, path))
    page.close()
