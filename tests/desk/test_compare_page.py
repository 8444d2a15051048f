"""Any two versions of an article, one against the other."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import reverse

from articles import workflow
from articles.models import Article
from articles.stages import Stage
from tests.cast import Cast
from tests.workflow.talk import says

from .site import signed_in, statements
from .test_queries import WHO_ASKS

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast: Cast) -> Article:
    return saved(cast, cast.draft(body="Take 5 mg.\n\nRest."), "Take 2 mg.\n\nRest.")


def saved(cast: Cast, article: Article, body: str, reason: str = "As measured") -> Article:
    base = article.content_digest
    return workflow.save_draft(article, {"body": body}, actor=cast.writer, reason=reason, base=base)


def look(cast: Cast, article: Article, query: str = "", part: str = "writer") -> HttpResponse:
    return signed_in(getattr(cast, part)).get(reverse("compare", args=[article.slug]) + query)


def test_the_newest_stands_against_the_one_before(cast: Cast, article: Article) -> None:
    page = look(cast, article)
    html = page.content.decode()
    assert "<h1>Version 1 and version 2</h1>" in html
    assert "“First draft”" in html
    assert "“As measured”" in html
    assert "<del>5 mg</del> <ins>2 mg</ins>" in html
    assert "1 block unchanged" in html
    assert "2 words changed in 1 place." in html


@pytest.mark.parametrize(
    ("query", "versions", "view"),
    [
        ("?from=2&to=1", (2, 1), "redline"),
        ("?from=1&to=1", (1, 1), "redline"),
        ("?from=1&to=2&view=side", (1, 2), "side"),
        ("?view=clean", (1, 2), "clean"),
        ("?from=&to=&view=", (1, 2), "redline"),
    ],
)
def test_an_address_names_both_versions_and_the_view(
    cast: Cast, article: Article, query: str, versions: tuple[int, int], view: str
) -> None:
    page = look(cast, article, query)
    assert page.status_code == 200
    shown = page.context
    assert ((shown["old"].version, shown["new"].version), shown["view"]) == (versions, view)


@pytest.mark.parametrize(
    "query",
    [
        "?from=3",
        "?to=0",
        "?from=x",
        "?to=-1",
        "?from=²",
        "?to=%00",
        "?view=x",
        "?to=" + "9" * 5_000,
    ],
)
def test_an_address_that_names_nothing_is_not_found(
    cast: Cast, article: Article, query: str
) -> None:
    assert look(cast, article, query).status_code == 404


def test_an_article_of_one_version_is_compared_with_itself(cast: Cast) -> None:
    page = look(cast, cast.draft())
    assert (page.status_code, page.context["changes"]) == (200, "nothing changed")


def test_comments_stay_with_the_review(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    says(article, cast.physician, "Which joint?")
    assert "Which joint?" not in look(cast, article).content.decode()


def test_who_may_not_read_articles_compares_none(cast: Cast, article: Article) -> None:
    cast.writer.groups.clear()
    cast.writer.save()
    assert look(cast, article).status_code == 403


def test_what_somebody_wrote_is_text(cast: Cast, article: Article) -> None:
    evil = "<script>alert(1)</script>"
    article = saved(cast, article, f"Take {evil}.", reason=evil)
    for view in ("redline", "side", "clean"):
        assert evil not in look(cast, article, f"?view={view}").content.decode()


def test_two_versions_cost_as_many_statements_as_forty(cast: Cast, article: Article) -> None:
    client, address = signed_in(cast.writer), reverse("compare", args=[article.slug])
    few = statements(client, address)
    for number in range(38):
        article = saved(cast, article, f"Take {number} mg.\n\nRest.")
    assert article.version == 40
    assert statements(client, address) == few
    assert few <= WHO_ASKS + 15
