"""A database of any number of reviewers with rows of every sort, and what it says, put plainly."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.contrib.auth.models import User

from articles import roles
from articles.credentials.facts import Check, Cover, Facts, Profile, Status
from articles.models import (
    Agreement,
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
from articles.specialties import SPECIALTIES
from articles.stages import (
    CheckMethod,
    CheckOutcome,
    CredentialKind,
    Duration,
    IdentityMethod,
    Standing,
    StandingReason,
)
from tests.cast import Cast, person

START = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)
ON = dt.date(2026, 3, 1)
ROLES = (roles.MEDICAL_REVIEWERS, roles.WRITERS)


class Town:
    """A database of any number of reviewers, with rows of every sort in any order."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.chance = cast, random.Random(seed)
        self.clock = START
        self.certificates = list(Certificate.objects.all())
        for _ in range(self.chance.randrange(4)):
            self.cover()
        for version in range(2, 2 + self.chance.randrange(3)):
            Agreement.objects.create(
                version=version, text="x", recorded_by=cast.editor, recorded_at=self.now()
            )
        people = [self.reviewer(number) for number in range(self.chance.randrange(1, 6))]
        credentials = [self.credential(who) for who in people for _ in range(self.dice(4))]
        told = [each for each in credentials if each for _ in range(self.dice(4))]
        self.chance.shuffle(told)  # nobody's rows lie together
        for credential in told:
            self.chance.choice((self.status, self.check))(credential)
        for credential in set(told):
            if self.dice(2):  # a changed row may come back in another place
                self.saved(credential)

    def dice(self, sides: int) -> int:
        return self.chance.randrange(sides)

    def now(self) -> dt.datetime:
        self.clock += dt.timedelta(hours=self.dice(30))
        return self.clock

    def day(self) -> dt.date:
        return ON + dt.timedelta(days=self.chance.randrange(-400, 30))

    def pick(self, *choices: Any) -> Any:
        return self.chance.choice(choices)

    def saved(self, row: Any) -> Any:
        annotate(row, user=self.cast.officer, reason="Made up")
        row.save()
        return row

    def cover(self) -> None:
        since = self.day()
        key = {"certificate": self.pick(*self.certificates), "specialty": self.pick(*SPECIALTIES)}
        if not Coverage.objects.filter(since=since, **key).exists():
            until = self.pick(None, since + dt.timedelta(days=90))
            self.saved(Coverage(since=since, until=until, **key))

    def reviewer(self, number: int) -> Reviewer:
        user = self.pick(None, person(f"someone-{number}", *self.pick((), (roles.WRITERS,), ROLES)))
        if user is not None and self.dice(3) == 0:
            user.is_active = False
            user.save()
        who = self.saved(Reviewer(user=user, name=f"Someone {number}"))
        for _ in range(self.dice(3)):
            self.disclosure(who)
        if user is not None:
            for _ in range(self.dice(3)):
                self.identity(who, self.pick(user, self.cast.physician))
        for version in Agreement.objects.all():
            if self.dice(2):
                AgreementAcceptance.objects.create(
                    reviewer=who,
                    agreement=version,
                    accepted_by=self.cast.officer,
                    accepted_at=self.now(),
                )
        return who

    def disclosure(self, who: Reviewer) -> None:
        Disclosure.objects.create(
            reviewer=who,
            declared_on=self.day(),
            statement=self.pick("None declared.", "I hold stock."),
            interests={},
            recorded_by=self.cast.officer,
            recorded_at=self.now(),
        )

    def identity(self, who: Reviewer, user: User) -> None:
        IdentityCheck.objects.create(
            reviewer=who,
            user=user,
            method=IdentityMethod.VIDEO,
            note="Passport seen",
            checked_on=self.day(),
            checked_by=self.cast.officer,
            recorded_at=self.now(),
        )

    def credential(self, who: Reviewer) -> Credential | None:
        kind = self.pick(*CredentialKind)
        certificate = None
        if kind == CredentialKind.BOARD_CERTIFICATION:
            certificate = self.pick(*self.certificates, None)
            if certificate and who.credentials.filter(certificate=certificate).exists():
                return None
        ends = self.pick(None, self.day())
        return self.saved(
            Credential(
                reviewer=who,
                kind=kind,
                certificate=certificate,
                title=self.pick("", "MD"),
                jurisdiction=self.pick("", "US-AZ"),
                initial_on=self.pick(None, self.day()),
                duration=Duration.TIME_LIMITED if ends else self.pick("continuous", "lifetime"),
                ends_on=ends,
            )
        )

    def status(self, credential: Credential) -> None:
        reason = self.pick(*StandingReason)
        since = self.day()
        CredentialStatus.objects.create(
            credential=credential,
            standing=Standing.NOT_IN_FORCE if reason else Standing.IN_FORCE,
            reason=reason,
            effective_from=since,
            effective_to=self.pick(None, since + dt.timedelta(days=20)),
            recorded_at=self.now(),
            recorded_by=self.cast.officer,
        )

    def check(self, credential: Credential) -> None:
        made = CredentialVerification.objects.create(
            credential=credential,
            outcome=self.pick(*CheckOutcome),
            method=self.pick(*CheckMethod),
            checked_on=self.day(),
            checked_by=self.cast.officer,
            recorded_at=self.now(),
        )
        if self.dice(2):
            CredentialVerification.objects.create(
                credential=credential,
                outcome=made.outcome,
                method=made.method,
                checked_on=made.checked_on,
                checked_by=self.cast.second_officer,
                recorded_at=self.now(),
                confirms=made,
            )


def plainly(reviewer: Reviewer, on: dt.date) -> Profile:
    """A profile put together row by row, the slow and obvious way."""
    user = reviewer.user
    declared = sorted(
        (d for d in reviewer.disclosures.all() if d.declared_on <= on),
        key=lambda d: (d.declared_on, d.pk),
    )
    seen = [c.checked_on for c in reviewer.identity_checks.filter(user=user) if c.checked_on <= on]
    return Profile(
        reviewer_id=reviewer.pk,
        credentials=tuple(map(_facts, reviewer.credentials.order_by("pk"))),
        is_active_user=user is not None and user.is_active,
        has_role=user is not None
        and user.groups.filter(permissions__codename="review_article").exists(),
        identity_on=min(seen, default=None) if user else None,
        agreement=max((a.version for a in Agreement.objects.all()), default=0),
        accepted=max((a.agreement.version for a in reviewer.acceptances.all()), default=0),
        disclosure_id=declared[-1].pk if declared else 0,
        declared_on=declared[-1].declared_on if declared else None,
        statement=declared[-1].statement if declared else "",
    )


def _facts(credential: Credential) -> Facts:
    certificate = credential.certificate
    board = certificate.board if certificate else None
    covers = certificate.coverages.order_by("specialty", "since") if certificate else ()
    checks = credential.verifications.filter(confirms=None).order_by("pk")
    confirmed = {
        c.confirms_id: c.recorded_at for c in credential.verifications.exclude(confirms=None)
    }
    return Facts(
        id=credential.pk,
        reviewer_id=credential.reviewer_id,
        kind=credential.kind,
        label=certificate.name if certificate else credential.label,
        initial_on=credential.initial_on,
        ends_on=credential.ends_on,
        terms_since=credential.terms_since,
        certificate_id=certificate.pk if certificate else None,
        certificate=certificate.name if certificate else "",
        certificate_kind=certificate.kind if certificate else "",
        specialty=certificate.specialty if certificate else "",
        covers=tuple(Cover(c.specialty, c.since, c.until) for c in covers),
        parent_id=certificate.parent_id if certificate else None,
        requires_underlying=bool(certificate and certificate.requires_underlying),
        board_id=board.pk if board else None,
        board=board.name if board else "",
        anniversary=(board.reverify_month, board.reverify_day)
        if board and board.reverify_month
        else None,
        statuses=tuple(
            Status(s.standing, s.reason, s.effective_from, s.effective_to, s.recorded_at, s.pk)
            for s in credential.statuses.order_by("pk")
        ),
        checks=tuple(
            Check(c.outcome, c.method, c.checked_on, c.recorded_at, confirmed.get(c.pk), c.pk)
            for c in checks
        ),
    )
