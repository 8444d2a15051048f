"""What somebody with a database shell can do past the triggers, short of dropping them."""

from __future__ import annotations

from django.db import connection

from articles.canonical import content_digest
from articles.models import Article, HistoricalArticle

FORGED = "Ignore the pain."


def rewrite_article(article: Article) -> None:
    """Step to draft and back, with other words in between: each UPDATE alone is let through."""
    stage, digest = article.stage, content_digest({**article.content, "body": FORGED})
    key = Article._meta.get_field("id").get_db_prep_value(article.pk, connection)
    with connection.cursor() as cursor:
        for columns, values in (
            ("stage = %s", ["draft"]),
            ("body = %s, content_digest = %s", [FORGED, digest]),
            ("stage = %s", [stage]),
        ):
            cursor.execute(
                f"UPDATE articles_article SET {columns} WHERE id = %s",  # noqa: S608
                [*values, key],
            )


def slip_in_a_record(article: Article) -> None:
    """A record that nobody saved: the history takes new rows, and only those."""
    newest = HistoricalArticle.objects.filter(id=article.pk).latest("history_id")
    newest.pk, newest.body = None, FORGED
    newest.content_digest = content_digest(newest.content)
    newest.save(force_insert=True)
