"""A WordPress export comes in once, however it is dated and ordered when it comes again."""

from __future__ import annotations

import pytest

from articles.intake import Intake
from articles.models import Article, ImportClaim
from tests.cast import Cast
from tests.intake.items import left

pytestmark = pytest.mark.django_db
SITE = "https://toes.example"


def export(numbers: list[int], day: str) -> bytes:
    posts = "".join(
        f"<item><title>Sore toe {n}</title><link>{SITE}/toe-{n}/</link>"
        f"<pubDate>{day}</pubDate><wp:post_id>{n}</wp:post_id><wp:post_name>toe-{n}</wp:post_name>"
        "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
        f"<content:encoded><![CDATA[<p>Rest helps sore toe {n} within a day.</p>]]>"
        "</content:encoded></item>"
        for n in numbers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Toes</title>'
        f"<link>{SITE}</link><pubDate>{day}</pubDate><wp:wxr_version>1.2</wp:wxr_version>"
        f"<wp:base_site_url>{SITE}</wp:base_site_url><wp:base_blog_url>{SITE}</wp:base_blog_url>"
        f"{posts}</channel></rss>"
    ).encode()


def states(cast: Cast, data: bytes) -> list[str]:
    intake = Intake(cast.writer, specialty="rheumatology", inherited=True)
    return [outcome.state for outcome in intake.take_bytes(data, "toes.xml")]


def test_a_shuffled_and_dated_again_export_adds_nothing(cast: Cast) -> None:
    assert states(cast, export([1, 2, 3], "Mon, 06 Jan 2025 08:00:00 +0000")) == ["ok"] * 3
    before = left()
    assert states(cast, export([3, 1, 2], "Tue, 07 Jan 2025 08:00:00 +0000")) == ["skipped"] * 3
    assert left() == before
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["toe-1", "toe-2", "toe-3"]
    assert set(ImportClaim.objects.values_list("live_url", flat=True)) == {
        f"{SITE}/toe-{n}/" for n in (1, 2, 3)
    }


def test_two_sites_whose_names_hold_the_sign_that_parts_them_are_two(cast: Cast) -> None:
    day = "Mon, 06 Jan 2025 08:00:00 +0000"
    one, other = export([1], day), export([1], day)
    one = one.replace(b"<wp:post_id>1", b"<wp:post_id>2#1")
    site = f"<wp:base_site_url>{SITE}".encode()
    other = other.replace(site, site + b"#2")
    assert states(cast, one) == ["ok"]
    assert states(cast, other) == ["ok"]
