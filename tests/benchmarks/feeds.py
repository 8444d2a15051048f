"""A page of the feed: what a hundred articles cost, and what "nothing new" costs."""

from __future__ import annotations

from articles import released
from articles.api import feed
from articles.stages import Stage
from tests.benchmarks import measure
from tests.benchmarks.measure import Figure
from tests.cast import Cast

STATEMENTS = 10
"""The most that a page may send, whatever its length."""


def measured(cast: Cast, articles: int) -> list[Figure]:
    """With ``articles`` more on the feed, read in pages of a hundred."""
    for number in range(articles):
        cast.article_in(Stage.PUBLISHED, title=f"Feed {number}")
    measure.analyse()
    end = released.page(-1, 100_000).seq
    page, nothing = measure.in_turn(
        [lambda _: feed.body(-1, 100, ""), lambda _: feed.body(end, 100, "")], 10
    )
    sent, _ = measure.statements(lambda: feed.body(-1, 100, ""))
    return [
        Figure("Feed: statements for a page of 100", sent, "", limit=STATEMENTS),
        Figure("Feed: a page of 100", page * 1000, "ms", limit=1000),
        Figure("Feed: nothing new", nothing * 1000, "ms", limit=50),
    ]
