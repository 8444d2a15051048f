"""Which of many articles an act can be done to, told before it is done, by the judge of the act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles, signing, workflow
from articles.errors import Refusal
from articles.models import Article
from articles.workflow.case import Case

SOME = 20
"""Texts in memory at once."""


@dataclass(frozen=True, slots=True)
class Judged:
    """``refusals``: every reason why not; none where it can be done."""

    article: Article
    refusals: tuple[Refusal, ...] = ()


def judged(name: str, rows: Iterable[Article], actor: User) -> dict[str, Any]:
    """``can`` and ``cannot``, in the order of the rows; ``statement``: what is said with the first
    that can. ``name``: of a transition; without one nothing is known, and nothing returned.
    """
    if not name:
        return {}
    found = list(_judged(name, list(rows), actor))
    can = [each for each in found if not each.refusals]
    says = workflow.TRANSITIONS[name].says
    return {
        "can": can,
        "cannot": [each for each in found if each.refusals],
        "statement": signing.in_use(says).about(can[0].article) if says and can else "",
    }


def _judged(name: str, rows: list[Article], actor: User) -> Iterator[Judged]:
    """A stage that is not of the act is said without reading the text."""
    sources, held = workflow.TRANSITIONS[name].sources, roles.permissions_of(actor)
    keys = [row.pk for row in rows if row.stage in sources]
    reasons: dict[Any, tuple[Refusal, ...]] = {}
    for article in Article.objects.filter(pk__in=keys).iterator(chunk_size=SOME):
        case = Case(article=article, actor=actor, at=timezone.now(), permissions=held)
        for option in workflow.options(article, actor, case=case, only={name}):
            reasons[article.pk] = tuple(option.refusals)
    for row in rows:
        elsewhere = () if row.stage in sources else (_elsewhere(row),)
        yield Judged(row, elsewhere or reasons.get(row.pk, ()))


def _elsewhere(row: Article) -> Refusal:
    stage = row.get_stage_display().lower()
    return Refusal("wrong_stage", _("The article is in the stage “%s”.") % stage)
