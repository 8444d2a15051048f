"""What changed from edition to edition, as every form tells it to readers."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import yaml
from lxml import etree

from articles.dossier import Change, Dossier

from . import samples
from .jats_dtd import dtd
from .page import Page

Exported = Callable[[str, Dossier], bytes]


def section(source: str) -> str:
    """The words of the section about changes; empty where there is none."""
    found = re.search(r'<section class="changes".*?</section>', source, re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", found[0]) if found else ""
    return " ".join(html.unescape(words).split())


def events(dossier: Dossier, exported: Exported) -> list[tuple[str, str]]:
    """Day and words of each edition in the history of the JATS file; the file is valid."""
    root = etree.fromstring(exported("jats", dossier))
    judge = dtd()
    assert judge.validate(root), judge.error_log
    found = root.iterfind(".//pub-history/event[@event-type='edition']")
    return [
        (each.find("date[@date-type='pub']").get("iso-8601-date"), each.findtext("event-desc"))
        for each in found
    ]


@pytest.mark.req("A11-04")
def test_the_page_tells_them_after_its_dates_with_the_newest_first(exported: Exported) -> None:
    source = exported("html", samples.plain()).decode()
    assert section(source) == (
        "Changes Edition 2.1 , November 24, 2026 : Says joints where it said limbs. "
        "Edition 2.0 , June 1, 2026 : A newer dose. Edition 1.0 , June 1, 2025"
    )
    assert '<time datetime="2026-11-24">November 24, 2026</time>: <span class="note">' in source
    assert source.index("Last reviewed") < source.index(">Changes<") < source.index('class="body"')
    assert "<details>" not in source


def test_what_is_older_than_three_editions_can_be_opened(exported: Exported) -> None:
    changes = tuple(replace(samples.CHANGES[0], edition=f"{n}.0", note=f"No {n}.") for n in "54321")
    source = exported("html", replace(samples.plain(), changes=changes)).decode()
    seen, opened = source.split("<summary>Earlier editions</summary>")
    assert re.findall(r"No (\d)\.", seen) == ["5", "4", "3"]
    assert re.findall(r"No (\d)\.", opened) == ["2", "1"]


def test_a_retraction_stands_before_what_changed(exported: Exported) -> None:
    source = exported("html", replace(samples.retracted(), changes=samples.CHANGES)).decode()
    assert source.index("The dose was wrong.") < source.index(">Changes<")


def test_json_lists_every_edition_with_its_moment(exported: Exported) -> None:
    article = json.loads(exported("json", samples.plain()))
    assert article["changes"] == [
        {
            "edition": "2.1",
            "released_at": "2026-11-25T03:15:00Z",
            "note": "Says joints where it said limbs.",
        },
        {
            "edition": "2.0",
            "released_at": "2026-06-01T12:00:00.000005Z",
            "note": "A newer dose.",
        },
        {"edition": "1.0", "released_at": "2025-06-01T12:00:00Z", "note": ""},
    ]


def test_jats_has_an_event_for_each_edition_in_order_of_time(exported: Exported) -> None:
    assert events(samples.plain(), exported) == [
        ("2025-06-01", "Edition 1.0"),
        ("2026-06-01", "Edition 2.0: A newer dose."),
        ("2026-11-24", "Edition 2.1: Says joints where it said limbs."),
    ]


@pytest.mark.parametrize("changes", [(), samples.CHANGES[2:]])
def test_a_first_edition_without_a_note_has_changed_nothing(
    exported: Exported, changes: tuple[Change, ...]
) -> None:
    dossier = replace(samples.plain(), changes=changes)
    assert section(exported("html", dossier).decode()) == ""
    assert events(dossier, exported) == []


def test_a_first_edition_with_a_note_is_told(exported: Exported) -> None:
    first = replace(samples.CHANGES[2], note="Replaces the leaflet.")
    dossier = replace(samples.plain(), changes=(first,))
    assert section(exported("html", dossier).decode()).endswith(": Replaces the leaflet.")
    assert events(dossier, exported) == [("2025-06-01", "Edition 1.0: Replaces the leaflet.")]


def test_a_hostile_note_stays_words_in_every_form(exported: Exported) -> None:
    dossier, note = samples.hostile(), samples.HOSTILE_NOTE
    shown = note.translate(dict.fromkeys((0xFFFE, 0x1FFFE), "\ufffd"))

    page = Page(exported("html", dossier).decode())
    tame = replace(dossier, changes=tuple(replace(c, note="a") for c in dossier.changes))
    assert page.tags == Page(exported("html", tame).decode()).tags
    assert ["".join(page.texts["span"]).count(part) for part in (shown, "{{ title }}")] == [5, 5]

    assert {c["note"] for c in json.loads(exported("json", dossier))["changes"]} == {note}

    head = exported("markdown", dossier).decode().split("\n---\n\n", 1)[0]
    assert {c["note"] for c in yaml.safe_load(head[4:])["changes"]} == {note}

    # XML has no place for U+FFFE; a line end is one whatever it was.
    told = {words for _, words in events(dossier, exported)}
    assert told == {f"Edition 1.{n}: {note.replace(chr(0xFFFE), chr(0xFFFD))}" for n in range(5)}


def test_no_format_reads_changes_as_content(exported: Exported) -> None:
    from articles import importers

    dossier = samples.plain()
    for format_, ending in (("json", "json"), ("markdown", "md")):
        (told,) = importers.read(exported(format_, dossier), f"a.{ending}")
        (bare,) = importers.read(exported(format_, replace(dossier, changes=())), f"a.{ending}")
        assert replace(told, source_digest="") == replace(bare, source_digest="")
