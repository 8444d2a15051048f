"""The second factor: a code from an authenticator app, or a recovery code in its place."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import User

KINDS = {
    Authenticator.Type.TOTP: "totp",
    Authenticator.Type.RECOVERY_CODES: "recovery_code",
}
"""As signed statements call them."""


def is_enrolled(user: User) -> bool:
    """Whether the account has an authenticator app; recovery codes come with it."""
    found: bool = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return found


def was_used(user: User, code: str) -> bool:
    """Whether the code is one that the app shows now: not a guess, but used up already."""
    apps = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return any(validate_totp_code(decrypt(app.data["secret"]), code.strip()) for app in apps)


def prove(user: User, code: str) -> str:
    """The kind of the factor that the code belongs to, empty when to none; each is good once."""
    for authenticator in Authenticator.objects.filter(user=user, type__in=KINDS):
        if authenticator.wrap().validate_code(code.strip()):
            return KINDS[Authenticator.Type(authenticator.type)]
    return ""
