"""Who, from what, when, and paid by whom: what the page itself tells, and its data no otherwise."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from lxml import etree

from articles.dossier import Dossier
from articles.stages import Stage
from tests.cast import Cast

from . import samples
from .page import Page

Exported = Callable[[str, Dossier], bytes]


def dates(source: str) -> dict[str, str]:
    """The days that stand under the title, by label."""
    return dict(re.findall(r'<dt>([^<]+)</dt><dd><time datetime="([^"]+)">', source))


def words(text: str) -> str:
    return " ".join(text.split())


def graph_of(page: Page) -> dict[str, list[dict[str, Any]]]:
    """The nodes of the page's data, by type."""
    found: dict[str, list[dict[str, Any]]] = {}
    for node in json.loads(page.scripts[0])["@graph"]:
        found.setdefault(node["@type"], []).append(node)
    return found


@pytest.mark.req("GO-02")
def test_the_data_names_nobody_and_no_day_that_the_page_does_not_show(
    dossier: Dossier, exported: Exported
) -> None:
    source = exported("html", dossier).decode()
    page, shown = Page(source), dates(source)
    graph, text = graph_of(page), words(page.text)
    [about], [article] = graph["MedicalWebPage"], graph["Article"]
    people = graph.get("Person", [])
    certified = [each for person in people for each in person["hasCertification"]]

    said = [
        *(about["name"], article["headline"], graph["Organization"][0]["name"]),
        *(person["name"] for person in [*article["author"], *people]),
        *(name for each in certified for name in (each["name"], each["issuedBy"]["name"])),
        *(each["name"] for each in article["citation"]),
        *(each["text"] for each in article.get("correction", [])),
    ]
    assert [each for each in said if words(each) not in text] == []
    assert {
        "Published": about.get("datePublished"),
        "Updated": about.get("dateModified"),
        "Last reviewed": about.get("lastReviewed", shown.get("Last reviewed")),
    } == {label: shown.get(label) for label in ("Published", "Updated", "Last reviewed")}
    named = [node["@id"] for node in people]
    reviewed_by = about.get("reviewedBy", [])
    assert [each["@id"] for each in _listed(reviewed_by)] == named
    assert ("Status: retracted" in text) == (about.get("creativeWorkStatus") == "Retracted")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.req("HO-01")
def test_readers_find_titles_and_standing_sources_with_their_year_and_days(
    exported: Exported,
) -> None:
    source = exported("html", samples.plain()).decode()
    text = words(Page(source).text)
    assert "By Dana Whitfield; Bo Ek, PhD" in text
    assert (
        "Medically reviewed by Ruth Amsel, MD; American Board of Internal Medicine with "
        "subspecialty in Rheumatology"
    ) in text
    [first] = re.findall(r'<li id="ref-1">(.*?)</li>', source)
    assert "Smith A" in first and "2024" in first
    assert dates(source).keys() >= {"Published", "Updated", "Last reviewed"}


@pytest.mark.req("JA-04")
def test_release_change_and_review_each_keep_a_day_of_their_own(exported: Exported) -> None:
    changed, read, released = (dt.datetime(2026, 11, day, 15, tzinfo=dt.UTC) for day in (3, 7, 12))
    content, slug = samples.content(), "three-days"
    said = samples.statement(content, slug, "ruth", signed_at="2026-11-07T15:00:00Z")
    dossier = samples.dossier(
        slug,
        content,
        samples.signature(said),
        updated_at=changed,
        last_reviewed=read.date(),
        published_at=released,
    )
    days = {"Updated": "2026-11-03", "Last reviewed": "2026-11-07", "Published": "2026-11-12"}

    source = exported("html", dossier).decode()
    assert dates(source).items() >= days.items()
    [page] = graph_of(Page(source))["MedicalWebPage"]
    names = ("dateModified", "lastReviewed", "datePublished")
    assert [page[name] for name in names] == [*days.values()]
    article = json.loads(exported("json", dossier))
    told = (article[name][:10] for name in ("updated_at", "last_reviewed", "published_at"))
    assert [*told] == [*days.values()]
    root = etree.fromstring(exported("jats", dossier))
    reviewed = root.find(".//event[@event-type='medical-review']/date").get("iso-8601-date")
    assert (reviewed, root.find(".//pub-date").get("iso-8601-date")) == ("2026-11-07", "2026-11-12")


@pytest.mark.req("JA-03")
def test_publisher_funding_and_interests_are_on_the_page(exported: Exported) -> None:
    content, slug = samples.content(funding="A grant of the city of Lund."), "paid"
    said = samples.statement(content, slug, "ruth", disclosure="Owns shares of Acme.")
    dossier = samples.dossier(slug, content, samples.signature(said))
    page = Page(exported("html", dossier).decode())
    assert "Published by Example Health." in words(page.text)
    assert "Funding disclosure" in page.texts["h2"]
    assert "A grant of the city of Lund." in page.texts["p"]
    assert "Disclosure: Owns shares of Acme." in page.texts["p"]
    root = etree.fromstring(exported("jats", dossier))
    assert root.findtext(".//publisher-name") == "Example Health"
    assert root.findtext(".//funding-statement") == "A grant of the city of Lund."
    assert "Owns shares of Acme." in root.findtext(".//author-notes/fn/p")


@pytest.mark.req("UR-01")
@pytest.mark.django_db
def test_a_page_without_an_author_has_its_sources_and_its_days(cast: Cast, tmp_path: Path) -> None:
    article = cast.article_in(Stage.PUBLISHED, authors=[])
    call_command("export_articles", "--format=html", f"--output={tmp_path / 'out'}")
    [path] = (tmp_path / "out").rglob("*.html")
    source = path.read_text()
    day = str(article.last_reviewed)
    assert "<p>By " not in source
    assert len(re.findall(r'<li id="ref-\d+">[^<]', source)) == len(article.references) > 0
    assert dates(source).items() >= {"Last reviewed": day, "Published": day}.items()
    assert "Updated" in dates(source)
