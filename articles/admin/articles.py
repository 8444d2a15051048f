"""Articles: where writers draft, and everybody finds a text by its stage."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.days import editorial_date
from articles.models import Article

from . import addresses, deleting, importing, writing
from .bulk_list import WithBulkActs
from .filters import Inherited, Overdue, Whose
from .kept import keeping
from .pasting import markdown_for
from .previewing import preview_of
from .versions import WithVersions


@admin.register(Article)
class ArticleAdmin(WithBulkActs, WithVersions):
    """The forms are in writing.py and deleting.py: content has one writer, and it is no form."""

    list_display = ("title", "stage_shown", "version", "owner_shown", "since", "due")
    list_display_links = ("title",)
    list_filter = ("stage", Whose, Overdue, Inherited)
    list_select_related = ("owner",)
    search_fields = ("title", "slug")
    search_help_text = gettext_lazy("Title or address")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Without the long columns: a list shows none of them, and every form reads its own."""
        return super().get_queryset(request).defer("body", "references", "summary")

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        article = super().get_object(request, object_id, from_field)
        return article and Article.objects.select_related("owner", "round").get(pk=article.pk)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.address_view)
        incoming = self.admin_site.admin_view(self.import_view)
        ours = [
            path("import/", incoming, name="articles_article_import"),
            path("preview/", preview_of(self), name="articles_article_preview"),
            path("paste/", markdown_for(self), name="articles_article_paste"),
            path("<path:object_id>/address/", view, name="articles_article_address"),
        ]
        return keeping([*ours, *super().get_urls()])

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, importing.beside_list(request))

    def import_view(self, request: HttpRequest) -> HttpResponse:
        return importing.import_files(self, request)

    def address_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return addresses.rename(self, request, self.found(request, object_id))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return writing.add(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return writing.change(self, request, self.found(request, object_id))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return deleting.delete(self, request, self.found(request, object_id))

    @admin.display(description=gettext_lazy("stage"), ordering="stage")
    def stage_shown(self, article: Article) -> SafeString:
        return _part("partials/stage.html", stage=article.stage)

    @admin.display(description=gettext_lazy("owner"), ordering="owner__username")
    def owner_shown(self, article: Article) -> SafeString:
        name = article.owner.get_full_name() or article.owner.get_username()
        return format_html('<span class="nb">{}</span>', name)

    @admin.display(description=gettext_lazy("in this stage since"), ordering="stage_since")
    def since(self, article: Article) -> SafeString:
        return _part("admin/since.html", at=article.stage_since)

    @admin.display(description=gettext_lazy("review due"), ordering="review_due")
    def due(self, article: Article) -> str:
        if article.review_due is None or not article.is_live:
            return "–"
        due = date_format(article.review_due, "j M Y")
        late = article.review_due < editorial_date(timezone.now())
        words = _("overdue: %s") % due if late else due
        return format_html('<span class="nb {}">{}</span>', "overdue" if late else "", words)


def _part(template: str, **inputs: Any) -> SafeString:
    """A part of ours in a cell; its template escapes what it is given."""
    return mark_safe(render_to_string(template, inputs))  # noqa: S308 (as said)
