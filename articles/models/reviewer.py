"""Reviewers, and the catalogue of boards and their certificates."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles import specialties
from articles.stages import CertificateKind, Umbrella

from .records import Records


class Reviewer(models.Model):
    """A person whose name may stand on a byline. Has a user once invited."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reviewer"
    )
    name = models.CharField(_("name without degrees"), max_length=200)
    degrees = models.CharField(_("degrees"), max_length=80, blank=True, help_text=_("MD, PhD"))
    disclosure = models.TextField(
        _("competing interests"),
        blank=True,
        help_text=_("Printed with each review. Write “None declared” when there are none."),
    )
    npi = models.CharField(_("NPI"), max_length=10, blank=True)
    npi_public = models.BooleanField(_("print the NPI"), default=False)
    orcid = models.CharField(_("ORCID"), max_length=19, blank=True)
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
                name="reviewer_npi_unique", fields=("npi",), condition=~Q(npi="")
            ),
        ]
        indexes = [models.Index(fields=("name", "degrees"), name="reviewer_by_name")]

    def __str__(self) -> str:
        return self.printed_name

    @property
    def printed_name(self) -> str:
        """The name as it prints: ``Ada Moss, MD, PhD``."""
        return f"{self.name}, {self.degrees}" if self.degrees else self.name


class Board(models.Model):
    """A body that certifies physicians."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    name = models.CharField(_("name"), max_length=200)
    umbrella = models.CharField(_("umbrella"), max_length=8, choices=Umbrella)
    country = models.CharField(_("country"), max_length=2, default="US")
    verify_url = models.URLField(_("where to verify"), blank=True)
    reverify_month = models.PositiveSmallIntegerField(
        _("annual check, month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    reverify_day = models.PositiveSmallIntegerField(
        _("annual check, day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
    )

    history = Records()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                name="board_anniversary_whole",
                condition=Q(reverify_month__isnull=True, reverify_day__isnull=True)
                | Q(reverify_month__range=(1, 12), reverify_day__range=(1, 28)),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Certificate(models.Model):
    """One certificate that a board issues."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="certificates")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=CertificateKind)
    specialty = models.CharField(_("covers"), max_length=32, choices=specialties.CHOICES)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    requires_underlying = models.BooleanField(
        _("parent must be kept in force"),
        default=False,
        help_text=_("Set by each board: some subspecialty certificates outlive the primary one."),
    )
    nucc_code = models.CharField(_("NUCC code"), max_length=10, blank=True)
    is_active = models.BooleanField(_("still issued"), default=True)

    history = Records()

    class Meta:
        ordering = ("board__name", "name", "pk")
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.UniqueConstraint(name="certificate_unique", fields=("board", "name")),
            models.CheckConstraint(
                name="certificate_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.board})"
