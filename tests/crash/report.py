"""The table people read after a run."""

from __future__ import annotations

from typing import Any

from tests.crash.tally import KINDS


def table(report: dict[str, Any]) -> str:
    """For people: one line an act, what was found below."""
    names = ("stepwise", "random", "nothing", "whole", *KINDS, "milliseconds", "seconds")
    head = f"{'act':24}{'points':>7}" + "".join(f"{name:>{_width(name)}}" for name in names)
    lines = [f"kill -9 on {report['database']}, seed {report['seed']}", head]
    for tally in report["acts"]:
        figures = "".join(f"{tally[name]:>{_width(name)}}" for name in names)
        lines.append(f"{tally['act']:24}{len(tally['points']):>7}{figures}")
        lines += [f"{n:>9} × {what}" for what, n in [*tally["findings"].items()][:5]]
    return "\n".join(lines)


def _width(name: str) -> int:
    return len(name) + 2
