"""Strict by default, exceptions argued."""

from __future__ import annotations

import re

import pytest

from . import source

EXCEPTION = re.compile(r"# (?:type: ignore\[[\w,-]+\]|noqa(?:: [A-Z]+[0-9]+(?:, ?[A-Z]+[0-9]+)*)?)")
NEAR = 3
"""Lines above in which a comment speaks for what stands below it."""


def without_a_reason(text: str) -> list[int]:
    """The numbers of lines that ask a tool to look away and say nothing of why."""
    lines = text.split("\n")
    found = []
    for number, line in enumerate(lines):
        told = EXCEPTION.search(line)
        above = lines[max(0, number - NEAR) : number]
        if told and not line[told.end() :].strip():
            found += [number + 1] * all(not each.lstrip().startswith("# ") for each in above)
    return found


def test_where_a_tool_is_told_to_look_away_the_reason_stands_beside_it():
    found = [(each.path, line) for each in source.modules() for line in without_a_reason(each.text)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = b  # type: ignore[misc]", [1]),
        ("a = b  # noqa: S308", [1]),
        ("a = b  # noqa: S308, F401", [1]),
        ("a = b  # noqa", [1]),
        ("a = b  # type: ignore[misc,attr-defined]  # it has no types", []),
        ("a = b  # noqa: S308 (escaped above)", []),
        ("# It has no types.\na = b  # type: ignore[misc]", []),
        ("# Long ago.\n\n\n\na = b  # type: ignore[misc]", [5]),
    ],
)
def test_an_exception_without_a_reason_is_seen(text, found):
    assert without_a_reason(text) == found
