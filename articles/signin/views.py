"""Django-allauth's pages, answering as the house does: 422 for an error, 429 for too often."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.core.ratelimit import respond_429
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
        answer: HttpResponse = super().form_valid(form)
        self.request.session.pop(marks.FACTOR, None)
        return answer
