from __future__ import annotations

from io import BytesIO

import pytest

from articles import exporters
from articles.dossier import Dossier
from articles.models import Article
from articles.stages import Stage
from tests.cast import Cast

from . import hostile


@pytest.fixture(params=hostile.ALL)
def dossier(request) -> Dossier:
    """Each sample, and each hostile title, in turn."""
    return hostile.ALL[request.param]()


@pytest.fixture
def exported():
    """The bytes one format makes of one dossier."""

    def export(slug: str, dossier: Dossier) -> bytes:
        out = BytesIO()
        exporters.get(slug).write(dossier, out)
        return out.getvalue()

    return export


@pytest.fixture
def live(cast: Cast) -> dict[str, str]:
    """Hostile and plain articles, released by the real acts: digest by id."""
    wanted = [{"title": "Plain words"}]
    wanted += [hostile.content(name) for name in hostile.TITLES]
    for content in wanted:
        cast.article_in(Stage.PUBLISHED, **content)
    return {str(each.pk): each.content_digest for each in Article.objects.all()}
