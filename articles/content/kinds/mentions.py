"""Everything dangerous that a text mentions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.content.tokens import Token, written

from .atoms import Atom, atoms, has_digit
from .kind import Kind
from .lexicon import found
from .naming import beside_doses, designations, told_by_form
from .quantities import Amount, amounts
from .scopes import marks
from .shortened import capitals, dotted

_SIGNS = frozenset("+<>=≥≤⩾⩽±≠×÷~≈%‰°→←↑↓−")
_JOINTS = frozenset("-–—‐‑/:·^")
_TAG = re.compile(r"</?(?:br|b|i|em|strong|p|u|s|sup|sub|span|div) ?/?>")
_OPEN = frozenset({"if", "although", "though", "even if", "even though", "despite", "in spite of"})
"""Listed as negations, though they deny nothing that a comma could free."""
MARK = "mark"
"""The rivals of a mark in a sentence that denies something."""


@dataclass(frozen=True, slots=True)
class Mention:
    """``first`` and ``last`` are places in the list of tokens; ``key`` is the same for mentions
    that say the same. A ``weak`` one counts only where a mention with the same ``rivals`` takes
    its place.
    """

    kind: Kind
    key: str
    first: int
    last: int
    rivals: str = ""
    weak: bool = False
    amount: Amount | None = None

    def text(self, tokens: Sequence[Token]) -> str:
        """As it is written."""
        return written(list(tokens[self.first : self.last + 1])).strip()


def mentions(tokens: Sequence[Token]) -> list[Mention]:
    """The mentions in order of place; of one kind, none inside another."""
    words = atoms(tokens)
    dots = list(_dotted(tokens))
    named = [*_named(words), *dots]
    every = [*named, *_told(words), *_signs(tokens), *_references(tokens)]
    drugs = {mention.first for mention in every if mention.kind == Kind.DRUG}
    counted = list(amounts(tokens, words, drugs))
    doses = [amount for amount in counted if amount.kind == Kind.DOSE]
    every += (_single(Kind.DRUG, atom) for atom in beside_doses(words, doses))
    every += (Mention(a.kind, a.key, a.first, a.last, amount=a) for a in counted)
    inside = {at for one in dots for at in range(one.first, one.last + 1)}
    numbered = (at for at in designations(tokens) if at not in inside)
    every += (Mention(Kind.NUMBER, tokens[at].text, at, at) for at in numbered)
    every += [*_marks(tokens, named), *_capitals(tokens, every)]
    return _outermost(every)


def _named(words: Sequence[Atom]) -> Iterator[Mention]:
    for term, start, end in found(words):
        first, last = words[start].token, words[end - 1].token
        yield Mention(term.kind, term.key, first, last, term.rivals, term.weak)


def _dotted(tokens: Sequence[Token]) -> Iterator[Mention]:
    for term, first, last in dotted(tokens):
        yield Mention(term.kind, term.key, first, last, term.rivals, term.weak)


def _capitals(tokens: Sequence[Token], known: Sequence[Mention]) -> Iterator[Mention]:
    """Words in capitals that are nothing else already, as a whole."""
    told = {at for one in known if not one.weak for at in range(one.first, one.last + 1)}
    for term, at in capitals(tokens):
        if at not in told or not tokens[at].text.isalpha():
            yield Mention(term.kind, term.key, at, at, term.rivals)


def _marks(tokens: Sequence[Token], named: Sequence[Mention]) -> Iterator[Mention]:
    negations = (one for one in named if one.kind == Kind.NEGATION and one.key not in _OPEN)
    for key, at in marks(tokens, {one.first for one in negations}):
        yield Mention(Kind.NEGATION, key, at, at, rivals=MARK)


def _told(words: Sequence[Atom]) -> Iterator[Mention]:
    return (_single(kind, atom) for kind, atom in told_by_form(words))


def _single(kind: Kind, atom: Atom) -> Mention:
    return Mention(kind, atom.text, atom.token, atom.token, rivals=kind)


def _signs(tokens: Sequence[Token]) -> Iterator[Mention]:
    """Signs that stand alone, and dashes, strokes and colons that touch a number."""
    for at, token in enumerate(tokens):
        beside = (one.text for one in (*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2]))
        if token.text in _SIGNS and not _markup(tokens, at):
            yield Mention(Kind.DIRECTION, token.text, at, at)
        elif token.text in _JOINTS and any(map(has_digit, beside)):
            yield Mention(Kind.NUMBER, token.text, at, at)


def _markup(tokens: Sequence[Token], at: int) -> bool:
    """Is a sign part of "~~" or of a tag ("<br>") that is shown as it is written?"""
    sign, beside = tokens[at].text, tokens[at - 1 : at] if at else ()
    if sign == "~":
        pairs = (tokens[at : at + 2], tokens[max(at - 1, 0) : at + 1])
        return any(written(list(pair)).strip() == "~~" for pair in pairs)
    if sign == "<":
        return bool(_TAG.match(written(list(tokens[at : at + 4])).strip()))
    return sign == ">" and bool(
        beside and _TAG.search(written(list(tokens[max(at - 3, 0) : at + 1])))
    )


def _references(tokens: Sequence[Token]) -> Iterator[Mention]:
    """A citation that is shown as it is written."""
    for at, token in enumerate(tokens[:-1]):
        if token.text == "@":
            key = tokens[at + 1].text
            yield Mention(Kind.REFERENCE, key, at, at + 1)


def _outermost(every: Sequence[Mention]) -> list[Mention]:
    """A weak mention hides no other, and an amount of several words hides every other in it."""
    ends: defaultdict[tuple[Kind, str], int] = defaultdict(lambda: -1)
    counted, kept = -1, []
    for mention in sorted(every, key=_outer_first):
        scope = (mention.kind, mention.rivals if mention.weak else "")
        if mention.last <= max(counted, ends[scope]):
            continue
        ends[scope] = mention.last
        kept.append(mention)
        if mention.amount and mention.first < mention.last:
            counted = mention.last
    return kept


def _outer_first(mention: Mention) -> tuple[int, int, bool, int, bool]:
    return (mention.first, -mention.last, not mention.amount, mention.kind.rank, mention.weak)
