"""Citations of a source that point nowhere."""

from __future__ import annotations

from typing import Any

from articles.content import citations
from articles.errors import InputRefused


def refuse_dangling(
    body: str, references: list[dict[str, Any]], name: str, first_line: int
) -> None:
    """A citation that points nowhere is refused at the door. ``first_line``: the body's first
    line in the file, from 1.
    """
    known = {reference["id"] for reference in references}
    for place in citations.places(body):
        if place.key not in known:
            raise InputRefused(
                name,
                f"line {first_line + place.line - 1} cites “{place.key}”, "
                "which is not among its references.",
                "citation",
            )
