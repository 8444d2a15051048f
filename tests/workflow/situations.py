"""The nine places where an article can stand, each reached by the acts that lead there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import connection

from articles import workflow
from articles.models import Article
from articles.stages import Stage
from tests.cast import Cast
from tests.workflow.talk import must_fix

TABLES = (
    "articles_article",
    "articles_historicalarticle",
    "articles_round",
    "articles_review",
    "articles_signature",
    "articles_publication",
)
"""Whatever an act writes besides the ledger."""


def people(cast: Cast) -> dict[str, User]:
    """The ten columns of the matrix, in its order."""
    return {
        "owner": cast.writer,
        "other": cast.other_writer,
        "ada": cast.physician,
        "uma": cast.unverified,
        "noel": cast.unassigned,
        "pia": cast.publisher,
        "edda": cast.editor,
        "cora": cast.officer,
        "abel": cast.auditor,
        "sue": cast.superuser,
    }


def in_stage(stage: Stage) -> Callable[[Cast], Article]:
    return lambda cast: cast.article_in(stage, cast.physician, cast.unverified)


def draft_over_live_text(cast: Cast) -> Article:
    """Readers see one version; another, with other words, is being drafted."""
    article = cast.article_in(Stage.PUBLISHED, cast.physician, cast.unverified)
    article = workflow.perform("revise", article, actor=cast.writer)
    return workflow.save_draft(
        article,
        {"summary": "New advice for the toe."},
        actor=cast.writer,
        reason="New advice",
        base=article.content_digest,
    )


def review_over_live_text(cast: Cast) -> Article:
    return cast.submit(draft_over_live_text(cast), cast.physician, cast.unverified)


def approved_over_live_text(cast: Cast) -> Article:
    return cast.sign_off(review_over_live_text(cast))


def review_with_must_fix(cast: Cast) -> Article:
    article = cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.unverified)
    must_fix(article, cast.editor)
    return article


SITUATIONS: dict[str, Callable[[Cast], Article]] = {
    **{stage.value: in_stage(stage) for stage in Stage},
    "medical_review, must-fix": review_with_must_fix,
    "draft, live": draft_over_live_text,
    "medical_review, live": review_over_live_text,
    "approved, live": approved_over_live_text,
}


def picture(*tables: str) -> dict[str, str]:
    """One digest for each table, over all of its rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables or TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 - our own tables
            found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found
