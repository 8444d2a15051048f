"""The checks of a text under the policy that covers it, and with the pictures that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from articles.content import images
from articles.content.checks import Finding, check
from articles.models import Asset, ReviewPolicy


def findings(content: Any) -> list[Finding]:
    """What the checks find in an article, in one of its records, or in what is in a form.

    ``content``: anything with the signed columns as attributes. One statement, two where the body
    names stored pictures.
    """
    policy = ReviewPolicy.objects.applying_to(content)
    required = policy.required_sections if policy else ()
    return check(content, required_sections=required, stored=_stored(content))


def errors(content: Any, required_sections: Sequence[str]) -> list[Finding]:
    """What keeps a text from being submitted under a policy that is known already."""
    return check(
        content,
        required_sections=required_sections,
        stored=_stored(content),
        errors_only=True,
    )


def _stored(content: Any) -> frozenset[str]:
    named = images.named(str(content.body or ""))
    if not named:
        return frozenset()
    return frozenset(Asset.objects.filter(digest__in=named).values_list("digest", flat=True))
