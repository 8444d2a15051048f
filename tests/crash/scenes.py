"""The acts that are killed: by whom, on which article, in which state before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from articles.models import Article
from articles.stages import Stage
from tests.cast import Cast


@dataclass(frozen=True)
class Scene:
    """``stage`` makes an article that the act may be done to."""

    name: str
    stage: Callable[[Cast], Article]
    act: Callable[[Cast, Article], Article]


SCENES = (
    Scene("sign off", lambda cast: cast.article_in(Stage.MEDICAL_REVIEW), Cast.sign_off),
    Scene("publish", lambda cast: cast.article_in(Stage.APPROVED), Cast.publish),
)
