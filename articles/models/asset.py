"""Pictures in articles. What a physician signs names them by their digest."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Asset(models.Model):
    """One stored picture, as it was written anew here; its file is named by its digest."""

    digest = models.CharField(_("digest"), max_length=71, unique=True)
    name = models.CharField(_("file"), max_length=255)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    width = models.PositiveIntegerField(_("width (pixels)"))
    height = models.PositiveIntegerField(_("height (pixels)"))
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(_("kept since"))

    class Meta:
        ordering = ("stored_at", "pk")
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("asset", args=[self.digest.removeprefix("sha256:")])
