"""The requirement matrix: what each standard asks, what is claimed, which tests show it.

The status in ``articles/data/requirements.toml`` is the claim. Tests marked with
``@pytest.mark.req("P11-18")`` are the evidence; they are read as text and never imported.
The matrix is one of the technical controls that support 21 CFR Part 11 (validation, 11.10(a)).
"""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from articles.errors import InputRefused

PRIORITIES = ("1", "2", "3", "D")
STATUSES = ("covered", "planned", "not_applicable")
REQUIRED = frozenset({"source", "demand", "priority"})
NOT_RUN = frozenset({"skip", "xfail", "expectedFailure"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One demand of one source, its claim (no status: in no list), the tests that show it."""

    id: str
    section: str
    source: str = ""
    demand: str = ""
    priority: str = "1"
    status: str = ""
    why: str = ""
    tests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marker:
    """One ``req`` marker: its requirement, its place (file:line), the tests it stands for."""

    requirement: str
    place: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault makes the matrix untrue; anything else is worth a look."""

    code: str
    requirement: str
    message: str
    fault: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """All requirements in the order of the file, and what was found about them."""

    requirements: tuple[Requirement, ...]
    findings: tuple[Finding, ...]


def load(path: Path) -> tuple[Requirement, ...]:
    """Read the requirements, in the order of the sections' ``ids``.

    An id that a section names and that has no row comes back unlisted, with priority 1 until
    somebody says otherwise. Raises InputRefused for a file that cannot be read as meant.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        ids = [(part["title"], name) for part in document["sections"] for name in part["ids"]]
        rows, times = dict(document["requirements"]), Counter(name for _, name in ids)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputRefused(path.name, f"cannot be read: {error!r}", "unreadable") from error
    if twice := [name for name, count in times.items() if count > 1]:
        raise InputRefused(path.name, f"named twice: {', '.join(twice)}", "duplicate")
    if strangers := rows.keys() - times.keys():
        raise InputRefused(path.name, f"in no section: {', '.join(sorted(strangers))}", "stranger")
    return tuple(_requirement(name, title, rows.get(name)) for title, name in ids)


def _requirement(name: str, section: str, row: Any) -> Requirement:
    if row is None:
        return Requirement(name, section)
    if not isinstance(row, dict) or not REQUIRED <= row.keys() <= REQUIRED | {"status", "why"}:
        raise InputRefused(name, "needs source, demand, priority; may have status, why", "keys")
    if not all(isinstance(value, str) and value.strip() for value in row.values()):
        raise InputRefused(name, "every value is a text that says something", "blank")
    if row["priority"] not in PRIORITIES or row.get("status", "planned") not in STATUSES:
        raise InputRefused(name, f"priorities: {PRIORITIES}; statuses: {STATUSES}", "vocabulary")
    return Requirement(name, section, **row)


def scan(tests: Path) -> tuple[Marker, ...]:
    """Every ``req`` marker in the test files below a directory, named from its parent.

    Raises InputRefused for a missing directory, a file that is not Python, an id that is computed.
    """
    if not tests.is_dir():
        raise InputRefused(tests.name, "there is no such directory of tests", "missing")
    files = sorted({*tests.rglob("test_*.py"), *tests.rglob("*_test.py")})
    return tuple(marker for path in files for marker in _markers(path, tests.parent))


def _markers(path: Path, root: Path) -> Iterator[Marker]:
    name = path.relative_to(root).as_posix()
    try:
        module = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        raise InputRefused(name, f"is not Python: {error}", "unreadable") from error
    shown: dict[ast.Call, list[str]] = {call: [] for call in _calls([module])}
    for test, marks in _tests(module.body, [*_own_marks(module.body)]):
        for call in _calls(marks) if _runs(marks) else ():
            shown[call].append(f"{name}::{test}")
    for call, found in shown.items():
        place = f"{name}:{call.lineno}"
        ids = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
        if not ids or len(ids) < len(call.args) or call.keywords:
            raise InputRefused(place, "req() takes ids, written out", "computed")
        yield from (Marker(str(requirement), place, tuple(found)) for requirement in ids)


def _tests(body: Sequence[ast.stmt], marks: list[ast.expr]) -> Iterator[tuple[str, list[ast.expr]]]:
    """What pytest collects from a body by default, each with every mark that applies to it."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if name.startswith("test"):
                    yield name, [*marks, *node.decorator_list]
            case ast.ClassDef(name=name) if _collected(node):
                inner = [*marks, *node.decorator_list, *_own_marks(node.body)]
                yield from ((f"{name}::{test}", found) for test, found in _tests(node.body, inner))
            # Hypothesis turns a state machine into a test by this assignment.
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute(attr="TestCase")):
                yield name, marks


def _collected(node: ast.ClassDef) -> bool:
    return node.name.startswith("Test") or any(
        ast.unparse(base).endswith("TestCase") for base in node.bases
    )


def _own_marks(body: Sequence[ast.stmt]) -> Iterator[ast.expr]:
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                yield from getattr(value, "elts", [value])


def _runs(marks: Iterable[ast.expr]) -> bool:
    """A test that is always skipped, or expected to fail, shows nothing."""
    plain = (mark.func if isinstance(mark, ast.Call) else mark for mark in marks)
    return not any(isinstance(mark, ast.Attribute) and mark.attr in NOT_RUN for mark in plain)


def _calls(nodes: Iterable[ast.AST]) -> Iterator[ast.Call]:
    for node in (inner for outer in nodes for inner in ast.walk(outer)):
        match node:
            case ast.Call(func=ast.Attribute(attr="req", value=owner)):
                if ast.unparse(owner) in ("pytest.mark", "mark"):
                    yield node


def judge(requirements: Sequence[Requirement], markers: Iterable[Marker]) -> Matrix:
    """Join claims and evidence; every finding at once."""
    shown: dict[str, set[str]] = {requirement.id: set() for requirement in requirements}
    findings = []
    for marker in markers:
        if marker.requirement not in shown:
            message = f"{marker.place} names an id that is in no list."
            findings.append(Finding("unknown_id", marker.requirement, message, fault=True))
            continue
        shown[marker.requirement].update(marker.tests)
        if not marker.tests:
            message = f"The marker at {marker.place} is on no test that runs."
            findings.append(Finding("stray_marker", marker.requirement, message))
    joined = tuple(replace(found, tests=tuple(sorted(shown[found.id]))) for found in requirements)
    return Matrix(joined, (*findings, *(one for found in joined for one in _findings(found))))


def _findings(found: Requirement) -> Iterator[Finding]:
    if found.status in ("planned", "not_applicable") and not found.why:
        yield Finding("no_reason", found.id, f"Says {found.status}, but not why.", fault=True)
    match found.status:
        case "covered" if not found.tests:
            message = "Claimed as covered, but no test shows it."
            yield Finding("covered_without_test", found.id, message, fault=True)
        case "planned" if found.tests:
            yield Finding("not_yet_claimed", found.id, "Covered by tests, not yet claimed.")
        case "not_applicable" if found.tests:
            yield Finding("ruled_out", found.id, "Said to be not applicable, yet a test shows it.")
        case "":
            message = f"Priority {found.priority}, and in no list: covered, planned or ruled out."
            yield Finding("in_no_list", found.id, message, fault=found.priority == "1")
