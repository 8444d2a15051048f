"""The yearly disclosure of competing interests, by the reviewer alone (ICMJE form, 2021)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.canonical import clean_text
from articles.days import editorial_date
from articles.errors import InputRefused
from articles.models import Disclosure, Reviewer
from articles.stages import Event, InterestCategory

from .adding import add
from .holding import claim

PAYEES = ("self", "institution")
MOST = 50
"""Entries of one answer."""
NOTHING = "None declared."
"""What is printed for somebody without interests."""


@transaction.atomic
def declare(
    reviewer: Reviewer, *, actor: User, interests: Mapping[str, Any], statement: str
) -> Disclosure:
    """Add a declaration. Every one of the thirteen questions is answered, with ``[]`` for none.

    ``statement`` is what readers see; the interests themselves stay private. Raises
    ``PermissionDenied`` for anybody but the holder, and ``InputRefused``.
    """
    if reviewer.user_id is None or reviewer.user_id != actor.pk:
        raise PermissionDenied("articles.review_article")
    claim(reviewer)
    answers = {category.value: _answer(category, interests) for category in InterestCategory}
    printed = statement.strip() or ("" if any(answers.values()) else NOTHING)
    if not printed:
        raise InputRefused("statement", _("say what readers are told of your interests."))
    if any(answers.values()) and printed == NOTHING:
        raise InputRefused("statement", _("“None declared” does not fit the interests you named."))
    now = timezone.now()
    disclosure = Disclosure(
        reviewer=reviewer,
        declared_on=editorial_date(now),
        statement=printed,
        interests=answers,
        recorded_at=now,
        recorded_by=actor,
    )
    return add(disclosure, Event.DISCLOSE, actor, f"reviewer:{reviewer.pk}", printed)


def statement_of(interests: Mapping[str, Any]) -> str:
    """What readers could be told: each category with the bodies named; ``NOTHING`` for none."""
    said = []
    for category in InterestCategory:
        names = [_payer(entry) for entry in interests.get(category.value, ()) if entry["entity"]]
        if names:
            said.append(f"{category.label}: {', '.join(dict.fromkeys(names))}.")
    return " ".join(said) or NOTHING


def _payer(entry: Mapping[str, str]) -> str:
    if entry["payee"] == "institution":
        return _("%s (to the institution)") % entry["entity"]
    return entry["entity"]


def _answer(category: InterestCategory, interests: Mapping[str, Any]) -> list[dict[str, str]]:
    given = interests.get(category.value)
    if not isinstance(given, list):
        message = _("answer “%s”, with “none” where there is nothing.") % category.label
        raise InputRefused(category.value, message, "missing")
    if len(given) > MOST:
        message = _("name the %s most important, and sum up the rest in one entry.") % MOST
        raise InputRefused(category.value, message, "many")
    return [_entry(category, entry) for entry in given]


def _entry(category: InterestCategory, entry: Mapping[str, Any]) -> dict[str, str]:
    entity = clean_text(str(entry.get("entity", "")).strip(), category.value)
    payee = str(entry.get("payee", "self"))
    if not entity:
        raise InputRefused(category.value, _("name the company or body."), "entity")
    if payee not in PAYEES:
        raise InputRefused(category.value, _("say whether you or your institution is paid."))
    comment = clean_text(str(entry.get("comment", "")).strip(), category.value)
    return {"entity": entity, "payee": payee, "comment": comment}
