"""The catalogue: boards, the certificates they issue, and what each certificate covers."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles import specialties
from articles.stages import CertificateKind, Umbrella

from .records import Records


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
    specialty = models.CharField(
        _("its own specialty"),
        max_length=32,
        choices=specialties.CHOICES,
        blank=True,
        help_text=_("Empty where the certificate as a whole covers none of these."),
    )
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


class Coverage(models.Model):
    """A certificate counts for a further specialty, from a day on. Nothing is covered silently.

    A primary certificate does not cover its subspecialties, nor they it, unless a row says so.
    """

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="coverages")
    specialty = models.CharField(_("covers"), max_length=32, choices=specialties.CHOICES)
    since = models.DateField(_("since"))
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("First day no longer; exclusive.")
    )

    history = Records()

    class Meta:
        ordering = ("certificate", "specialty", "since")
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.UniqueConstraint(
                name="coverage_once_a_day",
                fields=("certificate", "specialty", "since"),
                violation_error_message=_("This coverage begins on that day already."),
            ),
            models.CheckConstraint(
                name="coverage_period_forward",
                violation_error_message=_("It ends before it begins."),
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} covers {specialties.label(self.specialty)}"
