"""What of django-allauth is otherwise here."""

from __future__ import annotations

import logging
import unicodedata
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from qrcode import QRCode
from qrcode.image.svg import SvgPathFillImage

from articles import accounts

from . import marks, sealing

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Name and password do not fit together."),
        "enter_current_password": _("This is not your password."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link is used or over."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited, or put on record by an administrator."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: no second way in."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One counter for every way to write a name, and for every host that we answer to."""
        name = credentials.get("username", "")
        return unicodedata.normalize("NFKC", name).casefold().strip()

    @sensitive_variables("password")
    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Only owners come here: they changed it, or followed the link in their mail."""
        super().set_password(user, password)
        accounts.take_as_own(user)
        self.request.session.pop(marks.PASSWORD, None)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("password_change_done")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the address of the settings, whatever host name the request claims."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[uid, token])
        return f"{settings.BASE_URL}{path}"

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return redirect("login")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the address on the account, which only administrators change."""
        if address := email or user.email:
            context = {"user": user, **(context or {})}
            super().send_notification_mail(template_prefix, user, context, address)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that takes no mail changes nobody's answer, and tells nobody anything."""
        said = {"publisher": settings.PUBLISHER_NAME, "base_url": settings.BASE_URL, **context}
        try:
            super().send_mail(template_prefix, email, said)
        except (SMTPException, OSError) as error:
            log.warning("A mail was not sent (%s): %s.", template_prefix, type(error).__name__)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it was used already."),
    }

    def get_totp_label(self, user: User) -> str:
        """The name that signs in, as the app lists it."""
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return f"ReviewFlow {settings.PUBLISHER_NAME}"

    def build_totp_svg(self, url: str) -> SafeString:
        """Stands in the page itself: the Content-Security-Policy knows no ``data:`` images."""
        code = QRCode(image_factory=SvgPathFillImage)
        code.add_data(url)
        drawn: str = code.make_image().to_string(encoding="unicode")
        return mark_safe(drawn)  # noqa: S308 (numbers only; nothing that anybody typed)

    @sensitive_variables()
    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    @sensitive_variables()
    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)
