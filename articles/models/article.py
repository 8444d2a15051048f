"""The article: what a physician signs in one row, and where it stands."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles import specialties
from articles.canonical import CONTENT_FIELDS
from articles.stages import ArticleType, Audience, Stage

from .records import Records


class SignedContent(models.Model):
    """What an article and each of its records share: the signed columns."""

    class Meta:
        abstract = True

    @property
    def content(self) -> dict[str, Any]:
        """The signed columns as stored, ready for ``canonical.content_bytes``."""
        return {name: getattr(self, name) for name in CONTENT_FIELDS}


class ArticleQuerySet(models.QuerySet["Article"]):
    def live(self) -> Self:
        """What readers see today, whatever is being drafted."""
        return self.filter(published_record__isnull=False)

    def due_for_review(self, by: dt.date) -> Self:
        """Live articles whose review falls due on or before a day."""
        return self.live().filter(review_due__lte=by)

    def overdue(self, on: dt.date) -> Self:
        return self.live().filter(review_due__lt=on)


class Article(SignedContent):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    # Signed content: all of it is covered by content_digest, written by save_draft alone.
    article_type = models.CharField(
        _("article type"), max_length=32, choices=ArticleType, default=ArticleType.CONDITION
    )
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Stands above the text and in search results.")
    )
    body = models.TextField(
        _("body"), help_text=_("Markdown. Cite a reference as [@key]; sections begin with ##.")
    )
    references = models.JSONField(_("references"), default=list, blank=True)
    audience = models.CharField(
        _("audience"), max_length=16, choices=Audience, default=Audience.PATIENT
    )
    locale = models.CharField(_("language"), max_length=16, default="en-US")
    authors = models.JSONField(_("authors as printed"), default=list, blank=True)
    funding = models.TextField(
        _("funding disclosure"),
        blank=True,
        help_text=_("Who paid for this article. Write “None” when nobody did."),
    )
    topics = models.JSONField(_("topics"), default=list, blank=True)
    specialty = models.CharField(_("specialty"), max_length=32, choices=specialties.CHOICES)
    content_digest = models.CharField(_("digest"), max_length=71, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    # Where it stands: written by the engine, outside the history.
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_articles"
    )
    stage = models.CharField(
        _("stage"), max_length=16, choices=Stage, default=Stage.DRAFT, editable=False
    )
    stage_since = models.DateTimeField(_("in this stage since"), editable=False)
    claim = models.PositiveBigIntegerField(default=0, editable=False)
    round = models.ForeignKey(
        "articles.Round", models.PROTECT, null=True, editable=False, related_name="current_for"
    )
    published_record = models.ForeignKey(
        "articles.HistoricalArticle",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="live_for",
    )
    last_reviewed = models.DateField(_("last reviewed"), null=True, editable=False)
    review_due = models.DateField(_("review due"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)

    # Outside the digest: how a publisher joins our export to an existing site.
    external_ids = models.JSONField(default=dict, blank=True)
    canonical_url = models.URLField(blank=True)
    channels = models.JSONField(default=list, blank=True)

    history = Records(
        bases=[SignedContent],
        excluded_fields=[
            "slug",
            "owner",
            "stage",
            "stage_since",
            "claim",
            "round",
            "published_record",
            "last_reviewed",
            "review_due",
            "created_at",
            "external_ids",
            "canonical_url",
            "channels",
        ],
    )
    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("-stage_since", "pk")
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        default_permissions = ("add", "change", "view")
        permissions = [
            ("draft_article", _("Can write and save drafts")),
            ("submit_article", _("Can submit, recall and revise articles")),
            ("assign_review", _("Can assign reviewers")),
            ("review_article", _("Can review articles medically")),
            ("withdraw_signature", _("Can withdraw a signature")),
            ("publish_article", _("Can publish and withdraw articles")),
            ("export_article", _("Can export articles")),
            ("manage_credentials", _("Can record and confirm credentials")),
            ("audit", _("Can read the whole record")),
        ]
        constraints = [
            models.CheckConstraint(name="article_stage_known", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(
                name="article_published_has_record",
                condition=~Q(stage=Stage.PUBLISHED) | Q(published_record__isnull=False),
            ),
            models.CheckConstraint(
                name="article_withdrawn_has_no_record",
                condition=~Q(stage=Stage.WITHDRAWN) | Q(published_record__isnull=True),
            ),
            models.CheckConstraint(name="article_version_positive", condition=Q(version__gte=1)),
        ]
        indexes = [
            models.Index(fields=("stage", "-stage_since", "id"), name="article_by_stage"),
            models.Index(fields=("owner", "-stage_since", "id"), name="article_by_owner"),
            models.Index(fields=("review_due",), name="article_by_review_due"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])

    @property
    def subject(self) -> str:
        """How the ledger names this article."""
        return f"article:{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.published_record_id is not None

    def writers(self) -> frozenset[int]:
        """User ids of owner, submitter, and whoever wrote a record since the live one."""
        since = self.published_record_id or 0
        records = self.history.filter(history_id__gt=since).order_by()
        wrote = set(records.values_list("history_user_id", flat=True).distinct())
        submitted = {self.round.submitted_by_id} if self.round else set()
        return frozenset({self.owner_id} | wrote | submitted)
