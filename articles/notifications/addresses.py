"""Links in mails."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def address(name: str, *parts: object) -> str:
    """A page of ours as the whole address; who is not signed in gets there through the door."""
    return str(settings.BASE_URL) + reverse(name, args=parts)
