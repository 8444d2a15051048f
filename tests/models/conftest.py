"""One article that went all the way, so that every table of record holds rows."""

from __future__ import annotations

import pytest

from articles.models import Article
from articles.stages import Stage
from tests.cast import Cast, standing_signature


@pytest.fixture
def travelled(cast: Cast) -> Article:
    """Published, then with one signature withdrawn."""
    article = cast.article_in(Stage.PUBLISHED)
    return cast.act(
        "withdraw_signature",
        article,
        cast.physician,
        signature=standing_signature(article),
        note="A dose was wrong.",
    )
