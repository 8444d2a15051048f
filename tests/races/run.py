"""Run races and tally what the referee found."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from articles import ledger, signing
from articles.models import LedgerHead, Signature
from tests.cast import Cast
from tests.races import referee
from tests.races.crowds import Crowd
from tests.races.racer import Outcome, Racers
from tests.races.races import Field, Race


@dataclass
class Tally:
    race: str
    n: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    double: int = 0
    hanging: int = 0
    error: int = 0
    seconds: float = 0.0
    findings: Counter[str] = field(default_factory=Counter)

    def add(self, outcomes: Iterable[Outcome], findings: Iterable[referee.Finding]) -> None:
        """A race counts at most once under each kind."""
        self.n += 1
        # A double click has two acts of one name: which of the two came first says nothing.
        self.outcomes[", ".join(sorted(f"{o.act} {o.kind}" for o in outcomes))] += 1
        self.codes.update(f"{o.act}: {o.detail}" for o in outcomes if o.kind == "refused")
        found = list(findings)
        for kind in {finding.kind for finding in found}:
            setattr(self, kind, getattr(self, kind) + 1)
        self.findings.update(f"{finding.kind}: {finding.what}" for finding in found)


def run(
    races: Iterable[Race], crowds: Iterable[Crowd], count: int, broken: str = ""
) -> dict[str, Any]:
    """Each race ``count`` times its share, on the database that Django knows."""
    cast = Cast.assemble()
    cast.policy("Two sign-offs", article_type="treatment", sign_offs=2)
    ground, tallies = Field(cast), []
    with _racers(broken) as racers:
        tallies += [_repeat(race, round(count * race.share), ground, racers) for race in races]
    for crowd in crowds:
        with _racers(broken, crowd.size) as racers:
            tallies.append(_gather(crowd, round(count * crowd.share), ground, racers))
    return {"races": [vars(tally) for tally in tallies], "ledger": _ledger()}


@contextmanager
def _racers(broken: str, number: int = 2) -> Iterator[Racers]:
    racers = Racers(broken, number)
    try:
        yield racers
    finally:
        racers.stop()


def _gather(crowd: Crowd, count: int, ground: Field, racers: Racers) -> Tally:
    tally, began = Tally(crowd.name), time.monotonic()
    for _ in range(count):
        tally.add(*crowd.hold(ground, racers))
    tally.seconds = round(time.monotonic() - began, 1)
    return tally


def _repeat(race: Race, count: int, ground: Field, racers: Racers) -> Tally:
    tally, began = Tally(race.name), time.monotonic()
    for index in range(count):
        heat = race.prepare(ground, index)
        before = referee.read(heat.article)
        outcomes = racers.race(heat.orders)
        tally.add(outcomes, referee.judge(heat, before, outcomes))
    tally.seconds = round(time.monotonic() - began, 1)
    return tally


def _ledger() -> dict[str, Any]:
    """The whole chain after everything, each checkpoint and each signature in it."""
    found = ledger.walk(every_checkpoint=True)
    rows = referee.rows("SELECT COUNT(*) AS n, MAX(seq) + 1 AS top FROM articles_ledgerentry")[0]
    faults = [fault for signature in Signature.objects.all() for fault in signing.faults(signature)]
    return {
        "entries": found.entries,
        "gapless": rows["n"] == rows["top"] == LedgerHead.objects.get().size == found.entries,
        "faults": [*found.faults, *faults][:5],
    }
