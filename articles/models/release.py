"""Releases that were signed and wait for their moment."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.stages import ScheduleOutcome

from .article import Article
from .review import Round
from .signature import Signature


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def waiting(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def due(self, at: dt.datetime) -> Self:
        return self.waiting().filter(release_at__lte=at)


class Schedule(models.Model):
    """A publisher's signed order to release a round's text, not before a moment.

    It is judged again at that moment. ``time_zone``: the IANA name of the zone in which the moment
    was given; ``note`` and ``is_minor`` go into the edition that it makes.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="schedules")
    round = models.ForeignKey(Round, models.PROTECT, related_name="schedules")
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="schedule")
    release_at = models.DateTimeField(_("release at"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    note = models.TextField(_("change note for readers"), blank=True)
    is_minor = models.BooleanField(_("editorial change"), default=False)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(_("outcome"), max_length=16, choices=ScheduleOutcome, blank=True)
    why = models.TextField(_("why"), blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ("release_at", "pk")
        verbose_name = _("scheduled release")
        verbose_name_plural = _("scheduled releases")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="schedule_one_waiting", fields=("article",), condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="schedule_ends_with_an_outcome",
                condition=Q(ended_at=None, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(fields=("release_at",), name="schedule_due", condition=Q(ended_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.article}, {self.release_at:%Y-%m-%d %H:%M} UTC"
