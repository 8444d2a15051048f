"""Managing editors read at home how many of the articles that readers had before are proven."""

from __future__ import annotations

import pytest

from articles.intake import Intake
from articles.models import Article, ImportClaim
from tests.cast import Cast

from .site import signed_in

pytestmark = pytest.mark.django_db


def arrive(cast: Cast, *, inherited: bool) -> Article:
    intake = Intake(cast.writer, specialty="rheumatology", inherited=inherited)
    data = f"Sore toe {inherited}\n\nRest helps a sore toe within a day.\n"
    [outcome] = intake.take_bytes(data.encode(), "toe.txt")
    return Article.objects.get(slug=outcome.slug)


def test_home_counts_inherited_articles_for_managing_editors_alone(cast: Cast) -> None:
    arrive(cast, inherited=True)
    assert "0 of 1 proven" in signed_in(cast.editor).get("/").text
    for other in (cast.writer, cast.physician, cast.publisher, cast.auditor):
        assert "proven</a>" not in signed_in(other).get("/").text


def test_home_does_not_mention_what_is_not_there(cast: Cast) -> None:
    arrive(cast, inherited=False)
    assert "Inherited" not in signed_in(cast.editor).get("/").text


def test_several_claims_of_one_article_count_once(cast: Cast) -> None:
    article = arrive(cast, inherited=True)
    claim = ImportClaim.objects.get()
    claim.pk, claim.position = None, 1
    claim.save(force_insert=True)
    assert article.import_claims.count() == 2
    assert "0 of 1 proven" in signed_in(cast.editor).get("/").text
