"""Which articles an act on many is about: those ticked, or all that a filter of the list finds."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from articles.errors import InputRefused
from articles.models import Article, Round

from .site import Shown

MOST = 200
"""Articles at once: each is an act of its own, and somebody waits for the answer."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as the page showed it. ``rounds``: how many it had, so that a form sent again does
    nothing to what has moved on since.
    """

    key: uuid.UUID
    digest: str
    rounds: int

    @classmethod
    def of(cls, article: Any) -> Listed:
        return cls(article.pk, article.content_digest, article.rounds_so_far)

    def __str__(self) -> str:
        """As it travels in a form."""
        return f"{self.key} {self.digest} {self.rounds}"


def listed() -> QuerySet[Article]:
    """Articles as rows, without their texts, each with ``rounds_so_far``."""
    last = Round.objects.filter(article=OuterRef("pk")).order_by("-number").values("number")[:1]
    rows = Article.objects.select_related("owner", "round__policy", "round__submitted_by")
    counted = rows.annotate(rounds_so_far=Coalesce(Subquery(last), 0))
    return counted.defer("body", "references", "summary")


def ticked(site: Shown, request: HttpRequest) -> list[Article]:
    """What somebody chose on the list. Raises ``InputRefused`` for nothing, and for too much."""
    if "all" in request.POST:
        found = _filtered(site, request)
    else:
        keys = list(_keys(request.POST.getlist("chosen")))
        found = listed().filter(pk__in=keys[: MOST + 1])
    rows = list(found[: MOST + 1])
    if not rows:
        raise InputRefused("chosen", _("tick at least one article."), "missing")
    if len(rows) > MOST:
        many = _("that is more than %s articles; narrow the list, or tick fewer.")
        raise InputRefused("chosen", many % MOST, "too_many")
    return rows


def _filtered(site: Shown, request: HttpRequest) -> QuerySet[Article]:
    """What the list shows, on all its pages, for the address that the form was sent from."""
    try:
        found = site.get_changelist_instance(request).queryset
    except IncorrectLookupParameters as error:
        raise Http404 from error
    return listed().filter(pk__in=found.order_by().values("pk"))


def _keys(values: Iterable[str]) -> Iterable[uuid.UUID]:
    """What is no key of an article is left out."""
    for value in dict.fromkeys(values):
        try:
            yield uuid.UUID(value)
        except ValueError:
            continue


def travelled(values: Iterable[str]) -> list[Listed]:
    """What the page of an act sends back. Raises ``InputRefused`` for what is no such list."""
    found = []
    for value in dict.fromkeys(values):
        try:
            key, digest, rounds = value.split(" ")
            found.append(Listed(uuid.UUID(key), digest, int(rounds)))
        except ValueError:
            raise InputRefused("chosen", _("begin again from the list."), "invalid") from None
    if not found or len(found) > MOST:
        raise InputRefused("chosen", _("begin again from the list."), "invalid")
    return found
