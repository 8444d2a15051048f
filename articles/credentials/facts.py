"""Credentials as loaded for judging: one credential, its statuses, its checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.models import Credential
from articles.stages import CredentialKind


@dataclass(frozen=True, slots=True)
class Status:
    standing: str
    reason: str
    effective_from: dt.date
    effective_to: dt.date | None
    recorded_at: dt.datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    outcome: str
    method: str
    checked_on: dt.date
    recorded_at: dt.datetime
    confirmed_at: dt.datetime | None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One credential with its statuses and checks, as loaded by ``load``."""

    id: int
    reviewer_id: int
    kind: str
    label: str
    initial_on: dt.date | None = None
    ends_on: dt.date | None = None
    certificate_id: int | None = None
    certificate: str = ""
    certificate_kind: str = ""
    specialty: str = ""
    parent_id: int | None = None
    requires_underlying: bool = False
    board_id: int | None = None
    board: str = ""
    anniversary: tuple[int, int] | None = None
    terms_since: dt.datetime | None = None
    statuses: Sequence[Status] = field(default_factory=tuple)
    checks: Sequence[Check] = field(default_factory=tuple)


_COLUMNS = (
    "pk",
    "reviewer_id",
    "kind",
    "title",
    "jurisdiction",
    "initial_on",
    "ends_on",
    "terms_since",
    "certificate_id",
    "certificate__name",
    "certificate__kind",
    "certificate__specialty",
    "certificate__parent_id",
    "certificate__requires_underlying",
    "certificate__board_id",
    "certificate__board__name",
    "certificate__board__reverify_month",
    "certificate__board__reverify_day",
    "statuses__pk",
    "statuses__standing",
    "statuses__reason",
    "statuses__effective_from",
    "statuses__effective_to",
    "statuses__recorded_at",
    "verifications__pk",
    "verifications__outcome",
    "verifications__method",
    "verifications__checked_on",
    "verifications__recorded_at",
    "verifications__confirms",
    "verifications__confirmation__recorded_at",
)


def load(reviewer_ids: Iterable[int]) -> list[Facts]:
    """Every credential of some reviewers, in one statement (it runs while rows are claimed)."""
    found: dict[int, dict[str, Any]] = {}
    for row in (
        Credential.objects.filter(reviewer__in=list(reviewer_ids)).order_by("pk").values(*_COLUMNS)
    ):
        entry = found.setdefault(row["pk"], {"row": row, "statuses": {}, "checks": {}})
        if (key := row["statuses__pk"]) is not None:
            entry["statuses"][key] = Status(
                row["statuses__standing"],
                row["statuses__reason"],
                row["statuses__effective_from"],
                row["statuses__effective_to"],
                row["statuses__recorded_at"],
                key,
            )
        if (key := row["verifications__pk"]) is not None and not row["verifications__confirms"]:
            entry["checks"][key] = Check(
                row["verifications__outcome"],
                row["verifications__method"],
                row["verifications__checked_on"],
                row["verifications__recorded_at"],
                row["verifications__confirmation__recorded_at"],
                key,
            )
    return [_facts(**entry) for entry in found.values()]


def _facts(row: dict[str, Any], statuses: dict[int, Status], checks: dict[int, Check]) -> Facts:
    month, day = (row[f"certificate__board__reverify_{unit}"] for unit in ("month", "day"))
    kind = CredentialKind(row["kind"]).label
    return Facts(
        id=row["pk"],
        reviewer_id=row["reviewer_id"],
        kind=row["kind"],
        label=row["certificate__name"]
        or " ".join(filter(None, (row["title"] or str(kind), row["jurisdiction"]))),
        initial_on=row["initial_on"],
        ends_on=row["ends_on"],
        terms_since=row["terms_since"],
        certificate_id=row["certificate_id"],
        certificate=row["certificate__name"] or "",
        certificate_kind=row["certificate__kind"] or "",
        specialty=row["certificate__specialty"] or "",
        parent_id=row["certificate__parent_id"],
        requires_underlying=bool(row["certificate__requires_underlying"]),
        board_id=row["certificate__board_id"],
        board=row["certificate__board__name"] or "",
        anniversary=(month, day) if month else None,
        statuses=tuple(statuses.values()),
        checks=tuple(checks.values()),
    )
