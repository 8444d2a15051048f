"""Plain text survives Markdown to the letter."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.content.blocks import parse
from articles.content.escaping import heading, one_line, paragraph
from articles.content.slugs import slug

LINE = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zs"], whitelist_characters=" ")),
    st.text("*_#[]()<>&;!\\|~-+=.:1 a`@\"'^$/"),
).filter(lambda line: line.strip())


@given(LINE)
@example("1986. A great year")
@example("- - -")
@example("--- -")
@example("&amp; &#35; &nope")
@example("\\* \\a \\")
@example("<b>x</b> a<b <https://x.org> 1 < 2")
@example("[@a] [x](y) ![x](y)")
@example("a_b_c _d_ __e__")
@example("===")
@example("| a | b |")
def test_a_paragraph_reads_to_the_letter(line):
    (block,) = parse(paragraph(line))
    assert (block.kind, block.text) == ("paragraph", one_line(line).strip())


@given(LINE)
@example("C #")
@example("# #")
@example("##")
def test_a_heading_reads_to_the_letter(line):
    (block,) = parse(heading(line))
    assert (block.kind, block.level, block.text) == ("heading", 2, one_line(line).strip())


@pytest.mark.parametrize(
    "line",
    ["a - b", "5 + 3 > 7", "snake_case", "A & B", "see (1.5) and 2. then", "C:\\Users", "$5 #1 ~3"],
)
def test_what_needs_no_escape_gets_none(line):
    assert paragraph(line) == line


def test_slugs_end_with_a_whole_word():
    assert slug("Café: à la Carte!") == "cafe-a-la-carte"
    assert slug("alpha beta gamma", 11) == "alpha-beta"
    assert slug("alphabetagamma", 5) == "alpha"
    assert slug("боль") == ""
