"""Where what stands in one's own way can be put right: reasons with a link beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from articles.credentials.conditions import of_article, of_person
from articles.credentials.due import strictest
from articles.credentials.eligibility import Condition, Verdict
from articles.credentials.loading import load
from articles.errors import Refusal
from articles.models import Reviewer, Signature
from articles.signing import tickets

PLACES: Mapping[str, Any] = {
    "no_disclosure": reverse_lazy("disclosure"),
    "disclosure_stale": reverse_lazy("disclosure"),
    "agreement": reverse_lazy("agreement"),
    "password_not_own": reverse_lazy("password_change"),
    "second_factor_missing": reverse_lazy("mfa_index"),
}
"""By the code of a reason. Whoever meets one of these is the reviewer, or signs."""

OPEN_AGAIN = {"ticket_unknown", "ticket_expired", "ticket_spent", "statement_changed"}
"""What a new look at the same page puts right, where nothing else stands in the way."""


OWN: Mapping[str, Any] = {
    "account": _("An active account of your own"),
    "authorship": _("Not your own text"),
}
"""Conditions that are said in other words to the person they are about."""


@dataclass(frozen=True, slots=True)
class Remedied(Refusal):
    """A reason, and the page where it can be put right (partials reasons, errors)."""

    link: str = ""


def linked(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    return tuple(
        Remedied(refusal.code, refusal.message, str(PLACES.get(refusal.code, "")))
        for refusal in refusals
    )


def receipt_of(user: User, ticket: str) -> str:
    """Where the signature is read that this very page gave already; empty without one."""
    used = tickets.find(ticket)
    if used is None or used.used_at is None or used.user_id != user.pk:
        return ""
    given = Signature.objects.filter(signer=user, signed_at=used.used_at).first()
    return reverse("receipt", args=[given.pk]) if given else ""


def duties(user: User, on: dt.date) -> list[Refusal]:
    """What a reviewer can put right themselves before the next sign-off: agreement, disclosure."""
    reviewer = Reviewer.objects.filter(user=user).first()
    if reviewer is None:
        return []
    profile = load([reviewer.pk], on=on)[reviewer.pk]
    asked = [
        *of_person(reviewer, profile),
        *of_article(profile, strictest(), on, wrote=False, review=None),
    ]
    found = linked(refusal for condition in asked for refusal in condition.refusals)
    return [refusal for refusal in found if refusal.code in PLACES]


def conditions(verdict: Verdict | None) -> list[Condition]:
    """Every condition of a person's own verdict, each reason with its link."""
    if verdict is None:
        return []
    return [
        Condition(c.code, OWN.get(c.code, c.label), linked(c.refusals)) for c in verdict.conditions
    ]
