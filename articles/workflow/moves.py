"""What an effect is told, and what it tells the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from articles.models import Round, Signature
from articles.stages import Event, Stage

from .case import Case
from .claiming import Held


@dataclass(frozen=True, slots=True)
class Move:
    """The columns that go into the engine's one UPDATE, and what the ledger entry says.

    ``event``: what the entry records, where that is not what the transition is named for.
    """

    columns: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, Any] = field(default_factory=dict)
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What an effect is told: the case, the stage it leads to, the note, the signature taken."""

    case: Case
    target: Stage
    note: str
    signature: Signature | None = None

    @property
    def held(self) -> Held:
        assert self.case.held is not None
        return self.case.held

    @property
    def round(self) -> Round:
        """The round that ends or is released; the guards saw that there is one."""
        assert self.case.round is not None
        return self.case.round
