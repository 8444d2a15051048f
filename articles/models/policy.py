"""Review policies: how much review an article needs. Data with a history."""

from __future__ import annotations

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles import specialties
from articles.stages import ArticleType, LicenceRule, Separation

from .article import Article
from .records import Records


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
    disclosure_days = models.PositiveSmallIntegerField(
        _("a disclosure of interests goes stale after (days)"),
        default=365,
        validators=[MinValueValidator(1)],
    )
    separation = models.CharField(
        _("separation"), max_length=8, choices=Separation, default=Separation.THREE
    )
    licence_rule = models.CharField(
        _("licence"), max_length=8, choices=LicenceRule, default=LicenceRule.WARN
    )
    second_factor = models.BooleanField(
        _("signatures need a second factor"),
        default=False,
        help_text=_("Also from people who have not set one up: they cannot sign until they do."),
    )
    self_assign = models.BooleanField(_("reviewers may take a review themselves"), default=False)
    export_approved = models.BooleanField(
        _("approved articles may be exported before release"), default=False
    )
    required_sections = models.JSONField(
        _("sections a text must have"),
        default=list,
        blank=True,
        help_text=_(
            "Headings, one a line. Several that will do stand on one line, with | between."
        ),
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
