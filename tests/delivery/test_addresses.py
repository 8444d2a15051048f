"""Old addresses that no file in a bundle can have: refused by name, left out of a selection."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles import keys
from articles.bundles import verify
from articles.delivery import Order, deliver
from articles.errors import TransitionRefused
from articles.models import Article, LedgerEntry
from articles.stages import Stage
from tests.cast import Cast

pytestmark = pytest.mark.django_db
OLD = [["_x"], ["-gout"], ["Other2", "other2"]]


def at(cast: Cast, slug: str) -> None:
    """A live article whose address is of a time with other rules."""
    article = cast.article_in(Stage.PUBLISHED, title=f"At {slug}")
    Article.objects.filter(pk=article.pk).update(slug=slug)


@pytest.mark.parametrize("slugs", OLD)
def test_it_is_left_out_and_listed_and_the_bundle_is_genuine(
    cast: Cast, tmp_path: Path, slugs: list[str]
) -> None:
    for slug in slugs:
        at(cast, slug)
    innocent = cast.article_in(Stage.PUBLISHED, title="Innocent")
    order = Order(formats=["json", "html"], output=tmp_path / "b.zip", bundle=True)
    done = deliver(order, actor=cast.publisher)

    [refused] = done.refused
    assert (refused.slug, refused.held) == (slugs[-1], True)
    [reason] = refused.reasons
    assert reason.code == "address_not_exportable"
    assert f"“{slugs[-1]}”" in reason.message
    report = verify.verify(order.output.read_bytes(), keys.trusted())
    assert report.problems == []
    assert [each["slug"] for each in report.articles] == sorted([*slugs[:-1], innocent.slug])
    listed = [{"slug": refused.slug, "reasons": [reason.message]}]
    assert report.facts["refused"] == listed


@pytest.mark.parametrize("slugs", OLD)
def test_asked_for_by_name_it_is_refused_and_nothing_is_written(
    cast: Cast, tmp_path: Path, slugs: list[str]
) -> None:
    for slug in slugs:
        at(cast, slug)
    entries = LedgerEntry.objects.count()
    order = Order(formats=["json"], output=tmp_path / "b.zip", bundle=True, slugs=slugs)
    with pytest.raises(TransitionRefused) as refusal:
        deliver(order, actor=cast.publisher)
    assert [each.code for each in refusal.value.refusals] == ["address_not_exportable"]
    assert list(tmp_path.iterdir()) == []
    assert LedgerEntry.objects.count() == entries


@pytest.mark.parametrize("slug", ["_x", "-gout"])
def test_as_single_files_it_leaves(cast: Cast, tmp_path: Path, slug: str) -> None:
    at(cast, slug)
    order = Order(formats=["html", "json"], output=tmp_path / "out")
    assert deliver(order, actor=cast.publisher).slugs == [slug]
    page = (tmp_path / "out" / f"{slug}.html").read_bytes()
    assert verify.verify(page, keys.trusted()).problems == []
