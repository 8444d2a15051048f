"""Rounds of medical review: the policy, the round, the invitation of each reviewer."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles import specialties
from articles.stages import (
    ArticleType,
    Decision,
    LicenceRule,
    Outcome,
    Purpose,
    Response,
    Scope,
    Separation,
)

from .article import Article
from .records import Records
from .reviewer import Reviewer


class ReviewPolicyQuerySet(models.QuerySet["ReviewPolicy"]):
    def closest_first(self, article: Article) -> Self:
        """Policies in use that fit an article, the most specific first."""
        return self.filter(
            is_active=True,
            article_type__in=("", article.article_type),
            specialty__in=("", article.specialty),
        ).order_by("-article_type", "-specialty")

    def applying_to(self, article: Article) -> ReviewPolicy | None:
        return self.closest_first(article).first()


class ReviewPolicy(models.Model):
    """How much review an article needs. A round pins the record of the policy it began under."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    article_type = models.CharField(
        _("for article type"), max_length=32, choices=ArticleType, blank=True
    )
    specialty = models.CharField(
        _("for specialty"), max_length=32, choices=specialties.CHOICES, blank=True
    )
    sign_offs = models.PositiveSmallIntegerField(
        _("sign-offs needed"), default=1, validators=[MinValueValidator(1)]
    )
    specialist_sign_offs = models.PositiveSmallIntegerField(_("of these by specialists"), default=1)
    review_interval_months = models.PositiveSmallIntegerField(
        _("review again after (months)"), default=24, validators=[MinValueValidator(1)]
    )
    sign_off_days = models.PositiveSmallIntegerField(
        _("a sign-off goes stale after (days)"), default=90, validators=[MinValueValidator(1)]
    )
    verification_days = models.PositiveSmallIntegerField(
        _("a credential check goes stale after (days)"),
        default=365,
        validators=[MinValueValidator(1)],
    )
    grace_days = models.PositiveSmallIntegerField(
        _("grace after a board's annual day (days)"), default=30
    )
    separation = models.CharField(
        _("separation"), max_length=8, choices=Separation, default=Separation.THREE
    )
    licence_rule = models.CharField(
        _("licence"), max_length=8, choices=LicenceRule, default=LicenceRule.WARN
    )
    self_assign = models.BooleanField(_("reviewers may take a review themselves"), default=False)
    export_approved = models.BooleanField(
        _("approved articles may be exported before release"), default=False
    )
    is_active = models.BooleanField(_("in use"), default=True)

    history = Records()
    objects = ReviewPolicyQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("review policy")
        verbose_name_plural = _("review policies")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                name="reviewpolicy_numbers_make_sense",
                condition=Q(sign_offs__gte=1, specialist_sign_offs__lte=F("sign_offs")),
            ),
            models.UniqueConstraint(
                name="reviewpolicy_one_in_use",
                fields=("article_type", "specialty"),
                condition=Q(is_active=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """One submission of one record under one policy record, until it ends."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField(_("round"))
    purpose = models.CharField(max_length=16, choices=Purpose, default=Purpose.RELEASE)
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.WHOLE)
    record = models.ForeignKey("articles.HistoricalArticle", models.PROTECT, related_name="rounds")
    policy = models.ForeignKey(
        "articles.HistoricalReviewPolicy", models.PROTECT, related_name="rounds"
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
        ]
        indexes = [
            models.Index(fields=("reviewer", "closed_at", "due_on"), name="review_open_by_due")
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.round}"
