"""The article's words as a page shows them: the one place where rendered Markdown becomes safe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import canonical
from articles.content import citations, markdown, oddities, words
from articles.content.reference_lines import formatted

_PICTURE = re.compile(r'(?<=<img src=")sha256:([0-9a-f]{64})(?=" alt=")')


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, ready to read. ``odd``: characters that nobody can see or tell apart."""

    html: SafeString
    references: list[tuple[str, str]]
    words: int
    odd: list[str]


def reading(content: Any) -> Reading:
    """The text of an article or of one of its records (anything with the signed columns).

    References come as (anchor, printed line) in the order of their numbers.
    """
    rendered = markdown.render(content.body, content.references)
    numbered = citations.numbered(content.body, content.references)
    return Reading(
        # Sanitised by content.markdown.render; only the address of a stored picture is put in.
        html=mark_safe(with_pictures(rendered.html)),  # noqa: S308
        references=[
            (citations.anchor(number), formatted(item)) for number, item in enumerate(numbered, 1)
        ],
        words=words.word_count(content.body),
        odd=[_where(name, o) for name in _WORDY for o in oddities.oddities(getattr(content, name))],
    )


def with_pictures(html: str) -> str:
    """Rendered HTML whose pictures name where this site keeps them."""
    return _PICTURE.sub(lambda found: reverse("asset", args=[found[1]]), html)


_WORDY = tuple(name for name in canonical.CONTENT_FIELDS if name in {"title", "summary", "body"})


def _where(field: str, odd: oddities.Oddity) -> str:
    place = _("line %s, column %s") % (odd.line, odd.column)
    shown = f"“{odd.text}” ({odd.name})" if odd.kind == "mixed_script" else odd.name
    return f"{field}, {place}: {shown}"
