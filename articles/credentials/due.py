"""Checks that fall due: by the board's annual day, and by age. SQL sieves, the rule decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from articles import keyset
from articles.errors import Refusal
from articles.models import Board, Credential, CredentialVerification, Reviewer, ReviewPolicy
from articles.stages import LicenceRule

from . import standing
from .due_sieve import SIGNED_ON, sieved
from .facts import Facts, Profile
from .loading import load_many

PAGE = 50


@dataclass(slots=True)
class Strictest:
    """The shortest periods of the policies in use: what satisfies them satisfies all."""

    verification_days: int = 365
    grace_days: int = 30
    disclosure_days: int = 365
    licence_rule: str = "warn"


def strictest() -> Strictest:
    periods = list(
        ReviewPolicy.objects.filter(is_active=True).values_list(
            "verification_days", "grace_days", "disclosure_days", "licence_rule"
        )
    )
    if not periods:
        return Strictest()
    age, grace, disclosure, rules = zip(*periods, strict=True)
    by_strength = (LicenceRule.REQUIRE, LicenceRule.WARN, LicenceRule.IGNORE)
    rule = next(rule for rule in by_strength if rule in rules)
    return Strictest(min(age), min(grace), min(disclosure), rule)


@dataclass(frozen=True, slots=True)
class Due:
    """One credential whose check is due: since when, from when it blocks, and why it may not count.

    ``due_on`` and ``blocks_on`` are empty where no check counts at all.
    """

    credential: Credential
    facts: Facts
    checked_on: dt.date | None
    due_on: dt.date | None
    blocks_on: dt.date | None
    objection: Refusal | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Some of what is due, the oldest check first, and the cursor of the next ones."""

    rows: list[Due]
    after: str


def queue(
    *,
    on: dt.date,
    known_at: dt.datetime,
    ahead: int = 60,
    after: str = "",
    board: Board | None = None,
) -> Queue:
    """Credentials of active reviewers whose check is due within ``ahead`` days, oldest first.

    What has ended at its source is left out: no check brings it back.
    """
    window = Window(on, known_at, ahead, strictest())
    rows, last = page_of(window, after, board)
    people = Reviewer.objects.filter(pk__in={row.reviewer_id for row in rows})
    profiles = load_many(people, on=on) if rows else {}
    return Queue(list(judged(rows, profiles, window)), last)


@dataclass(frozen=True, slots=True)
class Window:
    """The days asked about: from ``on``, as known at a moment, so many days ahead."""

    on: dt.date
    known_at: dt.datetime
    ahead: int
    rules: Strictest

    @property
    def limit(self) -> dt.date:
        return self.on + dt.timedelta(days=self.ahead)


def page_of(
    window: Window, after: str = "", board: Board | None = None
) -> tuple[list[Credential], str]:
    """Credentials whose check may be due, the oldest check first, and the cursor of the next."""
    found = sieved(window.on, window.known_at, window.limit, window.rules)
    if board is not None:
        found = found.filter(certificate__board=board)
    found = found.select_related("reviewer", "certificate__board")
    page = keyset.page(found, after, ("checked", "pk"), PAGE)
    return page.rows, page.after


def wants_a_check(facts: Facts, own: Sequence[Facts], window: Window) -> bool:
    """The rule: it can be signed on, has not ended, and its check is due within the window.

    What has no status yet has not ended: it still has to be looked up.
    """
    over = standing.is_over(facts, own, window.on, window.known_at)
    if over or facts.kind not in SIGNED_ON:
        return False
    due_on = standing.next_due(facts, window.on, window.known_at, window.rules)
    return due_on is None or due_on <= window.limit


def waiting() -> QuerySet[CredentialVerification]:
    """Checks by one officer that still need the word of a second, the oldest first."""
    made = CredentialVerification.objects.filter(confirms=None, confirmation=None)
    return made.select_related("credential__reviewer", "credential__certificate__board").order_by(
        "recorded_at", "pk"
    )


def judged(
    rows: Sequence[Credential], profiles: Mapping[int, Profile], window: Window
) -> Iterator[Due]:
    """Those among the rows that the rule wants, each with its days."""
    asked = (window.on, window.known_at)
    for row in rows:
        profile = profiles.get(row.reviewer_id)
        own = profile.credentials if profile else ()
        facts = next((each for each in own if each.id == row.pk), None)
        if facts is None or not wants_a_check(facts, own, window):
            continue
        check = standing.check_on(facts, *asked)
        yield Due(
            credential=row,
            facts=facts,
            checked_on=check.checked_on if check else None,
            due_on=standing.next_due(facts, *asked, window.rules),
            blocks_on=standing.blocks_on(facts, *asked, window.rules),
            objection=standing.stale(facts, *asked, window.rules),
        )
