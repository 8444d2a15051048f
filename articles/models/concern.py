"""Doubts about what readers see. Internal until a managing editor decides."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from articles.stages import ConcernKind, Resolution

from .article import Article
from .credential import Credential, CredentialStatus
from .signature import Publication, Signature


class ConcernQuerySet(models.QuerySet["Concern"]):
    def open(self) -> Self:
        """Not settled, and readers still see the edition that the signature stood behind."""
        released = Publication.objects.filter(
            article=OuterRef("article"), record=OuterRef("article__published_record")
        ).order_by("-released_at", "-pk")
        return self.filter(
            resolution=Resolution.NONE, signature__round=Subquery(released.values("round")[:1])
        )


class Concern(models.Model):
    """A sign-off behind a live article may not hold, and why."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="concerns")
    signature = models.ForeignKey(Signature, models.PROTECT, related_name="concerns")
    kind = models.CharField(_("kind"), max_length=20, choices=ConcernKind)
    credential = models.ForeignKey(
        Credential, models.PROTECT, null=True, blank=True, related_name="concerns"
    )
    status = models.ForeignKey(
        CredentialStatus, models.PROTECT, null=True, blank=True, related_name="concerns"
    )
    because = models.TextField(_("because"))
    opened_at = models.DateTimeField(_("raised"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    resolution = models.CharField(
        _("resolution"), max_length=16, choices=Resolution, blank=True, default=Resolution.NONE
    )
    resolved_at = models.DateTimeField(_("settled"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(_("what was decided"), blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ("opened_at", "pk")
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="concern_once", fields=("signature", "credential", "status")
            ),
            models.CheckConstraint(
                name="concern_settled_whole",
                condition=Q(resolution=Resolution.NONE, resolved_at__isnull=True)
                | (~Q(resolution=Resolution.NONE) & Q(resolved_at__isnull=False) & ~Q(note="")),
            ),
        ]
        indexes = [models.Index(fields=("resolution", "opened_at"), name="concern_open_by_age")]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_kind_display()}"
