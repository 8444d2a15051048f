"""Django-allauth's forms in the words of the house. Labels say what goes in; no placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from . import sealing


class _Plain(forms.Form):
    """Every control as people meet it elsewhere in the house."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, field.help_text)


class _Code(_Plain):
    """A code is digits: phones show their digits, and fill them in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        typed = {"inputmode": "numeric", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["code"].widget.attrs |= typed


class LoginForm(_Plain, account.LoginForm):
    labels = {"login": _("Username"), "password": _("Password")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        typed = {"autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        self.fields["login"].widget.attrs |= typed


class ReauthenticateForm(_Plain, account.ReauthenticateForm):
    labels = {"password": _("Your password")}


_NEW = {"password1": _("New password"), "password2": _("The same password again")}


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    labels = {"oldpassword": _("Your password now"), **_NEW}


class NewPasswordForm(_Plain, account.ResetPasswordKeyForm):
    labels = _NEW


class ForgottenForm(_Plain, account.ResetPasswordForm):
    labels = {"email": _("Your e-mail address")}
    helps = {"email": _("The one that your invitation came to.")}

    def save(self, request: HttpRequest, **options: Any) -> str:
        """A stranger's address gets a mail, too: the answer says as much, and takes as long."""
        email: str = self.cleaned_data["email"]
        if self.users:
            email = super().save(request, **options)
        else:
            get_adapter().send_mail("account/email/unknown_account", email, {})
        return email


_EITHER = {"code": _("From your authenticator app, or one of your recovery codes.")}


class AuthenticateForm(_Code, mfa.AuthenticateForm):
    helps = _EITHER


class ReauthenticateByCodeForm(_Code, mfa.ReauthenticateForm):
    helps = _EITHER


class ActivateForm(_Code, totp.ActivateTOTPForm):
    """Until it is confirmed, the secret waits in the session: sealed there, too."""

    labels = {"code": _("Code from the app")}
    helps = {"code": _("Six digits. The app shows new ones every 30 seconds.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        session = context.request.session
        waiting = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **options)
        if waiting and self.is_bound:
            self.secret = sealing.unseal(waiting)
        session[SECRET_SESSION_KEY] = sealing.seal(self.secret)
