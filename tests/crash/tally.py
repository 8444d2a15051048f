"""What is counted about one act, and what the restarts found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

KINDS = ("torn", "lost", "fault", "stuck")


@dataclass
class Tally:
    """``points``: what the act passes when it lives; ``statements``: how many Django's own log has;
    ``leaves``: what it writes.

    ``stepwise``: kills, one at each point; ``random``: kills at random moments. ``nothing``,
    ``whole``: what was there after them. ``torn``: neither. ``lost``: its commit had returned, and
    it was not whole. ``fault``: `verify_ledger` finds something. ``stuck``: it cannot be done
    again where it was not done, or can be done twice. ``milliseconds``: the act, unharmed.
    """

    act: str
    points: list[str]
    statements: int
    leaves: list[str]
    milliseconds: float
    stepwise: int = 0
    random: int = 0
    nothing: int = 0
    whole: int = 0
    torn: int = 0
    lost: int = 0
    fault: int = 0
    stuck: int = 0
    seconds: float = 0.0
    findings: Counter[str] = field(default_factory=Counter)

    def count(self, *names: str) -> None:
        for name in names:
            setattr(self, name, getattr(self, name) + 1)

    def find(self, kind: str, where: str, what: str) -> None:
        self.count(kind)
        self.findings[f"{kind}, killed after {where}: {what}"] += 1
