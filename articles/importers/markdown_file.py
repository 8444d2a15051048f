"""Markdown files: our own export, byte for byte, and other people's files.

Our export (front matter ``schema`` of ``reviewflow/article@…``): the body is what follows the
closing line, without the one blank line before it and the one line end behind it; reviewers are
claims. Any other file: see markdown_foreign.py.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from articles.canonical import clean_json, digest
from articles.errors import InputRefused
from articles.importers import front_matter, our_article, yaml_matter
from articles.importers.base import ImportedArticle, register
from articles.importers.dangling import refuse_dangling
from articles.importers.decoding import decode
from articles.importers.markdown_foreign import foreign

LONGEST_MATTER = 2_000
"""Characters in which our own front matter names its schema, the first of its keys."""

_OURS = re.compile(r"^schema:[ \t]*\"reviewflow/", re.MULTILINE)
OUR_SCHEMA = "reviewflow/article@"


@register("markdown", "Markdown", (".md", ".markdown"))
def read(data: bytes, name: str) -> list[ImportedArticle]:
    """One article from a Markdown file; ``InputRefused`` names file and, where known, line."""
    text, notes = decode(data, name)
    matter, text, first_line = _matter(text, name)
    matter = clean_json(matter, name)
    if not our_article.text(matter, "schema", name).startswith(OUR_SCHEMA):
        article = foreign(matter, text, name, first_line)
        return [replace(article, notes=(*notes, *article.notes), source_digest=digest(data))]
    article = our_article.imported(matter, text.removesuffix("\n"), name, stem=PurePath(name).stem)
    refuse_dangling(article.body, article.references, name, first_line)
    return [replace(article, notes=(*notes, *article.notes), source_digest=digest(data))]


def _matter(text: str, name: str) -> tuple[dict[str, Any], str, int]:
    """Front matter by the strict reader; other systems', which that cannot read, as YAML."""
    try:
        return front_matter.split(text, name) or ({}, text, 1)
    except InputRefused:
        if _OURS.search(text[:LONGEST_MATTER]):
            raise
        return yaml_matter.split(text, name)
