"""Credentials made by hand: facts of one person, with the dates that a case is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from articles.credentials.facts import Check, Facts, Profile, Status
from articles.models import Reviewer
from articles.stages import CertificateKind, CheckMethod, CheckOutcome, CredentialKind, Standing

TODAY = dt.date(2026, 3, 1)
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LONG_AGO = dt.date(2009, 11, 4)
REVIEWER = 1
ABIM = "American Board of Internal Medicine"


@dataclass(frozen=True)
class Policy:
    verification_days: int = 365
    grace_days: int = 30
    disclosure_days: int = 365
    licence_rule: str = "ignore"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def status(
    standing: str = Standing.IN_FORCE,
    reason: str = "",
    *,
    since: str = "2009-11-04",
    until: str | None = None,
    recorded: str = "2010-01-01",
    number: int = 1,
) -> Status:
    return Status(
        standing, reason, day(since), day(until) if until else None, moment(recorded), number
    )


def lapsed(reason: str = "lapsed", **dates: Any) -> Status:
    return status(Standing.NOT_IN_FORCE, reason, **{"number": 2, **dates})


def check(
    on: str = "2026-01-15",
    *,
    outcome: str = CheckOutcome.VALIDATED,
    method: str = CheckMethod.PRIMARY_SOURCE_WEB,
    confirmed: str | None = "2026-01-16",
    number: int = 1,
) -> Check:
    return Check(
        outcome, method, day(on), moment(on), moment(confirmed) if confirmed else None, number
    )


def certificate(**changes: Any) -> Facts:
    """A subspecialty in rheumatology: in force, checked six weeks ago by two people."""
    return Facts(
        **{
            "id": 1,
            "reviewer_id": REVIEWER,
            "kind": CredentialKind.BOARD_CERTIFICATION,
            "label": "Rheumatology",
            "initial_on": LONG_AGO,
            "certificate_id": 10,
            "certificate": "Rheumatology",
            "certificate_kind": CertificateKind.SUBSPECIALTY,
            "specialty": "rheumatology",
            "parent_id": 20,
            "board_id": 1,
            "board": ABIM,
            "statuses": (status(),),
            "checks": (check(),),
            **changes,
        }
    )


def primary(**changes: Any) -> Facts:
    """The certificate in internal medicine under it."""
    return certificate(
        **{
            "id": 2,
            "label": "Internal Medicine",
            "initial_on": day("2007-08-20"),
            "certificate_id": 20,
            "certificate": "Internal Medicine",
            "certificate_kind": CertificateKind.PRIMARY,
            "specialty": "internal_medicine",
            "parent_id": None,
            **changes,
        }
    )


def licence(**changes: Any) -> Facts:
    return Facts(
        **{
            "id": 3,
            "reviewer_id": REVIEWER,
            "kind": CredentialKind.LICENCE,
            "label": "Licence US-AZ",
            "statuses": (status(),),
            "checks": (check(),),
            **changes,
        }
    )


def reviewer(**changes: Any) -> Reviewer:
    """Ada Moss, MD, who has an account."""
    return Reviewer(
        **{"pk": REVIEWER, "user_id": 7, "name": "Ada Moss", "degrees": "MD", **changes}
    )


def profile(*facts: Facts, **changes: Any) -> Profile:
    """Somebody with nothing open but what they hold: identified, agreed, disclosed in December."""
    return Profile(
        **{
            "reviewer_id": REVIEWER,
            "credentials": facts,
            "identity_on": day("2024-05-02"),
            "agreement": 1,
            "accepted": 1,
            "disclosure_id": 5,
            "declared_on": day("2025-12-01"),
            "statement": "None declared.",
            **changes,
        }
    )
