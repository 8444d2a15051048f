"""What was true, and when we knew it: every row about a credential, read as of a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.models import Credential, CredentialStatus, CredentialVerification, Evidence

from .standing import Held, PersonalStanding
from .two_times import AsOf


@dataclass(frozen=True, slots=True)
class Said:
    """One status. ``last_day``: the last it is true of. ``holds``: it speaks for the day."""

    status: CredentialStatus
    last_day: dt.date | None
    known: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """One check with the second person's word. ``counts``: it is the one relied on that day."""

    check: CredentialVerification
    confirmation: CredentialVerification | None
    evidence: Evidence | None
    known: bool
    confirmation_known: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One credential with all its rows, the newest first."""

    credential: Credential
    held: Held
    said: tuple[Said, ...]
    checked: tuple[Checked, ...]


def sheets(
    credentials: QuerySet[Credential], standing: PersonalStanding, *, private: bool
) -> list[Sheet]:
    """Each credential as of a day, in four statements. ``private``: with the files kept."""
    rows = list(credentials.select_related("certificate__board").order_by("pk"))
    keys = [row.pk for row in rows]
    by_id = {held.facts.id: held for held in standing.held}
    said, checked = _statuses(keys), _checks(keys)
    files = _files(check for checks in checked.values() for check in checks) if private else {}
    return [
        Sheet(
            credential=row,
            held=by_id[row.pk],
            said=tuple(_said(status, by_id[row.pk], standing.at) for status in said[row.pk]),
            checked=tuple(
                _checked(check, by_id[row.pk], standing.at, files) for check in checked[row.pk]
            ),
        )
        for row in rows
        if row.pk in by_id
    ]


def _statuses(keys: list[int]) -> dict[int, list[CredentialStatus]]:
    found: dict[int, list[CredentialStatus]] = defaultdict(list)
    rows = CredentialStatus.objects.filter(credential__in=keys).select_related("recorded_by")
    for row in rows.order_by("-recorded_at", "-pk"):
        found[row.credential_id].append(row)
    return found


def _checks(keys: list[int]) -> dict[int, list[CredentialVerification]]:
    found: dict[int, list[CredentialVerification]] = defaultdict(list)
    rows = CredentialVerification.objects.filter(credential__in=keys, confirms=None)
    rows = rows.select_related("checked_by", "confirmation__checked_by")
    for row in rows.order_by("-checked_on", "-pk"):
        found[row.credential_id].append(row)
    return found


def _files(checks: Iterable[CredentialVerification]) -> dict[str, Evidence]:
    digests = {check.evidence_digest for check in checks if check.evidence_digest}
    return {row.digest: row for row in Evidence.objects.filter(digest__in=digests)}


def _said(status: CredentialStatus, held: Held, at: AsOf) -> Said:
    ends = status.effective_to
    return Said(
        status=status,
        last_day=ends - dt.timedelta(days=1) if ends else None,
        known=at.knew(status.recorded_at),
        holds=status.pk == held.status_id,
    )


def _checked(
    check: CredentialVerification, held: Held, at: AsOf, files: dict[str, Evidence]
) -> Checked:
    confirmation = getattr(check, "confirmation", None)
    return Checked(
        check=check,
        confirmation=confirmation,
        evidence=files.get(check.evidence_digest),
        known=at.knew(check.recorded_at),
        confirmation_known=confirmation is not None and at.knew(confirmation.recorded_at),
        counts=check.pk == held.check_id,
    )
