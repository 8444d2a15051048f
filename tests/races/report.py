"""The table people read after a run."""

from __future__ import annotations

from collections import Counter
from typing import Any

KINDS = ("wrong", "double", "hanging", "error")


def table(report: dict[str, Any]) -> str:
    """For people: one line a race, what came of it below."""
    names = (*KINDS, "seconds")
    head = f"{'race':32}{'n':>5}" + "".join(f"{name:>9}" for name in names) + "  outcomes"
    lines = [f"Races on {report['database']}", head]
    for tally in report["races"]:
        figures = "".join(f"{tally[name]:>9}" for name in names)
        outcomes = " | ".join(f"{n} × {what}" for what, n in tally["outcomes"].items())
        lines.append(f"{tally['race']:32}{tally['n']:>5}{figures}  {outcomes}")
        found = Counter(tally["findings"]).most_common(5)
        lines += [f"{n:>9} × {what}" for what, n in found]
    ledger_ = report["ledger"]
    lines.append(
        f"ledger: {ledger_['entries']} entries, {'no' if ledger_['gapless'] else 'WITH'} gaps, "
        f"{len(ledger_['faults'])} faults {ledger_['faults'] or ''}".rstrip()
    )
    return "\n".join(lines)
