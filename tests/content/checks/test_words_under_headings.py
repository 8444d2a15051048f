"""A section has words of its own, and so has an image."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from articles.content import checks
from tests.cast import content

EMPTY = [
    "",
    "---",
    "-",
    "```\n```",
    "| a | b |\n|---|---|",
    "[@handbook]",
    "\u200b\u2060\u3164",
    "&nbsp;",
    "### Signs",
    "> ### Signs",
    "![](x)",
    "… — *",
]
FULL = ["Rest.", "### Signs\n\nRest.", "- 2 mg", "| a |\n|---|\n| b |", "> Rest.", "`x`", "痛"]


def codes(body, *required):
    found = checks.check(SimpleNamespace(**content(body=body)), required_sections=required)
    return [(each.code, each.line) for each in found if each.is_error]


@pytest.mark.parametrize("under", EMPTY)
@pytest.mark.parametrize("behind", ["", "\n\n## Next\n\nWords.", "\n\n# Top\n\nWords."])
def test_a_heading_without_words_under_it_is_no_section(under, behind):
    body = f"Words.[@handbook]\n\n## Harms\n\n{under}{behind}"
    assert ("section_missing", 3) in codes(body, "Harms")


@pytest.mark.parametrize("under", FULL)
def test_words_of_any_kind_are_a_section(under):
    assert codes(f"Words.[@handbook]\n\n## Harms\n\n{under}\n\n## Next", "Harms") == []


def test_a_heading_in_a_quote_or_a_list_opens_no_section():
    for body in ("> ## Harms\n>\n> Rest.", "- ## Harms\n\n  Rest."):
        assert ("section_missing", 0) in codes(f"Words.[@handbook]\n\n{body}", "Harms")


@pytest.mark.parametrize(
    "words", ["", " ", "\u200b", "…", "&nbsp;", f"sha256:{'ab' * 32}", "ab" * 32]
)
def test_an_image_whose_words_say_nothing_has_none(words):
    assert "image_without_words" in dict(codes(f"![{words}](x) [@handbook]"))


@pytest.mark.parametrize("words", ["A knee", "7", "膝"])
def test_an_image_with_words_has_some(words):
    assert "image_without_words" not in dict(codes(f"![{words}](x) [@handbook]"))
