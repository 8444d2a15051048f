"""Exports that were ordered: who asked for what, how far they are, what came of them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.stages import ExportState

LEASE = dt.timedelta(minutes=5)
"""How long a worker holds an export from its last sign of life on."""
KEPT = dt.timedelta(days=14)
"""How long files may be fetched after the end."""


class ExportQuerySet(models.QuerySet["Export"]):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def due(self, at: dt.datetime) -> Self:
        """To be written now: no worker holds it.

        A lease is never longer than ``LEASE``; one that ends after twice that time is of a clock
        that was set back since, and holds nothing. (Clocks of two hosts differ by less.)
        """
        is_over = Q(leased_until__lte=at) | Q(leased_until__gt=at + 2 * LEASE)
        return self.open().filter(Q(leased_until=None) | is_over)


class Export(models.Model):
    """One order. ``slugs`` is empty for everything that may leave; ``since`` a feed cursor.

    ``files``: name, bytes and digest of each file that is ready. ``refused``: slug and reasons of
    each article that was left out. ``withdrawn``: slug, moment and reason of each that was taken
    from readers since ``since``. A worker holds it until ``leased_until``; ``tries`` counts them,
    and from the ledger entry on anew. ``handed_on_at``: when a job was made that no worker has
    taken yet.
    ``cleared_at``: when its files were deleted; the row and the ledger entry stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    formats = models.JSONField(_("formats"))
    slugs = models.JSONField(_("articles"), default=list)
    since = models.BigIntegerField(_("changed since"), null=True)
    include_approved = models.BooleanField(_("with approved texts"), default=False)
    bundle = models.BooleanField(_("as bundle"), default=False)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(_("ordered"))
    state = models.CharField(
        _("state"), max_length=16, choices=ExportState, default=ExportState.QUEUED
    )
    done = models.PositiveIntegerField(_("articles written"), default=0)
    total = models.PositiveIntegerField(_("articles"), default=0)
    cursor = models.BigIntegerField(_("cursor"), null=True)
    files = models.JSONField(_("files"), default=list)
    refused = models.JSONField(_("left out"), default=list)
    withdrawn = models.JSONField(_("taken from readers"), default=list)
    error = models.TextField(_("error"), blank=True)
    is_cancelled = models.BooleanField(_("asked to stop"), default=False)
    handed_on_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True)
    cleared_at = models.DateTimeField(_("files deleted"), null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ("-ordered_at", "pk")
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=("-ordered_at", "id"), name="export_newest"),
            models.Index(
                fields=("ordered_at",), name="export_open", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.formats)}, {self.ordered_at:%Y-%m-%d %H:%M} UTC"

    @property
    def is_over(self) -> bool:
        """Whether the time of its files is over, also where no worker has deleted them yet."""
        is_old = self.ended_at is not None and self.ended_at <= timezone.now() - KEPT
        return is_old or self.cleared_at is not None
