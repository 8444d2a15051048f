"""What a signing ceremony leaves behind: the words on the page, the ticket, the account's state."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.stages import Meaning

from .article import Article
from .signature import Signature


class StatementText(models.Model):
    """The sentence that a meaning says. A change is a new row; version 1 ships with the code."""

    meaning = models.CharField(_("meaning"), max_length=24, choices=Meaning)
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("sentence"))
    reason = models.TextField(_("why it changed"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("in use since"))

    class Meta:
        ordering = ("meaning", "version")
        verbose_name = _("statement text")
        verbose_name_plural = _("statement texts")
        default_permissions = ("add", "view")
        constraints = [
            models.UniqueConstraint(
                name="statementtext_version_once", fields=("meaning", "version")
            ),
            models.CheckConstraint(
                name="statementtext_follows_the_shipped", condition=Q(version__gte=2)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_meaning_display()}, version {self.version}"


class SigningTicket(models.Model):
    """What one person was shown before signing; good once, for ten minutes, in one session.

    The ticket itself is never stored: ``token_digest`` and ``session_digest`` are SHA-256.
    ``shown_digest`` covers everything on the page that will be recorded. ``factors`` say with what
    the person proved to be who they are, once it was used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_digest = models.CharField(max_length=71, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session_digest = models.CharField(max_length=71)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    record = models.ForeignKey("articles.HistoricalArticle", models.PROTECT, related_name="+")
    withdraws = models.ForeignKey(Signature, models.PROTECT, null=True, related_name="+")
    meaning = models.CharField(max_length=24, choices=Meaning)
    content_digest = models.CharField(max_length=71)
    shown_digest = models.CharField(max_length=71)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    factors = models.JSONField(default=list)

    class Meta:
        ordering = ("issued_at", "pk")
        verbose_name = _("signing ticket")
        default_permissions = ()
        indexes = [
            models.Index(fields=("user", "session_digest", "used_at"), name="signingticket_series"),
            models.Index(fields=("expires_at",), name="signingticket_expired"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_meaning_display()}, {self.issued_at:%Y-%m-%d %H:%M}"


class SigningAccess(models.Model):
    """What stands between an account and its signature.

    ``own_password`` is a keyed digest of the password hash that the owner chose: any other hash was
    set by someone else. ``wants_factor``: a second factor was set up, and its owner did not remove
    it. ``opened_at``: an administrator last changed how this account is entered. ``tries`` counts
    wrong tries in a row; the fifth locks until ``locked_until``.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="signing_access"
    )
    own_password = models.CharField(max_length=71, blank=True)
    wants_factor = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(_("signing locked until"), null=True)

    class Meta:
        verbose_name = _("signing access")
        verbose_name_plural = _("signing access")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)
