"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass

from articles.canonical import CONTENT_FIELDS


@dataclass(frozen=True, slots=True)
class Finding:
    """``field``: the content field it is about. ``line``: from 1 in that field, 0 for the whole; in
    the references, which of them.

    An error keeps the text from being submitted, a warning does not.
    """

    code: str
    sentence: str
    is_error: bool
    field: str
    line: int = 0

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Errors first, then by place."""
        return (not self.is_error, CONTENT_FIELDS.index(self.field), self.line)


@dataclass(frozen=True, slots=True)
class Found:
    """What one check says of one place; the table adds its code, and whether it is an error."""

    sentence: str
    field: str
    line: int = 0
