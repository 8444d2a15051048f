"""Texts to check: one in which nothing is found, and changes to it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from articles.content.checks import Finding, check

PICTURE = "sha256:" + "0c" * 32
BODY = f"""\
Gout is a painful arthritis.[@handbook]

![A swollen toe]({PICTURE})

## Treatment

Take naproxen 500 mg, and see [our advice](https://example.org/gout).

### What to expect

It helps within a day.

## When to see a doctor

Call within a day.
"""
REFERENCES = [{"id": "handbook", "type": "book", "title": "A handbook of joints"}]
REQUIRED = ["When to see a doctor | When to call"]


def text(**changes: Any) -> SimpleNamespace:
    """The content of an article; as it is, no check finds anything."""
    columns = {
        "article_type": "condition",
        "title": "Gout flares",
        "summary": "What to do when a toe swells.",
        "body": BODY,
        "references": REFERENCES,
        "audience": "patient",
        "locale": "en-US",
        "authors": ["Wren Tully"],
        "funding": "None",
        "topics": [],
        "specialty": "rheumatology",
    }
    return SimpleNamespace(**(columns | changes))


def findings(**changes: Any) -> list[Finding]:
    return check(text(**changes), required_sections=REQUIRED, stored={PICTURE})


def found(**changes: Any) -> list[tuple[str, str, str, int]]:
    """Code, sentence, field and line of what is found in a changed text."""
    return [(each.code, each.sentence, each.field, each.line) for each in findings(**changes)]
