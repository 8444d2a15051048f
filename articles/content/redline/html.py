"""A change as safe HTML: whole words struck or underlined, their formatting inside.

Every text is escaped here, and then held to a list of tags and attributes with nh3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Literal

import nh3

from articles.content.blocks import Block
from articles.content.parser import ASSET
from articles.content.redline.anchored import Anchor, Stretch, stretches
from articles.content.redline.changes import Change, Op, Part, Run
from articles.content.redline.words import Mark, Word

View = Literal["redline", "clean"]
Numbers = Mapping[str, int]
_Both = tuple[Numbers, Numbers]
"""As they are, and as they were."""

_CLEANER = nh3.Cleaner(
    tags={"ins", "del", "em", "strong", "code", "a", "img", "br", "span"},
    clean_content_tags=set(),
    attributes={
        "*": set(),
        "a": {"href", "aria-label"},
        "img": {"src", "alt"},
        "span": {"id"},
    },
    allowed_classes={"span": {"cite", "anchor"}},
    url_schemes={"https", "mailto", "sha256"},
    link_rel="noopener noreferrer",
)
_SIGNS = {"break": "↵", "paragraph": "¶", "space": "␣"}
_NO_WORD = "∅"
_RULE = "⁂"


def html(
    change: Change,
    *,
    view: View = "redline",
    numbers: Numbers | None = None,
    before: Numbers | None = None,
    anchors: Sequence[Anchor] = (),
) -> str:
    """A block's element; a row's is ``<tr>``, an item's or a quote's is the ``<p>`` in it.

    ``clean``: as it reads now, so empty for what is gone. What moved away is empty in both; the
    page points to its new place. ``numbers``: of the references by key, and ``before``, as they
    were; else keys are printed.
    ``anchors``: words of the new block that comments stand on; each gets ``id="words-A"`` and a
    link to ``#note-A``.
    """
    if change.op is Op.MOVED_AWAY or (view == "clean" and change.new is None):
        return ""
    cut = stretches(change.runs, change.block, anchors if change.new else ())
    cells = [
        _stretched([s for s in cut if s.runs[0].cell == cell], view, (numbers or {}, before or {}))
        for cell in range(len(change.columns))
    ]
    match change.block.kind:
        case "row":
            return _row(change, cells, view)
        case "rule":
            return _rule(change, view)
        case "code":
            return f"<pre><code>{cells[0]}</code></pre>"
        case "heading":
            return f"<h{change.block.level}>{cells[0]}</h{change.block.level}>"
    return f"<p>{cells[0] or _empty(change, view)}</p>"


def runs_html(runs: Sequence[Run], *, view: View = "redline") -> str:
    """Runs of one field as inline HTML."""
    return _stretched([Stretch(tuple(runs))], view, ({}, {}))


def _stretched(cut: Sequence[Stretch], view: View, numbers: _Both) -> str:
    """The text of one cell, with a space between what went and what came: never "23 g"."""
    shown = "".join(_stretch(each, view, numbers) for each in cut)
    return _CLEANER.clean(shown.replace("</del><ins>", "</del> <ins>")).strip(" ")


def _stretch(cut: Stretch, view: View, numbers: _Both) -> str:
    """Runs, as words that comments stand on where any does."""
    inner = "".join(_run(run, view, numbers[run.op is Part.DELETED]) for run in cut.runs)
    if not cut.under:
        return inner
    text = inner.lstrip(" ")
    names = [f'<span id="words-{letter}"></span>' for letter in cut.begin[1:]]
    own = f' id="words-{cut.begin[0]}"' if cut.begin else ""
    links = [
        f'<a href="#note-{letter}" aria-label="Comment {letter}">{letter}</a>' for letter in cut.end
    ]
    space = " " * (len(inner) - len(text))
    return f'{space}{"".join(names)}<span class="anchor"{own}>{text}{"".join(links)}</span>'


def _row(change: Change, cells: Sequence[str], view: View) -> str:
    block = change.block
    name, scope = ("th", ' scope="col"') if block.head else ("td", "")
    row = ""
    for column, cell in zip(change.columns, cells, strict=True):
        if view == "clean" and column.new is None:
            continue
        side = column.old if change.new is None or column.new is None else column.new
        align = _alignment(block if column.new is not None else change.old, side)
        row += f"<{name}{scope}{align}>{cell}</{name}>"
    return f"<tr>{row}</tr>"


def _alignment(block: Block | None, column: int | None) -> str:
    if block is None or column is None or not block.alignments[column]:
        return ""
    return f' class="align-{block.alignments[column]}"'


def _rule(change: Change, view: View) -> str:
    if view == "clean" or (change.old and change.new):
        return "<hr>"
    tag = "ins" if change.new else "del"
    return f"<p><{tag}>{_RULE}</{tag}></p>"


def _empty(change: Change, view: View) -> str:
    """What shows that an item or a quote without any word came or went."""
    if view == "clean" or (change.old and change.new):
        return ""
    tag = "ins" if change.new else "del"
    return f"<{tag}>{_NO_WORD}</{tag}>"


def _run(run: Run, view: View, numbers: Numbers) -> str:
    if run.op is Part.SAME or view == "clean":
        return "" if run.op is Part.DELETED else _words(run.words, numbers)
    words = run.words
    if len(words) > 1 and words[-1].nature == "space":
        return f"{_run(Run(run.op, words[:-1]), view, numbers)} "
    before = " " if words[0].space and words[0].nature != "space" else ""
    first = words[0]._replace(space=words[0].nature == "space")
    inner = _words((first, *words[1:]), numbers, signs=True)
    return f"{before}<{run.op}>{inner}</{run.op}>"


def _words(words: Sequence[Word], numbers: Numbers, *, signs: bool = False) -> str:
    pieces: list[tuple[tuple[Mark, ...], str]] = []
    for word in words:
        inner = list(_pieces(word, numbers, signs=signs))
        if word.space and word.nature != "space":
            around = pieces[-1][0] if pieces and pieces[-1][0] == inner[0][0] else ()
            inner.insert(0, (around, " "))
        pieces += inner
    return "".join(
        _within(marks, "".join(text for _, text in neighbours))
        for marks, neighbours in groupby(pieces, key=lambda piece: piece[0])
    )


def _pieces(word: Word, numbers: Numbers, *, signs: bool) -> Iterator[tuple[tuple[Mark, ...], str]]:
    """(marks, HTML) of a word; what would not be seen gets a sign."""
    marks = word.pieces[0].marks if word.pieces else ()
    match word.nature:
        case "text":
            seen = signs and word.text.isspace()
            for text, its in word.pieces:
                yield its, escape(text.replace("\n", "↵\n") if seen else text)
        case "citation":
            yield marks, f'<span class="cite">{escape(_citation(word.text, numbers))}</span>'
        case "image" if ASSET.fullmatch(word.source):
            yield marks, f'<img src="{word.source}" alt="{escape(word.text)}">'
        case "image":
            yield marks, escape(word.text) or _NO_WORD * signs
        case "break":
            yield (), f"{_SIGNS['break'] * signs}<br>"
        case "paragraph" | "space":
            yield (), _SIGNS[word.nature] * signs or " "


def _citation(text: str, numbers: Numbers) -> str:
    keys = text.strip("[]").replace("@", "").split("; ")
    return f"[{'; '.join(str(numbers.get(key, f'@{key}')) for key in keys)}]"


def _within(marks: Sequence[Mark], inner: str) -> str:
    for name, value in marks:  # code, em, link, strong: in order of name
        if name == "link":
            inner = f'<a href="{escape(value.partition(" “")[0])}">{inner}</a>'
        else:
            inner = f"<{name}>{inner}</{name}>"
    return inner
