"""Rows of credentials, statuses and checks, put together to profiles."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from articles.stages import CredentialKind

from .facts import Check, Cover, Facts, Profile, Status

Row = dict[str, Any]

OF_CREDENTIAL = (
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
)
OF_STATUS = ("standing", "reason", "effective_from", "effective_to", "recorded_at", "pk")
OF_CHECK = (
    "outcome",
    "method",
    "checked_on",
    "recorded_at",
    "confirmation__recorded_at",
    "pk",
)
OF_COVER = ("specialty", "since", "until")
OF_REVIEWER = (
    "pk",
    "own_active",
    "own_role",
    "own_identity_on",
    "own_agreement",
    "own_accepted",
    "own_disclosure",
    "own_declared_on",
    "own_statement",
)


def _profile(row: tuple[Any, ...], credentials: list[Facts]) -> Profile:
    key, active, role, identity_on, agreement, accepted, disclosure, declared_on, statement = row
    return Profile(
        reviewer_id=key,
        credentials=tuple(credentials),
        is_active_user=bool(active),
        has_role=bool(role),
        identity_on=identity_on,
        agreement=agreement or 0,
        accepted=accepted or 0,
        disclosure_id=disclosure or 0,
        declared_on=declared_on,
        statement=statement or "",
    )


def _by_id(piece: tuple[Any, ...]) -> Any:
    return piece[-1]


class Pieces:
    """Rows as they come in, put together at the end."""

    def __init__(self) -> None:
        self.reviewers: dict[int, tuple[Any, ...]] = {}
        self.credentials: dict[int, Row] = {}
        self.statuses: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        self.checks: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        self.covers: dict[int | None, list[tuple[Any, ...]]] = defaultdict(list)

    @staticmethod
    def add(to: list[tuple[Any, ...]], piece: tuple[Any, ...]) -> None:
        """A joined row repeats what it joins; an outer join may bring nothing."""
        if piece[0] is not None and piece not in to:
            to.append(piece)

    def profiles(self) -> dict[int, Profile]:
        held: dict[int, list[Facts]] = defaultdict(list)
        for _key, row in sorted(self.credentials.items()):  # joined rows come in any order
            held[row["reviewer_id"]].append(self._facts(row))
        return {key: _profile(row, held[key]) for key, row in self.reviewers.items()}

    def _facts(self, row: Row) -> Facts:
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
            covers=tuple(Cover(*c) for c in sorted(self.covers[row["certificate_id"]])),
            parent_id=row["certificate__parent_id"],
            requires_underlying=bool(row["certificate__requires_underlying"]),
            board_id=row["certificate__board_id"],
            board=row["certificate__board__name"] or "",
            anniversary=(month, day) if month else None,
            statuses=tuple(Status(*s) for s in sorted(self.statuses[row["pk"]], key=_by_id)),
            checks=tuple(Check(*c) for c in sorted(self.checks[row["pk"]], key=_by_id)),
        )
