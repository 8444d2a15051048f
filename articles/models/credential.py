"""Proof of standing: dated facts, and the checks that back them. Nothing here is ever edited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles import numbers
from articles.stages import (
    CheckMethod,
    CheckOutcome,
    ContinuingCertification,
    CredentialKind,
    Duration,
    Standing,
    StandingReason,
)

from .catalogue import Certificate
from .records import Records
from .reviewer import Reviewer


class Credential(models.Model):
    """One board certification, licence or degree of one reviewer."""

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="credentials")
    kind = models.CharField(_("kind"), max_length=20, choices=CredentialKind)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="credentials"
    )
    title = models.CharField(
        _("degree or claimed wording"), max_length=300, blank=True, help_text=_("MD")
    )
    jurisdiction = models.CharField(
        _("jurisdiction"),
        max_length=6,
        blank=True,
        help_text=_("ISO 3166-2, such as US-AZ"),
        validators=[numbers.jurisdiction],
    )
    number = models.CharField(_("number (private)"), max_length=64, blank=True)
    initial_on = models.DateField(_("first issued on"), null=True, blank=True)
    duration = models.CharField(
        _("runs"), max_length=16, choices=Duration, default=Duration.CONTINUOUS
    )
    ends_on = models.DateField(
        _("last day in force"), null=True, blank=True, help_text=_("As printed; inclusive.")
    )

    terms_since = models.DateTimeField(_("terms as they are since"), default=now, editable=False)

    TERMS = ("reviewer", "kind", "certificate", "jurisdiction", "initial_on", "duration", "ends_on")
    """What a check at the source vouches for; changed terms need a new one."""

    history = Records()

    class Meta:
        ordering = ("reviewer", "pk")
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        default_permissions = ("add", "change", "view")
        constraints = [
            models.UniqueConstraint(
                name="credential_certificate_once",
                fields=("reviewer", "certificate"),
                violation_error_message=_("This reviewer has this certificate on record."),
            ),
            models.CheckConstraint(
                name="credential_certificate_only_for_boards",
                violation_error_message=_("Only a board certification names a certificate."),
                condition=Q(certificate__isnull=True) | Q(kind=CredentialKind.BOARD_CERTIFICATION),
            ),
            models.CheckConstraint(
                name="credential_end_only_when_limited",
                violation_error_message=_(
                    "Only a credential that ends on a printed date has an end."
                ),
                condition=Q(ends_on__isnull=True) | Q(duration=Duration.TIME_LIMITED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.reviewer}"

    @property
    def label(self) -> str:
        """What it is, for people."""
        if self.certificate:
            return str(self.certificate)
        return " ".join(filter(None, (self.title or self.get_kind_display(), self.jurisdiction)))


class CredentialStatus(models.Model):
    """What a source said: true from a day (`effective_from`), known since `recorded_at`."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="statuses")
    standing = models.CharField(_("standing"), max_length=16, choices=Standing)
    reason = models.CharField(
        _("reason"), max_length=16, choices=StandingReason, blank=True, default=""
    )
    continuing = models.CharField(
        _("continuing certification"),
        max_length=16,
        choices=ContinuingCertification,
        default=ContinuingCertification.UNKNOWN,
    )
    effective_from = models.DateField(_("effective from"))
    effective_to = models.DateField(
        _("effective to"), null=True, blank=True, help_text=_("First day no longer; exclusive.")
    )
    source_wording = models.CharField(_("wording of the source"), max_length=300, blank=True)
    why = models.TextField(_("why it is recorded"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = _("credential status")
        verbose_name_plural = _("credential statuses")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="credentialstatus_reason_when_not_in_force",
                condition=Q(standing=Standing.IN_FORCE, reason="")
                | (Q(standing=Standing.NOT_IN_FORCE) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="credentialstatus_period_forward",
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
            ),
        ]
        indexes = [
            models.Index(fields=("credential", "recorded_at"), name="credentialstatus_known")
        ]

    def __str__(self) -> str:
        reason = f" ({self.get_reason_display()})" if self.reason else ""
        return f"{self.get_standing_display()}{reason} from {self.effective_from}"


class CredentialVerification(models.Model):
    """A check at a source by one officer; a row that `confirms` it is the second officer's word."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="verifications")
    outcome = models.CharField(_("outcome"), max_length=12, choices=CheckOutcome)
    method = models.CharField(_("method"), max_length=20, choices=CheckMethod)
    source_url = models.URLField(_("source"), blank=True)
    checked_on = models.DateField(_("checked on"))
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    evidence_digest = models.CharField(_("digest of the evidence"), max_length=71, blank=True)
    note = models.TextField(_("note"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)
    confirms = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="confirmation"
    )

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = _("credential verification")
        verbose_name_plural = _("credential verifications")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=("credential", "checked_on"), name="credentialverification_age")
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} on {self.checked_on} by {self.checked_by}"
