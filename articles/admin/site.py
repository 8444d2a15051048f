"""The admin as a whole: its name, and what every list in it does without."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.errors import TransitionRefused

admin.site.site_title = _("ReviewFlow admin")
admin.site.site_header = _("ReviewFlow admin")
admin.site.index_title = _("Admin")
admin.site.enable_nav_sidebar = False


@login_not_required
def door(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """The house has one door, which counts tries and asks for the second factor."""
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


def password(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """And one page where people choose their own password."""
    return redirect("password_change")


# In place: every model is registered with this one site.
admin.site.login = door  # type: ignore[method-assign]  # as above
admin.site.password_change = password  # type: ignore[assignment,method-assign]  # as above
admin.site.password_change_done = password  # type: ignore[assignment,method-assign]  # as above


def person(request: HttpRequest) -> User:
    """Who asks. The admin lets nobody in without an account."""
    user = request.user
    assert isinstance(user, User)
    return user


class Shown(admin.ModelAdmin):
    """Lists without bulk acts, and without a look-up or a count that nobody offered.

    Nothing is deleted. What is done is told by the ledger, so Django's own log stays empty.
    """

    actions = None
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    @property
    def urls(self) -> list[URLPattern]:
        """Django takes a PUT for a look; here it is a mistake (405)."""
        patterns: list[URLPattern] = self.get_urls()
        for pattern in patterns:
            pattern.callback = require_http_methods(["GET", "HEAD", "POST"])(pattern.callback)
        return patterns

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the filters on the page: else ``?npi__startswith=1`` tells a private number."""
        offered = [getattr(item, "parameter_name", item) for item in self.get_list_filter(request)]
        return lookup.removesuffix("__exact") in offered

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
        return super().changelist_view(request, context)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """A list whose filter no database can be asked for is shown without it, as by Django."""
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            raise IncorrectLookupParameters
        return super().get_changelist_instance(request)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        raise Http404

    def found(self, request: HttpRequest, object_id: str) -> Any:
        """The object that an address names; 404 where there is none."""
        try:
            obj = self.get_object(request, object_id)
        except ValidationError:
            obj = None
        if obj is None:
            raise Http404
        return obj

    def frame(self, request: HttpRequest, title: object, obj: Model | None) -> dict[str, Any]:
        """What every page of ours about one object gives its template."""
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": obj,
        }

    def refused(
        self, request: HttpRequest, refused: TransitionRefused, obj: Model | None = None
    ) -> TemplateResponse:
        """Not now: every reason at once (409)."""
        context = self.frame(request, _("This cannot be done now"), obj)
        context |= {"refusals": refused.refusals}
        return TemplateResponse(request, "admin/refused.html", context, status=409)

    def act(self, request: HttpRequest, form: Any, obj: Model) -> TemplateResponse:
        """A page with one form that does one thing; 422 when it came back with errors.

        The form says ``heading`` and ``intro``, and may say ``button``.
        """
        context = self.frame(request, form.heading, obj) | {"form": form}
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/act.html", context, status=status)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The ledger has it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The ledger has it."""


def only_get(request: HttpRequest) -> HttpResponse | None:
    """405 for anything but a look."""
    if request.method in {"GET", "HEAD"}:
        return None
    return HttpResponseNotAllowed(["GET", "HEAD"])
