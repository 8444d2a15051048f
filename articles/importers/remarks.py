"""What an importer tells about its decisions: one sentence for each kind, with examples."""

from __future__ import annotations

from itertools import islice

MOST_EXAMPLES = 5
LONGEST_EXAMPLE = 120


class Remarks:
    """Decisions while one source is read, in the order in which each kind was met first."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, kind: str, example: str = "") -> None:
        """``kind``: a sentence without its full stop. ``example``: where, or which words."""
        self._found.setdefault(kind, []).append(" ".join(example.split())[:LONGEST_EXAMPLE])

    def sentences(self) -> tuple[str, ...]:
        return tuple(_sentence(kind, examples) for kind, examples in self._found.items())


def _sentence(kind: str, examples: list[str]) -> str:
    count = f" ({len(examples)})" if len(examples) > 1 or examples[0] else ""
    named = list(islice(dict.fromkeys(filter(None, examples)), MOST_EXAMPLES + 1))
    more = "; …" if len(named) > MOST_EXAMPLES else ""
    listed = f": {'; '.join(named[:MOST_EXAMPLES])}{more}" if named else ""
    return f"{kind}{count}{listed}".removesuffix(".") + "."
