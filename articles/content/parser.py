"""The one Markdown parser: CommonMark and tables, with numbered citations, nothing hidden.

Differences from CommonMark, all so that readers and signers see every word:

* raw HTML is text;
* ``[@key]`` and ``[@a; @b]`` are citations, never inside code or an image's alternative text;
  links do not nest, so the words of a link hold no citation;
* a ``#`` heading is level 2, because the page title is level 1; other levels stand as written;
* a link that is not https or mailto is its own text; an image keeps its source only when that
  names a stored asset (``sha256:`` and 64 hexadecimal digits);
* quotes and lists nested deeper than ``DEEPEST`` become one plain paragraph (the parser would
  drop them), and images in images stop at ``DEEPEST_IMAGE``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token

from articles.content.slugs import slug
from articles.content.visible import visible

DEEPEST = 40
DEEPEST_IMAGE = 3

KEY = r"[A-Za-z0-9_][A-Za-z0-9_.:\-]{0,99}"
"""A reference id that can stand in ``[@key]``."""

_CITATION = re.compile(rf"\[@{KEY}+(?:[ \t\n]*+;[ \t\n]*+@{KEY}+)*+[ \t\n]*+\]")
_KEY_IN_CITATION = re.compile(rf"@({KEY})")
_LINK = re.compile(r"https://[^\s/?#]\S*|mailto:\S+", re.IGNORECASE)
ASSET = re.compile(r"sha256:[0-9a-f]{64}")


@lru_cache(maxsize=1)
def tokens(body: str) -> tuple[Token, ...]:
    """The settled block tokens of a Markdown body, with line maps; total for any text.

    The last body is kept, since a page asks for it several times. Nobody changes a token.
    """
    return tuple(MARKDOWN.parse(body, {}))


def inline_tokens(parsed: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Every (block, child) pair in reading order; images keep their children to themselves."""
    for block in parsed:
        for child in block.children or ():
            yield block, child


def keys_of(citation: Token) -> tuple[str, ...]:
    """The reference ids one citation token names, in the order written."""
    return tuple(_KEY_IN_CITATION.findall(citation.content))


def refused_links(block: Token) -> list[tuple[str, int]]:
    """The links of a block that are their own text: target, and offset in the block's content."""
    return list(block.meta.get("refused", ()))


def _no_bracket_closes(state: StateInline) -> bool:
    """Whether no ``]`` follows: then nothing opens here. Keeps 100,000 brackets quick."""
    if -1 not in state.cache:  # the cache is keyed by position, so -1 is free
        state.cache[-1] = state.src.rfind("]")
    return state.cache[-1] < state.pos


def _citation(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    if _no_bracket_closes(state):
        end = state.pos + 1  # the whole run at once, or a million of them take as many copies
        while end < state.posMax and state.src[end] == "[":
            end += 1
        if not silent:
            state.pending += state.src[state.pos : end]
        state.pos = end
        return True
    found = _CITATION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = found[0]
        token.meta = {"offset": state.pos}
    state.pos = found.end()
    return True


def _image(state: StateInline, silent: bool) -> bool:
    depth = state.env.get("image_depth", 0)
    if depth >= DEEPEST_IMAGE or _no_bracket_closes(state):
        return False
    state.env["image_depth"] = depth + 1
    try:
        return _placed(image)(state, silent)
    finally:
        state.env["image_depth"] = depth


def _placed(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """A rule for links or images whose token says at which offset of its block it begins."""

    def placed(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        opened = state.tokens[before : before + 2]  # text that waited may stand before it
        for token in (t for t in opened if t.type in ("link_open", "image")):
            token.meta.setdefault("offset", start)
        return True

    return placed


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.level < DEEPEST:
        return False
    if silent:
        return True
    state.line = end
    state.push("paragraph_open", "p", 1).map = [start, end]
    token = state.push("inline", "", 0)
    token.content = state.getLines(start, end, state.blkIndent, False).strip()
    token.map = [start, end]
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _settle(state: StateCore) -> None:
    """Heading levels and ids, cell alignment by class, links that may stand."""
    names: dict[str, int] = {}
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            token.attrSet("id", _anchor(visible(state.tokens[index + 1].children or ()), names))
        if token.tag == "h1":
            token.tag = "h2"
        if token.type in ("th_open", "td_open"):
            _align(token)
        if token.children:
            _refuse_bad_links(token)


def _anchor(heading: str, names: dict[str, int]) -> str:
    """An id from the heading's own words; a repeated one is counted, so later edits elsewhere
    leave it alone. The prefix keeps it clear of the page's own ids.
    """
    name = f"s-{slug(heading) or sha256(heading.encode()).hexdigest()[:8]}"
    names[name] = names.get(name, 0) + 1
    if names[name] == 1:
        return name
    return f"{name}--{names[name]}"  # no slug has two hyphens in a row


def _align(cell: Token) -> None:
    style = cell.attrs.pop("style", None)
    if style:
        cell.attrSet("class", f"align-{str(style).removeprefix('text-align:')}")
    if cell.type == "th_open":
        cell.attrSet("scope", "col")


def _refuse_bad_links(block: Token) -> None:
    kept: list[Token] = []
    refused = False
    for child in block.children or ():
        if child.type == "link_open":
            target = str(child.attrGet("href"))
            refused = not _LINK.fullmatch(target)
            if refused:
                block.meta.setdefault("refused", []).append((target, child.meta.get("offset", 0)))
        if not (refused and child.type in ("link_open", "link_close")):
            kept.append(child)
    block.children = kept


def _build() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False, "maxNesting": DEEPEST + 10}
    markdown = MarkdownIt("commonmark", options).enable("table")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # as its manual says
    markdown.block.ruler.before("table", "too_deep", _too_deep)
    markdown.inline.ruler.before("link", "citation", _citation)
    markdown.inline.ruler.at("image", _image)
    markdown.inline.ruler.at("link", _placed(link))
    markdown.inline.ruler.at("autolink", _placed(autolink))
    markdown.core.ruler.push("settle", _settle)
    return markdown


MARKDOWN = _build()
