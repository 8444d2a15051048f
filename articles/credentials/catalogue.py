"""The catalogue of boards put into the database: what is missing is added, what differs is changed.

What the file does not name stays as it is: nothing is deleted, ended, or overwritten with blanks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import Q
from django.utils import timezone

from articles.days import editorial_date
from articles.errors import InputRefused
from articles.models import Board, Certificate, Coverage

from . import recording
from .catalogue_file import BoardEntry, CertificateEntry
from .holding import explained, permit

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one row; ``changes`` are sentences such as ``name: “old” → “new”``."""

    state: str
    """``added``, ``changed`` or ``unchanged``."""
    kind: str
    """``board``, ``certificate`` or ``coverage``."""
    board: str
    name: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the rows that the file names, each state in the file's order."""

    added: tuple[Line, ...]
    changed: tuple[Line, ...]
    unchanged: tuple[Line, ...]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Loaded:
        states = ("added", "changed", "unchanged")
        return cls(*(tuple(line for line in lines if line.state == state) for state in states))

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.added + self.changed + self.unchanged


def load(
    catalogue: Sequence[BoardEntry],
    *,
    actor: User,
    reason: str,
    dry_run: bool = False,
) -> Loaded:
    """Bring the catalogue into line with a file, row by row, each with its record and entry.

    All or nothing; a second time writes nothing. ``dry_run`` takes everything back at the end.
    Raises ``PermissionDenied``, and ``InputRefused`` naming board, certificate and field.
    """
    permit(actor, "manage_credentials")
    loading = _Loading(actor, explained(reason), editorial_date(timezone.now()))
    with transaction.atomic():
        for entry in catalogue:
            loading.board(entry)
        transaction.set_rollback(dry_run)
    return Loaded.of(loading.lines)


@dataclass
class _Loading:
    """One load: by whom, why, on which day, and what has been done so far."""

    actor: User
    reason: str
    today: dt.date
    lines: list[Line] = field(default_factory=list)

    def board(self, entry: BoardEntry) -> None:
        stored = Board.objects.select_for_update().filter(code__iexact=entry.code).first()
        _same_spelling(entry.code, stored.code if stored else entry.code, f"{entry.code}, code")
        values = {
            "code": entry.code,
            "name": entry.name,
            "umbrella": entry.umbrella,
            "country": entry.country,
            "verify_url": entry.verify_url,
            "reverify_month": entry.reverify_month,
            "reverify_day": entry.reverify_day,
        }
        about = ("board", entry.code, entry.name)
        board = self._put(Board, stored, values, about, place=entry.code)
        known = {item.name.casefold(): item for item in board.certificates.select_for_update()}
        for item in entry.certificates:
            known[item.name.casefold()] = self.certificate(item, board, known)

    def certificate(
        self, entry: CertificateEntry, board: Board, known: dict[str, Certificate]
    ) -> Certificate:
        place = f"{board.code}, {entry.name}"
        stored = known.get(entry.name.casefold())
        _same_spelling(entry.name, stored.name if stored else entry.name, f"{place}, name")
        values = {
            "board_id": board.pk,
            "name": entry.name,
            "kind": entry.kind,
            "specialty": entry.specialty,
            "parent_id": known[entry.parent.casefold()].pk if entry.parent else None,
            "requires_underlying": entry.requires_underlying,
            "nucc_code": entry.nucc,
            "is_active": entry.is_active,
        }
        names = {item.pk: item.name for item in known.values()}
        about = ("certificate", board.code, entry.name)
        certificate = self._put(Certificate, stored, values, about, place=place, names=names)
        if entry.covers:
            self.coverage(entry, certificate, board, place)
        return certificate

    def coverage(
        self, entry: CertificateEntry, certificate: Certificate, board: Board, place: str
    ) -> None:
        """A row for each further specialty, from today on, where none is current."""
        current = {
            coverage.specialty: coverage
            for coverage in certificate.coverages.filter(
                Q(until=None) | Q(until__gt=self.today), since__lte=self.today
            )
        }
        for code in entry.covers:
            stored = current.get(code)
            since = stored.since if stored else self.today
            values = {"certificate_id": certificate.pk, "specialty": code, "since": since}
            about = ("coverage", board.code, f"{entry.name} covers {code}")
            self._put(Coverage, stored, values, about, place=f"{place}, covers")

    def _put(
        self,
        model: type[M],
        stored: M | None,
        values: dict[str, Any],
        about: tuple[str, str, str],
        *,
        place: str,
        names: dict[int, str] | None = None,
    ) -> M:
        """The row with these values: the stored one where it has them, else written.

        ``about``: kind, board and name, as a ``Line`` tells them. ``names``: of rows referred to.
        """
        said = {name: value for name, value in values.items() if value not in (None, "")}
        changes = _changes(stored, said, names or {}) if stored else ()
        state = "unchanged" if stored and not changes else "changed" if stored else "added"
        self.lines.append(Line(state, *about, changes))
        if stored and not changes:
            return stored
        row = _with(stored, said) if stored else model(**said)
        try:
            return recording.save(row, actor=self.actor, reason=self.reason)
        except InputRefused as error:
            raise InputRefused(f"{place}, {error.field}", error.message, error.code) from error


def _changes(
    stored: models.Model, values: dict[str, Any], names: dict[int, str]
) -> tuple[str, ...]:
    """What would differ, one sentence each; a row that is referred to goes by its name."""
    found = []
    for name, value in values.items():
        old, new = getattr(stored, name), value
        if name == "parent_id":
            old, new = names.get(old), names[new]
        if old != new:
            found.append(f"{name.removesuffix('_id')}: “{'' if old is None else old}” → “{new}”")
    return tuple(found)


def _with(stored: M, values: dict[str, Any]) -> M:
    """The stored row with some values replaced, still unsaved."""
    columns = {f.attname: getattr(stored, f.attname) for f in stored._meta.concrete_fields}
    return type(stored).from_db(DEFAULT_DB_ALIAS, list(columns), list((columns | values).values()))


def _same_spelling(name: str, stored: str, place: str) -> None:
    """Two spellings would become two rows, and two people would hold different certificates."""
    if stored != name:
        raise InputRefused(place, f"the catalogue has it as “{stored}”; use one spelling.")
