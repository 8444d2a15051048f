"""Rounds of medical review: the round, and the invitation of each reviewer."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.stages import (
    Decision,
    InterestDecision,
    Outcome,
    Purpose,
    Response,
    Scope,
)

from .article import Article
from .reviewer import Reviewer


class Round(models.Model):
    """One submission of one record under one policy record and checklist, until it ends."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField(_("round"))
    purpose = models.CharField(max_length=16, choices=Purpose, default=Purpose.RELEASE)
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.WHOLE)
    record = models.ForeignKey("articles.HistoricalArticle", models.PROTECT, related_name="rounds")
    policy = models.ForeignKey(
        "articles.HistoricalReviewPolicy", models.PROTECT, related_name="rounds"
    )
    checklist = models.ForeignKey(
        "articles.Checklist", models.PROTECT, null=True, related_name="rounds"
    )
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"))
    due_on = models.DateField(_("due on"))
    note = models.TextField(_("note to the reviewers"), blank=True)
    outcome = models.CharField(max_length=24, choices=Outcome, default=Outcome.OPEN)
    ended_at = models.DateTimeField(_("ended"), null=True)
    end_note = models.TextField(_("why it ended"), blank=True)

    class Meta:
        ordering = ("article", "number")
        verbose_name = _("round of review")
        verbose_name_plural = _("rounds of review")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="round_number_unique", fields=("article", "number")),
            models.UniqueConstraint(
                name="round_one_open", fields=("article",), condition=Q(outcome=Outcome.OPEN)
            ),
            models.CheckConstraint(
                name="round_ended_has_time",
                condition=Q(outcome=Outcome.OPEN, ended_at__isnull=True)
                | (~Q(outcome=Outcome.OPEN) & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Round {self.number}: {self.article}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> Self:
        """Still waiting for this reviewer's decision."""
        return self.filter(closed_at__isnull=True)

    def overdue(self, on: dt.date) -> Self:
        return self.open().filter(due_on__lt=on)

    def by_urgency(self) -> Self:
        return self.order_by("due_on", "pk")


class Review(models.Model):
    """The invitation of one reviewer to one round, and what they decided."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="reviews")
    due_on = models.DateField(_("due on"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited"))
    response = models.CharField(max_length=10, choices=Response, default=Response.INVITED)
    responded_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=20, choices=Decision, blank=True, default=Decision.NONE)
    closed_at = models.DateTimeField(null=True)
    closed_because = models.TextField(blank=True)
    interest = models.TextField(_("interest that bears on the article"), blank=True)
    interest_at = models.DateTimeField(_("interest declared"), null=True)
    interest_decision = models.CharField(
        max_length=16, choices=InterestDecision, blank=True, default=InterestDecision.NONE
    )
    interest_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    interest_reason = models.TextField(_("why it was decided so"), blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("round", "pk")
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="review_once_a_round", fields=("round", "reviewer")),
            models.CheckConstraint(
                name="review_decided_is_closed",
                condition=Q(decision=Decision.NONE) | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="review_interest_decided_by_someone",
                condition=Q(interest_decision=InterestDecision.NONE)
                | (Q(interest_decided_by__isnull=False) & ~Q(interest="")),
            ),
        ]
        indexes = [
            models.Index(fields=("reviewer", "closed_at", "due_on"), name="review_open_by_due")
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.round}"
