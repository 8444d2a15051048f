"""The doors that are there. Django-allauth has more; what is not listed here does not exist.

Pages of the house link to ``login``, ``logout`` and ``password_change``; allauth looks its own
names up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import TemplateView

from . import views

View = Callable[..., HttpResponse]


def door(route: str, view: Any, *names: str, only: Any = None) -> list[URLPattern]:
    """One address under every name that somebody looks up."""
    limit = only or require_http_methods(["GET", "HEAD", "POST"])
    answer: View = never_cache(limit(view))
    return [path(route, answer, name=name) for name in names]


done = TemplateView.as_view(template_name="account/password_changed.html")

urlpatterns = [
    *door("login/", views.Login.as_view(), "login", "account_login"),
    *door("login/code/", views.Code.as_view(), "mfa_authenticate"),
    *door("login/again/", views.Reauthenticate.as_view(), "account_reauthenticate"),
    *door("login/again/code/", views.ReauthenticateByCode.as_view(), "mfa_reauthenticate"),
    *door("logout/", account.logout, "logout", "account_logout", only=require_POST),
    *door(
        "password/", views.ChangePassword.as_view(), "password_change", "account_change_password"
    ),
    *door("password/done/", done, "password_change_done", only=require_safe),
    *door("password/forgotten/", views.Forgotten.as_view(), "account_reset_password"),
    *door(
        "password/forgotten/sent/",
        account.password_reset_done,
        "account_reset_password_done",
        only=require_safe,
    ),
    *door(
        "password/new/<slug:uidb36>/<slug:key>/",
        views.NewPassword.as_view(),
        "account_reset_password_from_key",
    ),
    *door(
        "password/new/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
        only=require_safe,
    ),
    *door("account/", mfa.index, "mfa_index", only=require_safe),
    *door("account/app/", views.Activate.as_view(), "mfa_activate_totp"),
    *door("account/app/remove/", views.with_a_code(totp.deactivate_totp), "mfa_deactivate_totp"),
    *door(
        "account/recovery-codes/",
        views.with_a_code(recovery.view_recovery_codes),
        "mfa_view_recovery_codes",
        only=require_safe,
    ),
    *door(
        "account/recovery-codes/new/",
        views.with_a_code(recovery.generate_recovery_codes),
        "mfa_generate_recovery_codes",
    ),
    *door(
        "account/recovery-codes/download/",
        views.with_a_code(recovery.download_recovery_codes),
        "mfa_download_recovery_codes",
        only=require_safe,
    ),
    *door("account/sessions/", sessions.list_usersessions, "usersessions_list"),
]
