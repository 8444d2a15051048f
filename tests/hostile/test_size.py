"""Too much of it: refused with a sentence, or opened as quickly as the little."""

from __future__ import annotations

import random

import pytest
from django.urls import reverse

from articles import presenting, workflow
from articles.content.redline import redline
from articles.errors import InputRefused
from articles.models import Article
from tests.cast import Cast
from tests.desk.site import signed_in
from tests.growth import growth

MEGABYTE = "Take 5 mg of methotrexate once a week, never daily.\n\n" * 18_000


def paired(size: int) -> dict[str, tuple[str, str]]:
    chance = random.Random(1)
    lines = [f"Line {n} of the text." for n in range(size // 40)]
    return {
        "one word": ("word " * (size // 5), "word " * (size // 5 - 1) + "dose"),
        "two words": ("a b " * (size // 8), "b a " * (size // 8)),
        "one letter": ("a" * size, "a" * (size - 1) + "b"),
        "shuffled lines": ("\n".join(lines), "\n".join(chance.sample(lines, len(lines)))),
        "shuffled blocks": ("\n\n".join(lines), "\n\n".join(chance.sample(lines, len(lines)))),
        "empty lists": ("- \n" * (size // 4), "* \n\n" * (size // 4)),
    }


@pytest.mark.slow
@pytest.mark.parametrize("kind", paired(400))
def test_pairs_made_to_be_slow_are_compared_in_a_time_that_grows_with_them(kind: str) -> None:
    assert growth(lambda size: redline(*paired(size)[kind]), 60_000) < 10


@pytest.mark.django_db
def test_ten_megabytes_are_refused_with_a_sentence(cast: Cast) -> None:
    with pytest.raises(InputRefused) as refused:
        cast.draft(body="x" * 10_000_000)
    assert (refused.value.field, refused.value.code) == ("body", "too_long")
    assert Article.objects.count() == 0
    article, client = cast.draft(), signed_in(cast.writer)
    address = reverse("admin:articles_article_change", args=[article.pk])
    answer = client.post(address, {"title": "T", "body": "x" * 10_000_000, "reason": "More"})
    assert 400 <= answer.status_code < 500
    assert Article.objects.get().content_digest == article.content_digest


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
def test_a_megabyte_opens_on_every_page(cast: Cast) -> None:
    article = cast.draft(body=MEGABYTE)
    article = workflow.save_draft(
        article,
        {"body": f"{article.body} Stop."},
        actor=cast.writer,
        reason="More",
        base=article.content_digest,
    )
    article = cast.submit(article)
    review = article.round.reviews.get()
    assert presenting.reading(article).words > 100_000
    for user, address in (
        (cast.writer, article.get_absolute_url()),
        (cast.physician, f"/review/{review.pk}/"),
        (cast.writer, reverse("admin:articles_article_change", args=[article.pk])),
    ):
        assert signed_in(user).get(address).status_code == 200, address
