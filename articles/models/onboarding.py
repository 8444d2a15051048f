"""How a physician comes to have a name here: invited, identified, agreed, disclosed."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.stages import IdentityMethod

from .reviewer import Reviewer


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: dt.datetime) -> Self:
        """Neither used nor taken back, and not too old."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """A link mailed to one physician, good once. Only the digest of its token is stored."""

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("mailed to"))
    token_digest = models.CharField(max_length=71, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("good until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-invited_at", "-pk")
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="invitation_ends_once",
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}, {self.email}"


class IdentityCheck(models.Model):
    """A second person saw that an account belongs to this physician (21 CFR 11.100(b))."""

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="identity_checks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    method = models.CharField(_("method"), max_length=16, choices=IdentityMethod)
    note = models.TextField(_("what was seen"))
    checked_on = models.DateField(_("checked on"))
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = _("identity check")
        verbose_name_plural = _("identity checks")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.get_method_display()}, {self.checked_on}"


class Agreement(models.Model):
    """The text that reviewers accept (21 CFR 11.10(j), 11.100(c)). A change is a new version."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    text = models.TextField(_("text"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("in use since"))

    class Meta:
        ordering = ("version",)
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return f"Reviewer agreement, version {self.version}"


class AgreementAcceptance(models.Model):
    """One reviewer accepted one version of the agreement."""

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="acceptances")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="acceptances")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(_("accepted"))

    class Meta:
        ordering = ("accepted_at", "pk")
        verbose_name = _("acceptance of the agreement")
        verbose_name_plural = _("acceptances of the agreement")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="agreementacceptance_once", fields=("reviewer", "agreement")
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.agreement}"


class Disclosure(models.Model):
    """The yearly declaration of one reviewer. ``statement`` is printed; ``interests`` is private.

    ``interests``: for each ``InterestCategory`` a list of ``{"entity", "payee", "comment"}``, empty
    for "none". A new declaration is a new row.
    """

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="disclosures")
    declared_on = models.DateField(_("declared on"))
    statement = models.TextField(_("printed with each review"))
    interests = models.JSONField(_("interests (private)"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("recorded_at", "pk")
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        default_permissions = ("view",)
        indexes = [models.Index(fields=("reviewer", "declared_on"), name="disclosure_newest")]

    def __str__(self) -> str:
        return f"{self.reviewer}, {self.declared_on}"
