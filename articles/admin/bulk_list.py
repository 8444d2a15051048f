"""The list of articles, with boxes to tick and the way to the acts on many."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.models import Article

from . import bulk
from .site import Shown

TICKED = "reviewflow.ticked"
"""Mark of a request for a list with boxes; the request carries it, as an admin keeps nothing."""


class WithBulkActs(Shown):
    """Django's own acts stay off (``actions``): the list is a look, and ours have a page."""

    change_list_template = "admin/articles/article/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/", view, name="articles_article_bulk"), *super().get_urls()]

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        return bulk.act(self, request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        offered = bulk.offered(request)
        request.META[TICKED] = bool(offered["acts"])
        return super().changelist_view(request, {**(extra_context or {}), **offered})

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """A box in front of each row, for people who may do something to many."""
        columns = list(super().get_list_display(request))
        return ["pick", *columns] if request.META.get(TICKED) else columns

    @admin.display(description=mark_safe('<span class="sr">Select</span>'))
    def pick(self, article: Article) -> SafeString:
        box = '<input type="checkbox" name="chosen" value="{}" aria-label="{}">'
        return format_html(box, article.pk, _("Select %s") % article.title)
