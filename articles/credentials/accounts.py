"""Names to sign in with. They stand in the ledger, so they are no e-mail addresses."""

from __future__ import annotations

from itertools import count

from django.contrib.auth.models import User
from django.utils.text import slugify


def username_for(name: str) -> str:
    """``Ada Moss`` gives ``ada.moss``, or ``ada.moss2`` where that is taken."""
    stem = slugify(name).replace("-", ".")[:140] or "reviewer"
    for number in count(1):
        candidate = stem if number == 1 else f"{stem}{number}"
        if not User.objects.filter(username__iexact=candidate).exists():
            return candidate
    raise AssertionError
