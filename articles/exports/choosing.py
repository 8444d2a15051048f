"""What an order asks for, and what of it would leave if it were written now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from articles import delivery
from articles.delivery import Delivered, Order, Refused, WithdrawnArticle, choosing
from articles.errors import InputRefused
from articles.models import Export

JUDGED = 500
"""Articles that are judged while somebody waits for the page; the run judges all."""
SHOWN = 50
"""Refused articles that a page lists; of the rest it says how many."""
NAMED = 1_000
"""Articles that one order may name."""
LOOSE = 500
"""Articles that one order may ask for as separate files: who fetches more takes a bundle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which articles, in which formats. Neither ``slugs`` nor ``since``: everything live."""

    formats: Sequence[str] = ()
    slugs: Sequence[str] = ()
    since: int | None = None
    include_approved: bool = False
    bundle: bool = True

    @classmethod
    def of(cls, export: Export) -> Choice:
        """As a row keeps it."""
        return cls(**{column.name: getattr(export, column.name) for column in fields(cls)})

    def checked(self) -> Choice:
        """Without repetitions. Raises ``InputRefused`` for what no order can ask for."""
        chosen = replace(
            self,
            formats=tuple(dict.fromkeys(self.formats)),
            slugs=tuple(dict.fromkeys(self.slugs)),
        )
        formats = chosen.order().exporters()
        if len(chosen.slugs) > NAMED:
            many = _("name at most %s articles, or take everything live.") % NAMED
            raise InputRefused("article", many, "too_many")
        choosing.must_be_reached(chosen.since, delivery.cursor())
        wanted = choosing.keys(chosen.order())
        is_loose = not chosen.bundle and not all(each.one_file for each in formats)
        if is_loose and len(wanted) > LOOSE:
            many = _("more than %s articles leave in a bundle, or as JSON Lines.") % LOOSE
            raise InputRefused("bundle", many, "too_many")
        return chosen

    def order(self, output: Path = Path(), export: str = "") -> Order:
        return Order(output=output, export=export, **self.columns())

    def columns(self) -> dict[str, Any]:
        """As the row of the order keeps it."""
        return {
            "formats": list(self.formats),
            "slugs": list(self.slugs),
            "since": self.since,
            "include_approved": self.include_approved,
            "bundle": self.bundle,
        }


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many articles are asked for, how many were judged, how many of these would leave, which
    are refused, and which were taken from readers since.
    """

    total: int
    judged: int
    leaving: int
    refused: Sequence[Refused]
    withdrawn: Sequence[WithdrawnArticle]

    @property
    def shown(self) -> Sequence[Refused]:
        return self.refused[:SHOWN]

    @property
    def more(self) -> int:
        """Refused articles that are not shown."""
        return len(self.refused) - len(self.shown)

    @property
    def unjudged(self) -> int:
        return self.total - self.judged


def outlook(choice: Choice) -> Outlook:
    """Judge the first of what is asked for, by the very rule of the run.

    Raises ``InputRefused`` for what no order can ask for.
    """
    order, done = choice.checked().order(), Delivered(cursor=-1)
    wanted = choosing.keys(order)
    some = wanted[: NAMED if choice.slugs else JUDGED]
    leaving = sum(len(chunk) for _looked_at, chunk in choosing.chunks(order, some, done))
    return Outlook(len(wanted), len(some), leaving, done.refused, done.withdrawn)


def without_refused(choice: Choice) -> Choice:
    """The articles named that would leave now. Raises ``InputRefused`` where there is none."""
    refused = {each.slug for each in outlook(choice).refused} if choice.slugs else set()
    kept = [slug for slug in choice.slugs if slug not in refused]
    if choice.slugs and not kept:
        raise InputRefused("article", _("every one of them is refused."), "refused")
    return replace(choice, slugs=kept)
