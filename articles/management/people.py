"""The person behind a command."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from articles.accounts import is_shut_out
from articles.roles import SYSTEM_USERNAME


def person(username: str = SYSTEM_USERNAME) -> User:
    """The active user of that name. Raises ``CommandError`` naming the user."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None or is_shut_out(user):
        raise CommandError(f"There is no active user “{username}”.")
    return user
