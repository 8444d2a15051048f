"""Who may sign in, and whose password it is."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.crypto import constant_time_compare, salted_hmac

from articles.models import SigningAccess

DEMO_SUFFIX = ".demo"
"""Ends the username of every account that the demo makes."""


def is_shut_out(user: User) -> bool:
    """A demo account opens nothing in production mode, at no door."""
    return settings.PRODUCTION and user.username.endswith(DEMO_SUFFIX)


def take_as_own(user: User) -> None:
    """The owner chose the password that the account has now: only such a one signs (11.300).

    Whatever else writes a password (an administrator, a command, SQL) leaves this mark behind, so
    that the account signs nothing until its owner has chosen a new one. The mark is keyed: who has
    the database alone cannot make one.
    """
    mark = _mark(user, settings.SECRET_KEY)
    SigningAccess.objects.update_or_create(user=user, defaults={"own_password": mark})


def wants_factor(user: User) -> None:
    """A second factor was set up: the account signs with one from now on."""
    SigningAccess.objects.update_or_create(user=user, defaults={"wants_factor": True})


def opened_by(user: User, actor: User, at: dt.datetime) -> None:
    """An administrator set the password, the address, or took the second factor away."""
    opened = {"opened_at": at, "opened_by": actor}
    SigningAccess.objects.update_or_create(user=user, defaults=opened)


def is_own(user: User, access: SigningAccess | None) -> bool:
    """Whether the owner chose the present password."""
    if access is None:
        return False
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(access.own_password, _mark(user, key)) for key in secrets)


def check_password(user: User, password: str) -> bool:
    """As Django's, which may hash a right password anew: it stays its owner's, if it was."""
    before = user.password
    right = user.check_password(password)
    if user.password != before:
        access = SigningAccess.objects.filter(user=user).first()
        if is_own(User(pk=user.pk, password=before), access):
            take_as_own(user)
    return right


def _mark(user: User, secret: str) -> str:
    value = f"{user.pk}:{user.password}"
    made = salted_hmac("reviewflow/own-password@1", value, secret=secret, algorithm="sha256")
    return f"hmac:{made.hexdigest()}"
