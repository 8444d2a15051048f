"""Markdown files: our own export, byte for byte, and other people's files.

Our export (front matter ``schema`` of ``reviewflow/article@…``): the body is what follows the
closing line, without the one blank line before it and the one line end behind it; reviewers are
claims. Any other file: the title is ``title`` or the first level-1 heading; a paragraph that is
a byline becomes a claim and leaves the body.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from articles.canonical import clean_json, digest
from articles.content import references as csl
from articles.content.blocks import Block, parse
from articles.content.slugs import slug
from articles.errors import InputRefused
from articles.importers.base import ClaimedReviewer, ImportedArticle, refuse_dangling, register
from articles.importers.claims import claims_in
from articles.importers.decoding import decode
from articles.importers.front_matter import split

OUR_SCHEMA = "reviewflow/article@"
DETAILS = ("article_type", "audience", "locale", "specialty", "topics", "authors")


@register("markdown", "Markdown", (".md", ".markdown"))
def read(data: bytes, name: str) -> list[ImportedArticle]:
    """One article from a Markdown file; ``InputRefused`` names file and, where known, line."""
    text, notes = decode(data, name)
    matter, text, first_line = split(text, name) or ({}, text, 1)
    matter = clean_json(matter, name)
    references, more = _references(matter, name)
    if _text(matter, "schema", name).startswith(OUR_SCHEMA):
        title, body = _text(matter, "title", name), text.removesuffix("\n")
        claims = _claims_of_reviewers(matter.get("reviewers"))
        refuse_dangling(body, references, name, first_line)
    else:
        refuse_dangling(text, references, name, first_line)
        title, body, claims = _foreign(_text(matter, "title", name), text, name)
    return [
        ImportedArticle(
            title=title,
            summary=_text(matter, "summary", name),
            body=body,
            references=references,
            claims=claims,
            notes=(*notes, *more),
            source_digest=digest(data),
            slug_hint=slug(_text(matter, "slug", name) or PurePath(name).stem) or slug(title),
            source_id=_text(matter, "id", name),
            details=_details(matter, name),
        )
    ]


def _details(matter: dict[str, Any], name: str) -> dict[str, Any]:
    """Other content fields the file states; the funding line travels as ``disclosure``."""
    details = {key: matter[key] for key in DETAILS if key in matter}
    if funding := _text(matter, "disclosure", name):
        details["funding"] = funding
    return details


def _text(matter: dict[str, Any], key: str, name: str) -> str:
    value = matter.get(key) or ""
    if not isinstance(value, str):
        raise InputRefused(name, f"the front matter's “{key}” must be text.")
    return value


def _references(matter: dict[str, Any], name: str) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    listed = matter.get("references") or []
    if isinstance(listed, str):
        return [], (f"The references are in another file, {listed}; they were not read.",)
    try:
        return csl.validate(listed), ()
    except InputRefused as refusal:
        raise InputRefused(name, f"among its references, {refusal.message}", refusal.code) from None


def _claims_of_reviewers(reviewers: object) -> list[ClaimedReviewer]:
    """The bylines that our own export printed; here they are claims like any other."""
    bylines = [
        reviewer["byline"]
        for reviewer in (reviewers if isinstance(reviewers, list) else [])
        if isinstance(reviewer, dict) and isinstance(reviewer.get("byline"), str)
    ]
    return [claim for byline in dict.fromkeys(bylines) for claim in claims_in(byline)]


def _foreign(title: str, text: str, name: str) -> tuple[str, str, list[ClaimedReviewer]]:
    """Title, body without title heading and bylines, claims."""
    blocks = parse(text)
    lines = text.split("\n")
    gone: set[int] = set()
    if not title:
        if not blocks or not _is_title(blocks[0], lines):
            raise InputRefused(
                name, "has no title; begin it with “# Title” or with front matter that has one."
            )
        title = " ".join(blocks[0].text.split())
        gone.update(range(*blocks[0].lines))
    claims: list[ClaimedReviewer] = []
    for block in blocks:
        if block.kind != "paragraph" or block.level:
            continue
        written = range(*block.lines)
        found = [claims_in(lines[number]) for number in written]
        if all(found):
            claims += [claim for line in found for claim in line]
            gone.update(written)
    body = "\n".join(line for number, line in enumerate(lines) if number not in gone)
    return title, body.strip("\n"), claims


def _is_title(block: Block, lines: list[str]) -> bool:
    """A level-1 heading: ``# Title``, or a line underlined with ``=``."""
    start, end = block.lines
    return block.kind == "heading" and (
        lines[start].lstrip().startswith("# ") or lines[end - 1].strip().startswith("=")
    )
