"""The page a physician reads: its redline, its statements, its weight."""

from __future__ import annotations

import gzip
import time

from django.urls import reverse

from articles.content.redline import redline
from articles.models import Article, Review
from tests.benchmarks import measure
from tests.benchmarks.measure import Figure
from tests.benchmarks.standings import SIGNED_IN, as_in_a_browser
from tests.cast import Cast
from tests.content.redline import samples
from tests.workflow.talk import says

WORDS, EDITS, COMMENTS = 4_000, 60, 40


def measured(cast: Cast) -> list[Figure]:
    """An article of 4,000 words that was signed, edited in 60 places, and commented on 40 times."""
    before = samples.article(WORDS)
    after = samples.edited(before, EDITS)
    redline(before, after)  # tables of characters are made once in a process
    taken = min(_cpu(before, after) for _ in range(7))
    review = _second_round(cast, before, after)
    client = as_in_a_browser(cast.physician)
    address = reverse("review", args=[review.pk])
    few, _ = measure.statements(lambda: client.get(address))
    for number in range(COMMENTS):
        text = f"Comment {number}: say for whom."
        says(Article.objects.get(pk=review.round.article_id), cast.physician, text, exact="")
    many, _ = measure.statements(lambda: client.get(address))
    weight = len(gzip.compress(client.get(address).content))
    shown = min(measure.seconds(lambda: client.get(address)) for _ in range(3))
    return [
        Figure("redline of 4,000 words, 60 edits, CPU", 1000 * taken, "ms", limit=80),
        Figure("review page: statements, 0 comments", few - SIGNED_IN, "", limit=15),
        Figure("review page: statements, 40 comments", many - SIGNED_IN, "", limit=15),
        Figure("review page: gzip, 40 comments", weight / 1024, "KB", limit=80),
        Figure("review page: time, 40 comments", 1000 * shown, "ms"),
    ]


def _cpu(before: str, after: str) -> float:
    began = time.process_time()
    redline(before, after)
    return time.process_time() - began


def _second_round(cast: Cast, before: str, after: str) -> Review:
    keys = sorted({word.strip("[@].") for word in f"{before} {after}".split() if "[@" in word})
    references = [{"id": key, "type": "book", "title": f"Book {key}"} for key in keys]
    article = cast.draft(body=before, references=references)
    cast.publish(cast.sign_off(cast.submit(article)))
    cast.revised(Article.objects.get(pk=article.pk), body=after)
    cast.submit(Article.objects.get(pk=article.pk))
    return Review.objects.filter(round__article=article).latest("pk")
