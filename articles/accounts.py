"""Who may sign in, and whose password it is."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User

from articles.canonical import digest
from articles.models import SigningAccess

DEMO_SUFFIX = ".demo"
"""Ends the username of every account that the demo makes."""


def is_shut_out(user: User) -> bool:
    """A demo account opens nothing in production mode, at no door."""
    return settings.PRODUCTION and user.username.endswith(DEMO_SUFFIX)


def take_as_own(user: User) -> None:
    """The owner chose the password that the account has now: only such a one signs (11.300).

    Whatever else writes a password (an administrator, a command, SQL) leaves this mark behind, so
    that the account signs nothing until its owner has chosen a new one.
    """
    SigningAccess.objects.update_or_create(user=user, defaults={"own_password": _mark(user)})


def is_own(user: User, access: SigningAccess | None) -> bool:
    """Whether the owner chose the present password."""
    return access is not None and access.own_password == _mark(user)


def check_password(user: User, password: str) -> bool:
    """As Django's, which may hash a right password anew: it stays its owner's, if it was."""
    before, mark = user.password, _mark(user)
    right = user.check_password(password)
    if user.password != before:
        SigningAccess.objects.filter(user=user, own_password=mark).update(own_password=_mark(user))
    return right


def _mark(user: User) -> str:
    return digest(f"{user.pk}:{user.password}".encode())
