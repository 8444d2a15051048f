"""The transition table and the rules in words, from the code itself."""

from __future__ import annotations

from typing import Any

from articles import roles
from articles.stages import Stage

from .transitions import TRANSITIONS, Transition

_BRANCHES = {
    "publish": (Stage.APPROVED, Stage.PUBLISHED),
    "sign_off": (Stage.MEDICAL_REVIEW, Stage.APPROVED),
    "withdraw_signature": (Stage.MEDICAL_REVIEW, Stage.DRAFT, Stage.PUBLISHED),
}
"""Where a target that depends on the case can lead."""

_EVERY_ACT = (
    "Every act also needs the permission of its roles, the stage it starts from, and the text "
    "and round that the person had before them. An act that signs asks for the password."
)


def table() -> list[dict[str, Any]]:
    """One object a transition, for machines."""
    return [
        {
            "name": transition.name,
            "label": str(transition.label),
            "from": [stage.value for stage in transition.sources],
            "to": [stage.value for stage in _targets(transition)],
            "roles": _roles(transition),
            "signs": transition.signs.value if transition.signs else None,
            "needs_note": transition.needs_note,
            "rules": [
                {"name": guard.__name__, "rule": _rule(guard)} for guard in transition.guards
            ],
        }
        for transition in TRANSITIONS.values()
    ]


def mermaid() -> str:
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for transition in TRANSITIONS.values():
        for source in transition.sources:
            lines += [
                f"    {source} --> {target}: {transition.name}"
                for target in _from(transition, source)
            ]
    return "\n".join(lines)


def text() -> str:
    """The table for a terminal."""
    blocks = []
    for row in table():
        signs = f", signs {row['signs']}" if row["signs"] else ""
        head = f"{row['name']}: {', '.join(row['from'])} → {' or '.join(row['to'])}{signs}"
        who = f"  by {', '.join(row['roles'])}"
        rules = [f"  · {rule['rule']}" for rule in row["rules"]]
        blocks.append("\n".join([head, who, *rules]))
    return "\n\n".join(blocks)


def page() -> str:
    """docs/workflow.md."""
    parts = [
        "# The workflow",
        "Printed by `manage.py workflow --format markdown`; `make check` compares.",
        f"```mermaid\n{mermaid()}\n```",
        "| act | from | to | who | signature |\n|---|---|---|---|---|\n"
        + "\n".join(
            f"| `{row['name']}` | {', '.join(row['from'])} | {' or '.join(row['to'])} "
            f"| {', '.join(row['roles'])} | {row['signs'] or ''} |"
            for row in table()
        ),
        "## The rules",
        _EVERY_ACT,
    ]
    for row in table():
        rules = [f"- {rule['rule']}" for rule in row["rules"]]
        if row["needs_note"]:
            rules.append("- A reason is given in words.")
        if rules:
            parts += [f"### {row['label']}", "\n".join(rules)]
    return "\n\n".join(parts) + "\n"


def _targets(transition: Transition) -> tuple[Stage, ...]:
    if isinstance(transition.target, Stage):
        return (transition.target,)
    return _BRANCHES[transition.name]


def _from(transition: Transition, source: Stage) -> list[Stage]:
    """Where a transition leads from one stage."""
    if transition.name == "withdraw_signature":
        return [Stage.DRAFT if source == Stage.APPROVED else source]
    return list(_targets(transition))


def _roles(transition: Transition) -> list[str]:
    return [name for name, held in roles.PERMISSIONS.items() if transition.permission in held]


def _rule(guard: Any) -> str:
    return " ".join((guard.__doc__ or "").split())
