"""Put a policy's checklist into use. A running round keeps the version that it began with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.canonical import clean_text
from articles.credentials.adding import add
from articles.credentials.holding import explained, permit
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Checklist, ReviewPolicy
from articles.stages import Event

MOST = 12
"""Longer lists are ticked without being read."""

_CODE = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,48}[a-z0-9])?")


def in_use(policy: ReviewPolicy) -> Checklist | None:
    """The newest version of a policy's checklist; it may ask nothing."""
    return Checklist.objects.filter(policy=policy).order_by("-version").first()


def put_in_use(
    policy: ReviewPolicy,
    questions: Sequence[Mapping[str, str]],
    *,
    checks_references: bool,
    actor: User,
    reason: str,
    base: int | None = None,
) -> Checklist:
    """A new version of what rounds under this policy ask of each sign-off from now on.

    ``questions``: up to 12 of ``{"code": slug, "question": text, "help": text}``; none, and no
    references checked, ends the use of a checklist. ``base``: the version that it was written
    over, 0 for none. Raises ``PermissionDenied``, ``InputRefused``, and ``TransitionRefused`` when
    another version came in between.
    """
    before = in_use(policy)
    try:
        with transaction.atomic():
            permit(actor, "assign_review")
            if base is not None and base != (before.version if before else 0):
                raise _moved()
            row = _next(policy, before, _cleaned(questions), checks_references)
            row.reason, row.recorded_by, row.recorded_at = explained(reason), actor, timezone.now()
            return add(row, Event.CHECKLIST_SAVE, actor, f"reviewpolicy:{policy.pk}")
    except (IntegrityError, InputRefused) as error:
        if in_use(policy) == before:
            raise
        raise _moved() from error


def _next(
    policy: ReviewPolicy,
    before: Checklist | None,
    questions: list[dict[str, str]],
    checks_references: bool,
) -> Checklist:
    old = (before.questions, before.checks_references) if before else ([], False)
    if old == (questions, checks_references):
        raise InputRefused("questions", _("this is in use already."), "unchanged")
    return Checklist(
        policy=policy,
        version=before.version + 1 if before else 1,
        questions=questions,
        checks_references=checks_references,
    )


def _cleaned(questions: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Questions in their stored form, in the order in which they are asked."""
    if len(questions) > MOST:
        raise InputRefused("questions", _("at most %s can be asked.") % MOST, "too_many")
    found: dict[str, dict[str, str]] = {}
    for number, question in enumerate(questions, start=1):
        stored = _question(number, question)
        if stored["code"] in found:
            wrong = _("question %(number)s has the code of another, “%(code)s”.")
            message = wrong % {"number": number, "code": stored["code"]}
            raise InputRefused("questions", message, "code_twice")
        found[stored["code"]] = stored
    return list(found.values())


def _question(number: int, question: Mapping[str, Any]) -> dict[str, str]:
    stored = {
        part: " ".join(clean_text(str(question.get(part, "")), "questions").split())
        for part in ("code", "question", "help")
    }
    if not _CODE.fullmatch(stored["code"]):
        wrong = _("the code of question %s must be small letters, digits and hyphens.")
        raise InputRefused("questions", wrong % number, "code")
    if not stored["question"]:
        raise InputRefused("questions", _("question %s has no words.") % number, "missing")
    return stored


def _moved() -> TransitionRefused:
    other = _("Another version was put into use meanwhile: read it first.")
    return TransitionRefused("checklist", [Refusal("checklist_moved", other)])
