"""The feed: each article once, at its newest move, and nothing that may not be shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import canonical
from articles.models import Article, LedgerEntry
from articles.stages import Stage
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def walked(program: Any, limit: int = 2, **asked: Any) -> list[list[dict[str, Any]]]:
    """Every page up to the end."""
    pages, since = [], "m0"
    while True:
        page = program.get("articles", {"since": since, "limit": limit, **asked}).json()
        pages.append(page["items"])
        since = page["next"]
        if not page["more"]:
            return pages


def test_every_live_article_comes_once_in_the_order_of_release(cast: Cast, program: Any) -> None:
    made = [cast.article_in(Stage.PUBLISHED, title=f"Words {n}") for n in range(5)]
    cast.article_in(Stage.APPROVED, title="Not yet")
    cast.draft(title="A draft")
    pages = walked(program)
    assert [len(page) for page in pages] == [2, 2, 1]
    items = [item for page in pages for item in page]
    assert [item["id"] for item in items] == [str(article.pk) for article in made]
    assert {item["status"] for item in items} == {"published"}
    assert items[0]["schema"] == "reviewflow/article@1"
    assert items[0]["reviewers"][0]["byline"]


def test_a_new_edition_moves_an_article_to_the_end_and_is_told_once(
    cast: Cast, program: Any
) -> None:
    first = cast.article_in(Stage.PUBLISHED, title="First")
    cast.article_in(Stage.PUBLISHED, title="Second")
    seen = program.get("articles").json()["next"]
    revised = cast.revised(
        first, body="Gout hurts.[@handbook]\n\n## When to see a doctor\n\nToday."
    )
    assert program.get("articles", {"since": seen}).json()["items"] == []
    cast.publish(cast.sign_off(cast.submit(revised)))
    (item,) = program.get("articles", {"since": seen}).json()["items"]
    assert (item["slug"], item["edition"]) == ("first", "2.0")
    everything = [item["slug"] for page in walked(program) for item in page]
    assert everything == ["second", "first"]


def test_a_withdrawn_article_leaves_a_tombstone_with_its_reason(cast: Cast, program: Any) -> None:
    cast.article_in(Stage.WITHDRAWN, title="Gone")
    (item,) = program.get("articles").json()["items"]
    assert item.keys() == {"id", "slug", "status", "withdrawn_at", "notice"}
    assert (item["slug"], item["status"]) == ("gone", "withdrawn")
    assert item["notice"]["text"] == "Superseded by new advice."


def test_who_had_the_article_is_told_that_its_sign_off_does_not_hold_any_more(
    cast: Cast, program: Any
) -> None:
    article = cast.article_in(Stage.PUBLISHED, title="Doubted")
    seen = program.get("articles").json()["next"]
    signature = article.signatures.medical().get()
    cast.act("withdraw_signature", article, cast.physician, signature=signature, note="A slip.")
    (item,) = program.get("articles", {"since": seen}).json()["items"]
    assert item["status"] == "held"
    assert [each["code"] for each in item["refusals"]] == ["not_reviewed"]
    assert "html" not in item


def test_a_withdrawn_approval_says_nothing_to_readers(cast: Cast, program: Any) -> None:
    article = cast.article_in(Stage.APPROVED, title="Never seen")
    signature = article.signatures.medical().get()
    cast.act("withdraw_signature", article, cast.physician, signature=signature, note="A slip.")
    assert program.get("articles").json() == {"items": [], "next": "m0", "more": False}


def test_a_text_that_is_not_the_signed_one_is_held_back(cast: Cast, program: Any) -> None:
    article = cast.article_in(Stage.PUBLISHED, title="Altered")
    with connection.cursor() as cursor:
        drop = "" if connection.vendor == "sqlite" else " ON articles_historicalarticle"
        cursor.execute(_triggers_of_records())
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}{drop}")
        cursor.execute("UPDATE articles_historicalarticle SET body = 'Take twice as much.'")
    (item,) = program.get("articles").json()["items"]
    assert (item["status"], item["id"]) == ("held", str(article.pk))
    assert "Take twice" not in json.dumps(item)


def _triggers_of_records() -> str:
    if connection.vendor == "sqlite":
        return (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name = 'articles_historicalarticle'"
        )
    return (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgrelid = 'articles_historicalarticle'::regclass"
    )


def test_a_specialty_tells_of_articles_that_left_it(cast: Cast, program: Any) -> None:
    cast.policy("Default", specialist_sign_offs=0)
    moved = cast.article_in(Stage.PUBLISHED, title="Moved")
    cast.article_in(Stage.PUBLISHED, title="Elsewhere", specialty="cardiology")
    cast.publish(cast.sign_off(cast.submit(cast.revised(moved, specialty="cardiology"))))
    told = [item for page in walked(program, specialty="rheumatology") for item in page]
    assert [(item["slug"], item["specialty"]) for item in told] == [("moved", "cardiology")]
    told = [item for page in walked(program, specialty="cardiology") for item in page]
    assert [item["slug"] for item in told] == ["elsewhere", "moved"]
    assert walked(program, specialty="genetics") == [[]]


def test_a_page_looks_through_no_more_than_a_chunk(
    cast: Cast, program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from articles.released import moves

    monkeypatch.setattr(moves, "CHUNK", 1)
    cast.policy("Default", specialist_sign_offs=0)
    cast.article_in(Stage.PUBLISHED, title="Joints")
    cast.article_in(Stage.PUBLISHED, title="Heart", specialty="cardiology")
    pages = walked(program, specialty="cardiology")
    assert [[item["slug"] for item in page] for page in pages] == [[], ["heart"]]


def test_a_page_that_grows_too_large_ends_early_and_skips_nothing(
    cast: Cast, program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from articles.api import feed

    for number in range(4):
        cast.article_in(Stage.PUBLISHED, title=f"Words {number}")
    size = len(canonical.canonical_bytes(program.get("articles", {"limit": 1}).json()))
    monkeypatch.setattr(feed, "LARGEST", int(size * 2.5))
    pages = walked(program, limit=100)
    assert [len(page) for page in pages] == [2, 2]
    monkeypatch.setattr(feed, "LARGEST", 1)
    assert [len(page) for page in walked(program, limit=100)] == [1] * 4


def test_an_article_that_moves_while_a_page_is_read_is_met_further_on(
    cast: Cast, program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from articles import selection

    article = cast.article_in(Stage.PUBLISHED, title="Busy")
    cast.article_in(Stage.PUBLISHED, title="Quiet")
    judge, busy = selection.candidates, [article]

    def while_it_is_read(articles: Any, **options: Any) -> Any:
        found = list(judge(articles, **options))
        if busy:
            cast.act("withdraw", busy.pop(), cast.publisher, note="At this very moment.")
        return found

    monkeypatch.setattr(selection, "candidates", while_it_is_read)
    page = program.get("articles").json()
    assert [item["slug"] for item in page["items"]] == ["quiet"]
    assert page["more"]
    (item,) = program.get("articles", {"since": page["next"]}).json()["items"]
    assert (item["slug"], item["status"]) == ("busy", "withdrawn")


def test_a_place_that_the_ledger_has_not_reached_is_refused(cast: Cast, program: Any) -> None:
    """Somebody restored an older copy: its next entries bear numbers that were read already."""
    end = f"m{LedgerEntry.objects.count():x}"
    assert program.get("articles", {"since": end}).status_code == 200
    refused = program.get("articles", {"since": f"m{LedgerEntry.objects.count() + 1:x}"})
    assert refused.status_code == 409
    assert refused.json()["refusals"][0]["code"] == "cursor_ahead"


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        *(("limit", value) for value in ("0", "101", "-1", "9" * 30, "many", "1.5", "\0")),
        *(("since", value) for value in ("", "m", "0", "m-1", "m" + "f" * 16, "m0\0", "M0")),
        ("since", "m" * 5000),
        *(("specialty", value) for value in ("alchemy", "\0", "x" * 5000)),
    ],
)
def test_what_makes_no_sense_is_named(cast: Cast, program: Any, field: str, asked: str) -> None:
    refused = program.get("articles", {field: asked})
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    assert [each["field"] for each in refused.json()["errors"]] == [field]


def test_a_page_costs_the_same_statements_however_long(cast: Cast, program: Any) -> None:
    counted = []
    for number in range(6):
        cast.article_in(Stage.PUBLISHED, title=f"Words {number}")
        if number % 5 == 0:
            program.get("articles")
            with CaptureQueriesContext(connection) as captured:
                items = program.get("articles", {"limit": 100}).json()["items"]
            counted.append((len(items), len(captured)))
    assert [number for number, _ in counted] == [1, 6]
    assert counted[0][1] == counted[1][1] <= 20


def test_what_the_feed_says_is_what_the_article_says(cast: Cast, program: Any) -> None:
    article = cast.article_in(Stage.PUBLISHED, title="Same")
    (item,) = program.get("articles").json()["items"]
    assert item == program.get(f"articles/{article.slug}").json()
    assert (
        Article.objects.get(slug="same").published_record.content_digest == item["content_digest"]
    )
