"""Front matter of other systems: YAML, by its safe rules, without what makes it dangerous.

Aliases and anchors are refused, for a few of them unfold to gigabytes; so are repeated keys.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import yaml

from articles.errors import InputRefused
from articles.importers.front_matter import parted

LARGEST = 100_000
"""Characters of front matter."""
LONGEST_NUMBER = 1_000
"""Bits; what is longer would not even print."""


_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        # The types of PyYAML leave this one out.
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(problem="uses anchors", problem_mark=event.start_mark)
        return super().compose_node(parent, index)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """A number that is none, or too long to be one, is refused by its line; a day that is none
        is its words, as any other text.

        The library's constructors fail in all of these ways on a value that is not of its type.
        """
        try:
            value = super().construct_object(node, deep=deep)
        except (ValueError, OverflowError, AttributeError, LookupError):
            if not _like_a_day(node):
                raise _unreadable(node) from None
            value = node.value
        if isinstance(value, int) and value.bit_length() > LONGEST_NUMBER:
            raise _unreadable(node)
        return value

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        found: set[str] = set()
        for key, _ in node.value:
            if key.value in found if isinstance(key, yaml.ScalarNode) else True:
                raise yaml.MarkedYAMLError(
                    problem="repeats a key, or has one that is no word", problem_mark=key.start_mark
                )
            found.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _like_a_day(node: yaml.Node) -> bool:
    """Whether a value is written as a day, such as 2024-02-30."""
    return node.tag == _TIMESTAMP and str(node.value)[:1].isdigit()


def _unreadable(node: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(
        problem="has a number or day that cannot be read", problem_mark=node.start_mark
    )


def split(text: str, name: str) -> tuple[dict[str, Any], str, int]:
    """As ``front_matter.split``, for a text that begins with front matter of any YAML.

    Days become ISO dates, and numbers with a point text. Raises ``InputRefused`` naming file and
    line.
    """
    lines, rest, first = parted(text, name, ends=("---", "..."))
    written = "\n".join(lines)
    if len(written) > LARGEST:
        raise InputRefused(name, f"has front matter of more than {LARGEST:,} characters.", "size")
    try:
        matter = yaml.load(written, Loader=_Loader)  # noqa: S506 - a stricter SafeLoader
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 2 if wrong.problem_mark else 1
        problem = wrong.problem or "cannot be read"
        raise InputRefused(name, f"line {line}, in the front matter: {problem}.") from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        raise InputRefused(name, "has front matter that cannot be read as YAML.") from None
    if not isinstance(matter or {}, dict):
        raise InputRefused(name, "has front matter that is no list of keys and values.")
    return _plain(matter or {}), rest, first


def _plain(value: Any) -> Any:
    """What JSON has too. A depth that the reader came through is no danger here."""
    match value:
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple() | set():
            return [_plain(item) for item in value]
        case dt.datetime():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case bool() | None | str():
            return value
        case int():
            return value if abs(value) < 2**53 else str(value)
    return str(value)
