"""What the ledger says of one article, replayed: where it must stand, and what must be on record.

The rules of the workflow are not asked again here, only their outcome: which act ends a round,
which text readers see, whose approval the review dates show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.models import LedgerEntry
from articles.stages import Event, Outcome, ScheduleOutcome, Stage

from .saying import CONTENT_EVENTS, Line, lines


@dataclass(slots=True)
class RoundSaid:
    """A round as the ledger tells it: the act that opened it, its day, and how it ended."""

    opened: Line
    outcome: str = Outcome.OPEN
    ended_at: dt.datetime | None = None
    end_note: str = ""
    due_on: str = ""

    def end(self, outcome: Outcome, line: Line) -> None:
        """An approval needs no reason; one that falls keeps the time it was given."""
        self.outcome = outcome
        self.end_note = "" if outcome == Outcome.APPROVED else line.text("note")
        self.ended_at = self.ended_at or line.at


@dataclass(slots=True)
class OrderSaid:
    """A release that was ordered for a moment, as the ledger tells it, and the act that ended it.

    ``by``: who ended it; nobody did where its moment came.
    """

    ordered: Line
    outcome: str = ""
    ended: Line | None = None
    by: str = ""
    why: str = ""

    def end(self, outcome: str, line: Line, *, by: str = "", why: str = "") -> None:
        self.outcome, self.ended, self.by, self.why = outcome, line, by, why


@dataclass(slots=True)
class Story:
    """An article by its entries (``stands``: its stage); 0 and empty where there is nothing.

    ``saved``: the entry of each version, by number and digest. ``rounds`` by number, ``editions``
    by edition, ``signed`` by the digest of the statement. ``acts``: the others, in order. ``live``:
    the record that readers see; ``dated``: the round whose approval the review dates show.
    ``orders`` by key; ``waits``: the one whose moment has not come.
    """

    owner: str = ""
    slug: str = ""
    stands: str = Stage.DRAFT
    since: dt.datetime | None = None
    round: int = 0
    live: int = 0
    live_round: int = 0
    dated: int = 0
    deleted: Line | None = None
    saved: dict[tuple[int, str], Line] = field(default_factory=dict)
    rounds: dict[int, RoundSaid] = field(default_factory=dict)
    editions: dict[str, Line] = field(default_factory=dict)
    signed: dict[str, Line] = field(default_factory=dict)
    acts: list[tuple[int, Line]] = field(default_factory=list)
    orders: dict[int, OrderSaid] = field(default_factory=dict)
    waits: int = 0

    def hear(self, line: Line) -> None:
        """Take in the next entry."""
        if line.kind in CONTENT_EVENTS:
            self.owner = self.owner or line.actor
            self.slug = self.slug or line.text("slug")
            self.saved[line.number("version"), line.text("content")] = line
        elif line.kind == Event.ARTICLE_RENAME:
            self.slug = line.text("to")
        elif line.kind == Event.ARTICLE_DELETE:
            self.deleted = line
        elif line.kind == Event.UNSCHEDULE:
            outcome = line.text("outcome")
            by = line.actor if outcome == ScheduleOutcome.CANCELLED else ""
            self._end_order("schedule", outcome, line, by=by, why=line.text("why"))
        elif "from" in line.said and "to" in line.said:
            self._move(line)
        else:
            self.acts.append((self.round, line))
            if line.kind == Event.REVIEW_DUE and self.round in self.rounds:
                self.rounds[self.round].due_on = line.text("due_on")

    def _move(self, line: Line) -> None:
        if "statement" in line.said:
            self.signed[line.text("statement")] = line
        if line.kind == Event.SUBMIT:
            self.round = line.number("round")
            self.rounds[self.round] = RoundSaid(line, due_on=line.text("due_on"))
        self.acts.append((self.round, line))
        if line.text("to") != line.text("from"):
            self.stands, self.since = line.text("to"), line.at
        outcome = _outcome(line)
        if outcome is not None and self.round in self.rounds:
            self.rounds[self.round].end(outcome, line)
        self._follow(line, outcome)
        self._order(line)

    def _order(self, line: Line) -> None:
        """An order that begins, is carried out, or falls with the approval that it was given on."""
        if line.kind == Event.SCHEDULE:
            self.waits = line.number("schedule")
            self.orders[self.waits] = OrderSaid(line)
        elif line.kind == Event.PUBLISH:
            self._end_order("schedule", ScheduleOutcome.RELEASED, line)
        elif line.text("from") == Stage.APPROVED != line.text("to"):
            note = line.text("note")
            self._end_order("overtakes", ScheduleOutcome.OVERTAKEN, line, by=line.actor, why=note)

    def _end_order(
        self, name: str, outcome: str, line: Line, *, by: str = "", why: str = ""
    ) -> None:
        """``name``: where the entry must name the order that waits."""
        waiting = self.orders.get(self.waits)
        if waiting is not None and line.number(name) == self.waits:
            waiting.end(outcome, line, by=by, why=why)
            self.waits = 0

    def _follow(self, line: Line, outcome: Outcome | None) -> None:
        """Which round is current, what readers see, and which dates they are shown."""
        if outcome == Outcome.APPROVED:
            self.dated = self.round
        elif line.kind == Event.PUBLISH:
            self.live, self.live_round = line.number("record"), self.round
            self.editions[line.text("edition")] = line
        elif line.kind == Event.WITHDRAW:
            self.round = self.live = self.live_round = 0
        elif line.kind == Event.DISCARD_REVISION:
            self.round = self.dated = self.live_round
        elif outcome is not None or line.kind == Event.REVISE:
            self.round = 0
            if outcome in {Outcome.REVISED, Outcome.SIGNATURE_WITHDRAWN}:
                self.dated = self.live_round


def _outcome(line: Line) -> Outcome | None:
    """How an act ends the round it stands in; None where the round goes on, or is over."""
    source, target = line.text("from"), line.text("to")
    match line.kind:
        case Event.SIGN_OFF if target == Stage.APPROVED:
            return Outcome.APPROVED
        case Event.REQUEST_CHANGES:
            return Outcome.CHANGES_REQUESTED
        case Event.RECALL:
            return Outcome.RECALLED
        case Event.REVISE if source == Stage.APPROVED:
            return Outcome.REVISED
        case Event.WITHDRAW if source == Stage.MEDICAL_REVIEW:
            return Outcome.WITHDRAWN
        case Event.WITHDRAW_SIGNATURE if target != source:
            return Outcome.SIGNATURE_WITHDRAWN
    return None


def stories_of(subjects: Iterable[str]) -> dict[str, Story]:
    """The story of each subject, in one statement."""
    found = {subject: Story() for subject in subjects}
    for line in lines(LedgerEntry.objects.filter(subject__in=list(found))):
        found[line.subject].hear(line)
    return found
