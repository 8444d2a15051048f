"""A crowd of reviewers in the database, from what hypothesis draws: most could sign, each almost.

Every fact lies on its limit or one day beside it, seen from today.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, User
from hypothesis import strategies as st

from articles import roles
from articles.models import (
    AgreementAcceptance,
    Certificate,
    Coverage,
    Credential,
    CredentialStatus,
    CredentialVerification,
    Disclosure,
    IdentityCheck,
    Reviewer,
    annotate,
)
from articles.stages import CheckMethod, CheckOutcome, CredentialKind, Duration, IdentityMethod
from tests.cast import Cast

VERIFICATION_DAYS, DISCLOSURE_DAYS = 365, 180
LONG_AGO = -3000


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """The usual value seven times in eight."""
    return st.integers(0, 7).flatmap(
        lambda n: st.sampled_from(others) if n == 7 and others else st.just(usual)
    )


@st.composite
def statuses(draw: Any) -> tuple[str, str, int, int | None, int]:
    standing = draw(mostly("in_force", "not_in_force"))
    reason = "" if standing == "in_force" else draw(st.sampled_from(("lapsed", "revoked")))
    since = draw(mostly(-200, 0, 1, -1))
    until = draw(mostly(None, 0, 1, 2))
    known = draw(mostly(-100, -1, 1))
    return standing, reason, since, until if until is None or until > since else None, known


@st.composite
def checks(draw: Any) -> tuple[str, str, int, int | None]:
    outcome = draw(mostly(CheckOutcome.VALIDATED, CheckOutcome.FAILED, CheckOutcome.IN_PROCESS))
    method = draw(mostly(CheckMethod.PRIMARY_SOURCE_WEB, CheckMethod.SELF_ATTESTED))
    on = draw(mostly(-10, 0, 1, -VERIFICATION_DAYS, -VERIFICATION_DAYS - 1))
    return outcome, method, on, draw(mostly(-1, None, 1))


@st.composite
def credentials(draw: Any) -> dict[str, Any]:
    kind = draw(mostly(CredentialKind.BOARD_CERTIFICATION, *CredentialKind))
    return {
        "kind": kind,
        "certificate": draw(st.sampled_from((0, 1, 2))),
        "initial_on": draw(mostly(None, -1, 0, 1)),
        "ends_on": draw(mostly(None, -1, 0, 1)),
        "terms_since": draw(mostly(LONG_AGO, -5, 1)),
        "statuses": draw(st.lists(statuses(), min_size=0, max_size=2)) or [draw(statuses())],
        "checks": [draw(checks()), *draw(st.lists(checks(), max_size=1))][draw(mostly(0, 1)) :],
    }


@st.composite
def people(draw: Any) -> dict[str, Any]:
    return {
        "is_active": draw(mostly(True, False)),
        "account": draw(mostly("own", "none", "closed", "no role")),
        "wrote": draw(mostly(False, True)),
        "identity": draw(mostly((-30, "own"), (0, "own"), (1, "own"), (-30, "other"), None)),
        "agreed": draw(mostly(True, False)),
        "disclosures": [
            draw(mostly(-10, 0, 1, -DISCLOSURE_DAYS, -DISCLOSURE_DAYS - 1)),
            *draw(st.lists(st.sampled_from((-400, -10, 1)), max_size=1)),
        ][draw(mostly(0, 1)) :],
        "away_until": draw(mostly(None, -1, 0, 1)),
        "credentials": draw(
            st.lists(credentials(), max_size=3, unique_by=lambda each: each["certificate"])
        )
        or [draw(credentials())],
    }


COVERAGE = st.lists(
    st.tuples(st.sampled_from((-100, 0, 1)), st.sampled_from((None, 0, 1, 2))), max_size=2
)
"""Since when, and until when, the third certificate counts for the article's specialty."""


@dataclass
class Crowd:
    """Puts what was drawn into the database. ``wrote``: users who wrote the article."""

    cast: Cast
    now: dt.datetime
    today: dt.date
    wrote: set[int]

    def day(self, offset: int) -> dt.date:
        return self.today + dt.timedelta(days=offset)

    def at(self, offset: int) -> dt.datetime:
        return self.now + dt.timedelta(days=offset)

    def cover(self, spans: list[tuple[int, int | None]]) -> None:
        certificate = self.cast.certificates["Internal Medicine"]
        for since, until in dict(spans).items():
            row = Coverage(
                certificate=certificate,
                specialty="rheumatology",
                since=self.day(since),
                until=self.day(until) if until is not None and until > since else None,
            )
            annotate(row, user=self.cast.officer, reason="Made up")
            row.save()

    def require(self, *, underlying: bool) -> None:
        """Whether the certificate in rheumatology needs the one in internal medicine."""
        named = self.cast.certificates
        Certificate.objects.filter(pk=named["Rheumatology"].pk).update(
            parent=named["Internal Medicine"], requires_underlying=underlying
        )

    def add(self, number: int, drawn: dict[str, Any]) -> Reviewer:
        user = None
        if drawn["account"] != "none":
            is_active = drawn["account"] != "closed"
            user = User.objects.create(username=f"drawn-{number}", is_active=is_active)
            if drawn["account"] != "no role":
                user.groups.add(Group.objects.get(name=roles.MEDICAL_REVIEWERS))
            if drawn["wrote"]:
                self.wrote.add(user.pk)
        away = drawn["away_until"]
        reviewer = Reviewer.objects.bulk_create([
            Reviewer(
                name=f"Drawn {number}",
                user=user,
                is_active=drawn["is_active"],
                away_until=None if away is None else self.day(away),
            )
        ])[0]  # fmt: skip
        self._person(reviewer, user, drawn)
        for held in drawn["credentials"]:
            self._credential(reviewer, held)
        return reviewer

    def _person(self, reviewer: Reviewer, user: User | None, drawn: dict[str, Any]) -> None:
        by = self.cast.officer
        if drawn["identity"] and user is not None:
            offset, whose = drawn["identity"]
            IdentityCheck.objects.create(
                reviewer=reviewer, user=user if whose == "own" else self.cast.writer,
                method=IdentityMethod.VIDEO, note="Seen", checked_on=self.day(offset),
                checked_by=by, recorded_at=self.now,
            )  # fmt: skip
        if drawn["agreed"]:
            AgreementAcceptance.objects.create(
                reviewer=reviewer, agreement_id=_agreement(), accepted_by=by, accepted_at=self.now
            )
        for offset in drawn["disclosures"]:
            Disclosure.objects.create(
                reviewer=reviewer, declared_on=self.day(offset), statement="None declared.",
                interests={}, recorded_at=self.now, recorded_by=by,
            )  # fmt: skip

    def _credential(self, reviewer: Reviewer, held: dict[str, Any]) -> None:
        by, second = self.cast.officer, self.cast.second_officer
        is_board = held["kind"] == CredentialKind.BOARD_CERTIFICATION
        names = ("Rheumatology", "Cardiovascular Disease", "Internal Medicine")
        certificate = self.cast.certificates[names[held["certificate"]]]
        ends = held["ends_on"]
        credential = Credential.objects.bulk_create([
            Credential(
                reviewer=reviewer,
                kind=held["kind"],
                certificate=certificate if is_board else None,
                initial_on=None if held["initial_on"] is None else self.day(held["initial_on"]),
                ends_on=None if ends is None else self.day(ends),
                duration=Duration.CONTINUOUS if ends is None else Duration.TIME_LIMITED,
                terms_since=self.at(held["terms_since"]),
            )
        ])[0]  # fmt: skip
        for standing, reason, since, until, known in held["statuses"]:
            CredentialStatus.objects.create(
                credential=credential, standing=standing, reason=reason,
                effective_from=self.day(since),
                effective_to=None if until is None else self.day(until),
                recorded_at=self.at(known), recorded_by=by,
            )  # fmt: skip
        for outcome, method, on, confirmed in held["checks"]:
            word = {"credential": credential, "outcome": outcome, "method": method}
            word["checked_on"] = self.day(on)
            check = CredentialVerification.objects.create(
                **word, checked_by=by, recorded_at=self.at(-2)
            )
            if confirmed is not None:
                CredentialVerification.objects.create(
                    **word, checked_by=second, recorded_at=self.at(confirmed), confirms=check
                )


def _agreement() -> int:
    from articles.credentials import agreement

    found = agreement.in_use()
    assert found is not None
    return found.pk
