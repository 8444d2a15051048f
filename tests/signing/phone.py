"""An authenticator app in somebody's hand, and the recovery codes in their drawer."""

from __future__ import annotations

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.contrib.auth.models import User
from django.utils import timezone

STEP = 30
"""Seconds that a code is shown (RFC 6238, 4.1)."""


class Phone:
    """Enrolled for one account. ``code`` is what it shows now, or ``steps`` later."""

    def __init__(self, user: User) -> None:
        self.user, self._secret = user, auth.generate_totp_secret()
        auth.TOTP.activate(user, self._secret)

    def code(self, steps: int = 0) -> str:
        counter = int(timezone.now().timestamp()) // STEP + steps
        return auth.format_hotp_value(auth.hotp_value(self._secret, counter))

    def wrong_code(self) -> str:
        """One that it shows neither now nor at the edges of what is let pass."""
        shown = {self.code(steps) for steps in (-1, 0, 1)}
        return next(code for code in ("000000", "111111", "222222", "333333") if code not in shown)

    def drawer(self) -> list[str]:
        """Recovery codes that are not used yet."""
        codes: list[str] = RecoveryCodes.activate(self.user).get_unused_codes()
        return codes
