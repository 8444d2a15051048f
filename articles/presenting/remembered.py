"""Work on texts that never change, kept between requests: a review is read again and again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace

from articles.content.blocks import parse
from articles.content.checks import Finding, check
from articles.content.differing import touched
from articles.content.kinds import Touched
from articles.content.redline import Redline, block_digest, redline

PAIRS = 8
"""Pairs of texts; a redline of a long article holds about ten megabytes."""
TEXTS = 64


@dataclass(frozen=True, slots=True)
class Compared:
    """The redline of two bodies; what each change touched, and the digest of each block's wording:
    both by ``id``, since these very objects are kept.
    """

    redline: Redline
    touched: dict[int, tuple[Touched, ...]]
    wordings: dict[int, str]


@lru_cache(maxsize=PAIRS)
def compared(old: str, new: str) -> Compared:
    """Two bodies against each other."""
    found = redline(old, new)
    blocks = [block for change in found.changes for block in (change.old, change.new) if block]
    return Compared(
        found,
        {id(change): tuple(touched(change)) for change in found.changes},
        {id(block): block_digest(block) for block in blocks},
    )


@lru_cache(maxsize=TEXTS)
def wordings(body: str) -> tuple[tuple[str, int], ...]:
    """The digest of each block of a body, and how many words it has."""
    return tuple((block_digest(block), len(block.text.split())) for block in parse(body))


@lru_cache(maxsize=TEXTS)
def warnings(content: bytes) -> tuple[Finding, ...]:
    """What the checks notice in the very bytes that are signed, errors left out."""
    found = check(SimpleNamespace(**json.loads(content)))
    return tuple(finding for finding in found if not finding.is_error)
