"""What leaves as a single page or text can be judged by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import canonical, importers, keys
from articles.bundles.verify import split, verify
from articles.delivery import Order, Unwatched, deliver
from articles.delivery import choosing as chunks
from articles.models import Article, LedgerEntry
from articles.stages import Stage
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FORMS = {"html": "html", "md": "markdown"}


def export(cast: Cast, out: Path, *formats: str) -> dict[str, bytes]:
    order = Order(formats=formats or ("html", "markdown", "json"), output=out)
    return {path.name: path.read_bytes() for path in deliver(order, actor=cast.publisher).paths}


@pytest.mark.req("CX-02", "P11-13")
def test_each_page_and_text_is_genuine_by_our_public_key_alone(cast: Cast, tmp_path: Path) -> None:
    for title in ("One", "Two", "Three"):
        cast.article_in(Stage.PUBLISHED, title=title)
    files = export(cast, tmp_path / "out")
    judged = {name: verify(data, keys.trusted()) for name, data in files.items()}
    assert {name for name, report in judged.items() if report.genuine} == {
        f"{slug}.{ending}" for slug in ("one", "two", "three") for ending in FORMS
    }
    assert {report.articles[0]["title"] for report in judged.values() if report.genuine} == {
        *("One", "Two", "Three")
    }


def test_the_record_has_the_digest_of_the_file_with_its_receipt(cast: Cast, tmp_path: Path) -> None:
    cast.article_in(Stage.PUBLISHED, title="One")
    files = export(cast, tmp_path / "out", "markdown")
    [entry] = LedgerEntry.objects.filter(kind="export.deliver")
    assert f'"digest":"{canonical.digest(files["one.md"])}"' in entry.payload


class Busy(Unwatched):
    """After the first article, the second is released anew."""

    def __init__(self, cast: Cast, article: Article) -> None:
        self.cast, self.article = cast, article

    def written(self, done: int) -> None:
        if done == 1:
            draft = self.cast.revised(self.article, summary="What is new.")
            self.cast.publish(self.cast.sign_off(self.cast.submit(draft, self.cast.physician)))


def test_a_text_signed_while_the_export_runs_is_proven_too(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "AT_ONCE", 1)
    one, two = (cast.article_in(Stage.PUBLISHED, title=title) for title in ("One", "Two"))
    order = Order(formats=["html"], output=tmp_path / "out", slugs=[one.slug, two.slug])
    paths = deliver(order, actor=cast.publisher, watch=Busy(cast, two)).paths
    reports = {path.name: verify(path.read_bytes(), keys.trusted()) for path in paths}
    assert [report.problems for report in reports.values()] == [[], []]
    assert reports["two.html"].articles[0]["version"] == 2


def test_a_text_with_its_receipt_comes_back_in_word_for_word(cast: Cast, tmp_path: Path) -> None:
    article = cast.article_in(Stage.PUBLISHED, title="One")
    data = export(cast, tmp_path / "out", "markdown")["one.md"]
    [with_receipt] = importers.read(data, "one.md")
    before, _, after = split(data, "markdown")
    [without] = importers.read(before + after, "one.md")
    assert with_receipt.body == without.body == article.body
    assert with_receipt.notes == without.notes


def test_receipts_cost_the_same_statements_for_many_articles(cast: Cast, tmp_path: Path) -> None:
    counts = []
    for number in (2, 5):
        while LedgerEntry.objects.filter(kind="article.publish").count() < number:
            cast.article_in(Stage.PUBLISHED, title=f"Text {len(counts)} {number}")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            export(cast, tmp_path / f"out-{number}", "html", "markdown")
        counts.append(len(caught))
    assert counts[0] == counts[1]
