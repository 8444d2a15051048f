"""Names to sign in with. They stand in the ledger, so they are no e-mail addresses."""

from __future__ import annotations

from itertools import count

from django.contrib.auth.models import User
from django.utils.text import slugify

from articles.accounts import DEMO_SUFFIX


def username_for(name: str) -> str:
    """``Ada Moss`` gives ``ada.moss``, or ``ada.moss2`` where that is taken.

    No name ends like those of the demo, which open nothing in production.
    """
    stem = slugify(name).replace("-", ".")[:140].strip(".") or "reviewer"
    for number in count(1):
        candidate = stem if number == 1 else f"{stem}{number}"
        taken = User.objects.filter(username__iexact=candidate).exists()
        if not taken and not candidate.endswith(DEMO_SUFFIX):
            return candidate
    raise AssertionError
