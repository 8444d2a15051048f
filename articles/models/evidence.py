"""Files that show what a source said. Private; named by their digest."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Evidence(models.Model):
    """One kept file: a page, a letter, a screenshot. Checks name it by its digest."""

    digest = models.CharField(_("digest"), max_length=71, unique=True)
    name = models.CharField(_("file"), max_length=255)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(_("kept since"))

    class Meta:
        ordering = ("stored_at", "pk")
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name
