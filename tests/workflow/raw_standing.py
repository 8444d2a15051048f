"""Who could sign on a day, as is known now: worked out from the rows, not by the product's rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.workflow.raw import Row, day, moment, rows

BARRING = {"suspended", "revoked", "surrendered"}


@dataclass(frozen=True)
class Standing:
    may_sign: bool
    is_specialist: bool


def standing(user_id: int, specialty: str, on: dt.date, max_age: int) -> Standing:
    """``max_age``: days after which a check at the source is stale."""
    reviewers = {row["id"] for row in rows("reviewer") if row["user_id"] == user_id}
    held = [row for row in rows("credential") if row["reviewer_id"] in reviewers]
    covers = {row["id"]: row["specialty"] for row in rows("certificate")}
    statuses = {row["id"]: status_of(row, on) for row in held}
    barred = any(status and status["reason"] in BARRING for status in statuses.values())
    in_force = [
        row
        for row in held
        if (status := statuses[row["id"]])
        and status["standing"] == "in_force"
        and day(row["initial_on"]) <= on
        and verified(row, on, max_age)
    ]
    may_sign = bool(in_force) and not barred
    covered = any(covers[row["certificate_id"]] == specialty for row in in_force)
    return Standing(may_sign, may_sign and covered)


def status_of(credential: Row, on: dt.date) -> Row | None:
    """The status that holds on a day: of those that cover it, the one recorded last."""
    covering = [
        row
        for row in rows("credentialstatus")
        if row["credential_id"] == credential["id"]
        and day(row["effective_from"]) <= on
        and (row["effective_to"] is None or on < day(row["effective_to"]))
    ]
    return max(covering, key=lambda row: (moment(row["recorded_at"]), row["id"]), default=None)


def verified(credential: Row, on: dt.date, max_age: int) -> bool:
    """Whether two people found it at its source, recently enough."""
    every = rows("credentialverification")
    confirmed = {row["confirms_id"] for row in every}
    checks = [
        row
        for row in every
        if row["credential_id"] == credential["id"]
        and row["id"] in confirmed
        and day(row["checked_on"]) <= on
    ]
    newest = max(checks, key=lambda row: (day(row["checked_on"]), row["id"]), default=None)
    if newest is None or newest["outcome"] != "validated":
        return False
    return (on - day(newest["checked_on"])).days <= max_age
