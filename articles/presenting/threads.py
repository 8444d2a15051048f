"""Comments beside their words: letter, thread, place in a text, and what this person may do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.utils.safestring import SafeString, mark_safe

from articles import roles
from articles.content import quotes
from articles.content.quotes import Plain
from articles.content.redline.anchored import Anchor
from articles.content.redline.html import runs_html
from articles.content.redline.items import text_runs
from articles.models import Article, Comment, Remark
from articles.stages import CLOSING, RemarkKind, Severity
from articles.workflow import turns
from articles.workflow.anchoring import quote_of

from .pieces import Piece

ALPHABET = 26


@dataclass(frozen=True, slots=True)
class Thread:
    """``place``: of its words in the text shown, as (block, start, end); empty where they are gone
    or where it is about the whole text. ``acts``: the turns this person may take now.
    """

    comment: Comment
    letter: str
    turns: tuple[Remark, ...]
    place: tuple[tuple[int, int, int], ...]
    acts: frozenset[str]
    wording: SafeString | str = ""

    @property
    def closing(self) -> Remark | None:
        """The turn that closed it, where nothing opened it again."""
        moves = [turn for turn in self.turns if turn.kind in (RemarkKind.REOPEN, *CLOSING)]
        return moves[-1] if moves and moves[-1].kind in CLOSING else None

    @property
    def is_open(self) -> bool:
        return self.closing is None

    @property
    def is_must_fix(self) -> bool:
        return self.comment.severity == Severity.MUST_FIX

    @property
    def is_gone(self) -> bool:
        """It was about words that no longer stand in the text."""
        return bool(self.comment.exact) and not self.place

    @property
    def is_answered(self) -> bool:
        """Somebody else said something after its author did."""
        return bool(self.turns) and self.turns[-1].author_id != self.comment.author_id


def letters(number: int) -> str:
    """A, B … Z, AA …: the letter of the n-th comment of an article, from 1."""
    name = ""
    while number:
        number, rest = divmod(number - 1, ALPHABET)
        name = chr(ord("A") + rest) + name
    return name


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the threads, and from where: what they may do hangs on it."""

    user: User
    held: frozenset[str]
    article: Article
    is_asked: bool

    def acts(self, comment: Comment, *, is_open: bool) -> Iterator[str]:
        """The turns that would be taken, not refused, right now."""
        may = turns.permitted(comment, self.user.pk, self.held, is_asked=self.is_asked)
        state: Any = {"article": self.article, "is_open": is_open}
        for kind in may:
            if not any(turns.objections(comment, kind, self.user.pk, **state)):
                yield str(kind)


def reader(
    article: Article, user: User, held: frozenset[str] | None = None, *, is_asked: bool = False
) -> Reader:
    """What their roles permit, and that their review is open, are given where they are known."""
    held = roles.permissions_of(user) if held is None else held
    return Reader(user, held, article, is_asked or turns.is_asked(article.pk, user, held))


@dataclass(slots=True)
class _Texts:
    """Plain texts by the record they come from, each read once."""

    read: dict[int, Plain] = field(default_factory=dict)

    def of(self, comment: Comment) -> Plain:
        key = comment.record_id
        if key not in self.read:
            self.read[key] = quotes.plain(comment.record.body)
        return self.read[key]


def threads_of(article: Article, body: str, by: Reader) -> list[Thread]:
    """Every comment of an article in the order they were made, placed in a text, in two
    statements.
    """
    comments = list(article.comments.select_related("record", "article", "review").order_by("pk"))
    said: dict[int, list[Remark]] = defaultdict(list)
    for remark in Remark.objects.filter(comment__in=comments).select_related("record"):
        said[remark.comment_id].append(remark)
    texts, here = _Texts(), quotes.plain(body)
    return [
        _thread(comment, letters(number), tuple(said[comment.pk]), _place(comment, texts, here), by)
        for number, comment in enumerate(comments, start=1)
    ]


def _thread(
    comment: Comment,
    letter: str,
    said: tuple[Remark, ...],
    place: tuple[tuple[int, int, int], ...],
    by: Reader,
) -> Thread:
    bare = Thread(comment, letter, said, place, frozenset())
    acts = frozenset(by.acts(comment, is_open=bare.is_open))
    return Thread(comment, letter, said, place, acts, _wording(comment))


def _place(comment: Comment, texts: _Texts, here: Plain) -> tuple[tuple[int, int, int], ...]:
    if not comment.exact:
        return ()
    found = quotes.find(here, quote_of(comment, texts.of(comment)))
    return here.place(found.start, found.end) if found else ()


def _wording(comment: Comment) -> SafeString | str:
    if comment.wording is None:
        return ""
    # Escaped and held to a list of tags by content.redline.html.
    return mark_safe(runs_html(text_runs(comment.exact, comment.wording)))  # noqa: S308


def anchors_of(found: Iterable[Thread]) -> dict[int, list[Anchor]]:
    """The words of open comments, and of closed ones, by the index of their block."""
    anchors: dict[int, list[Anchor]] = defaultdict(list)
    for thread in found:
        for block, start, end in thread.place:
            anchors[block].append(Anchor(thread.letter, start, end))
    return anchors


def apart(found: Sequence[Thread]) -> tuple[list[Thread], list[Thread]]:
    """The comments that stand beside no words: on the whole text, and on words that are gone."""
    whole = [thread for thread in found if not thread.comment.exact]
    return whole, [thread for thread in found if thread.is_gone]


def set_beside(pieces: Iterable[Piece], found: Iterable[Thread]) -> None:
    """Each comment stands beside the piece where its words begin."""
    by_block: dict[int, list[Thread]] = defaultdict(list)
    for thread in found:
        if thread.place:
            by_block[thread.place[0][0]].append(thread)
    for piece in pieces:
        piece.threads.extend(each for block in piece.blocks for each in by_block[block])
