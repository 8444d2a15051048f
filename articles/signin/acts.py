"""What an administrator does to somebody's account: each with its entry in the ledger."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import accounts, ledger, notifications, outbox
from articles.credentials.holding import explained
from articles.errors import Refusal, TransitionRefused
from articles.models import LedgerEntry
from articles.stages import DeliveryKind, Event
from articles.workflow.claiming import claim_reviewer

Facts = dict[str, Any]
FACTOR_REMOVED = "second factor removed"
PRIVATE = {"email", "name"}
"""That they changed is told, and not to what."""


def facts(user: User) -> Facts:
    """What opens doors to this account, and what signatures print, as it is stored."""
    stored = User.objects.get(pk=user.pk)
    return {
        "username": stored.username,
        "groups": sorted(stored.groups.values_list("name", flat=True)),
        "is_active": stored.is_active,
        "is_superuser": stored.is_superuser,
        "is_staff": stored.is_staff,
        "email": stored.email,
        "name": stored.get_full_name(),
    }


def held_facts(user: User) -> Facts:
    """The same, while nobody signs with the roles that are about to change."""
    claim_reviewer(user)
    return facts(user)


def record_changes(user: User, before: Facts, *, actor: User) -> None:
    """One entry about what is otherwise than ``before`` (empty: the account is new), if anything.

    The caller's transaction. Who is not active is signed out everywhere.
    """
    now = facts(user)
    changed = [f"{name} changed" for name in now if before and now[name] != before[name]]
    if before and not changed:
        return
    if not now["is_active"]:
        end_sessions(user)
    if before and now["email"] != before["email"]:
        accounts.opened_by(user, actor, timezone.now())
        notifications.tell_old_address(user, before["email"])
    told = {name: value for name, value in now.items() if name not in PRIVATE}
    _append(Event.ACCOUNT_SAVE, user, actor, told | {"changed": changed or ["account made"]})


def record_password(user: User, *, actor: User) -> None:
    """Somebody else set the password: its owner is told, and signs nothing until they choose one.

    The caller's transaction.
    """
    at = timezone.now()
    accounts.opened_by(user, actor, at)
    outbox.owe(DeliveryKind.PASSWORD_SET, user, ledger.instant(at), at)
    _append(Event.PASSWORD_SET, user, actor, {"username": user.username})


@transaction.atomic
def remove_second_factor(user: User, *, actor: User, reason: str) -> None:
    """For who lost phone and recovery codes. Every session of the account ends.

    Raises ``TransitionRefused`` where there is none, and ``InputRefused`` for the reason.
    """
    why = explained(reason)
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if not removed:
        none = Refusal("no_second_factor", _("This account has no second factor."))
        raise TransitionRefused("remove_second_factor", [none])
    end_sessions(user)
    accounts.opened_by(user, actor, timezone.now())
    told = {"username": user.username, "changed": [FACTOR_REMOVED], "reason": why}
    _append(Event.ACCOUNT_SAVE, user, actor, told)


def second_factor_is_missed(user: User) -> bool:
    """It was taken away by an administrator, and no other one is set up."""
    entries = LedgerEntry.objects.filter(kind=Event.ACCOUNT_SAVE, subject=_subject(user))
    taken = entries.filter(payload__contains=f'"{FACTOR_REMOVED}"').exists()
    return taken and not Authenticator.objects.filter(user=user).exists()


def end_sessions(user: User) -> None:
    """Sign an account out everywhere. Reads every session: rare acts only."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
    UserSession.objects.filter(user=user).delete()


def _subject(user: User) -> str:
    return f"account:{user.pk}"


def _append(event: Event, user: User, actor: User, payload: Facts) -> None:
    at = timezone.now()
    ledger.append(event, actor=actor.username, subject=_subject(user), at=at, payload=payload)
