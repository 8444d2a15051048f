"""Prove to be who one is, at the moment of signing (21 CFR 11.200(a), 11.300(d))."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.debug import sensitive_variables

from articles import accounts
from articles.errors import InputRefused, TransitionRefused
from articles.models import SigningAccess, SigningTicket

from . import access as accesses
from . import factors, tickets
from .tickets import About, Authentication

USED_CODE = gettext_noop("this code was used already; wait for the next. Nothing was signed.")
WRONG_CODE = gettext_noop(
    "the code is not right, or was used before: each works once. Nothing was signed."
)


@dataclass(frozen=True, slots=True)
class Proven:
    """Who is there: the ticket they hold, and how they proved it."""

    ticket: SigningTicket
    access: SigningAccess
    factors: list[str]


class WrongAnswer(InputRefused):
    """A password or code that is not right; ``locks`` when it was one too many."""

    def __init__(self, field: str, message: str, *, locks: bool) -> None:
        super().__init__(field, message, "wrong")
        self.locks = locks


def code_is_asked(user: User, session: str, at: dt.datetime) -> bool:
    """Whether the next signature needs a code: the first of a series, from who has an app."""
    return _is_first(tickets.series(user, session, at)) and factors.is_enrolled(user)


def _is_first(series: list[str]) -> bool:
    """No second factor was given in this series yet."""
    return len(series) < len(("password", "second factor"))


@sensitive_variables()
def authenticate(
    act: str, user: User, given: Authentication, at: dt.datetime, about: About
) -> Proven:
    """Judge ticket, password and code. Hashing is slow: call it before any row is held.

    ``about``: the article and the meaning; a code is not used up on a page made for another act.

    Raises ``TransitionRefused`` when nothing can be tried (locked, no ticket, a password that is
    not the owner's), and ``InputRefused`` for an answer that is missing or wrong.
    """
    series = tickets.series(user, given.session, at)
    asked = _is_first(series) and factors.is_enrolled(user)
    if not given.password:
        raise InputRefused("password", _("type your password to sign."), "missing")
    if asked and not given.code.strip():
        raise InputRefused("code", _("type the code of your authenticator app."), "missing")
    ticket, access = _counted(act, user, given, at, about)
    if not _is_right(user, given):
        raise _wrong("password", _("the password is not right; nothing was signed."), access)
    proved = ["password"]
    if asked:
        kind = _factor(user, given)
        if not kind and factors.was_used(user, given.code):
            accesses.take_back(access)
            raise InputRefused("code", _(USED_CODE), "used")
        if not kind:
            raise _wrong("code", _(WRONG_CODE), access)
        proved.append(kind)
    elif not _is_first(series):
        proved.append("series")
    accesses.forgive(access)
    return Proven(ticket, access, proved)


@sensitive_variables()
def _is_right(user: User, given: Authentication) -> bool:
    """Of several signatures on one page the first hashes the password; the others compare what is
    stored by then with what it fitted.
    """
    if given.once is None:
        return accounts.check_password(user, given.password)
    user.refresh_from_db(fields=["password"])
    if given.once.fits and constant_time_compare(given.once.fits, user.password):
        return True
    right = accounts.check_password(user, given.password)
    given.once.fits = user.password if right else ""
    return right


@sensitive_variables()
def _factor(user: User, given: Authentication) -> str:
    """The kind of the code, empty where it is not right. It works once, on one page."""
    if given.once is None:
        return factors.prove(user, given.code)
    given.once.factor = given.once.factor or factors.prove(user, given.code)
    return given.once.factor


@transaction.atomic
def _counted(
    act: str, user: User, given: Authentication, at: dt.datetime, about: About
) -> tuple[SigningTicket, SigningAccess]:
    """Count one try against account and ticket, each with its row held."""
    access = SigningAccess.objects.select_for_update().filter(user=user).first()
    ticket = tickets.find(given.ticket, hold=True)
    found = list(accesses.waits(access, at)) or [
        *accesses.objections(user, access, at),
        *tickets.objections(ticket, user=user, session=given.session, at=at),
    ]
    if not found and ticket is not None and (ticket.article_id, ticket.meaning) != about:
        found.append(tickets.for_another_act())
    if found:
        raise TransitionRefused(act, found)
    assert ticket is not None and access is not None
    accesses.count(access, at)
    ticket.tries += 1
    ticket.save(update_fields=["tries"])
    return ticket, access


def _wrong(field: str, message: str, access: SigningAccess) -> WrongAnswer:
    return WrongAnswer(field, message, locks=accesses.lock(access))
