"""May this reviewer sign this article on this day? One object, with every condition and reason.

The page shows it, the engine obeys it, the signature stores it, the tests assert it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.days import editorial_date
from articles.errors import Refusal
from articles.models import Article, Review, Reviewer, ReviewPolicy, Signature
from articles.stages import CredentialKind

from . import standing
from .byline import byline
from .conditions import Condition, Rules, no_policy, of_article, of_credentials, of_person, own_text
from .facts import Facts, Profile
from .loading import load

__all__ = ["Condition", "Rules", "Verdict", "judge", "no_policy", "of", "own_text"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Two verdicts and their grounds: one counts as a sign-off, the other as a specialist's."""

    may_sign: bool
    is_specialist: bool
    conditions: tuple[Condition, ...]
    byline: str
    relied_on: tuple[Facts, ...]
    profile: Profile
    on: dt.date
    known_at: dt.datetime

    @property
    def ok(self) -> bool:
        return self.may_sign

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Every reason against it."""
        return tuple(refusal for held in self.conditions for refusal in held.refusals)

    def evidence(self) -> dict[str, Any]:
        """What a signature stores: verdicts, byline, and each credential as it stood."""
        return {
            "may_sign": self.may_sign,
            "is_specialist": self.is_specialist,
            "conditions": [held.code for held in self.conditions if held.holds],
            "byline": self.byline,
            "credentials": [self._credential(facts) for facts in self.relied_on],
            "disclosure": self.profile.statement,
            "disclosure_id": self.profile.disclosure_id,
            "agreement": self.profile.accepted,
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
    profile = load([reviewer.pk], on=day)[reviewer.pk]
    if rules is None:
        return without_policy(profile, on=day, known_at=now)
    asked = Review.objects.filter(round=article.round_id, reviewer=reviewer).first()
    return judge(
        reviewer,
        article.specialty,
        rules,
        profile,
        on=day,
        known_at=now,
        wrote=reviewer.user_id in article.writers(),
        review=asked if article.round_id else None,
    )


def no_longer_stood(
    given: Iterable[tuple[Reviewer, Signature]],
    specialty: str,
    policy: Rules,
    *,
    at: dt.datetime,
    profiles: Mapping[int, Profile] | None = None,
) -> Iterator[Refusal]:
    """Sign-offs whose signer was not in force on the day of signing, as is known at a moment.

    ``profiles``: those of the signers, on that day, where they were loaded already.
    """
    pairs = list(given)
    if profiles is None:
        profiles = load([reviewer.pk for reviewer, _signature in pairs], on=editorial_date(at))
    for reviewer, signature in pairs:
        verdict = judge(
            reviewer,
            specialty,
            policy,
            profiles[reviewer.pk],
            on=editorial_date(signature.signed_at),
            known_at=at,
            looking_back=True,
        )
        if not verdict.ok or (signature.is_specialist and not verdict.is_specialist):
            yield Refusal(
                "signer_not_in_force",
                _("%s was not in force on the day of signing, as is known now.")
                % signature.printed_name,
            )


def without_policy(profile: Profile, *, on: dt.date, known_at: dt.datetime) -> Verdict:
    """Nobody may sign where no policy says what is needed."""
    condition = Condition("policy", _("A review policy"), (no_policy(),))
    return Verdict(False, False, (condition,), "", (), profile, on, known_at)


def judge(
    reviewer: Reviewer,
    specialty: str,
    policy: Rules,
    profile: Profile,
    *,
    on: dt.date,
    known_at: dt.datetime,
    wrote: bool = False,
    review: Review | None = None,
    looking_back: bool = False,
) -> Verdict:
    """Judge a loaded profile: no statement is sent to the database.

    ``wrote``: the person wrote or edited the text. ``review``: their invitation, with the interest
    they named. ``looking_back``: at a signature given on that day; only the credentials are judged,
    for whatever else was asked then was answered then.
    """
    own = profile.credentials
    objections = {item.id: standing.objection(item, own, on, known_at, policy) for item in own}
    in_force = tuple(item for item in own if objections[item.id] is None)
    certified = [f for f in in_force if f.kind == CredentialKind.BOARD_CERTIFICATION]
    found = list(of_credentials(own, objections, policy, on, known_at))
    if not looking_back:
        found = [
            *of_person(reviewer, profile),
            *found,
            *of_article(profile, policy, on, wrote=wrote, review=review),
        ]
    may_sign = all(condition.holds for condition in found)
    return Verdict(
        may_sign=may_sign,
        is_specialist=may_sign and any(f.covers_on(specialty, on) for f in certified),
        conditions=tuple(found),
        byline=byline(reviewer.printed_name, certified) if may_sign else "",
        relied_on=in_force if may_sign else (),
        profile=profile,
        on=on,
        known_at=known_at,
    )
