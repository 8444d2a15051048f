"""`--since`: what was released, what is held, what is to be taken down; and nothing is missed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import delivery
from articles.delivery import Delivered, Order, Unwatched, choosing, deliver
from articles.models import Article
from articles.stages import Stage
from tests.cast import Cast, standing_signature

pytestmark = pytest.mark.django_db
TAKEN_BACK = "I read an older text."
FEW = {"articles_reviewpolicy", "articles_historicalreviewpolicy", "auth_user"}
"""What grows with the house and not with its articles."""


def export(cast: Cast, folder: Path, since: int | None, **order: object) -> Delivered:
    asked = Order(formats=["jsonl"], output=folder / "out", since=since, **order)
    return deliver(asked, actor=cast.publisher)


def take_back(cast: Cast, article: Article) -> None:
    given = standing_signature(article)
    cast.act("withdraw_signature", article, cast.physician, signature=given, note=TAKEN_BACK)


def test_what_moved_is_told_as_it_stands_now(cast: Cast, tmp_path: Path) -> None:
    quiet, held, gone = (
        cast.article_in(Stage.PUBLISHED, title=title) for title in ("Quiet", "Held", "Gone")
    )
    cursor = delivery.cursor()
    new = cast.article_in(Stage.PUBLISHED, title="New")
    take_back(cast, held)
    cast.act("withdraw", gone, cast.publisher, note="Superseded by new advice.")
    cast.article_in(Stage.APPROVED, title="Not yet")
    done = export(cast, tmp_path, cursor)

    assert quiet.slug not in (*done.slugs, *done.held)
    assert done.slugs == [new.slug]
    assert [(item.slug, [r.code for r in item.reasons]) for item in done.refused] == [
        (held.slug, ["not_reviewed"])
    ]
    assert done.held == [held.slug]
    assert [(each.slug, each.why) for each in done.withdrawn] == [
        (gone.slug, "Superseded by new advice.")
    ]
    again = export(cast, tmp_path, done.cursor)
    assert (again.slugs, again.refused, again.withdrawn) == ([], [], [])


def test_an_article_that_is_back_is_not_told_as_withdrawn(cast: Cast, tmp_path: Path) -> None:
    cursor = delivery.cursor()
    article = cast.article_in(Stage.WITHDRAWN)
    article = cast.revised(article, body=f"{article.body}\n\nNew advice.")
    article = cast.publish(cast.sign_off(cast.submit(article)))
    done = export(cast, tmp_path, cursor)
    assert (done.slugs, done.withdrawn) == ([article.slug], [])


def test_without_a_cursor_nothing_is_told_as_withdrawn(cast: Cast, tmp_path: Path) -> None:
    cast.article_in(Stage.WITHDRAWN)
    assert export(cast, tmp_path, None).withdrawn == []


def test_approved_texts_that_came_and_went_are_told_to_who_takes_them(
    cast: Cast, tmp_path: Path
) -> None:
    cast.policy("Default", export_approved=True)
    went = cast.article_in(Stage.APPROVED, title="Went")
    cursor = delivery.cursor()
    came = cast.article_in(Stage.APPROVED, title="Came")
    take_back(cast, went)
    done = export(cast, tmp_path, cursor, include_approved=True)
    assert done.slugs == [came.slug]
    assert [(each.slug, each.why) for each in done.withdrawn] == [(went.slug, TAKEN_BACK)]
    assert export(cast, tmp_path, cursor).slugs == []


def test_what_is_released_while_an_export_goes_on_is_behind_its_cursor(
    cast: Cast, tmp_path: Path
) -> None:
    """At whatever moment: the next `--since` has it, or this export and the next."""
    late: list[Article] = []

    class Publishing(Unwatched):
        def planned(self, total: int) -> None:
            late.append(cast.article_in(Stage.PUBLISHED, title=f"Late {len(late)}"))

        def written(self, done: int) -> None:
            self.planned(done)

    cast.article_in(Stage.PUBLISHED, title="Early")
    order = Order(formats=["jsonl"], output=tmp_path / "a")
    done = deliver(order, actor=cast.publisher, watch=Publishing())
    then = export(cast, tmp_path, done.cursor)
    assert then.slugs == [article.slug for article in late]


def test_an_article_that_is_withdrawn_before_its_chunk_is_read_does_not_leave(
    cast: Cast, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(choosing, "AT_ONCE", 1)
    cast.article_in(Stage.PUBLISHED, title="A")
    later = cast.article_in(Stage.PUBLISHED, title="B")

    class Withdrawing(Unwatched):
        def written(self, done: int) -> None:
            if done == 1:
                cast.act("withdraw", later, cast.publisher, note="Superseded.")

    order = Order(formats=["jsonl"], output=tmp_path / "a")
    done = deliver(order, actor=cast.publisher, watch=Withdrawing())
    assert done.slugs == ["a"]
    assert [each.slug for each in export(cast, tmp_path, done.cursor).withdrawn] == ["b"]


def test_what_is_new_is_found_without_a_look_at_the_rest(cast: Cast, tmp_path: Path) -> None:
    def statements() -> list[str]:
        cursor = delivery.cursor()
        cast.article_in(Stage.PUBLISHED, title="New")
        with CaptureQueriesContext(connection) as sent:
            assert len(export(cast, tmp_path, cursor).slugs) == 1
        return [query["sql"] for query in sent]

    before = statements()
    for number in range(3):
        cast.article_in(Stage.PUBLISHED, title=f"Old {number}")
    after = statements()
    assert len(after) == len(before)
    table = '"articles_article"'
    assert all(" WHERE " in sql for sql in after if f"FROM {table}" in sql)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads few rows one by one")
@pytest.mark.parametrize(
    ("known", "old"), [(False, 0), pytest.param(True, 30, marks=pytest.mark.slow)]
)
def test_no_statement_reads_a_table_from_end_to_end(
    cast: Cast, tmp_path: Path, known: bool, old: int
) -> None:
    """Nor once the database knows how many rows there are, and that most say nothing."""
    for number in range(old):
        cast.article_in(Stage.PUBLISHED, title=f"Old {number}")
    cursor = delivery.cursor()
    cast.article_in(Stage.PUBLISHED, title="New")
    cast.article_in(Stage.WITHDRAWN, title="Gone")
    if known:
        with connection.cursor() as counting:
            counting.execute("ANALYZE")
    with CaptureQueriesContext(connection) as sent:
        done = export(cast, tmp_path, cursor)
    assert (done.slugs, [each.slug for each in done.withdrawn]) == (["new"], ["gone"])
    asked = [query["sql"] for query in sent if query["sql"].startswith("SELECT")]
    assert len(asked) > 5
    for sql in asked:
        if sql.endswith(" LIMIT 1") or "articles_ledgerhead" in sql:  # the newest; the one row
            continue
        with connection.cursor() as plan:
            plan.execute(f"EXPLAIN QUERY PLAN {sql}")
            scanned = {step.split()[1] for *_, step in plan.fetchall() if step.startswith("SCAN")}
        assert scanned <= (FEW if known else set()), sql


def test_the_command_tells_people_and_machines_what_to_take_down(
    cast: Cast, run, tmp_path: Path
) -> None:
    cursor = delivery.cursor()
    gone = cast.article_in(Stage.WITHDRAWN)
    options = ("--format=jsonl", f"--output={tmp_path / 'out'}", f"--since={cursor}")
    assert f"withdrawn {gone.slug}: take it down." in run("export_articles", *options).out
    said = json.loads(run("export_articles", *options, "--json").out)
    [told] = said["withdrawn"]
    assert (told["slug"], told["reason"]) == (gone.slug, "Superseded by new advice.")
    assert told["withdrawn_at"].endswith("Z")
    assert said["held"] == said["articles"] == []
