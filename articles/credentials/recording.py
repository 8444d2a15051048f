"""Reviewers, what they hold, the catalogue and the policies: rows with a history, and a reason."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.models import User
from django.db import models, transaction

from articles.models import (
    Board,
    Certificate,
    Coverage,
    Credential,
    Reviewer,
    ReviewPolicy,
)
from articles.stages import Event

from . import concerns, leaving
from .adding import put
from .holding import clean, concerned, date_terms, explained, hold, permit

M = TypeVar("M", bound=models.Model)

_GOVERNED: dict[type[models.Model], tuple[Event, str]] = {
    Reviewer: (Event.REVIEWER_SAVE, "manage_credentials"),
    Credential: (Event.CREDENTIAL_RECORD, "manage_credentials"),
    Board: (Event.CATALOGUE_SAVE, "manage_credentials"),
    Certificate: (Event.CATALOGUE_SAVE, "manage_credentials"),
    Coverage: (Event.CATALOGUE_SAVE, "manage_credentials"),
    ReviewPolicy: (Event.POLICY_SAVE, "assign_review"),
}
"""Which event and which permission go with each historised model outside the articles."""


@transaction.atomic
def save(instance: M, *, actor: User, reason: str) -> M:
    """Write one governed row with its record and its ledger entry.

    Raises ``PermissionDenied``, ``InputRefused`` for an empty reason or a field that is wrong, and
    ``TransitionRefused`` when an officer touches their own standing.
    """
    event, permission = _GOVERNED[type(instance)]
    permit(actor, permission)
    why = explained(reason)
    for reviewer in concerned(instance):
        hold(reviewer, actor)
    clean(instance)
    if isinstance(instance, Credential):
        date_terms(instance)
    put(instance, event, actor, why)
    after(instance, actor)
    return instance


def after(instance: models.Model, actor: User) -> None:
    """What a saved row brings with it: doubts about what was signed, reviews that nobody does."""
    if isinstance(instance, Credential):
        concerns.look_again(instance.reviewer, actor=actor)
    if isinstance(instance, Reviewer) and not instance.is_active:
        leaving.close_open_reviews(instance, actor=actor)
