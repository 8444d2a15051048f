"""The versions of an article: a list that says what each changed, any two compared, each to read.

The bringing back of an old text is in restoring.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import presenting
from articles.models import Article, Signature
from articles.stages import Meaning, Stage

from . import restoring
from .history import WithRecords

LONG = ("body", "references", "summary", "funding")
"""Columns that a list of versions shows nothing of."""


@dataclass(frozen=True, slots=True)
class Version:
    """One row of the list. ``words``: what it changed; ``marks``: where it stands, who signed."""

    record: Any
    address: str
    words: str
    state: str
    signed: tuple[Signature, ...]


class WithVersions(WithRecords):
    """The pages of records, for something whose records are texts."""

    history_template = "admin/articles/article/history.html"
    compare_template = "admin/articles/article/compare.html"
    record_template = "admin/articles/article/record.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.restore_view)
        address = "<path:object_id>/history/<int:record_id>/restore/"
        return [path(address, view, name="articles_article_restore"), *super().get_urls()]

    def restore_view(self, request: HttpRequest, object_id: str, record_id: int) -> HttpResponse:
        obj = self.readable(request, object_id)
        return restoring.restore(self, request, obj, self.record_of(obj, record_id))

    def records_of(self, obj: Article) -> models.QuerySet[Any]:
        found: models.QuerySet[Any] = super().records_of(obj)
        sized: models.QuerySet[Any] = found.defer(*LONG).annotate(size=Length("body"))
        return sized

    def list_context(self, obj: Article, records: Sequence[Any], more: Any) -> dict[str, Any]:
        """The rows with their marks. ``more``: the record before the last one shown, if any."""
        below = [*records, more] if more is not None else list(records)
        counted = presenting.changed_words(obj, below)
        signed = _signed(obj, [record.history_id for record in records])
        return {
            "versions": [
                Version(
                    record,
                    self.history_address(obj, record.history_id),
                    _words(record, counted.get(record.history_id)),
                    _state(obj, record.history_id),
                    tuple(signed[record.history_id]),
                )
                for record in records
            ]
        }

    def record_title(self, record: Any) -> str:
        return str(_("Version %s") % record.version)

    def record_context(
        self, request: HttpRequest, obj: Any, record: Any, before: Any
    ) -> dict[str, Any]:
        return {
            "state": presenting.review_state(obj, record),
            "reading": presenting.reading(record),
            "signatures": presenting.signatures_over(obj, record),
            "bring_back": restoring.offer(request, obj, record),
        }

    def comparison_context(
        self, request: HttpRequest, obj: Any, earlier: Any, later: Any
    ) -> dict[str, Any]:
        """The desk's redline, and the signatures that each of the two carries."""
        given, view = presenting.signatures_of(obj), request.GET.get("view", "")
        return {
            "title": _("Two versions compared"),
            "old": earlier,
            "new": later,
            "view_names": presenting.VIEW_NAMES,
            "signed": [
                (record.version, presenting.signatures_over(obj, record))
                for record in dict.fromkeys((earlier, later))
            ],
            **presenting.shown_facts(view, earlier, later, [], given),
        }


def _words(record: Any, count: int | None) -> str:
    if record.version == 1:
        return _("first version")
    if count is None:
        return _("not counted yet")
    return ngettext("%s word", "%s words", count) % f"{count:,}" if count else _("no word")


def _state(article: Article, record_id: int) -> str:
    """Where readers or reviewers have this very version now."""
    if record_id == article.published_record_id:
        return _("Live")
    if article.round is None or record_id != article.round.record_id:
        return ""
    return {Stage.APPROVED: _("Approved"), Stage.MEDICAL_REVIEW: _("In review")}.get(
        Stage(article.stage), ""
    )


def _signed(article: Article, record_ids: Iterable[int]) -> defaultdict[int, list[Signature]]:
    """The signatures on some records, by record, the newest first."""
    given = article.signatures.filter(record_id__in=list(record_ids)).select_related("withdrawal")
    found: defaultdict[int, list[Signature]] = defaultdict(list)
    rows = given.exclude(meaning=Meaning.SIGNATURE_WITHDRAWAL).defer("statement")
    for signature in rows.order_by("-signed_at", "-pk"):
        found[signature.record_id].append(signature)
    return found
