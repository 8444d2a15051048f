"""May this account sign at all: whose password it is, and how often it was wrong.

Five wrong tries in a row, none more than fifteen minutes after the one before, lock signing for
fifteen minutes; the account itself goes on. A try is counted before it is judged, with the row
held, so that parallel guesses are never more than five; it locks once it was found wrong, so that
right ones of the same moment lock nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import accounts
from articles.days import clock_time
from articles.errors import Refusal
from articles.models import SigningAccess

TRIES = 5
WINDOW = dt.timedelta(minutes=15)


def of(user: User) -> SigningAccess | None:
    return SigningAccess.objects.filter(user=user).first()


def objections(user: User, access: SigningAccess | None, at: dt.datetime) -> Iterator[Refusal]:
    """Why this account signs nothing now."""
    if access is None or not accounts.is_own(user, access):
        text = _("Somebody else set your password. Choose your own before you sign.")
        yield Refusal("password_not_own", text)
    until = access.locked_until if access else None
    if until is not None and at < until:
        text = _("Signing is locked until %s, after five wrong tries.") % clock_time(until)
        yield Refusal("signing_locked", text)


def waits(access: SigningAccess | None, at: dt.datetime) -> Iterator[Refusal]:
    """Why no further try is judged now, where none of five locked yet. The caller holds the row."""
    if access is not None and access.tries >= TRIES and _goes_on(access, at):
        yield Refusal("signing_busy", _("Five tries of yours are being judged. Wait a moment."))


def count(access: SigningAccess, at: dt.datetime) -> None:
    """One more try, wrong until it is shown to be right. The caller holds the row."""
    access.tries = access.tries + 1 if _goes_on(access, at) else 1
    access.tried_at, access.locked_until = at, None
    access.save(update_fields=["tries", "tried_at", "locked_until"])


def _goes_on(access: SigningAccess, at: dt.datetime) -> bool:
    """Whether a try now is in a row with those before it. After a lock the count begins anew."""
    recent = access.tried_at is not None and at - access.tried_at <= WINDOW
    return recent and access.locked_until is None


@transaction.atomic
def lock(access: SigningAccess) -> bool:
    """A try was wrong: the fifth in a row locks. Whether it was this one that did."""
    held = SigningAccess.objects.select_for_update().get(pk=access.pk)
    if held.tries < TRIES or held.locked_until is not None or held.tried_at is None:
        return False
    held.locked_until = held.tried_at + WINDOW
    held.save(update_fields=["locked_until"])
    return True


def forgive(access: SigningAccess) -> None:
    """The try was right: the row is as if nobody had ever guessed.

    Where others try at the same moment only this one try is taken back.
    """
    fresh = {"tries": 0, "locked_until": None}
    unmoved = {"tries": access.tries, "tried_at": access.tried_at}
    if not SigningAccess.objects.filter(pk=access.pk, **unmoved).update(**fresh):
        take_back(access)


@transaction.atomic
def take_back(access: SigningAccess) -> None:
    """One try less: it was no guess."""
    held = SigningAccess.objects.select_for_update().get(pk=access.pk)
    held.tries = max(0, held.tries - 1)
    if held.tries < TRIES:
        held.locked_until = None
    held.save(update_fields=["tries", "locked_until"])
