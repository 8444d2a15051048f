"""The chain of events. Strings only, no foreign keys, so that it verifies off-line."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.stages import Event

from .signature import Signature


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def about(self, subject: str) -> Self:
        return self.filter(subject=subject)

    def of_signature(self, signature: Signature) -> Self:
        """The entry of the act that was signed: the one that binds the statement."""
        about = self.about(f"article:{signature.article_id}")
        return about.filter(payload__contains=f'"statement":"{signature.statement_digest}"')


class LedgerEntry(models.Model):
    """One event. ``core`` is stored exactly as hashed; the other columns are copies for search.

    ``leaf`` = SHA-256(0x00 ‖ core), an RFC 6962 leaf. ``payload`` and ``salt`` open the commitment
    in ``core``. ``checkpoint`` is a C2SP signed note over the tree that ends with this entry.
    """

    seq = models.BigIntegerField(_("entry"), primary_key=True)
    kind = models.CharField(_("event"), max_length=32, choices=Event)
    subject = models.CharField(_("about"), max_length=80)
    actor = models.CharField(_("who"), max_length=150)
    at = models.DateTimeField(_("when"))
    core = models.TextField()
    salt = models.BinaryField()
    payload = models.TextField()
    leaf = models.BinaryField()
    checkpoint = models.TextField()

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        ordering = ("seq",)
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(name="ledgerentry_seq_natural", condition=Q(seq__gte=0))
        ]
        indexes = [models.Index(fields=("subject", "seq"), name="ledgerentry_by_subject")]

    def __str__(self) -> str:
        return f"Entry {self.seq}: {self.actor} {self.get_kind_display()}"


class LedgerHead(models.Model):
    """The end of the chain: one row, the mutex on which writers queue in order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    last = models.BinaryField()
    frontier = models.BinaryField()

    class Meta:
        verbose_name = _("ledger head")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="ledgerhead_is_single", condition=Q(id=1)),
            models.CheckConstraint(name="ledgerhead_size_natural", condition=Q(size__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.size} entries"
