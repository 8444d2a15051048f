"""The conditions of a sign-off by a person, one function each, one reason each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from articles.errors import Refusal
from articles.models import Review, Reviewer
from articles.stages import CredentialKind, InterestDecision, LicenceRule, StandingReason

from . import standing
from .facts import Facts, Profile
from .standing import Freshness


class Rules(Freshness, Protocol):
    """The part of a review policy that judges a reviewer."""

    licence_rule: str
    disclosure_days: int


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold; it holds when nothing stands against it."""

    code: str
    label: str
    refusals: tuple[Refusal, ...] = ()
    note: str = ""
    """What people are told though nothing stands against it."""

    @property
    def holds(self) -> bool:
        return not self.refusals


def of_person(reviewer: Reviewer, profile: Profile) -> Iterator[Condition]:
    """What must be true of the person, whatever the article."""
    account = tuple(_account(reviewer, profile))
    yield Condition("account", _("An active account of their own"), account)
    identity = tuple(_identity(profile))
    yield Condition("identity", _("Identity checked by a second person"), identity)
    agreement = tuple(_agreement(profile))
    yield Condition("agreement", _("The reviewer agreement, accepted"), agreement)


def of_credentials(
    own: Sequence[Facts],
    objections: Mapping[int, Refusal | None],
    policy: Rules,
    on: dt.date,
    known_at: dt.datetime,
) -> Iterator[Condition]:
    """What they must hold; ``objections`` by credential, as ``standing.objection`` gives them."""
    credential = tuple(_credential(own, objections, on, known_at))
    yield Condition("credential", _("A verified credential in force"), credential)
    held = any(f.kind == CredentialKind.LICENCE and objections[f.id] is None for f in own)
    wanted = _("No licence to practise is in force.")
    rule = policy.licence_rule if not held else LicenceRule.IGNORE
    licence = (Refusal("no_licence", wanted),) if rule == LicenceRule.REQUIRE else ()
    note = wanted if rule == LicenceRule.WARN else ""
    yield Condition("licence", _("The licence that the policy asks for"), licence, note)


def of_article(
    profile: Profile, policy: Rules, on: dt.date, *, wrote: bool, review: Review | None
) -> Iterator[Condition]:
    """What stands between this person and this article."""
    disclosure = tuple(_disclosure(profile, policy, on))
    yield Condition("disclosure", _("A disclosure of interests that is not stale"), disclosure)
    yield Condition("authorship", _("Not their own text"), (own_text(),) if wrote else ())
    interest = tuple(_interest(review))
    yield Condition("interest", _("No disqualifying interest in this article"), interest)


def no_policy() -> Refusal:
    return Refusal("no_policy", _("No review policy covers this kind of article."))


def own_text() -> Refusal:
    return Refusal("own_text", _("You wrote or edited this text; someone else must do this."))


_NEVER = {StandingReason.SUSPENDED, StandingReason.REVOKED, StandingReason.SURRENDERED}
"""Reasons that bar a person whatever else they hold."""


def _account(reviewer: Reviewer, profile: Profile) -> Iterator[Refusal]:
    if not reviewer.is_active:
        yield Refusal("reviewer_inactive", _("This reviewer is no longer active."))
    if reviewer.user_id is None:
        yield Refusal("no_account", _("This reviewer has no account; invite them."))
    elif not profile.is_active_user:
        yield Refusal("account_inactive", _("Their account has been deactivated."))
    elif not profile.has_role:
        yield Refusal("no_role", _("Their account does not have the role of a medical reviewer."))


def _identity(profile: Profile) -> Iterator[Refusal]:
    if profile.identity_on is None:
        yield Refusal("identity", _("No second person has checked their identity."))


def _agreement(profile: Profile) -> Iterator[Refusal]:
    if profile.accepted < profile.agreement:
        yield Refusal(
            "agreement",
            _("Version %s of the reviewer agreement has not been accepted.") % profile.agreement,
        )


def _credential(
    own: Sequence[Facts],
    objections: Mapping[int, Refusal | None],
    on: dt.date,
    known_at: dt.datetime,
) -> Iterator[Refusal]:
    """What stands against a person, as their credentials were on a day."""
    for facts in own:
        status = standing.status_on(facts, on, known_at)
        if status is not None and status.reason in _NEVER:
            yield Refusal("barred", _("%s was suspended, revoked or surrendered.") % facts.label)
    in_force = {facts.kind for facts in own if objections[facts.id] is None}
    if in_force & {CredentialKind.BOARD_CERTIFICATION, CredentialKind.LICENCE}:
        return
    found = [each for each in objections.values() if each]
    yield from found or [
        Refusal("no_credential", _("No board certification or licence is on record."))
    ]


def _disclosure(profile: Profile, policy: Rules, on: dt.date) -> Iterator[Refusal]:
    if profile.declared_on is None:
        yield Refusal("no_disclosure", _("No disclosure of interests is on record."))
    elif (age := (on - profile.declared_on).days) > policy.disclosure_days:
        yield Refusal("disclosure_stale", _("The disclosure of interests is %s days old.") % age)


def _interest(review: Review | None) -> Iterator[Refusal]:
    if review is None or not review.interest:
        return
    if review.interest_decision == InterestDecision.NONE:
        yield Refusal("interest_open", _("An editor has not decided about the interest named."))
    if review.interest_decision == InterestDecision.DISQUALIFYING:
        yield Refusal("interest_disqualifies", _("An editor found the interest disqualifying."))
