"""Numbers of editions: a major one for other content, a minor one where only wording changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.content.differing import Differing, differing
from articles.content.kinds import Kind
from articles.errors import InputRefused
from articles.models import Article, Publication

from .claiming import Held

EDITORIAL = frozenset({Kind.STRUCTURE, Kind.REFERENCE, Kind.HEADING, Kind.WORDING})
"""What an edition may touch and still be called editorial; every other kind is medical."""
FRAME = frozenset({"article_type", "audience", "specialty"})
"""Fields that say what the text is, and for whom: where one differs, it is another content."""

READ_FOR_KINDS = frozenset({"body", "title", "summary", "references"})
"""Fields whose change is named by its kinds; any other that differs is named itself."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whether the approved text would be a minor edition, and if not, every reason why.

    ``kinds``: of change against the live text, the most dangerous first. ``is_barred``: a minor
    edition is refused, too.
    """

    minor: bool
    reasons: list[str]
    kinds: tuple[Kind, ...] = ()
    is_barred: bool = False


def suggested(article: Article) -> Suggestion:
    """What the next edition of an article should be: minor where nothing but wording changed.

    Compares the text of the article's round with the one that readers see.
    """
    return _judged(article.published_record, article.round.record if article.round else article)


def numbers(articles: Iterable[Article]) -> dict[uuid.UUID, dict[str, str]]:
    """By article, the number each kind of edition would have: ``{"major": "2.0", "minor": "1.1"}``.

    One statement for any number of articles.
    """
    keys = [article.pk for article in articles]
    made = Publication.objects.filter(article__in=keys).order_by("major", "minor")
    newest = {key: number for key, *number in made.values_list("article", "major", "minor")}
    return {key: _ahead(*newest.get(key, (0, 0))) for key in keys}


def _ahead(major: int, minor: int) -> dict[str, str]:
    return {"major": f"{major + 1}.0", "minor": f"{major}.{minor + 1}"}


def must_be_editorial(article: Article) -> None:
    """Raise ``InputRefused`` with every reason where the next edition cannot be a minor one."""
    found = suggested(article)
    if found.is_barred:
        raise InputRefused("minor", " ".join(found.reasons), "not_editorial")


def next_number(held: Held, *, minor: bool) -> tuple[int, int]:
    """Major and minor number of the edition that a release makes now."""
    if not minor:
        return held.editions + 1, 0
    newest = Publication.objects.filter(article=held.article).order_by("-major", "-minor")
    major, number = newest.values_list("major", "minor")[0]
    return major, number + 1


def _judged(live: Any, approved: Any) -> Suggestion:
    if live is None:
        return Suggestion(
            minor=False, reasons=[_("Readers see no earlier edition of it.")], is_barred=True
        )
    found = differing(live.content, approved.content)
    reasons = list(_reasons(found))
    barred = bool(set(found.kinds) - EDITORIAL or FRAME & set(found.fields))
    return Suggestion(not reasons, reasons, found.kinds, barred)


def _reasons(found: Differing) -> list[str]:
    reasons = []
    if named := [str(kind).replace("_", " ") for kind in found.kinds if kind != Kind.WORDING]:
        reasons.append(_("The change touches: %s.") % ", ".join(named))
    if fields := [name.replace("_", " ") for name in found.fields if name not in READ_FOR_KINDS]:
        reasons.append(_("Other than before: %s.") % ", ".join(fields))
    return reasons
