"""Reviewers: whose name may stand on a byline."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles import numbers

from .records import Records


class Reviewer(models.Model):
    """A person whose name may stand on a byline. Has a user once invited."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reviewer"
    )
    name = models.CharField(_("name without degrees"), max_length=200)
    degrees = models.CharField(_("degrees"), max_length=80, blank=True, help_text=_("MD, PhD"))
    disclosure = models.TextField(
        _("competing interests, as once typed"), blank=True, editable=False
    )
    """What stood before reviewers declared their interests themselves (``Disclosure``)."""
    npi = models.CharField(_("NPI"), max_length=10, blank=True, validators=[numbers.npi])
    npi_public = models.BooleanField(_("print the NPI"), default=False)
    orcid = models.CharField(_("ORCID"), max_length=19, blank=True, validators=[numbers.orcid])
    away_until = models.DateField(
        _("away until"), null=True, blank=True, help_text=_("Asked last while they are away.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    claim = models.PositiveBigIntegerField(default=0, editable=False)

    history = Records(excluded_fields=["claim"])

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(name="reviewer_has_name", condition=~Q(name="")),
            models.UniqueConstraint(
                name="reviewer_npi_unique",
                fields=("npi",),
                condition=~Q(npi=""),
                violation_error_message=_("Another reviewer has this NPI."),
            ),
        ]
        indexes = [models.Index(fields=("name", "degrees"), name="reviewer_by_name")]

    def __str__(self) -> str:
        return self.printed_name

    @property
    def printed_name(self) -> str:
        """The name as it prints: ``Ada Moss, MD, PhD``."""
        return f"{self.name}, {self.degrees}" if self.degrees else self.name
