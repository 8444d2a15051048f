"""Images that readers get to see or hear of, and links that they can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.content.parser import ASSET
from articles.content.visible import has_words

from .finding import Found
from .text import Text

_DIGEST = re.compile(r"(?:sha256:)?[0-9a-f]{32,64}", re.IGNORECASE)
"""A name that a program gave."""
_SHOWN = 80
"""Characters of an address in a sentence."""


def without_words(text: Text) -> Iterator[Found]:
    """An image that says nothing to who cannot see it."""
    for image in text.images():
        words = image.alternative.strip()
        if not has_words(words) or _DIGEST.fullmatch(words):
            source = _shortened(image.source)
            yield Found(f"The image {source} has no alternative text.", "body", image.line)


def remote(text: Text) -> Iterator[Found]:
    """An image that is elsewhere, where it could change unseen; each source once."""
    told = set[str]()
    for image in text.images():
        if not ASSET.fullmatch(image.source) and image.source not in told:
            told.add(image.source)
            source = _shortened(image.source)
            yield Found(f"The image {source} is not stored here.", "body", image.line)


def unknown(text: Text) -> Iterator[Found]:
    """An image by the digest of a picture that nobody has stored; each digest once."""
    told = set[str](text.stored)
    for image in text.images():
        if ASSET.fullmatch(image.source) and image.source not in told:
            told.add(image.source)
            name = image.source[: len("sha256:") + 12]
            yield Found(f"There is no stored picture {name}….", "body", image.line)


def dead_link(text: Text) -> Iterator[Found]:
    """A link that is neither https nor mailto; readers get its words alone."""
    for link in text.dead_links():
        target = _shortened(link.target)
        yield Found(f"Readers cannot follow the link to {target}.", "body", link.line)


def _shortened(address: str) -> str:
    if not address:
        return "without an address"
    return address if len(address) <= _SHOWN else f"{address[: _SHOWN - 1]}…"
