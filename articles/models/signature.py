"""Who vouched for which bytes, meaning what; and what was released on the strength of it."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from articles.stages import SIGNED_MEANINGS, Meaning

from .article import Article
from .review import Review, Round
from .reviewer import Reviewer


class SignatureQuerySet(models.QuerySet["Signature"]):
    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawal__isnull=True)

    def medical(self) -> Self:
        return self.filter(meaning=Meaning.MEDICAL_REVIEW)

    def live(self) -> Self:
        """The sign-offs behind what readers see: those of the round that was released last."""
        released = Publication.objects.filter(
            article=OuterRef("article"), record=OuterRef("article__published_record")
        ).order_by("-released_at", "-pk")
        return self.medical().standing().filter(round=Subquery(released.values("round")[:1]))


class Signature(models.Model):
    """The act of vouching (21 CFR 11.50, 11.70). Name, byline and statement are copied, not joined.

    ``statement`` holds the canonical JSON text exactly as digested.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, models.PROTECT, related_name="signatures")
    record = models.ForeignKey(
        "articles.HistoricalArticle", models.PROTECT, related_name="signatures"
    )
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="signatures")
    review = models.OneToOneField(Review, models.PROTECT, null=True, related_name="signature")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, null=True, related_name="signatures")
    meaning = models.CharField(_("meaning"), max_length=24, choices=Meaning)
    printed_name = models.CharField(_("printed name"), max_length=300)
    byline = models.TextField(_("byline"), blank=True)
    is_specialist = models.BooleanField(_("by a specialist"), default=False)
    content_digest = models.CharField(_("digest"), max_length=71)
    statement = models.TextField(_("statement"))
    statement_digest = models.CharField(max_length=71, unique=True)
    signed_at = models.DateTimeField(_("signed at"))
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, related_name="withdrawal")

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ("signed_at", "pk")
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="signature_meaning_known", condition=Q(meaning__in=SIGNED_MEANINGS)
            ),
            models.CheckConstraint(
                name="signature_has_printed_name", condition=~Q(printed_name="")
            ),
            models.UniqueConstraint(
                name="signature_one_review_a_round",
                fields=("round", "signer"),
                condition=Q(meaning=Meaning.MEDICAL_REVIEW),
            ),
            models.CheckConstraint(
                name="signature_review_is_complete",
                condition=~Q(meaning=Meaning.MEDICAL_REVIEW)
                | Q(round__isnull=False, review__isnull=False, reviewer__isnull=False),
            ),
            models.CheckConstraint(
                name="signature_withdrawal_names_one",
                condition=Q(withdraws__isnull=False, meaning=Meaning.SIGNATURE_WITHDRAWAL)
                | (Q(withdraws__isnull=True) & ~Q(meaning=Meaning.SIGNATURE_WITHDRAWAL)),
            ),
        ]
        indexes = [
            models.Index(fields=("article", "signed_at"), name="signature_by_article"),
            models.Index(fields=("content_digest",), name="signature_by_digest"),
            # Hardly any signature withdraws one: told so by ANALYZE, SQLite would rather read all
            # of them than look into the column's own index.
            models.Index(
                fields=("withdraws",),
                condition=Q(withdraws__isnull=False),
                name="signature_withdrawals",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.get_meaning_display()}"

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")


class Publication(models.Model):
    """A released version: the record that the signatures pin, never "the latest"."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="publications")
    record = models.ForeignKey(
        "articles.HistoricalArticle", models.PROTECT, related_name="publications"
    )
    round = models.ForeignKey(Round, models.PROTECT, related_name="publications")
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="publication")
    major = models.PositiveIntegerField(_("edition"))
    minor = models.PositiveIntegerField(default=0)
    released_at = models.DateTimeField(_("released"))
    note = models.TextField(_("change note for readers"), blank=True)

    class Meta:
        ordering = ("released_at", "pk")
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="publication_edition_once", fields=("article", "major", "minor")
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}, edition {self.edition}"

    @property
    def edition(self) -> str:
        return f"{self.major}.{self.minor}"
