"""What we compare with: a status field and three saves, as a weekend project would do it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection, models


class PlainArticle(models.Model):
    """Thrown away with the benchmark's database. It proves nothing to anybody."""

    title = models.CharField(max_length=300)
    summary = models.TextField()
    body = models.TextField()
    references = models.JSONField()
    authors = models.JSONField()
    topics = models.JSONField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_by = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=16, default="draft")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "benchmarks"
        db_table = "benchmarks_plainarticle"

    def __str__(self) -> str:
        return self.title


def create_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(PlainArticle)


def lifecycle(content: dict[str, Any], owner: Any) -> None:
    columns = ("title", "summary", "body", "references", "authors", "topics")
    article = PlainArticle(owner=owner, **{name: content[name] for name in columns})
    article.save()
    for status in ("medical_review", "approved", "published"):
        article.status = status
        if status == "approved":
            article.reviewed_by = "Ada Moss, MD"
        article.save()
