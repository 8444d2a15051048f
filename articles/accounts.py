"""Who may sign in: active people, and demo accounts anywhere but in production."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User

DEMO_SUFFIX = ".demo"
"""Ends the username of every account that the demo makes."""


class HouseBackend(ModelBackend):
    """Django's own, but that a demo account opens nothing in production mode."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if user is not None and settings.PRODUCTION and user.get_username().endswith(DEMO_SUFFIX):
            return False
        return super().user_can_authenticate(user)
