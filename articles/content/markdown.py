"""Markdown to sanitised HTML: the one renderer behind page, preview, signing and export.

The parser already emits no raw HTML; nh3 then holds the output to a list of tags and attributes,
so that a fault in one is caught by the other. No ``style``, no ``title``, no remote image.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import nh3
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from articles.content.citations import Reference, anchor, in_print_order, places_in
from articles.content.parser import ASSET, MARKDOWN, keys_of, tokens
from articles.content.visible import alternative

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_TAGS = {
    *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "ul", "ol", "li", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td", "sup", "mark", *_HEADINGS),
}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else nh3 lets title and lang through everywhere
    "a": {"href", "role"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"scope"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_ALIGNMENTS = {"align-left", "align-center", "align-right"}
_CLASSES = {
    "th": _ALIGNMENTS,
    "td": _ALIGNMENTS,
    "sup": {"citation"},
    "mark": {"citation-error"},
}
_OUR_LINK = re.compile(r"#ref-\d+")
_OUT_LINK = re.compile(r"https://|mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """``html``: a sanitised fragment. ``cited``: keys of known references in print order.
    ``dangling``: cited keys that no reference has, in order.
    """

    html: str
    cited: tuple[str, ...]
    dangling: tuple[str, ...]


def render(body: str, references: Iterable[Reference] = ()) -> Rendered:
    """A Markdown body as HTML, citations numbered by first citation of a known reference.

    A known citation is ``<sup class="citation">`` with links to ``#ref-n``, which
    ``citations.numbered`` puts in the same order; an unknown one is
    ``<mark class="citation-error">``. An image keeps ``src="sha256:…"`` for the page to resolve.
    Total: no text raises.
    """
    parsed = tokens(body)
    keys = tuple(dict.fromkeys(place.key for place in places_in(parsed)))
    printed = in_print_order(keys, references)
    numbers = {str(reference["id"]): n for n, reference in enumerate(printed, start=1)}
    html = _RENDERER.render(parsed, MARKDOWN.options, {"numbers": numbers})
    return Rendered(
        html=_CLEANER.clean(html),
        cited=tuple(key for key in keys if key in numbers),
        dangling=tuple(key for key in keys if key not in numbers),
    )


class _Renderer(RendererHTML):
    def citation(
        self,
        parsed: Sequence[Token],
        index: int,
        _options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        numbers: dict[str, int] = env["numbers"]
        token = parsed[index]
        known = [key for key in keys_of(token) if key in numbers]
        unknown = [key for key in keys_of(token) if key not in numbers]
        html = ""
        if known:
            links = ",".join(_mark(numbers[key]) for key in known)
            html = f'<sup class="citation">{links}</sup>'
        if unknown:
            names = "; ".join(f"@{key}" for key in unknown)
            html += f'<mark class="citation-error">[{escape(names)}?]</mark>'
        return html

    def image(
        self,
        parsed: Sequence[Token],
        index: int,
        _options: OptionsDict,
        _env: MutableMapping[str, Any],
    ) -> str:
        source = str(parsed[index].attrGet("src"))
        text = escape(alternative(parsed[index]))
        if not ASSET.fullmatch(source):
            return text
        return f'<img src="{source}" alt="{text}">'


def _mark(number: int) -> str:
    return f'<a href="#{anchor(number)}" role="doc-noteref">{number}</a>'


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _OUR_LINK.fullmatch(value) or _OUT_LINK.match(value) else None
    if name == "src":
        return value if ASSET.fullmatch(value) else None
    return value


_RENDERER = _Renderer()
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=set(),
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    allowed_classes=_CLASSES,
    url_schemes={"https", "mailto", "sha256"},
    url_relative="pass_through",
    link_rel="noopener noreferrer",
)
