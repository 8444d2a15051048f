"""API tokens: a program's right to read what is published. Made, shown once, revoked.

A token reads ``rf_<prefix>_<secret>``. What is stored is its SHA-256; the secret has 256 random
bits, so nobody can guess it from that. A token opens reading alone and never signs.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from articles import accounts, ledger
from articles.canonical import clean_text, digest
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import ApiToken
from articles.stages import ApiScope, Event

LONGEST = dt.timedelta(days=366)
"""How far ahead a token may expire: what nobody renews falls out of use by itself."""
NOTED_EVERY = dt.timedelta(minutes=1)
"""How exact ``last_used_at`` is; a write for each reading would cost more than the reading."""
READS = "articles.view_article"
"""What an account must hold for its tokens to read, when one is made and each time it is used."""

_FORM = re.compile(r"rf_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_NOBODY = digest(b"no token has this digest")


@dataclass(frozen=True, slots=True)
class Made:
    """A new token. ``secret`` is the whole of it, in clear, for this one time."""

    token: ApiToken
    secret: str = field(repr=False)


@sensitive_variables("secret")
@transaction.atomic
def make(*, name: str, user: User, expires_at: dt.datetime, actor: User) -> Made:
    """Give a program the right to read, in the name of an account, until an aware moment.

    Raises ``PermissionDenied`` for anybody but a superuser, and ``InputRefused`` (``name``,
    ``user``, ``expires_at``).
    """
    _only_superusers(actor)
    at, name = timezone.now(), clean_text(name, "name").strip()
    if not 0 < len(name) <= 120:
        raise InputRefused("name", _("give it a name of up to 120 characters."), "missing")
    if not user.is_active:
        raise InputRefused("user", _("this account is not active."), "inactive")
    if not user.has_perm(READS):
        raise InputRefused("user", _("this account may not read articles."), "no_reader")
    if not at < expires_at <= at + LONGEST:
        raise InputRefused("expires_at", _("choose a day within the next year."), "period")
    prefix = secrets.token_hex(6)
    secret = f"rf_{prefix}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        name=name,
        user=user,
        prefix=prefix,
        digest=digest(secret.encode()),
        scopes=[ApiScope.READ],
        created_by=actor,
        created_at=at,
        expires_at=expires_at,
    )
    until = {"scopes": token.scopes, "expires_at": ledger.instant(expires_at)}
    _append(Event.TOKEN_MAKE, token, actor, at, until)
    return Made(token, secret)


@transaction.atomic
def revoke(token: ApiToken, *, reason: str, actor: User) -> None:
    """End a token at once. Raises ``PermissionDenied``, ``InputRefused`` (``reason``), and
    ``TransitionRefused`` where it was revoked before.
    """
    _only_superusers(actor)
    at, reason = timezone.now(), clean_text(reason, "reason").strip()
    if not reason:
        raise InputRefused("reason", _("say why the token is revoked."), "missing")
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        before = Refusal("revoked", _("This token was revoked before."))
        raise TransitionRefused("revoke_token", [before])
    token.revoked_at = at
    _append(Event.TOKEN_REVOKE, token, actor, at, {"reason": reason})


@sensitive_variables("presented")
def of(presented: str) -> ApiToken | None:
    """The usable token that somebody presents, with its account; ``None`` for anything else.

    Unknown, wrong, expired, revoked, of a deactivated account: nobody learns which. Its use is
    noted, once a minute at most.
    """
    form, now = _FORM.fullmatch(presented), timezone.now()
    if form is None:
        return None
    rows = ApiToken.objects.usable(now).select_related("user")
    token = rows.filter(prefix=form[1]).first()
    is_it = constant_time_compare(
        token.digest if token else _NOBODY, digest(presented.encode("ascii"))
    )
    if token is None or not is_it or accounts.is_shut_out(token.user):
        return None
    _note_use(token, now)
    return token


def _note_use(token: ApiToken, now: dt.datetime) -> None:
    if token.last_used_at and now - token.last_used_at < NOTED_EVERY:
        return
    not_yet = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
    ApiToken.objects.filter(not_yet, pk=token.pk).update(last_used_at=now)


def _only_superusers(actor: User) -> None:
    """As stored now: a page that was opened before the flag was taken away opens nothing."""
    if not User.objects.filter(pk=actor.pk, is_active=True, is_superuser=True).exists():
        raise PermissionDenied("articles.add_apitoken")


def _append(
    event: Event, token: ApiToken, actor: User, at: dt.datetime, more: dict[str, object]
) -> None:
    """Which token, whose, and never its secret."""
    told = {"token": token.prefix, "name": token.name, "user": token.user.username}
    subject = f"token:{token.prefix}"
    ledger.append(event, actor=actor.username, subject=subject, at=at, payload=told | more)
