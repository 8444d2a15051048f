"""The acts that are killed: by whom, on which article, in which state before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from unittest import mock

from django.utils import timezone

from articles import workflow
from articles.errors import Refusal, TransitionRefused
from articles.models import Article, Schedule
from articles.stages import Stage
from tests.cast import Cast


@dataclass(frozen=True)
class Scene:
    """``stage`` makes an article that the act may be done to."""

    name: str
    stage: Callable[[Cast], Article]
    act: Callable[[Cast, Article], Article]


def _ordered(cast: Cast) -> Article:
    """Each is due a second after the one before, so that a worker's look finds one at a time."""
    article = cast.article_in(Stage.APPROVED)
    last = Schedule.objects.order_by("-release_at").values_list("release_at", flat=True).first()
    at = max(last or timezone.now(), timezone.now()) + dt.timedelta(seconds=1)
    return cast.act("publish", article, cast.publisher, release_at=at, note="Clearer.")


def _release(cast: Cast, article: Article) -> Article:
    """What a worker does at the moment of this article; refused where nothing waits."""
    moment = article.schedules.get().release_at
    at = max(timezone.now(), moment)
    with mock.patch("django.utils.timezone.now", return_value=at):
        if not workflow.release_due(at=moment):
            raise TransitionRefused("release", [Refusal("not_due", "Nothing was due.")])
    return article


SCENES = (
    Scene("sign off", lambda cast: cast.article_in(Stage.MEDICAL_REVIEW), Cast.sign_off),
    Scene("publish", lambda cast: cast.article_in(Stage.APPROVED), Cast.publish),
    Scene("release at its moment", _ordered, _release),
)
