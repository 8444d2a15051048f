"""How long things are, by the beauty budget; ``python -m tests.architecture.budget`` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import source

BUDGET = {"module": 200, "function": 40, "view": 20, "template": 80, "stylesheet": 200}
"""Lines, the first and the last included."""

EXCUSED: dict[str, str] = {
    "articles/bundles/verify.py": "one file by contract: it travels alone in every bundle",
}
"""What may be longer, and why. An entry that is no longer needed fails the test."""


@dataclass(frozen=True)
class Length:
    kind: str
    name: str
    lines: int

    @property
    def share(self) -> float:
        """Of its budget; above 1 it is over."""
        return self.lines / BUDGET[self.kind]

    def __str__(self) -> str:
        size = f"{self.lines:4} of {BUDGET[self.kind]:3}"
        return f"{self.share:5.0%}  {size}  {self.kind:10}  {self.name}"


def lengths() -> Iterator[Length]:
    for module in source.modules():
        yield Length("module", module.path, len(module.text.splitlines()))
        for function in source.functions(module):
            lines = function.end_lineno - function.lineno + 1
            yield Length(_kind(module, function), f"{module.path}::{function.name}", lines)
    for path in _files("templates", "*.html"):
        yield Length("template", *_measured(path))
    for path in _files("articles/static", "*.css"):
        yield Length("stylesheet", *_measured(path))


def _kind(module: source.Module, function: source.type_of_function) -> str:
    """A function of a door that takes a request is a view; verbs live elsewhere."""
    door = module.inside("desk", "admin", "api")
    return "view" if door and "request" in source.parameters(function) else "function"


def _files(folder, pattern):
    return sorted((source.ROOT / folder).rglob(pattern))


def _measured(path):
    return path.relative_to(source.ROOT).as_posix(), len(path.read_text("utf-8").splitlines())


def worst(count: int = 10) -> list[Length]:
    return sorted(lengths(), key=lambda length: -length.share)[:count]


def over() -> list[Length]:
    """Everything longer than its budget, excused or not."""
    return [length for length in lengths() if length.share > 1]


if __name__ == "__main__":
    print("The longest for what they are (beauty budget):")
    for length in worst():
        print(length)
