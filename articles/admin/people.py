"""Accounts and their roles. Nobody who ever did anything is deleted: accounts are deactivated."""

from __future__ import annotations

from typing import Any

from allauth.account import admin as _addresses  # noqa: F401 (registers, so that we can take away)
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _factors  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as _sessions  # noqa: F401
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .site import Shown

admin.site.unregister([User, Group, Authenticator, EmailAddress, UserSession])


class Logged(Shown):
    """No ledger entry tells of accounts, so Django's own log does."""

    log_addition = admin.ModelAdmin.log_addition
    log_change = admin.ModelAdmin.log_change

    @method_decorator(require_safe)
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return admin.ModelAdmin.history_view(self, request, object_id, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if (obj := context.get("original")) is not None:
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_history"
            context = {**context, "history_link": reverse(name, args=[obj.pk])}
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(User)
class PersonAdmin(Logged, UserAdmin):
    """Roles are groups; permissions of single people would pass the engine by.

    A name that signs in is never changed: the ledger knows people by it. Django's form for new
    accounts refuses a name that differs from another only in case.
    """

    list_display = ("username", "full_name", "roles", "is_active")
    list_filter = ("is_active", "is_superuser")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("Access"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups"),
                "description": _(
                    "Take away “Active” instead of deleting an account. The superuser status "
                    "opens users and groups; acts on articles come from the groups alone."
                ),
            },
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Access"), {"fields": ("is_staff", "groups")}),
    )

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, *args: Any, **options: Any) -> Any:
        """Seven roles are read best as seven boxes."""
        return super().formfield_for_manytomany(
            *args, **options, widget=forms.CheckboxSelectMultiple
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("last_login", "date_joined", *(("username",) if obj else ()))


@admin.register(Group)
class RoleAdmin(Logged, GroupAdmin):
    """What a role may do stands in the code, and is set again by every migration."""

    filter_horizontal = ()
    readonly_fields = ("name", "permissions")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
