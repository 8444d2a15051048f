"""A reviewer's answers to the round's checklist: given, changed, and sealed by the sign-off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.canonical import canonical_bytes, clean_text, digest
from articles.credentials.holding import claim, permit
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Checklist, ReferenceCheck, Review, ReviewAnswer
from articles.stages import Answer

from .case import Case
from .ticks import fingerprints, ticks

ANSWERS_SCHEMA = "reviewflow/answers@1"


@transaction.atomic
def save(
    review: Review, answers: Mapping[str, tuple[str, str]], ticked: Collection[str], *, actor: User
) -> None:
    """A whole page of answers: what is the same is left alone, so that it keeps its time.

    ``answers``: answer and note by the code of the question; what is left out or empty stays as it
    is. ``ticked``: the key of every reference that is marked as checked; the others are not.
    A tick or an answer does not accept the invitation.

    Raises ``PermissionDenied``, ``TransitionRefused`` and ``InputRefused``, whose field is the code
    of the question, or ``references``.
    """
    held = _hold(review, actor)
    now = timezone.now()
    _write_answers(held, answers, now)
    if _checklist(held).checks_references or ticked:
        _write_ticks(held, set(ticked), now)


def stated(case: Case) -> dict[str, str]:
    """What a sign-off says of the actor's answers: their digest, where any were asked for."""
    if case.checklist is None:
        return {}
    checks = filter(None, case.ticks.values())
    return {"answers": answers_digest(case.checklist.pk, case.answers, checks)}


def seal(case: Case) -> dict[str, str]:
    """What the sign-off's ledger entry says of them. Carried ticks become rows of this review.

    Its close makes all of them final.
    """
    checks = filter(None, case.ticks.values())
    ReferenceCheck.objects.bulk_create(check for check in checks if check.pk is None)
    return stated(case)


def answers_digest(
    checklist: int, answers: Iterable[ReviewAnswer], checks: Iterable[ReferenceCheck]
) -> str:
    """``sha256:`` of the answers to a checklist and the ticks beside them, in RFC 8785 form."""
    said = {
        "schema": ANSWERS_SCHEMA,
        "checklist": checklist,
        "answers": {row.code: [row.answer, row.note, _instant(row.answered_at)] for row in answers},
        "references": {
            row.key: [row.digest, _instant(row.checked_at), row.carried_from_id or 0]
            for row in checks
        },
    }
    return digest(canonical_bytes(said))


def _instant(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).isoformat() if at else ""


def _hold(review: Review, actor: User) -> Review:
    """The review read afresh, while its reviewer signs nothing and nobody closes it."""
    if review.reviewer.user_id != actor.pk:
        raise PermissionDenied("articles.review_article")
    permit(actor, "review_article")
    claim(review.reviewer)
    held = Review.objects.select_for_update(of=("self",), no_key=True)
    now = held.select_related("round__checklist", "round__record").get(pk=review.pk)
    if now.closed_at is not None:
        raise TransitionRefused("answer", [Refusal("closed", _("This review is closed."))])
    if now.round.checklist is None:
        nothing = _("Nothing is asked in this round besides the text.")
        raise TransitionRefused("answer", [Refusal("no_checklist", nothing)])
    return now


def _checklist(review: Review) -> Checklist:
    assert review.round.checklist is not None
    return review.round.checklist


def _write_answers(review: Review, answers: Mapping[str, tuple[str, str]], at: dt.datetime) -> None:
    asked = _checklist(review).codes
    stored = {row.code: (row.answer, row.note) for row in review.answers.all()}
    changed = []
    for code, (answer, typed) in answers.items():
        if code not in asked:
            raise InputRefused(code, _("this round does not ask that."), "unknown")
        note = clean_text(typed.strip(), code)
        if not answer and not note:
            continue
        if not answer:
            raise InputRefused(code, _("choose an answer."), "missing")
        if answer not in Answer.values:
            raise InputRefused(code, _("the answers are yes, no and not applicable."), "invalid")
        if stored.get(code) != (answer, note):
            row = ReviewAnswer(review=review, code=code, answer=answer, note=note, answered_at=at)
            changed.append(row)
    ReviewAnswer.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=("review", "code"),
        update_fields=("answer", "note", "answered_at"),
    )


def _write_ticks(review: Review, on: set[str], at: dt.datetime) -> None:
    """Tick these, and take back all others."""
    if not _checklist(review).checks_references:
        raise InputRefused("references", _("this round asks for no ticks."), "not_asked")
    standing = ticks(review)
    if unknown := min(on - standing.keys(), default=""):
        wrong = _("this version has no reference “%s”.") % unknown
        raise InputRefused("references", wrong, "unknown")
    changed = [key for key, check in standing.items() if (check is None) == (key in on)]
    now = fingerprints(review.round.record) if changed else {}
    ReferenceCheck.objects.bulk_create(
        [
            ReferenceCheck(
                review=review, key=key, digest=now[key], checked_at=at if key in on else None
            )
            for key in changed
        ],
        update_conflicts=True,
        unique_fields=("review", "key"),
        update_fields=("digest", "checked_at", "carried_from"),
    )
