"""Single-use tickets: what a person was shown, for ten minutes, in the session they saw it in."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.canonical import digest
from articles.errors import Refusal
from articles.models import Article, HistoricalArticle, Signature, SigningTicket
from articles.stages import Meaning

LIFETIME = dt.timedelta(minutes=10)
TRIES = 5
SERIES = dt.timedelta(minutes=15)
"""A series of signatures ends when this long went by without one, and with its session."""


About = tuple[uuid.UUID, str]
"""An article's key, and a meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a ticket is good for. ``shown``: the digest of everything that will be recorded."""

    article: Article
    record: HistoricalArticle
    meaning: Meaning
    shown: str
    withdraws: Signature | None = None


@dataclass(slots=True)
class Once:
    """What was found right of a password and a code that are typed once for several signatures.

    ``fits``: the stored hash that the password fits; another hash is tried anew. ``factor``: the
    kind of the code, which is good once, for the first of them that is given.
    """

    fits: str = field(default="", repr=False)
    factor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """What a person hands in to sign: the ticket, their session, the password, and a code.

    ``code`` is a second factor's, where one is asked for. None of it shows in a report. ``once``:
    shared by copies that differ in their ticket alone, where one page asks for several signatures.
    """

    ticket: str = field(repr=False)
    session: str = field(repr=False)
    password: str = field(repr=False)
    code: str = field(default="", repr=False)
    once: Once | None = field(default=None, repr=False)


def issue(
    subject: Subject, *, user: User, session: str, at: dt.datetime
) -> tuple[str, SigningTicket]:
    """A new ticket and its token, which only the page carries."""
    token, ticket = _made(subject, user, session, at)
    ticket.save(force_insert=True)
    return token, ticket


def _made(subject: Subject, user: User, session: str, at: dt.datetime) -> tuple[str, SigningTicket]:
    token = secrets.token_urlsafe(32)
    ticket = SigningTicket(
        token_digest=_digest(token),
        user=user,
        session_digest=_digest(session),
        article=subject.article,
        record=subject.record,
        withdraws=subject.withdraws,
        meaning=subject.meaning,
        content_digest=subject.record.content_digest,
        shown_digest=subject.shown,
        issued_at=at,
        expires_at=at + LIFETIME,
    )
    return token, ticket


def ticket_for(
    subject: Subject, token: str, *, user: User, session: str, at: dt.datetime
) -> tuple[str, SigningTicket]:
    """The ticket that the person holds already, if it is good for this; else a new one."""
    held = find(token)
    if held is not None and _is_good(held, subject, user, session, at):
        return token, held
    return issue(subject, user=user, session=session, at=at)


def tickets_for(
    subjects: Sequence[tuple[Subject, str]], *, user: User, session: str, at: dt.datetime
) -> list[tuple[str, SigningTicket]]:
    """As ``ticket_for``, for each of many subjects with its token, in two statements."""
    digests = [_digest(token) for _subject, token in subjects if token]
    known = SigningTicket.objects.filter(token_digest__in=digests) if digests else ()
    held = {ticket.token_digest: ticket for ticket in known}
    found, new = [], []
    for subject, token in subjects:
        ticket = held.get(_digest(token)) if token else None
        if ticket is None or not _is_good(ticket, subject, user, session, at):
            # In place of one that opens nothing any more.
            token, ticket = _made(subject, user, session, at)  # noqa: PLW2901
            new.append(ticket)
        found.append((token, ticket))
    SigningTicket.objects.bulk_create(new)
    return found


def _is_good(
    ticket: SigningTicket, subject: Subject, user: User, session: str, at: dt.datetime
) -> bool:
    against = [
        *objections(ticket, user=user, session=session, at=at),
        *mismatches(ticket, subject),
    ]
    return not against


def find(token: str, *, hold: bool = False) -> SigningTicket | None:
    """The ticket of a token; with its row held when it is about to be used."""
    tickets = SigningTicket.objects.select_for_update() if hold else SigningTicket.objects
    return tickets.filter(token_digest=_digest(token)).first() if token else None


def objections(
    ticket: SigningTicket | None, *, user: User, session: str, at: dt.datetime
) -> Iterator[Refusal]:
    """Why this ticket opens nothing now."""
    if ticket is None or not _is_theirs(ticket, user, session):
        text = _("This page was not made for you in this session. Open it again to sign.")
        yield Refusal("ticket_unknown", text)
        return
    if ticket.used_at is not None:
        yield Refusal("ticket_used", _("This page has been signed already."))
    if at >= ticket.expires_at:
        text = _("This page was open for more than ten minutes. Open it again to sign.")
        yield Refusal("ticket_expired", text)
    if ticket.tries >= TRIES:
        text = _("Too many tries on this page. Open it again to sign.")
        yield Refusal("ticket_spent", text)


def mismatches(ticket: SigningTicket, subject: Subject) -> Iterator[Refusal]:
    """How what would be signed now differs from what the page showed."""
    asked = (subject.article.pk, subject.meaning, subject.withdraws and subject.withdraws.pk)
    if asked != (ticket.article_id, ticket.meaning, ticket.withdraws_id):
        yield for_another_act()
    elif (subject.record.pk, subject.record.content_digest) != (
        ticket.record_id,
        ticket.content_digest,
    ):
        yield Refusal("text_changed", _("The text is not the one you had on screen."))
    elif subject.shown != ticket.shown_digest:
        text = _("What would be recorded is not what the page showed. Open it again to sign.")
        yield Refusal("statement_changed", text)


def for_another_act() -> Refusal:
    return Refusal("ticket_for_another_act", _("This page was made for another signature."))


def redeem(ticket: SigningTicket, factors: list[str], at: dt.datetime) -> bool:
    """Use the ticket up, once; the last word of two who try at the same time."""
    used = SigningTicket.objects.filter(pk=ticket.pk, used_at=None, expires_at__gt=at).update(
        used_at=at, factors=factors
    )
    return used == 1


def series(user: User, session: str, at: dt.datetime) -> list[str]:
    """How the last signature of the series that is open was proved; empty when none is open."""
    used = SigningTicket.objects.filter(
        user=user, session_digest=_digest(session), used_at__gt=at - SERIES
    )
    return list(used.order_by("-used_at").values_list("factors", flat=True).first() or ())


def _is_theirs(ticket: SigningTicket, user: User, session: str) -> bool:
    same_session = hmac.compare_digest(ticket.session_digest, _digest(session))
    return bool(session) and same_session and ticket.user_id == user.pk


def _digest(secret: str) -> str:
    return digest(secret.encode())
