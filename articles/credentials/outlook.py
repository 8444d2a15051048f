"""What happens unless somebody is checked: how many reviewers a coming day would stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from articles.models import Board, Reviewer

from . import eligibility, standing
from .due import Queue, Window, judged, page_of, strictest
from .due_sieve import SIGNED_ON
from .facts import Profile
from .loading import load_many

MOST = 5000
"""Of so many reviewers the sentence is said of all; of more, of those that a page shows."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Of ``able`` reviewers, whose credentials let them sign today, ``blocked`` cannot on a day.

    Not counted are those whose credentials end by then: no check would help. ``of_all``: everybody
    was asked about, not only those on the page.
    """

    day: dt.date
    blocked: int
    able: int
    of_all: bool


def overview(
    *,
    on: dt.date,
    known_at: dt.datetime,
    ahead: int,
    boards: Iterable[Board],
    after: str = "",
    board: Board | None = None,
) -> tuple[Queue, Outlook]:
    """A page of the queue and the look ahead, from one loading of the facts.

    ``boards``: whose annual days are looked at; the first that stops somebody is the day.
    """
    window = Window(on, known_at, ahead, strictest())
    rows, last = page_of(window, after, board)
    people = Reviewer.objects.filter(is_active=True)
    if of_all := people.count() <= MOST:
        profiles = load_many(people, on=on)
    else:
        shown = people.filter(pk__in={row.reviewer_id for row in rows})
        profiles = load_many(shown, on=on)
    seen = Queue(list(judged(rows, profiles, window)), last)
    return seen, _outlook(profiles, window, next_stop(boards, window), of_all=of_all)


def next_stop(boards: Iterable[Board], window: Window) -> dt.date:
    """The next day on which a board's grace runs out, or the last day of the window."""
    grace = dt.timedelta(days=window.rules.grace_days)
    found = [
        stop
        for board in boards
        if board.reverify_month and board.reverify_day
        for year in range(window.on.year - 1, window.limit.year + 1)
        if window.on
        < (stop := dt.date(year, board.reverify_month, board.reverify_day) + grace)
        <= window.limit
    ]
    return min(found, default=window.limit)


def _outlook(
    profiles: Mapping[int, Profile], window: Window, day: dt.date, *, of_all: bool
) -> Outlook:
    able = [profile for profile in profiles.values() if _may_sign(profile, window.on, window)]
    blocked = [
        profile
        for profile in able
        if not _may_sign(profile, day, window) and _only_a_check(profile, day, window)
    ]
    return Outlook(day, len(blocked), len(able), of_all)


def _may_sign(profile: Profile, day: dt.date, window: Window) -> bool:
    """Whether the credentials allow it; what else a sign-off needs is not asked here."""
    verdict = eligibility.judge(
        Reviewer(pk=profile.reviewer_id),
        "",
        window.rules,
        profile,
        on=day,
        known_at=window.known_at,
        looking_back=True,
    )
    return verdict.may_sign


def _only_a_check(profile: Profile, day: dt.date, window: Window) -> bool:
    """Whether something they hold is in force on that day but for its check."""
    own = profile.credentials
    return any(
        standing.ended(facts, own, day, window.known_at) is None
        for facts in own
        if facts.kind in SIGNED_ON
    )
