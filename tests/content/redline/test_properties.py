"""What holds for every two texts."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.content.blocks import parse
from articles.content.markdown import render
from articles.content.redline import Op, Part, block_digest, redline
from articles.content.redline.groups import Group, groups
from articles.content.redline.html import html
from articles.content.redline.inline import code_words, inline_words
from articles.content.redline.words import written

pytestmark = pytest.mark.slow

WORDS = (
    *("dose", "2 g", "3 g", "of", "the", "*of*", "**2 g**", "`code`", "[@a]", "[@a; @b]", ","),
    *("[dose](https://a.org)", "[dose](https://b.org)", "![cat](sha256:1)", "calm", "2 **g**"),
    *("bone", "risk", "morning", "a\u00a0b", "do\u00adse", "\u0430spirin", "line  \n", "<b>"),
)
LINES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
FORMS = (
    *("{}\n\n", "{}\n\n", "{}\n\n", "## {}\n\n", "### {}\n\n", "- {}\n", "- {}\n", "1. {}\n"),
    *("3) {}\n", "  - {}\n", "> {}\n\n", "> - {}\n\n", "-\n", "---\n\n", "    {}\n\n", "  {}\n\n"),
    *("\n| {} | b |\n|---|:-:|\n| c | {} |\n| {} | 5 mg |\n\n", "\n|{}|\n|-|\n|d|\n\n"),
    *("> > {}\n", "```py\n{}\n```\n\n"),
)
BLOCKS = st.builds(lambda form, line: form.replace("{}", line), st.sampled_from(FORMS), LINES)
PARTS = st.lists(BLOCKS, max_size=7)


@st.composite
def edits(draw):
    """A body, and the same with parts moved, dropped, copied, or words exchanged."""
    old = draw(PARTS)
    new = list(old)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(new)))
        match draw(st.sampled_from(("insert", "drop", "move", "words", "join"))):
            case "insert":
                new.insert(place, draw(BLOCKS))
            case "drop":
                del new[place : place + 1]
            case "move" if new:
                new.insert(place, new.pop(draw(st.integers(0, len(new) - 1))))
            case "words":
                change = (draw(st.sampled_from(WORDS)), draw(st.sampled_from(WORDS)))
                new[place : place + 1] = [
                    part.replace(*change, 1) for part in new[place : place + 1]
                ]
            case "join":
                new[place : place + 1] = [part.strip() + " " for part in new[place : place + 1]]
    return "".join(old), "".join(new)


PAIRS = st.one_of(edits(), st.tuples(PARTS.map("".join), PARTS.map("".join)))
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.one_of(PARTS.map("".join), st.text()))
@MANY
def test_a_text_has_no_change_from_itself(body):
    found = redline(body, f"{body}")
    assert all(change.op is Op.SAME and not change.notes for change in found.changes)
    assert redline(body + "\n\nx", body + "\n\nx").summary().places == 0
    assert not found.spelling


def wording(block):
    if block.kind == "code":
        return [written(code_words(block.text)).strip()]
    return [written(inline_words(cell)).strip() for cell in block.cells] or [""]


def cells(change, other):
    """The cells of one side, rebuilt from the runs that are not the other side's alone."""
    side = "old" if other is Part.INSERTED else "new"
    return [
        written(
            word
            for run in change.runs
            if run.cell == cell and run.op is not other
            for word in run.words
        )
        for cell, column in enumerate(change.columns)
        if getattr(column, side) is not None
    ]


def stripped(cells):
    return [cell.strip() for cell in cells]


@given(PAIRS)
@MANY
def test_old_and_new_text_are_rebuilt_from_the_runs(pair):
    old, new = pair
    changes = redline(old, new).changes
    now = [stripped(cells(change, Part.DELETED)) for change in changes if change.new]
    assert now == list(map(wording, parse(new)))
    seen = {}
    for change in changes:
        if change.old and change.op is not Op.MOVED_AWAY:
            seen.setdefault(change.old.index, []).append(change)
    blocks = {block.index: wording(block) for block in parse(old)}
    for index, its in seen.items():
        olds = (index, *(block.index for block in its[0].joined))
        text = "\t".join("\t".join(blocks.pop(place)) for place in olds)
        rebuilt = "\t".join("\t".join(cells(change, Part.INSERTED)) for change in its)
        if its[0].op in (Op.SPLIT, Op.JOINED):
            text, rebuilt = ("".join(it.split()) for it in (text, rebuilt))
        assert text.split() == rebuilt.split()
    assert not blocks


def seen_by_readers(body):
    """The page without what only spaces blocks out."""
    page = re.sub(r"</?p>", "", render(body).html)
    page = re.sub(r' id="[^"]*"', "", page)
    return re.sub(
        r"\s+", " ", re.sub(r"\s*(</?(li|ul|ol|blockquote|t\w+|h\d)[^>]*>)\s*", r"\1", page)
    )


@given(PAIRS)
@MANY
def test_what_the_page_shows_differently_is_a_change(pair):
    old, new = pair
    if seen_by_readers(old) != seen_by_readers(new):
        found = redline(old, new)
        assert not all(change.unchanged for change in found.changes)
        assert not found.spelling
        assert all(
            change.unchanged
            or change.notes
            or change.op in (Op.MOVED_AWAY, Op.INSERTED, Op.DELETED)
            or any(run.op != "same" for run in change.runs)
            for change in found.changes
        )


@given(PAIRS)
@MANY
def test_a_block_is_the_same_exactly_where_its_digest_is(pair):
    for change in redline(*pair).changes:
        if change.old and change.new and change.op in (Op.SAME, Op.CHANGED):
            alike = block_digest(change.old) == block_digest(change.new)
            regrouped = {note.code for note in change.notes} == {"grouping"} and all(
                run.op == "same" for run in change.runs
            )
            assert alike == (change.op is Op.SAME or regrouped)


@given(PAIRS)
@MANY
def test_there_and_back_count_the_same(pair):
    old, new = pair
    there, back = redline(old, new), redline(new, old)
    one, other = there.summary(), back.summary()
    assert (one.inserted, one.deleted, one.moved) == (other.deleted, other.inserted, other.moved)
    turned = {Op.INSERTED: Op.DELETED, Op.DELETED: Op.INSERTED}
    plain = (Op.SAME, Op.CHANGED, Op.INSERTED, Op.DELETED)
    assert Counter(turned.get(c.op, c.op) for c in there.changes if c.op in plain) == Counter(
        c.op for c in back.changes if c.op in plain
    )


TAGS = "ins|del|p|h[2-6]|pre|code|em|strong|a|img|br|hr|tr|th|td|span"


def flat(members):
    for member in members:
        if isinstance(member, Group):
            yield from flat(member.members)
        else:
            yield member


@given(PAIRS)
@MANY
def test_every_change_is_shown_once_and_in_order(pair):
    changes = redline(*pair).changes
    assert list(flat(groups(changes))) == list(changes)


@given(st.text(), st.text())
@MANY
def test_any_text_has_a_redline_and_its_html_is_safe(old, new):
    for change in redline(old, new).changes:
        shown = html(change) + html(change, view="clean")
        assert not re.search(
            r"<(?!/?(ins|del|p|h[2-6]|pre|code|em|strong|a|img|br|hr|tr|th|td|span)\b)", shown
        )
