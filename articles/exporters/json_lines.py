"""JSON Lines: every article on a line of its own, for programs that read one after the other."""

from __future__ import annotations

from typing import BinaryIO

from articles import canonical
from articles.dossier import Dossier

from .base import Exporter, register
from .json_article import article


@register
class JsonLines(Exporter):
    """The article JSON in its one canonical form (RFC 8785), and a line feed; UTF-8."""

    slug = "jsonl"
    label = "JSON Lines"
    extension = "jsonl"
    content_type = "application/jsonl"
    one_file = True

    def write(self, dossier: Dossier, out: BinaryIO) -> None:
        out.write(canonical.canonical_bytes(article(dossier)) + b"\n")
