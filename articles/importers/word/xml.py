"""XML that may be read: no document type, no entities, not too deep, not too much of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from articles.errors import InputRefused

DEEPEST = 100
MOST_ELEMENTS = 80_000
"""Of all parts together. A long article has some thousands; these are read in 15 seconds."""


def finished(
    data: bytes, part: str, name: str, keep: frozenset[str], counted: Iterator[int]
) -> Iterator[Element]:
    """The elements of these names once each is complete; the rest is read and forgotten.

    ``counted``: counts the elements of every part of one document, from 1. Raises
    ``InputRefused`` naming the file and the part.
    """
    depth = kept = 0
    try:
        for event, element in iterparse(io.BytesIO(data), ("start", "end"), forbid_dtd=True):
            count = next(counted) if event == "start" else 0
            depth += 1 if event == "start" else -1
            if depth > DEEPEST or count > MOST_ELEMENTS:
                raise InputRefused(
                    name, f"has a part, {part}, that is deeper or longer than a text.", "xml"
                )
            if element.tag in keep:
                kept += 1 if event == "start" else -1
                if event == "end":
                    yield element
            elif event == "end" and not kept:
                element.clear()
    except DefusedXmlException:
        raise InputRefused(
            name, f"has a document type or entities in {part}; no document needs them.", "xml"
        ) from None
    except (ParseError, ValueError, LookupError):
        raise InputRefused(name, f"has a part that is no XML, {part}.", "xml") from None
