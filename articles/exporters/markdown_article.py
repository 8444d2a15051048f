"""Markdown with front matter: data above, the signed body below, byte for byte.

Each line of front matter is a name and one JSON value. JSON in flow style is YAML 1.2, and with
every string in double quotes no reader turns "NO", "1e3" or "12:30" into something else.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any, BinaryIO

from articles.dossier import Dossier

from .base import Exporter, register
from .json_article import article
from .numbering import numbered

# What YAML does not count as printable, or (1.1) takes for a line break, goes out as an escape.
_NOT_YAML = re.compile(
    "[^ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_IN_THE_BODY = ("body", "html")


def scalar(value: Any) -> str:
    """A JSON value on one line that YAML 1.1 and 1.2 readers read alike."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _NOT_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def front_matter(dossier: Dossier) -> dict[str, Any]:
    """The article JSON without its text, plus ``bibliography``: the numbered list that a page
    prints, for the marks in the body name ids; and ``signed``: the signatures as sentences.
    """
    data = {name: value for name, value in article(dossier).items() if name not in _IN_THE_BODY}
    bibliography = [asdict(each) for each in numbered(dossier)]
    return data | {"bibliography": bibliography, "signed": dossier.signed_lines}


@register
class MarkdownArticle(Exporter):
    """``---``, front matter, ``---``, one blank line, the body, one newline; UTF-8."""

    slug = "markdown"
    label = "Markdown"
    extension = "md"
    content_type = "text/markdown; charset=utf-8"
    beside = True

    def write(self, dossier: Dossier, out: BinaryIO) -> None:
        lines = [f"{name}: {scalar(value)}\n" for name, value in front_matter(dossier).items()]
        out.write("".join(["---\n", *lines, "---\n\n", dossier.text("body"), "\n"]).encode())
