"""What stands around the words of a page: what it is, who it comes from, how its tables read."""

from __future__ import annotations

from articles.stages import Stage

from . import samples
from .page import Page

TABLE = "## Doses\n\n| day | dose | note |\n|---|---:|:---:|\n| 1 | 5 mg | a |"


def unreleased(words):
    given = samples.signature(samples.statement(words, "stiff-mornings", "ruth"))
    changes = {"stage": Stage.APPROVED, "status": "approved", "edition": "", "published_at": None}
    return samples.dossier("stiff-mornings", words, given, **changes)


def test_a_page_that_was_not_released_says_so_under_its_title_and_nowhere_that_it_was(exported):
    source = exported("html", unreleased(samples.content())).decode()
    said = "Not yet released: approved text for Example Health."
    assert source.index("</h1>") < source.index(said) < source.index("Medically reviewed by")
    assert "From Example Health. Version 3." in " ".join(source.split())
    for claim in ("Published", "Notices", "Status:"):
        assert claim not in source


def test_a_released_page_says_who_published_it_and_bears_no_mark(exported):
    source = exported("html", samples.plain()).decode()
    assert "Published by Example Health. Version 3, edition 2.1." in " ".join(source.split())
    assert "Not yet released" not in source


def test_columns_of_figures_are_set_as_they_were_written(exported):
    page = Page(exported("html", unreleased(samples.content(body=TABLE))).decode())
    classes = {attributes.get("class") for tag, attributes in page.tags if tag in {"th", "td"}}
    style = "".join(page.texts["style"])
    for name, rule in {"align-right": "end", "align-center": "center"}.items():
        assert name in classes
        assert f".{name} {{ text-align: {rule}; }}" in style
    base = style.index(".body :is(th, td) {")
    assert all(style.index(f".{name} {{") > base for name in ("align-right", "align-center"))
