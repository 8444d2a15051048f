"""May this reviewer sign this article on this day? One object, with every reason.

The page shows it, the engine obeys it, the signature stores it, the tests assert it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.days import editorial_date
from articles.errors import Refusal
from articles.models import Article, Reviewer, ReviewPolicy
from articles.stages import CredentialKind, LicenceRule, StandingReason

from . import standing
from .byline import byline
from .facts import Facts, load
from .standing import Freshness


class Rules(Freshness, Protocol):
    """The part of a review policy that judges a reviewer."""

    licence_rule: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Two verdicts and their grounds: one counts as a sign-off, the other as a specialist's."""

    may_sign: bool
    is_specialist: bool
    refusals: tuple[Refusal, ...]
    byline: str
    relied_on: tuple[Facts, ...]
    on: dt.date
    known_at: dt.datetime

    @property
    def ok(self) -> bool:
        return self.may_sign

    def evidence(self) -> dict[str, Any]:
        """What a signature stores: verdicts, byline, and each credential as it stood."""
        return {
            "may_sign": self.may_sign,
            "is_specialist": self.is_specialist,
            "byline": self.byline,
            "credentials": [self._credential(facts) for facts in self.relied_on],
        }

    def _credential(self, facts: Facts) -> dict[str, Any]:
        status = standing.status_on(facts, self.on, self.known_at)
        check = standing.check_on(facts, self.on, self.known_at)
        return {
            "credential": facts.id,
            "board": facts.board,
            "certificate": facts.certificate or facts.label,
            "kind": facts.certificate_kind or facts.kind,
            "status": status.standing if status else "",
            "status_id": status.id if status else 0,
            "verification_id": check.id if check else 0,
            "verified_on": check.checked_on.isoformat() if check else "",
        }


_NEVER = {StandingReason.SUSPENDED, StandingReason.REVOKED, StandingReason.SURRENDERED}
"""Reasons that bar a person whatever else they hold."""


def of(
    reviewer: Reviewer,
    article: Article,
    *,
    on: dt.date | None = None,
    policy: Rules | None = None,
) -> Verdict:
    """The verdict for one reviewer and one article on one day, as known now."""
    now = timezone.now()
    day = on or editorial_date(now)
    rules = policy or ReviewPolicy.objects.applying_to(article)
    if rules is None:
        return Verdict(False, False, (no_policy(),), "", (), day, now)
    facts = load([reviewer.pk])
    return judge(reviewer, article.specialty, rules, facts, on=day, known_at=now)


def no_policy() -> Refusal:
    return Refusal("no_policy", _("No review policy covers this kind of article."))


def judge(
    reviewer: Reviewer,
    specialty: str,
    policy: Rules,
    facts: Sequence[Facts],
    *,
    on: dt.date,
    known_at: dt.datetime,
    looking_back: bool = False,
) -> Verdict:
    """Judge loaded facts: no statement is sent to the database.

    ``looking_back``: at a signature given on that day. Who has left since then stood all the same.
    """
    own = [item for item in facts if item.reviewer_id == reviewer.pk]
    objections = {item.id: standing.objection(item, own, on, known_at, policy) for item in own}
    in_force = tuple(item for item in own if objections[item.id] is None)
    certified = [f for f in in_force if f.kind == CredentialKind.BOARD_CERTIFICATION]

    refusals = _refusals(own, objections, policy, on, known_at)
    if not reviewer.is_active and not looking_back:
        gone = Refusal("reviewer_inactive", _("This reviewer is no longer active."))
        refusals = [gone, *refusals]
    may_sign = not refusals
    return Verdict(
        may_sign=may_sign,
        is_specialist=may_sign and any(f.specialty == specialty for f in certified),
        refusals=tuple(refusals),
        byline=byline(reviewer.printed_name, certified) if may_sign else "",
        relied_on=in_force if may_sign else (),
        on=on,
        known_at=known_at,
    )


def _refusals(
    own: Sequence[Facts],
    objections: Mapping[int, Refusal | None],
    policy: Rules,
    on: dt.date,
    known_at: dt.datetime,
) -> list[Refusal]:
    """What stands against a person, as their credentials were on a day."""
    in_force = {facts.kind for facts in own if objections[facts.id] is None}
    found = [
        Refusal("barred", _("%s was suspended, revoked or surrendered.") % facts.label)
        for facts in own
        if _is_barring(facts, on, known_at)
    ]
    if not in_force & {CredentialKind.BOARD_CERTIFICATION, CredentialKind.LICENCE}:
        found += [each for each in objections.values() if each] or [
            Refusal("no_credential", _("No board certification or licence is on record."))
        ]
    if policy.licence_rule == LicenceRule.REQUIRE and CredentialKind.LICENCE not in in_force:
        found.append(Refusal("no_licence", _("No licence to practise is in force.")))
    return found


def _is_barring(facts: Facts, on: dt.date, known_at: dt.datetime) -> bool:
    status = standing.status_on(facts, on, known_at)
    return status is not None and status.reason in _NEVER
