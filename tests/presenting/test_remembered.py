"""What the notes of a redline tell has a kind too."""

from __future__ import annotations

import pytest

from articles.content.kinds import Kind
from articles.content.redline import Op
from articles.presenting.remembered import compared

TABLE = "| Who | Dose |\n|---|---|\n| Adults | 5 mg |\n"
STEPS = "1. Wash both hands.\n2. Draw it up.\n3. Lie down."
PARTS = "Wash both hands.\n\nDraw it up well."

NOTED = {
    "a heading's level": ("## Doses", "### Doses", Kind.HEADING, "2", "3"),
    "steps in another order": (
        *(STEPS, "1. Draw it up.\n2. Wash both hands.\n3. Lie down."),
        *(Kind.STRUCTURE, "0", "1"),
    ),
    "numbers for bullets": ("- Rest.", "1. Rest.", Kind.STRUCTURE, "bullet", "number"),
    "a list's first number": ("1. Rest.", "4. Rest.", Kind.STRUCTURE, "1", "4"),
    "a quotation that became text": (
        *("> Rest well.", "Rest well."),
        *(Kind.STRUCTURE, "quote", "paragraph"),
    ),
    "a heading that became text": (
        *("## Rest", "Rest"),
        *(Kind.STRUCTURE, "heading", "paragraph"),
    ),
    "a split block": (PARTS.replace("\n\n", " "), PARTS, Kind.STRUCTURE, "1", "2"),
    "joined blocks": (PARTS, PARTS.replace("\n\n", " "), Kind.STRUCTURE, "2", "1"),
    "a column's alignment": (
        *(TABLE, TABLE.replace("|---|\n", "|--:|\n")),
        *(Kind.STRUCTURE, "none", "right"),
    ),
    "a column": (
        *(TABLE, "| Who | Dose | How |\n|---|---|---|\n| Adults | 5 mg | |\n"),
        *(Kind.STRUCTURE, "", "3"),
    ),
    "an item's depth": (
        *("- Rest well.\n- Drink tea.", "- Rest well.\n  - Drink tea."),
        *(Kind.STRUCTURE, "1", "2"),
    ),
    "a line break": ("Rest  \nwell.", "Rest\nwell.", Kind.STRUCTURE, "↵", ""),
    "a link's target": (
        *("[us](https://a.example)", "[us](https://b.example)"),
        *(Kind.REFERENCE, "https://a.example", "https://b.example"),
    ),
    "a citation": ("Rest[@moss].", "Rest[@reed].", Kind.REFERENCE, "[@moss]", "[@reed]"),
    "a code's language": ("```\na\n```", "```b\na\n```", Kind.WORDING, "", "b"),
}


@pytest.mark.parametrize("name", NOTED)
def test_what_a_note_tells_is_the_evidence_of_a_kind(name: str) -> None:
    old, new, kind, was, now = NOTED[name]
    found = compared(old, new)
    said = [one for change in found.redline.changes for one in found.touched[id(change)]]
    assert (kind, (was,) * bool(was), (now,) * bool(now)) in [
        (one.kind, one.old, one.new) for one in said
    ]
    assert kind is Kind.WORDING or Kind.WORDING not in {one.kind for one in said}


@pytest.mark.parametrize("name", NOTED)
def test_every_change_has_a_kind(name: str) -> None:
    found = compared(*NOTED[name][:2])
    for change in found.redline.changes:
        if not change.unchanged and change.op is not Op.MOVED_AWAY:
            assert found.touched[id(change)]


def test_what_is_more_dangerous_comes_before_what_a_note_tells() -> None:
    found = compared("- Take 5 mg now.", "1. Take 10 mg now.")
    (change,) = found.redline.changes
    assert [one.kind for one in found.touched[id(change)]] == [Kind.DOSE, Kind.STRUCTURE]
