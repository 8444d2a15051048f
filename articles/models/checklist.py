"""What a round asks of each reviewer besides the text, and what they answered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from articles.stages import Answer

from .policy import ReviewPolicy


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def pinned_by(self, policy: Any) -> models.QuerySet[Checklist, Any]:
        """The key of the newest version for a policy; none where that version asks nothing."""
        asks = Case(When(Checklist.ASKS_NOTHING, then=None), default=F("pk"))
        return self.filter(policy=policy).order_by("-version").values(asked=asks)[:1]


class Checklist(models.Model):
    """What a policy asks of each sign-off. A change is a new row; a round pins the one it saw.

    ``questions``: a list of ``{"code": slug, "question": text, "help": text}``. A version that asks
    nothing ends the use of a checklist.
    """

    ASKS_NOTHING = Q(questions=[], checks_references=False)

    policy = models.ForeignKey(ReviewPolicy, models.PROTECT, related_name="checklists")
    version = models.PositiveIntegerField(_("version"))
    questions = models.JSONField(_("questions"), default=list, blank=True)
    checks_references = models.BooleanField(
        _("every reference is ticked before sign-off"), default=False
    )
    reason = models.TextField(_("why it changed"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("in use since"))

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        ordering = ("policy", "version")
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        default_permissions = ("add", "view")
        constraints = [
            models.UniqueConstraint(name="checklist_version_once", fields=("policy", "version")),
            models.CheckConstraint(name="checklist_versions_from_one", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.policy}, checklist version {self.version}"

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(question["code"] for question in self.questions)


class ReviewAnswer(models.Model):
    """An answer to one question of the round's checklist; final once the review closes."""

    review = models.ForeignKey("articles.Review", models.PROTECT, related_name="answers")
    code = models.SlugField(_("question"), max_length=50)
    answer = models.CharField(_("answer"), max_length=16, choices=Answer)
    note = models.TextField(_("note"), blank=True)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        ordering = ("review", "pk")
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="reviewanswer_once", fields=("review", "code")),
            models.CheckConstraint(
                name="reviewanswer_known", condition=Q(answer__in=Answer.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_answer_display()}"


class ReferenceCheck(models.Model):
    """A reviewer's tick behind one reference; final once the review closes.

    ``digest`` covers the reference and every sentence that cites it. ``checked_at``: none where the
    tick was taken back. ``carried_from``: the tick of an earlier round, whose time this one keeps.
    """

    review = models.ForeignKey("articles.Review", models.PROTECT, related_name="reference_checks")
    key = models.CharField(_("reference"), max_length=100)
    digest = models.CharField(max_length=71)
    checked_at = models.DateTimeField(_("checked"), null=True)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried")

    class Meta:
        ordering = ("review", "pk")
        verbose_name = _("reference check")
        verbose_name_plural = _("reference checks")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="referencecheck_once", fields=("review", "key")),
            models.CheckConstraint(
                name="referencecheck_carried_has_time",
                condition=Q(carried_from__isnull=True) | Q(checked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key
