"""The second factor: a code from an authenticator app, or a recovery code in its place."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
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


def prove(user: User, code: str) -> str:
    """The kind of the factor that the code belongs to, empty when to none; each is good once."""
    for authenticator in Authenticator.objects.filter(user=user, type__in=KINDS):
        if authenticator.wrap().validate_code(code.strip()):
            return KINDS[Authenticator.Type(authenticator.type)]
    return ""
