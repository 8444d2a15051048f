"""What a reviewer would send back, found before anybody submits. Offline, and the same everywhere.

Errors keep a text from being submitted; warnings are shown to the writer and to the reviewer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from .finding import Finding
from .readability import Reading, reading
from .table import CHECKS, Check
from .text import Text

__all__ = ["CHECKS", "Check", "Finding", "Reading", "check", "reading"]


def check(
    content: Any,
    *,
    required_sections: Sequence[str] = (),
    stored: Collection[str] = frozenset(),
    errors_only: bool = False,
) -> list[Finding]:
    """Everything the checks find in a text: errors first, then by place. Total for any text.

    ``content``: anything with the signed columns as attributes, its references a CSL-JSON list.
    ``required_sections``: headings that the policy asks for, alternatives with ``|`` between them.
    ``stored``: digests (``sha256:…``) of the pictures kept here that the body names.
    ``errors_only`` leaves the warnings out, and the time they take.
    """
    text = Text(content, required_sections, stored)
    asked = (each for each in CHECKS if each.is_error or not errors_only)
    return sorted((found for each in asked for found in each.findings(text)), key=_rank)


def _rank(finding: Finding) -> tuple[bool, int, int]:
    return finding.rank
