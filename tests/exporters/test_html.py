"""The standalone page: accessible, quiet, and harmless whatever the article contains."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest

from . import samples
from .page import Page


@pytest.fixture
def page(dossier, exported):
    return Page(exported("html", dossier).decode())


def test_the_page_has_language_title_and_one_heading(page, dossier):
    assert page.tags[0] == ("html", {"lang": "en-US"})
    assert page.count("h1") == page.count("main") == page.count("title") == 1
    assert "".join(page.texts["title"]) == dossier.content["title"]
    assert "".join(page.texts["h1"]) == dossier.content["title"]


def test_nothing_runs_and_nothing_is_fetched(page):
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert scripts == [{"type": "application/ld+json"}]
    assert len(page.scripts) == 1
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert "src" not in attributes
        assert tag not in {"iframe", "object", "embed", "base", "form"}
    style = "".join(page.texts["style"])
    assert "url(" not in style
    assert "@import" not in style


def test_the_data_cannot_leave_its_script_element(page):
    assert not set("<>&\u2028\u2029") & set(page.scripts[0])
    assert json.loads(page.scripts[0])["@context"] == "https://schema.org"


def test_every_link_inside_the_page_leads_somewhere(page):
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    for _, attributes in page.tags:
        if (attributes.get("href") or "").startswith("#"):
            assert attributes["href"][1:] in ids
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in ids


def test_headings_do_not_skip_a_level_in_our_own_frame(exported):
    page = Page(exported("html", samples.plain()).decode())
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_byline_stands_under_the_title_and_dates_name_their_zone(exported):
    source = exported("html", samples.plain()).decode()
    assert re.search(r"</h1>\s*<p class=\"byline\">Medically reviewed by Ruth Amsel, MD;", source)
    for label, iso, text in [
        ("Published", "2026-11-24", "November 24, 2026"),
        ("Updated", "2026-11-23", "November 23, 2026"),
        ("Last reviewed", "2026-11-24", "November 24, 2026"),
        ("Next review due", "2027-11-24", "November 24, 2027"),
    ]:
        assert f'<dt>{label}</dt><dd><time datetime="{iso}">{text}</time></dd>' in source
    assert "time zone America/New_York" in source


@pytest.mark.req("NH-04")
def test_an_unreviewed_page_shows_no_date_of_review(exported):
    source = exported("html", samples.unreviewed()).decode()
    assert "Last reviewed" not in source
    assert re.search(
        r"</h1>\s*<p class=\"byline\">Not medically reviewed \(version 3\)</p>", source
    )


def test_references_are_numbered_by_first_citation(exported):
    source = exported("html", samples.plain()).decode()
    assert source.index('<li id="ref-1">Smith') < source.index('<li id="ref-2">Joints')
    assert 'href="#ref-1"' in source


def test_a_retracted_page_says_so_before_the_text_and_keeps_the_text(exported):
    page = exported("html", samples.retracted()).decode()
    assert page.index("Status: retracted") < page.index("The dose was wrong.")
    assert page.index("The dose was wrong.") < page.index("Joints rest at night")


@pytest.mark.req("JA-03", "PF-04")
def test_funding_and_disclosure_are_shown(exported):
    page = Page(exported("html", samples.hostile()).decode())
    assert "yes" in page.texts["p"]
    assert "Disclosure: </script>&" in page.texts["p"]
