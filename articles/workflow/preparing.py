"""Show what would be signed, and hand out the ticket for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import roles, signing
from articles.credentials.eligibility import Verdict
from articles.errors import Refusal, TransitionRefused
from articles.models import Article, HistoricalArticle, Signature
from articles.stages import Meaning

from . import ceremony, judging
from .case import Case
from .transitions import TRANSITIONS, Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What the page to sign shows, to the letter; ``ticket`` is handed in with the password.

    ``sentence`` has “…” where a reason is still to be typed. ``asks_code``: a second factor too.
    """

    ticket: str = field(repr=False)
    expires_at: dt.datetime
    at: dt.datetime
    record: HistoricalArticle
    sentence: str
    printed_name: str
    asks_code: bool
    verdict: Verdict | None
    withdraws: Signature | None


def prepare(
    name: str,
    article: Article,
    *,
    actor: User,
    session: str,
    signature: Signature | None = None,
    ticket: str = "",
) -> Prepared:
    """Judge as ``perform`` will, and make the ticket for one signature by this person.

    ``session``: the key of the session that the page is shown in. ``signature``: the one that is to
    be withdrawn. ``ticket``: an earlier one of this page, kept while it is good for the same thing.

    Raises ``PermissionDenied``, ``TransitionRefused``, ``InputRefused`` (no signature is named).
    """
    transition = TRANSITIONS[name]
    inputs = {"signature": signature} if signature else {}
    held = roles.permissions_of(actor)
    case = Case(article=article, actor=actor, at=timezone.now(), permissions=held, inputs=inputs)
    _judge(transition, case)
    assert transition.signs is not None
    text = signing.in_use(transition.signs)
    subject = ceremony.subject(transition, case, text)
    token, made = signing.ticket_for(subject, ticket, user=actor, session=session, at=case.at)
    named = str(signature.pk) if signature else ""
    return Prepared(
        ticket=token,
        expires_at=made.expires_at,
        at=case.at,
        record=subject.record,
        sentence=text.about(subject.record, note="…", withdraws=named),
        printed_name=signing.printed_name(actor, ceremony.reviewer_of(transition, case)),
        asks_code=signing.code_is_asked(actor, session, case.at),
        verdict=case.verdict if case.reviewer else None,
        withdraws=signature,
    )


def prepare_releases(
    cases: Sequence[Case], *, actor: User, session: str, tickets: Mapping[Any, str]
) -> list[Prepared | tuple[Refusal, ...]]:
    """As ``prepare``, for the release of each of many: what would be signed, or why it is not.

    ``tickets``: by key of the article, those of an earlier look at the same page.
    """
    transition, now = TRANSITIONS["publish"], timezone.now()
    text = signing.in_use(Meaning.PUBLICATION_RELEASE)
    asks_code = signing.code_is_asked(actor, session, now)
    against = [tuple(judging.objections(transition, case)) for case in cases]
    asked = [
        (ceremony.subject(transition, case, text), tickets.get(case.article.pk, ""))
        for case, found in zip(cases, against, strict=True)
        if not found
    ]
    made = signing.tickets_for(asked, user=actor, session=session, at=now)
    ready = (
        Prepared(
            ticket=token,
            expires_at=ticket.expires_at,
            at=now,
            record=subject.record,
            sentence=text.about(subject.record, note="…"),
            printed_name=signing.printed_name(actor, None),
            asks_code=asks_code,
            verdict=None,
            withdraws=None,
        )
        for (subject, _old), (token, ticket) in zip(asked, made, strict=True)
    )
    return [found or next(ready) for found in against]


def _judge(transition: Transition, case: Case) -> None:
    """The engine's own reasons, before anything is typed."""
    if transition.permission not in case.permissions:
        raise PermissionDenied(f"articles.{transition.permission}")
    if found := list(judging.objections(transition, case)):
        raise TransitionRefused(transition.name, found)
    if transition.signs == Meaning.SIGNATURE_WITHDRAWAL:
        ceremony.read_anew(case.inputs.get("signature"))
