"""What an imported file claims about its reviewer. A claim is nobody's standing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import Article
from .credential import Credential
from .reviewer import Reviewer


class ImportClaim(models.Model):
    """One item of one source file, and the byline line it carried, to the letter.

    ``source_key``: the item's own identity where its source gives it one, such as a site and the
    number of a post; by it a later copy of the source is known again. ``is_inherited``: readers saw
    the text, at ``live_url``, before it came here; nothing proves its review. ``notes``: sentences
    about what the import decided, kept with the first row of an item.
    """

    source_digest = models.CharField(_("digest of the file"), max_length=71)
    item = models.PositiveIntegerField(_("item in the file"), default=0)
    position = models.PositiveSmallIntegerField(_("claim in the item"), default=0)
    source_name = models.CharField(_("file"), max_length=255)
    article = models.ForeignKey(Article, models.CASCADE, related_name="import_claims")
    raw_line = models.TextField(_("line in the file"), blank=True)
    printed_name = models.CharField(_("claimed name"), max_length=300, blank=True)
    board = models.CharField(_("claimed board"), max_length=300, blank=True)
    subspecialty = models.CharField(_("claimed subspecialty"), max_length=300, blank=True)
    reviewer = models.ForeignKey(
        Reviewer, models.PROTECT, null=True, blank=True, related_name="import_claims"
    )
    credential = models.ForeignKey(
        Credential, models.PROTECT, null=True, blank=True, related_name="import_claims"
    )
    claimed_on = models.DateField(_("claimed date of review"), null=True, blank=True)
    source_key = models.CharField(_("identity in the source"), max_length=300, blank=True)
    live_url = models.URLField(_("address in the source"), max_length=500, blank=True)
    is_inherited = models.BooleanField(_("was live before"), default=False)
    notes = models.JSONField(_("notes of the import"), default=list, blank=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(_("imported"))

    class Meta:
        ordering = ("imported_at", "pk")
        verbose_name = _("import claim")
        verbose_name_plural = _("import claims")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="importclaim_once", fields=("source_digest", "item", "position")
            ),
            models.UniqueConstraint(
                name="importclaim_once_by_source",
                fields=("source_key", "position"),
                condition=~models.Q(source_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.raw_line or f"{self.source_name}, no byline"
