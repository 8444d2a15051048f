"""Who may sign in: active people, and demo accounts anywhere but in production."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User

DEMO_SUFFIX = ".demo"
"""Ends the username of every account that the demo makes."""


def is_shut_out(user: User) -> bool:
    """A demo account opens nothing in production mode, at no door."""
    return settings.PRODUCTION and user.username.endswith(DEMO_SUFFIX)


class HouseBackend(ModelBackend):
    """Django's own, but for demo accounts in production mode."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if isinstance(user, User) and is_shut_out(user):
            return False
        return super().user_can_authenticate(user)
