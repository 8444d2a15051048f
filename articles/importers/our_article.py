"""An article as our own exports say it (``reviewflow/article@1``), whatever file carried it.

Content comes back as it was signed. Everything else is a claim, or is left: stage, signatures and
dates prove nothing here.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from articles import canonical
from articles.content import images
from articles.content.slugs import slug
from articles.errors import InputRefused
from articles.importers.base import ClaimedReviewer, ImportedArticle
from articles.importers.claims import claims_in
from articles.importers.references import elsewhere, stored

SCHEMA = "reviewflow/article@1"
DETAILS = ("article_type", "audience", "locale", "specialty", "topics", "authors")
OTHER_WORDS = (
    "Its words are not those that were exported: they do not have the digest that the file names."
)


def imported(said: Mapping[str, Any], body: str, name: str, *, stem: str) -> ImportedArticle:
    """The article without digest and number of its source.

    ``said``: clean values by the names of the contract; ``stem``: of the file, for want of a slug.
    Raises ``InputRefused`` naming the file, and the value that is not what it must be.
    """
    title = text(said, "title", name)
    references, notes = _references(said, name)
    details = _details(said, name)
    summary = text(said, "summary", name)
    found = {"title": title, "summary": summary, "body": body, "references": references}
    return ImportedArticle(
        title=title,
        summary=summary,
        body=body,
        references=references,
        source_digest="",
        claims=_claims(said.get("reviewers")),
        notes=(*notes, *_pictures(body), *_doubts(said, {"funding": "", **details, **found})),
        slug_hint=slug(text(said, "slug", name) or stem) or slug(title),
        source_id=_identity(text(said, "id", name)),
        live_url=text(said, "canonical_url", name),
        claimed_on=_day(said.get("last_reviewed")),
        details=details,
    )


def text(said: Mapping[str, Any], key: str, name: str) -> str:
    """A text of the file, empty where it has none."""
    value = said.get(key) or ""
    if not isinstance(value, str):
        raise InputRefused(name, f"its “{key}” must be text.")
    return value


def _details(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Other content fields the file states; the funding line travels as ``disclosure``."""
    details = {key: said[key] for key in DETAILS if key in said}
    if funding := text(said, "disclosure", name):
        details["funding"] = funding
    return details


def _references(said: Mapping[str, Any], name: str) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    listed = said.get("references") or []
    if isinstance(listed, str):
        return [], (elsewhere(listed),)
    return stored(listed, name), ()


def _identity(written: str) -> str:
    """Articles of ours are known by a UUID; anything else was put in by hand."""
    try:
        return f"reviewflow:{uuid.UUID(written)}"
    except ValueError:
        return ""


def _claims(reviewers: object) -> list[ClaimedReviewer]:
    """The bylines that our own export printed; here they are claims like any other."""
    bylines = [
        reviewer["byline"]
        for reviewer in (reviewers if isinstance(reviewers, list) else [])
        if isinstance(reviewer, dict) and isinstance(reviewer.get("byline"), str)
    ]
    return [claim for byline in dict.fromkeys(bylines) for claim in claims_in(byline)]


def _day(written: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _pictures(body: str) -> tuple[str, ...]:
    """Pictures travel in bundles only; the draft shows them where they are stored already."""
    if shown := images.named(body):
        names = ", ".join(digest[: len("sha256:") + 12] for digest in shown)
        return (f"Its pictures are not in the file; add them to the draft ({names}).",)
    return ()


def _doubts(said: Mapping[str, Any], content: Mapping[str, Any]) -> tuple[str, ...]:
    """Whether the words are still those that the file names by their digest."""
    claimed = said.get("content_digest")
    if claimed is None:
        return ()
    try:
        whole = {
            **content,
            "authors": [
                each if isinstance(each, str) else each["name"] for each in said["authors"]
            ],
            "topics": [{key: each[key] for key in ("system", "code")} for each in said["topics"]],
        }
        same = canonical.content_digest(whole) == claimed
    except (KeyError, TypeError, ValueError):
        same = False
    return () if same else (OTHER_WORDS,)
