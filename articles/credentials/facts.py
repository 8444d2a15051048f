"""What is on record of a reviewer, as loaded for judging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field


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


@dataclass(frozen=True, slots=True)
class Cover:
    """A further specialty that a certificate counts for; ``until`` is exclusive."""

    specialty: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One credential with its statuses and checks."""

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
    covers: Sequence[Cover] = ()
    parent_id: int | None = None
    requires_underlying: bool = False
    board_id: int | None = None
    board: str = ""
    anniversary: tuple[int, int] | None = None
    terms_since: dt.datetime | None = None
    statuses: Sequence[Status] = field(default_factory=tuple)
    checks: Sequence[Check] = field(default_factory=tuple)

    def covers_on(self, specialty: str, on: dt.date) -> bool:
        """Whether the certificate counts for a specialty on a day: its own, or one by a rule."""
        return self.specialty == specialty or any(
            cover.specialty == specialty
            and cover.since <= on
            and (cover.until is None or on < cover.until)
            for cover in self.covers
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One reviewer: credentials, and what else stands on record by a day.

    ``has_role``: a group lets the account review. ``identity_on``: when a second person checked
    that the account is theirs. ``agreement`` is the newest version, ``accepted`` the newest that
    they accepted (0: none). ``statement`` belongs to the disclosure of ``declared_on``.
    """

    reviewer_id: int
    credentials: Sequence[Facts] = ()
    is_active_user: bool = True
    has_role: bool = True
    identity_on: dt.date | None = None
    agreement: int = 0
    accepted: int = 0
    disclosure_id: int = 0
    declared_on: dt.date | None = None
    statement: str = ""
