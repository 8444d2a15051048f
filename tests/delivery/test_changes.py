"""The change notes of an article leave with it, as its readers were given them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import collecting, selection
from articles.models import Article, Publication
from articles.stages import Stage
from tests.cast import TEXT, Cast

pytestmark = pytest.mark.django_db


def next_edition(cast: Cast, article: Article, **inputs: Any) -> Article:
    """One more edition whose wording alone is other than before."""
    word = ("kind", "sort", "form")[article.publications.count() - 1]
    body = TEXT.replace("a painful", f"a painful {word} of")
    article = cast.sign_off(cast.submit(cast.revised(article, body=body)))
    return cast.act("publish", article, cast.publisher, **inputs)


def leaving(*articles: Article, approved: bool = False) -> dict[str, list[tuple[str, str]]]:
    """Edition and note of each change that would leave, by title."""
    wanted = Article.objects.filter(pk__in=[article.pk for article in articles])
    chosen = [c for c in selection.candidates(wanted, include_approved=approved) if c.round]
    return {
        found.text("title"): [(change.edition, change.note) for change in found.changes]
        for found in collecting.dossiers(chosen)
    }


def test_an_older_note_is_still_told_behind_a_minor_edition(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    article = next_edition(cast, article, note="A newer dose.")
    article = next_edition(cast, article, note="A comma.", minor=True)

    [candidate] = selection.candidates([article], include_approved=False)
    changes = collecting.dossier(candidate).changes

    assert [(each.edition, each.note) for each in changes] == [
        ("2.1", "A comma."),
        ("2.0", "A newer dose."),
        ("1.0", ""),
    ]
    released = Publication.objects.order_by("-pk").values_list("released_at", flat=True)
    assert [each.released_at for each in changes] == list(released)


def test_what_readers_do_not_have_yet_is_not_told(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    read_before = Article.objects.get(pk=article.pk)
    waits = cast.sign_off(cast.submit(cast.revised(article, summary="Newer.")))
    assert leaving(waits) == {"Gout flares": [("1.0", "")]}

    # The article was read, then somebody released the next edition, then the editions were read.
    cast.act("publish", waits, cast.publisher, note="Newer.")
    [candidate] = selection.candidates([read_before], include_approved=False)
    assert [each.edition for each in collecting.dossier(candidate).changes] == ["1.0"]
    assert leaving(article) == {"Gout flares": [("2.0", "Newer."), ("1.0", "")]}


def test_an_approved_text_that_leaves_before_its_release_has_no_changes(cast: Cast) -> None:
    cast.policy("Default", export_approved=True)
    assert leaving(cast.article_in(Stage.APPROVED), approved=True) == {"Gout flares": []}


def test_each_article_has_its_own_at_the_same_number_of_statements(cast: Cast) -> None:
    gout = next_edition(cast, cast.article_in(Stage.PUBLISHED, title="Gout"), note="On gout.")
    with CaptureQueriesContext(connection) as one:
        assert leaving(gout) == {"Gout": [("2.0", "On gout."), ("1.0", "")]}
    lupus = next_edition(cast, cast.article_in(Stage.PUBLISHED, title="Lupus"), note="On lupus.")
    lupus = next_edition(cast, lupus, note="A comma.", minor=True)
    first = cast.article_in(Stage.PUBLISHED, title="First")
    with CaptureQueriesContext(connection) as three:
        assert leaving(gout, lupus, first) == {
            "Gout": [("2.0", "On gout."), ("1.0", "")],
            "Lupus": [("2.1", "A comma."), ("2.0", "On lupus."), ("1.0", "")],
            "First": [("1.0", "")],
        }
    assert len(three) == len(one)
