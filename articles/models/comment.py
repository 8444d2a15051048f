"""What is said about a text under review, and the thread that follows. Written once, never changed.

Whether a comment is open is not stored: the newest turn of its thread says so.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.stages import CLOSING, RemarkKind, Severity

from .article import Article
from .review import Review


class CommentQuerySet(models.QuerySet["Comment"]):
    def must_fix(self) -> Self:
        return self.filter(severity=Severity.MUST_FIX)

    def open(self) -> Self:
        """No turn of the thread closed it, or it was opened again after that."""
        closing = Remark.objects.filter(comment=OuterRef("pk"), kind__in=CLOSING)
        return self.filter(~Exists(closing.standing()))


class Comment(models.Model):
    """Words about words: on a quote of one record, or on all of it where ``exact`` is empty.

    The anchor is a TextQuoteSelector and the start of a TextPositionSelector (W3C Web Annotation).
    ``wording``: what should stand there instead; None proposes nothing, and empty text takes the
    words out. ``token`` comes with the form: sent twice, it makes one comment.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="comments")
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    record = models.ForeignKey(
        "articles.HistoricalArticle", models.PROTECT, related_name="comments"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    printed_name = models.CharField(_("printed name"), max_length=300)
    made_at = models.DateTimeField(_("made"))
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)
    text = models.TextField(_("comment"), blank=True)
    exact = models.TextField(_("words"), blank=True)
    prefix = models.TextField(_("words before"), blank=True)
    suffix = models.TextField(_("words after"), blank=True)
    start = models.PositiveIntegerField(_("characters before"), default=0)
    wording = models.TextField(_("proposed wording"), null=True, blank=True)
    token = models.UUIDField(unique=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="comment_severity_known", condition=Q(severity__in=Severity.values)
            ),
            models.CheckConstraint(name="comment_has_printed_name", condition=~Q(printed_name="")),
            models.CheckConstraint(
                name="comment_says_something", condition=~Q(text="") | Q(wording__isnull=False)
            ),
            models.CheckConstraint(
                name="comment_wording_has_words", condition=Q(wording__isnull=True) | ~Q(exact="")
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"


class RemarkQuerySet(models.QuerySet["Remark"]):
    def standing(self) -> Self:
        """Whether these closed or opened their comment, and no later turn did otherwise."""
        turns = (RemarkKind.REOPEN, *CLOSING)
        later = Remark.objects.filter(
            comment=OuterRef("comment"), pk__gt=OuterRef("pk"), kind__in=turns
        )
        return self.filter(~Exists(later), kind__in=turns)


class Remark(models.Model):
    """A turn in the thread of a comment. ``record``: the version that took the wording."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    printed_name = models.CharField(_("printed name"), max_length=300)
    made_at = models.DateTimeField(_("made"))
    kind = models.CharField(_("turn"), max_length=10, choices=RemarkKind)
    text = models.TextField(_("words"), blank=True)
    record = models.ForeignKey(
        "articles.HistoricalArticle", models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    token = models.UUIDField(unique=True, editable=False)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="remark_kind_known", condition=Q(kind__in=RemarkKind.values)
            ),
            models.CheckConstraint(name="remark_has_printed_name", condition=~Q(printed_name="")),
            models.CheckConstraint(
                name="remark_says_something",
                condition=~Q(kind__in=(RemarkKind.REPLY, RemarkKind.SETTLE)) | ~Q(text=""),
            ),
            models.CheckConstraint(
                name="remark_take_names_its_version",
                condition=Q(kind=RemarkKind.TAKE, record__isnull=False)
                | (~Q(kind=RemarkKind.TAKE) & Q(record__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: comment {self.comment_id}"
