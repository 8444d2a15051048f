"""Take hold of a row before judging: one statement that locks it and reads it afresh.

``UPDATE … RETURNING`` is the one pattern that is right on SQLite (where ``SELECT … FOR UPDATE`` is
silently ignored) and on PostgreSQL (where a check without a lock lets unseen text pass).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from articles.models import Article, HistoricalArticle, Publication, Reviewer, Round

_ARTICLE = """
UPDATE {article} SET claim = claim + 1
WHERE id = %s AND stage = %s AND content_digest = %s AND COALESCE(round_id, 0) = %s
RETURNING *,
  (SELECT MAX(h.history_id) FROM {record} h WHERE h.id = {article}.id) AS record_id,
  (SELECT COALESCE(MAX(r.number), 0) FROM {round} r WHERE r.article_id = {article}.id)
    AS rounds_so_far,
  (SELECT COALESCE(MAX(p.major), 0) FROM {publication} p WHERE p.article_id = {article}.id)
    AS editions,
  EXISTS (SELECT 1 FROM {record} h WHERE h.id = {article}.id AND h.history_user_id = %s
    AND h.history_id > COALESCE({article}.published_record_id, 0)) AS has_contributed,
  EXISTS (SELECT 1 FROM auth_user_groups ug
    JOIN auth_user u ON u.id = ug.user_id AND u.is_active
    JOIN auth_group_permissions gp ON gp.group_id = ug.group_id
    JOIN auth_permission p ON p.id = gp.permission_id AND p.codename = %s
    WHERE ug.user_id = %s) AS permitted
"""


@dataclass(frozen=True, slots=True)
class Held:
    """An article whose row this transaction holds, with what the judge needs, read afresh.

    ``record_id``: its newest record. ``rounds_so_far``, ``editions``: how many there were.
    ``has_contributed``: the actor wrote a record since the last published one. ``permitted``: the
    actor is active and holds the permission through a group.
    """

    article: Article
    record_id: int
    rounds_so_far: int
    editions: int
    has_contributed: bool
    permitted: bool


def claim_article(article: Article, actor: User, permission: str) -> Held | None:
    """Hold the row if it still stands as ``article`` says: stage, digest and round.

    None: it moved meanwhile.
    """
    key = Article._meta.get_field("id").get_db_prep_value(article.pk, connection)
    statement = _ARTICLE.format(
        article=Article._meta.db_table,
        record=HistoricalArticle._meta.db_table,
        round=Round._meta.db_table,
        publication=Publication._meta.db_table,
    )
    expected = [key, article.stage, article.content_digest, article.round_id or 0]
    rows = Article.objects.raw(statement, [*expected, actor.pk, permission, actor.pk])
    for row in rows:
        beside: dict[str, Any] = vars(row)
        return Held(row, **{name: beside[name] for name in Held.__slots__[1:]})
    return None


def claim_reviewer(user: User) -> Reviewer | None:
    """Hold the signer's reviewer row, after the article and never before it."""
    rows = Reviewer.objects.raw(
        f"UPDATE {Reviewer._meta.db_table} SET claim = claim + 1 WHERE user_id = %s RETURNING *",
        [user.pk],
    )
    return next(iter(rows), None)
