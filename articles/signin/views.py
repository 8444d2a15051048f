"""Django-allauth's pages, answering as the house does: 422 for an error, 429 for too often."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account import views as account
from allauth.account.authentication import get_authentication_records
from allauth.core.ratelimit import respond_429
from allauth.mfa.base import views as mfa
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from articles import accounts

from . import marks

THROTTLED = {"too_many_login_attempts", "rate_limited"}


class _Answers:
    """A form that came back says so in its status."""

    request: HttpRequest

    def form_invalid(self, form: Form) -> HttpResponse:
        codes = {e.code for found in form.errors.as_data().values() for e in found}
        if codes & THROTTLED:
            refused: HttpResponse = respond_429(self.request)
            return refused
        # The method of the view that stands beside this class.
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class Login(_Answers, account.LoginView):
    pass


class Code(_Answers, mfa.AuthenticateView):
    """The second factor at sign-in."""


class Reauthenticate(_Answers, account.ReauthenticateView):
    pass


class ReauthenticateByCode(_Answers, mfa.ReauthenticateView):
    pass


class ChangePassword(_Answers, account.PasswordChangeView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who has no password here gets one by mail, not by a page without a question."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


class Forgotten(_Answers, account.PasswordResetView):
    pass


class NewPassword(_Answers, account.PasswordResetFromKeyView):
    """Behind the mailed link."""


class Activate(_Answers, totp.ActivateTOTPView):
    def form_valid(self, form: Form) -> HttpResponse:
        """The code that shows it works is given, and used up, by this."""
        answer: HttpResponse = super().form_valid(form)
        self.request.session.pop(marks.FACTOR, None)
        made = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        made.wrap().validate_code(form.cleaned_data["code"])
        accounts.wants_factor(made.user)
        post_authentication(self.request, made)
        return answer


def with_a_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The second factor guards itself: a password and an open session are one proof, not two."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated or not is_mfa_enabled(request.user):
            return view(request, *args, **kwargs)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        given = get_authentication_records(request, request.user)
        if any(each["method"] == "mfa" and each["at"] >= since for each in given):
            return view(request, *args, **kwargs)
        again = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('mfa_reauthenticate')}?{again}")

    return answer
