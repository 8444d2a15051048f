"""Mails that are owed: written with the act that causes them, sent afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.stages import DeliveryKind


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def open(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def due(self, at: dt.datetime) -> Self:
        """To be tried now: no other worker holds it, and its back-off is over."""
        unheld = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
        return self.open().filter(unheld, due_at__lte=at)


class Delivery(models.Model):
    """One mail to one person about one thing, said once.

    ``about`` names the thing (a signature's key, a moment); the words are written when it is sent.
    ``handed_on_at``: when a job was made that no worker has taken yet. A worker holds it until
    ``leased_until``; a failure moves ``due_at``.
    """

    kind = models.CharField(_("mail"), max_length=24, choices=DeliveryKind)
    about = models.CharField(_("about"), max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("owed since"))
    due_at = models.DateTimeField(_("next try"))
    handed_on_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    given_up_at = models.DateTimeField(_("given up"), null=True)
    error = models.CharField(_("last error"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="delivery_once", fields=("kind", "about", "user")),
            models.CheckConstraint(
                name="delivery_ends_once",
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=("due_at",),
                name="delivery_due",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.user}"
