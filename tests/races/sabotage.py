"""Claims broken on purpose, in a racer's process only: races that find nothing prove nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.core.cache.backends.locmem import LocMemCache
from django.db.models import QuerySet

from articles.models import Article, Reviewer
from articles.signing import authenticating
from articles.workflow import claiming, commenting, engine


def _sound() -> None:
    """The product as it is."""


def _unconditional() -> None:
    """The claim locks the row and re-reads it, but no longer asks for stage, digest and round."""
    statement = claiming._ARTICLE
    for condition in ("stage = %s", "content_digest = %s", "COALESCE(round_id, 0) = %s"):
        assert f" AND {condition}" in statement
        statement = statement.replace(f" AND {condition}", f" AND ({condition} OR 1 = 1)")
    claiming._ARTICLE = statement


def _unlocked() -> None:
    """The claim becomes a plain read with the same conditions: check first, write later."""
    where, beside = claiming._ARTICLE.split("RETURNING *,")
    read = where.replace("UPDATE {article} SET claim = claim + 1", "SELECT * FROM {article}")
    assert read != where
    beside = beside.replace("{article}.", "held.")
    claiming._ARTICLE = f"WITH held AS ({read}) SELECT held.*, {beside} FROM held"  # noqa: S608 - our own words
    engine.claim_reviewer = _plain_reviewer
    commenting.hold = _plain_article


def _plain_article(key: uuid.UUID) -> Article:
    return Article.objects.get(pk=key)


def _plain_reviewer(user: User) -> Reviewer | None:
    return Reviewer.objects.filter(user=user).first()


def _uncounted() -> None:
    """A try is counted in a row that nobody holds: read, add one, write."""
    authenticating._counted = authenticating._counted.__wrapped__
    QuerySet.select_for_update = lambda self, *_args, **_more: self


def _forgetful() -> None:
    """Each process remembers for itself which codes were used."""
    totp.cache = LocMemCache("used codes", {})


WAYS: dict[str, Callable[[], None]] = {
    "": _sound,
    "unconditional": _unconditional,
    "unlocked": _unlocked,
    "uncounted": _uncounted,
    "forgetful": _forgetful,
}
