"""A catalogue of boards and certificates, read from TOML and judged. Nothing is written here.

Every fault is an ``InputRefused`` whose field names the board, the certificate and the key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from articles import specialties
from articles.canonical import clean_text
from articles.errors import InputRefused
from articles.stages import CertificateKind, Umbrella

T = TypeVar("T")
Table = Mapping[str, Any]

BOARD_KEYS: dict[str, type] = {
    "code": str,
    "name": str,
    "umbrella": str,
    "country": str,
    "verify_url": str,
    "reverify_month": int,
    "reverify_day": int,
    "certificates": list,
}
CERTIFICATE_KEYS: dict[str, type] = {
    "name": str,
    "kind": str,
    "specialty": str,
    "covers": list,
    "parent": str,
    "requires_underlying": bool,
    "nucc": str,
    "is_active": bool,
}
_KINDS = {str: "text", int: "a whole number", bool: "true or false", list: "a list"}
_COUNTRY = re.compile(r"[A-Z]{2}")
_NUCC = re.compile(r"[0-9A-Z]{9}X")


SHIPPED = Path(__file__).resolve().parents[1] / "data/boards.toml"
"""The boards that come with ReviewFlow."""


@dataclass(frozen=True, slots=True)
class CertificateEntry:
    """One certificate as the file has it. Empty text and None: the file does not say."""

    name: str
    kind: str
    specialty: str = ""
    covers: tuple[str, ...] = ()
    parent: str = ""
    requires_underlying: bool | None = None
    nucc: str = ""
    is_active: bool | None = None


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One board with its certificates, each after the one it builds on."""

    code: str
    name: str
    umbrella: str
    country: str
    verify_url: str = ""
    reverify_month: int | None = None
    reverify_day: int | None = None
    certificates: tuple[CertificateEntry, ...] = ()


def read(path: Path) -> tuple[BoardEntry, ...]:
    """The boards of a file. Raises ``InputRefused`` with the first thing that is wrong with it."""
    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise InputRefused("file", f"it cannot be read ({error.strerror}).", "unreadable") from None
    except UnicodeDecodeError:
        raise InputRefused("file", "it is not UTF-8 text.", "encoding") from None
    except ValueError as error:  # its own, and Python's for a number of too many digits
        raise InputRefused("file", f"it is not TOML ({error}).", "toml") from None
    except RecursionError:
        raise InputRefused("file", "it is nested too deeply.", "toml") from None
    _known(document, {"board"}, "file")
    boards = _entries(document.get("board", []), _board, "board", "code", place="")
    if not boards:
        raise InputRefused("file", "it holds no [[board]].", "empty")
    return boards


def _entries(
    tables: Any, make: Callable[[Table, str], T], noun: str, key: str, *, place: str
) -> tuple[T, ...]:
    """One entry for each table of a list; two with the same ``key`` are refused."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputRefused(f"{place}{noun}", f"write each {noun} as a table in a list.", "type")
    made: dict[str, T] = {}
    for number, table in enumerate(tables, 1):
        here = f"{place}{table.get(key) or f'{noun} {number}'}"
        entry = make(table, here)
        same = getattr(entry, key).casefold()
        if same in made:
            raise InputRefused(f"{here}, {key}", f"this {noun} is listed twice.", "duplicate")
        made[same] = entry
    return tuple(made.values())


def _board(table: Table, place: str) -> BoardEntry:
    values = _values(table, BOARD_KEYS, ("code", "name", "umbrella", "country"), place)
    _one_of(values["umbrella"], Umbrella.values, f"{place}, umbrella", "umbrella")
    if not _COUNTRY.fullmatch(values["country"]):
        message = f"“{values['country']}” is not a country code of two capital letters (ISO 3166)."
        raise InputRefused(f"{place}, country", message)
    if ("reverify_month" in values) != ("reverify_day" in values):
        missing = "reverify_day" if "reverify_month" in values else "reverify_month"
        message = "an annual check needs both its month and its day."
        raise InputRefused(f"{place}, {missing}", message, "missing")
    tables = values.pop("certificates", [])
    found = _entries(tables, _certificate, "certificate", "name", place=f"{place}, ")
    return BoardEntry(**values, certificates=_parents_first(found, place))


def _certificate(table: Table, place: str) -> CertificateEntry:
    values = _values(table, CERTIFICATE_KEYS, ("name", "kind"), place)
    _one_of(values["kind"], CertificateKind.values, f"{place}, kind", "kind")
    own = values.get("specialty", "")
    if own:
        _one_of(own, specialties.SPECIALTIES, f"{place}, specialty", "specialty")
    covers = values.pop("covers", [])
    for code in covers:
        _one_of(code, specialties.SPECIALTIES, f"{place}, covers", "specialty")
        if code == own or covers.count(code) > 1:
            raise InputRefused(f"{place}, covers", f"“{code}” is covered already.", "duplicate")
    if values.get("nucc") and not _NUCC.fullmatch(values["nucc"]):
        message = f"“{values['nucc']}” is not a NUCC code of ten characters that ends in X."
        raise InputRefused(f"{place}, nucc", message)
    if values.get("requires_underlying") and not values.get("parent"):
        message = "name the certificate that must be kept in force."
        raise InputRefused(f"{place}, parent", message, "missing")
    return CertificateEntry(**values, covers=tuple(covers))


def _values(
    table: Table, keys: Mapping[str, type], required: Collection[str], place: str
) -> dict[str, Any]:
    """The values of a table, of the right types, text in its stored form."""
    _known(table, keys, place)
    values = dict(table)
    for key, value in table.items():
        # In Python true is a whole number; in a catalogue it is not.
        if type(value) is not keys[key]:
            raise InputRefused(f"{place}, {key}", f"this must be {_KINDS[keys[key]]}.", "type")
        if isinstance(value, str):
            values[key] = " ".join(clean_text(value, f"{place}, {key}").split())
    for key in required:
        if not values.get(key):
            raise InputRefused(f"{place}, {key}", "this is missing.", "missing")
    return values


def _known(table: Table, keys: Collection[str], place: str) -> None:
    for key in table:
        if key not in keys:
            message = f"there is no such key; known are: {', '.join(keys)}."
            raise InputRefused(f"{place}, {key}", message, "unknown_key")


def _one_of(value: Any, known: Collection[str], place: str, noun: str) -> None:
    if not isinstance(value, str) or value not in known:
        message = f"“{value}” is no {noun} we know; known are: {', '.join(known)}."
        raise InputRefused(place, message, f"unknown_{noun}")


def _parents_first(
    entries: tuple[CertificateEntry, ...], place: str
) -> tuple[CertificateEntry, ...]:
    """The same certificates, each after its parent."""
    by_name = {entry.name: entry for entry in entries}
    placed: dict[str, CertificateEntry] = {}
    for entry in entries:
        line = [entry]
        while (parent := line[-1].parent) and parent not in placed:
            here = f"{place}, {line[-1].name}, parent"
            if parent not in by_name:
                message = f"“{parent}” is not a certificate of this board in this file."
                raise InputRefused(here, message, "unknown_parent")
            if by_name[parent] in line:
                raise InputRefused(here, "its parents lead in a circle.", "circle")
            line.append(by_name[parent])
        placed.update((item.name, item) for item in reversed(line))
    return tuple(placed.values())
