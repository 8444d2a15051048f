"""Accounts and their roles. Nobody who ever did anything is deleted: accounts are deactivated."""

from __future__ import annotations

from typing import Any

from allauth.account import admin as _addresses  # noqa: F401 (registers, so that we can take away)
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _factors  # noqa: F401 (as above)
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as _sessions  # noqa: F401 (as above)
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from articles.signin import acts

from . import second_factor
from .site import Shown, person

admin.site.unregister([User, Group, Authenticator, EmailAddress, UserSession])


class Logged(Shown):
    """The ledger tells what opens doors; Django's own log tells the rest, names above all."""

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

    What opens doors (roles, flags, a password, a second factor taken away) is told by the ledger,
    in the transaction that changes it. A name that signs in is never changed: the ledger knows
    people by it. Django's form for new accounts refuses one that differs only in case.
    """

    change_form_template = "admin/auth/user/change_form.html"
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

    def get_urls(self) -> list[URLPattern]:
        answer = self.admin_site.admin_view(self.remove_second_factor)
        route = "<id>/second-factor/remove/"
        return [path(route, answer, name="auth_user_second_factor"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        has_one = Authenticator.objects.filter(user=self.found(request, object_id)).exists()
        told = {**(extra_context or {}), "has_second_factor": has_one}
        return super().change_view(request, object_id, form_url, told)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """What was there before, for the entry; a signer's row is held while their roles change."""
        form.before = acts.held_facts(obj) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        acts.record_changes(form.instance, form.before, actor=person(request))
        if not change and form.instance.has_usable_password():
            acts.record_password(form.instance, actor=person(request))

    @method_decorator(sensitive_post_parameters())
    @transaction.atomic
    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 (Django's name for it)
        form_url: str = "",
    ) -> Any:
        """Somebody else's. One's own is changed where it is asked for first."""
        user = self.found(request, id)
        if self.has_change_permission(request, user) and user == request.user:
            return redirect("password_change")
        answer = super().user_change_password(request, id, form_url)
        if User.objects.get(pk=user.pk).password != user.password:
            acts.record_password(user, actor=person(request))
        return answer

    def remove_second_factor(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 (as above)
    ) -> HttpResponse:
        return second_factor.remove(self, request, self.found(request, id))

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
