"""Files of tagged lines, read by rispy, which knows RIS and its kin.

Its own records keep the first of several values, join a continued list wrongly and lose a record
without an end; so every tag is a list here, and every record is closed before rispy sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from rispy import RisParser


@dataclass(frozen=True, slots=True)
class Tagged:
    """Every value of every tag, in order. ``line``: where the record begins, counted from 1."""

    line: int
    values: dict[str, list[str]]
    closed: bool


class Lines(RisParser):  # type: ignore[misc]  # rispy has no types
    """``START_TAG``: begins a record. ``LINE``: a tagged line, as groups tag and value."""

    LINE: ClassVar[re.Pattern[str]]
    DEFAULT_MAPPING: ClassVar[dict[str, str]] = {}

    def parse_line(self, line: str) -> tuple[str | None, str]:
        found = self.LINE.fullmatch(line)
        return (found[1], found[2].strip()) if found else (None, line.strip())

    def _iter_till_start(self, lines: Iterator[str]) -> dict[str, list[str]]:
        tag, value = self.parse_line(next(lines))
        return {str(tag): [value]}

    def _add_tag(
        self, record: dict[str, Any], tag: str, content: str, extend_multiline: bool = False
    ) -> None:
        record.setdefault(tag, []).append(content)

    def records(self, text: str) -> Iterator[Tagged]:
        for line, lines, closed in self._separated(text):
            (values,) = self.parse_lines(iter([*map(" ".join, lines), "ER  - "]))
            yield Tagged(line, values, closed)

    def _separated(self, text: str) -> Iterator[tuple[int, list[list[str]], bool]]:
        """The lines of each record with what continues them, without its end.

        What stands between records is none.
        """
        begun = 0
        lines: list[list[str]] = []
        for number, line in enumerate(text.split("\n"), start=1):
            tag, value = self.parse_line(line.rstrip())
            if begun and tag in (self.START_TAG, self.END_TAG):
                yield begun, lines, tag == self.END_TAG
                begun, lines = 0, []
            if tag == self.START_TAG:
                begun = number
            if begun and tag:
                lines.append([line.rstrip()])
            elif begun and value:
                lines[-1].append(value)
        if begun:
            yield begun, lines, False
