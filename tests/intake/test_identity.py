"""An item is taken in once, however often, in whatever order and under whatever name it comes."""

from __future__ import annotations

import random

import pytest

from articles.canonical import digest
from articles.intake import Intake
from articles.models import Article, ImportClaim
from tests.cast import Cast
from tests.intake.items import claim, item, left, take

pytestmark = pytest.mark.django_db


def export(seed: str, order: list[int]) -> list:
    """An export of one site: other bytes, other places in the file, the same posts."""
    return [
        item(
            number,
            source_id=f"wordpress:https://toes.example#{number}",
            source_digest=digest(seed.encode()),
            item=place,
        )
        for place, number in enumerate(order)
    ]


def test_a_later_copy_of_a_source_in_another_order_adds_nothing(cast: Cast) -> None:
    intake, order = Intake(cast.writer), list(range(12))
    assert set(take(intake, *export("Monday", order))) == {"ok"}
    before = left()
    random.Random(5).shuffle(order)
    again = [Intake(cast.writer).take(each, "tuesday.xml") for each in export("Tuesday", order)]

    assert {outcome.state for outcome in again} == {"skipped"}
    assert {outcome.slug for outcome in again} == {f"sore-toe-{number}" for number in range(12)}
    assert "another copy (toes.xml)" in again[0].reason
    assert left() == before


def test_a_new_post_among_known_ones_comes_in_alone(cast: Cast) -> None:
    take(Intake(cast.writer), *export("Monday", [0, 1]))
    assert take(Intake(cast.writer), *export("Tuesday", [2, 1, 0])) == ["ok", "skipped", "skipped"]


def test_without_an_identity_the_bytes_and_the_place_in_them_count(cast: Cast) -> None:
    same = digest(b"one file")
    first = [item(number, source_digest=same, item=number) for number in range(2)]
    assert take(Intake(cast.writer), *first) == ["ok", "ok"]
    assert take(Intake(cast.writer), *first) == ["skipped", "skipped"]
    changed = item(0, source_digest=digest(b"the file, changed"))
    assert take(Intake(cast.writer), changed) == ["ok"]


def test_what_came_in_before_identities_were_kept_is_known_by_its_bytes(cast: Cast) -> None:
    post = item(source_id="front-matter:toes-20240107")
    take(Intake(cast.writer), post)
    ImportClaim.objects.update(source_key="")
    assert take(Intake(cast.writer), post) == ["skipped"]


def test_two_identities_that_begin_alike_are_two(cast: Cast) -> None:
    long = "wordpress:https://toes.example/" + "a" * 400
    items = [item(number, source_id=f"{long}#{number}") for number in range(2)]
    assert take(Intake(cast.writer), *items, *items) == ["ok", "ok", "skipped", "skipped"]


def test_every_claim_of_an_item_carries_its_identity(cast: Cast) -> None:
    post = item(source_id="front-matter:toes-20240107", claims=[claim(), claim("Max Reed, DO")])
    take(Intake(cast.writer), post)
    rows = ImportClaim.objects.order_by("position").values_list("position", "source_key")
    assert list(rows) == [(0, "front-matter:toes-20240107"), (1, "front-matter:toes-20240107")]


def test_a_dry_run_knows_what_it_has_met(cast: Cast) -> None:
    dry = Intake(cast.writer, dry_run=True)
    first, again = (item(number, source_id="front-matter:toes-20240107") for number in range(2))
    before = left()
    assert take(dry, first, again, item(3)) == ["ok", "skipped", "ok"]
    assert left() == before


def test_a_thousand_items_of_one_name_take_a_dozen_questions_not_a_thousand(
    cast: Cast, django_assert_max_num_queries
) -> None:
    intake = Intake(cast.writer)
    names = [item(number, slug_hint="index") for number in range(40)]
    take(intake, *names)
    wanted = {"index", *(f"index-{number}" for number in range(2, 41))}
    assert set(Article.objects.values_list("slug", flat=True)) == wanted
    with django_assert_max_num_queries(40):
        take(intake, item(99, slug_hint="index"))


def test_our_own_export_of_an_article_that_lives_here_says_so(cast: Cast) -> None:
    article = cast.draft()
    mine = item(0, source_id=f"reviewflow:{article.pk}")
    elsewhere = item(1, source_id="reviewflow:6f1c3f3e-0000-4000-8000-000000000001")
    told = [" ".join(Intake(cast.writer).take(each, "a.md").notes) for each in (mine, elsewhere)]
    assert f"exported from “{article.slug}”, which is here" in told[0]
    assert "exported from" not in told[1]
