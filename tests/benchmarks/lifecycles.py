"""An article's way from draft to readers: time, statements, and what it leaves in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from articles import workflow
from articles.models import Article
from articles.signing import Authentication
from tests.benchmarks import measure, plain
from tests.benchmarks.measure import Figure
from tests.cast import PASSWORD, Cast, content, signing_page

TEN_KB, HUNDRED_KB = 10_000, 100_000


Page = tuple[str, Article, Any, Authentication]

CEREMONY = (
    "signingticket",
    "signingaccess",
    "statementtext",
    "mfa_authenticator",
    "delivery",
    "dbtaskresult",
)
"""Tables of tickets, tries, words in use, second factors, mails: the ceremony's own."""


class Lifecycles:
    """The four acts, by the people who may do them."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.reviewers = [cast.physician.reviewer]

    def draft(self, number: int, length: int = TEN_KB) -> Article:
        return workflow.save_draft(
            None, article(number, length), actor=self.cast.writer, reason="First draft"
        )

    def submit(self, draft: Article) -> Article:
        return workflow.perform("submit", draft, actor=self.cast.writer, reviewers=self.reviewers)

    def sign_off(self, submitted: Article) -> Article:
        return self.sign(self.page("sign_off", submitted))

    def publish(self, approved: Article) -> Article:
        return self.sign(self.page("publish", approved))

    def whole(self, number: int) -> Article:
        return self.publish(self.sign_off(self.submit(self.draft(number))))

    def plain(self, number: int) -> None:
        plain.lifecycle(article(number, TEN_KB), self.cast.writer)

    def page(self, name: str, subject: Article) -> Page:
        """The page to sign, opened."""
        actor = self.cast.physician if name == "sign_off" else self.cast.publisher
        return name, subject, actor, signing_page(name, subject, actor)

    @staticmethod
    def sign(page: Page) -> Article:
        name, subject, actor, given = page
        said = {"no_interest": True} if name == "sign_off" else {}
        return workflow.perform(name, subject, actor=actor, authentication=given, **said)


def article(number: int, length: int) -> dict[str, Any]:
    return content(title=f"Article {number:x}", body=measure.text(length, number))


def measured(acts: Lifecycles, count: int) -> list[Figure]:
    """Everything about lifecycles; ``count`` of each kind are timed."""
    acts.whole(0)
    acts.plain(0)
    ours, naive = measure.in_turn((acts.whole, acts.plain), count)
    return [
        Figure("lifecycles per second", 1 / ours, "1/s"),
        Figure("naive lifecycles per second", 1 / naive, "1/s"),
        Figure("lifecycle, compared with naive", ours / naive, "times as long"),
        Figure("one password hash (PBKDF2), twice a lifecycle, apart", _hash_ms(), "ms"),
        *_statements(acts),
        *_growth("lifecycle, 10 kB body", acts.whole, range(100_000, 100_000 + count)),
        *_growth("naive lifecycle, 10 kB body", acts.plain, range(200_000, 200_000 + count)),
        *_transitions(acts, max(10, count // 10)),
    ]


def _statements(acts: Lifecycles) -> list[Figure]:
    """The acts as they were counted from the start; the ceremony and its two pages beside them.

    Of a title that is new: where its address is taken, one statement more finds a free one.
    """
    pages, stood = list[Page](), list[Article]()
    sent = measure.sent(lambda: stood.append(acts.submit(acts.draft(300_000))))
    opening = measure.sent(lambda: pages.append(acts.page("sign_off", stood[-1])))
    sent += measure.sent(lambda: stood.append(acts.sign(pages[-1])))
    opening += measure.sent(lambda: pages.append(acts.page("publish", stood[-1])))
    sent += measure.sent(lambda: acts.sign(pages[-1]))
    plain_ones = measure.without_frames(sent)
    ceremony = [sql for sql in plain_ones if any(table in sql for table in CEREMONY)]
    return [
        Figure("statements per lifecycle", len(plain_ones) - len(ceremony), "", limit=35),
        Figure("… of its two signing ceremonies, apart", len(ceremony), ""),
        Figure("… of opening their two pages, apart", len(measure.without_frames(opening)), ""),
        Figure("statements with BEGIN, COMMIT, savepoints", len(sent), ""),
    ]


def _growth(
    name: str, act: Callable[[Any], Any], things: Sequence[Any], limit: float | None = None
) -> list[Figure]:
    """Bytes for one act on each of ``things``: on disk as they come, and kept after a VACUUM.

    The first act is left out of the former: a compacted file has no free page to work in.
    """
    compact = measure.compact()
    act(things[0])
    before = measure.size()
    for thing in things[1:]:
        act(thing)
    written, kept = measure.size() - before, measure.compact() - compact
    return [
        Figure(f"growth by {name}", written / (len(things) - 1), "bytes", limit=limit),
        Figure(f"… after VACUUM: {name}", kept / len(things), "bytes", limit=limit),
    ]


def _transitions(acts: Lifecycles, count: int) -> list[Figure]:
    """With a body of 100 kB, an act that copied it could not stay below a tenth of that."""
    standing = [acts.draft(300_000 + number, HUNDRED_KB) for number in range(count)]
    figures = []
    for act in (acts.submit, acts.sign_off, acts.publish):
        name = f"{act.__name__} alone, 100 kB body"
        figures += _growth(name, act, standing, limit=HUNDRED_KB / 10)
        standing = list(Article.objects.filter(pk__in=[article.pk for article in standing]))
    return figures


def _hash_ms() -> float:
    hasher = PBKDF2PasswordHasher()
    stored = hasher.encode(PASSWORD, hasher.salt())
    return 1000 * min(measure.seconds(lambda: hasher.verify(PASSWORD, stored)) for _ in range(3))
