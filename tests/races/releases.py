"""Races over a release that waits: its moment comes while somebody cancels, revises or orders."""

from __future__ import annotations

from django.utils import timezone

from articles.models import Article
from articles.stages import Stage
from tests.cast import signing_page, standing_signature
from tests.races.acts import AHEAD
from tests.races.races import Field, Heat, Race


def _due(ground: Field) -> Article:
    """Approved, and its ordered release is due by the clock of whoever releases."""
    article, at = ground.cast.article_in(Stage.APPROVED), timezone.now() + AHEAD / 2
    return ground.cast.act("publish", article, ground.cast.publisher, release_at=at)


def _release_twice(ground: Field, index: int) -> Heat:
    article = _due(ground)
    first, second = (ground.order("release", "pia", article, 4) for _ in range(2))
    return Heat(article, article.content_digest, (first, second))


def _release_or_cancel(ground: Field, index: int) -> Heat:
    article = _due(ground)
    release = ground.order("release", "pia", article, 30)
    return Heat(
        article, article.content_digest, (release, ground.order("cancel", "pia", article, 10))
    )


def _release_or_withdraw_a_signature(ground: Field, index: int) -> Heat:
    """The page to withdraw it was opened while the text was approved."""
    article = _due(ground)
    signature = standing_signature(article)
    page = signing_page("withdraw_signature", article, ground.cast.physician, signature)
    details = {"page": page, "held": article}
    release = ground.order("release", "pia", article, 60)
    withdraw = ground.order("withdraw_signature", "ada", article, 6, **details)
    return Heat(article, article.content_digest, (release, withdraw))


def _order_or_revise(ground: Field, index: int) -> Heat:
    """Who revises after the order takes the text from it."""
    article = ground.cast.article_in(Stage.APPROVED)
    order = ground.order("order", "pia", article, 4)
    revise = ground.order("revise", "wren", article, 60)
    return Heat(article, article.content_digest, (order, revise), (1, 2))


def _order_twice(ground: Field, index: int) -> Heat:
    article = ground.cast.article_in(Stage.APPROVED)
    first, second = (ground.order("order", "pia", article, 2) for _ in range(2))
    return Heat(article, article.content_digest, (first, second))


def _order_or_publish(ground: Field, index: int) -> Heat:
    article = ground.cast.article_in(Stage.APPROVED)
    order, publish = (ground.order(act, "pia", article, 3) for act in ("order", "publish"))
    return Heat(article, article.content_digest, (order, publish))


RACES = (
    Race("two workers at one moment", _release_twice, share=0.4),
    Race("release against cancelling", _release_or_cancel, share=0.4),
    Race("release against withdrawn signature", _release_or_withdraw_a_signature, share=0.4),
    Race("order against revision", _order_or_revise, share=0.4),
    Race("two orders at once", _order_twice, share=0.4),
    Race("order against publish", _order_or_publish, share=0.4),
)
