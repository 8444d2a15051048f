"""One person's standing on a day, as people read it: states in words, conditions with reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import specialties
from articles.credentials import eligibility, standing
from articles.credentials.conditions import Condition, Rules
from articles.credentials.facts import Facts, Profile
from articles.errors import Refusal
from articles.models import Reviewer
from articles.stages import CredentialKind, StandingReason

from .two_times import AsOf

IN_FORCE = (gettext_lazy("In force"), "ok", "tick")
STATES = {
    "credential_not_yet": (gettext_lazy("Not yet in force"), "no", "clock"),
    "credential_no_status": (gettext_lazy("No status"), "no", "cross"),
    "credential_not_in_force": (gettext_lazy("Not in force"), "no", "cross"),
    "credential_ended": (gettext_lazy("Ended"), "no", "cross"),
    "credential_underlying": (gettext_lazy("Not in force"), "no", "cross"),
    "credential_unverified": (gettext_lazy("Not verified"), "warn", "warning"),
    "credential_stale": (gettext_lazy("Check stale"), "warn", "clock"),
}
"""Word, tone and icon for each reason against a credential: ended and stale are two states."""


@dataclass(frozen=True, slots=True)
class Held:
    """One credential on one day. ``status_id`` and ``check_id``: what says so (0: nothing does)."""

    facts: Facts
    word: str
    tone: str
    icon: str
    reason: str
    checked_on: dt.date | None
    due_on: dt.date | None
    blocks_on: dt.date | None
    is_over: bool
    covers: tuple[str, ...]
    status_id: int
    check_id: int

    @property
    def is_in_force(self) -> bool:
        return not self.reason

    @property
    def wants_a_check(self) -> bool:
        """Whether a new check would do something: in the world it is in force."""
        return self.tone != "no"


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition and, where it is not judged by the day asked about, by which it is."""

    condition: Condition
    basis: str = ""


@dataclass(frozen=True, slots=True)
class PersonalStanding:
    """What one person may do on a day, with every reason; the byline may be empty."""

    at: AsOf
    may_sign: bool
    asked: tuple[Asked, ...]
    held: tuple[Held, ...]
    byline: str
    covers: tuple[str, ...]
    profile: Profile


def standing_of(reviewer: Reviewer, profile: Profile, at: AsOf, rules: Rules) -> PersonalStanding:
    """Judge a loaded profile by the one rule; what is about an article is left out."""
    verdict = eligibility.judge(reviewer, "", rules, profile, on=at.on, known_at=at.known_at)
    about_person = [c for c in verdict.conditions if c.code not in {"authorship", "interest"}]
    shown = tuple(held(facts, profile.credentials, at, rules) for facts in profile.credentials)
    return PersonalStanding(
        at=at,
        may_sign=verdict.may_sign,
        asked=tuple(Asked(condition, _basis(condition.code, at)) for condition in about_person),
        held=shown,
        byline=verdict.byline,
        covers=tuple(dict.fromkeys(label for each in shown for label in _counted(each))),
        profile=profile,
    )


def held(facts: Facts, others: Iterable[Facts], at: AsOf, rules: Rules) -> Held:
    """One credential of a person whose credentials are ``others``, on a day."""
    on, known_at = at.on, at.known_at
    refusal = standing.objection(facts, others, on, known_at, rules)
    status = standing.status_on(facts, on, known_at)
    check = standing.check_on(facts, on, known_at)
    over = standing.is_over(facts, others, on, known_at)
    word, tone, icon = _state(refusal, status.reason if status else "")
    return Held(
        facts=facts,
        word=word,
        tone=tone,
        icon=icon,
        reason=refusal.message if refusal else "",
        checked_on=check.checked_on if check else None,
        due_on=None if over else standing.next_due(facts, on, known_at, rules),
        blocks_on=None if over else standing.blocks_on(facts, on, known_at, rules),
        is_over=over,
        covers=covered(facts, on),
        status_id=status.id if status else 0,
        check_id=check.id if check else 0,
    )


def covered(facts: Facts, on: dt.date) -> tuple[str, ...]:
    """The specialties that a certificate counts for on a day, in words."""
    codes: Sequence[str] = (facts.specialty, *(cover.specialty for cover in facts.covers))
    counted = dict.fromkeys(code for code in codes if code and facts.covers_on(code, on))
    return tuple(specialties.label(code) for code in counted)


def _counted(each: Held) -> tuple[str, ...]:
    certified = each.facts.kind == CredentialKind.BOARD_CERTIFICATION
    return each.covers if certified and each.is_in_force else ()


def _state(refusal: Refusal | None, reason: str) -> tuple[str, str, str]:
    word, tone, icon = STATES[refusal.code] if refusal else IN_FORCE
    if refusal and refusal.code == "credential_not_in_force" and reason != StandingReason.OTHER:
        word = StandingReason(reason).label
    return str(word), tone, icon


def _basis(code: str, at: AsOf) -> str:
    """Account and agreement keep no past here; identity and disclosure know their day."""
    if code in {"account", "agreement"} and not at.is_today:
        return _("as it is today")
    if code in {"identity", "disclosure"} and at.is_hindsight:
        return _("by that day, as known today")
    return ""
