"""What a number counts: a dose, a frequency, a duration, an age, or something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.content.tokens import Token

from .atoms import Atom, has_digit
from .kind import Kind
from .lexicon import listed

_UNIT = re.compile(r"[^\W\d_²³¹⁰⁴-⁹¼-¾⅐-⅞]+|[%‰°]+")
_NO_UNIT = frozenset({"to", "x", "and", "or"})
_SIGN = re.compile(r"^(?:[≥≤⩾⩽<>≈~±+=−–-]|/)+")
_POINTS = frozenset(".,·")
"""A decimal point with nothing before it is a token of its own."""
_VOLUMES = frozenset({"l", "dl", "ml"})
_CONCENTRATED = frozenset({"mg", "ml"})
_AGE = frozenset(
    {"age", "aged", "ages", "old", "older", "oldest", "younger", "youngest", "birthday", "born"}
)
_LIMITS = frozenset(
    {"over", "under", "above", "below", "from", "until", "to", "than", "between", "least", "most"}
)
_PEOPLE = frozenset(
    {"adult", "adults", "child", "children", "baby", "babies", "infant", "infants", "toddlers"}
    | {"teenagers", "adolescents", "kids", "people", "men", "women", "boys", "girls", "patients"}
    | {"anyone", "everyone", "those", "person"}
)
_EACH = frozenset({"every", "each", "per"})
_OFTEN = frozenset({"daily", "weekly", "monthly", "nightly", "hourly", "times", "time"})
_JOINTS = frozenset({"to", "or", "and", "a", "an", "of"})
_SHORT = 3
"""Letters of a unit that is told apart from others by its capitals."""
_NEAR = 3
"""Atoms to either side in which a word says what a number is."""


@dataclass(frozen=True, slots=True)
class Amount:
    """``first`` and ``last`` tokens; the figure with its sign taken off, as written."""

    kind: Kind
    first: int
    last: int
    sign: str
    figure: str
    units: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.sign}{self.figure} {' '.join(self.units)}"


def amounts(tokens: Sequence[Token], words: Sequence[Atom], drugs: set[int]) -> Iterator[Amount]:
    """Every number in figures or words; ``drugs``: the tokens that name a medicine."""
    for at, atom in enumerate(words):
        if has_digit(atom.text):
            yield _in_figures(tokens, words, at, drugs)
        elif atom.text in listed("numbers") and not _nobody(words, at):
            end, units = _unit_after(tokens, words, at)
            first, last = atom.token, words[end].token
            figure = _written(tokens[first : max(last, first + 1)])
            yield Amount(_kind(units, words, at, drugs), first, last, "", figure, units)


def _nobody(words: Sequence[Atom], at: int) -> bool:
    return at > 0 and (words[at - 1].text, words[at].text) == ("no", "one")


def _in_figures(tokens: Sequence[Token], words: Sequence[Atom], at: int, drugs: set[int]) -> Amount:
    first = last = words[at].token
    text = tokens[first].text
    if text[0].isalpha():
        return Amount(Kind.NUMBER, first, first, "", text, ())
    if first and tokens[first - 1].text in _POINTS and not tokens[first].space:
        first -= 1
        text = f"{tokens[first].text}{text}"
    sign = match[0] if (match := _SIGN.match(text)) else ""
    units = tuple(_plain(unit) for unit in _UNIT.findall(text) if unit not in _NO_UNIT)
    figure = "".join(_UNIT.sub(" ", text.removeprefix(sign)).split())
    if not units:
        end, units = _unit_after(tokens, words, at)
        last = words[end].token
        figure += _written(tokens[words[at].token + 1 : last])
    return Amount(_kind(units, words, at, drugs), first, last, sign, figure, units)


def _written(tokens: Sequence[Token]) -> str:
    """A number in words, its unit left out."""
    return " ".join(token.text.casefold() for token in tokens)


def _plain(unit: str) -> str:
    """Short units are told apart by capitals, long ones are words."""
    return unit if len(unit) <= _SHORT else unit.casefold().removesuffix("s")


def _unit_after(
    tokens: Sequence[Token], words: Sequence[Atom], at: int
) -> tuple[int, tuple[str, ...]]:
    """The last atom of the amount and its unit, where the next words name one. A word of
    several ("tablet-free") is no unit.
    """
    for end in range(at + 1, min(at + 5, len(words))):
        text, token = words[end].text, words[end].token
        whole = token == words[at].token or len(text) == len(tokens[token].text)
        if whole and (text in listed("amounts") or text in listed("times")):
            return end, (_plain(text),)
        if text not in _JOINTS and text not in listed("numbers"):
            break
    return at, ()


def _kind(units: tuple[str, ...], words: Sequence[Atom], at: int, drugs: set[int]) -> Kind:
    before, after = _beside(words, at)
    folded = [unit.casefold() for unit in units]
    if folded and (folded[0] in listed("amounts") or f"{folded[0]}s" in listed("amounts")):
        return Kind.NUMBER if _measured(folded, words[at].text) else Kind.DOSE
    timed = bool(folded) and (folded[0] in listed("times") or f"{folded[0]}s" in listed("times"))
    if "old" in folded or ((timed or not folded) and _of_age(words, at, before, after)):
        return Kind.AGE
    if "hourly" in folded or "time" in folded or (timed and _EACH.intersection(before[-2:])):
        return Kind.FREQUENCY
    if _often(after):
        return Kind.FREQUENCY
    if timed:
        return Kind.DURATION
    near = {atom.token for atom in words[max(at - 2, 0) : at + 3]}
    return Kind.DOSE if near & drugs and set(folded) <= {"%"} else Kind.NUMBER


def _measured(units: Sequence[str], text: str) -> bool:
    """Amount per volume is a laboratory value, but mg per mL is the strength of a medicine."""
    if len(units) == 1:
        return text.endswith(f"/{units[0]}")
    return units[-1] in _VOLUMES and not set(units) <= _CONCENTRATED


def _of_age(words: Sequence[Atom], at: int, before: list[str], after: list[str]) -> bool:
    if _AGE.intersection((*before, *after)):
        return True
    around = {atom.text for atom in words[max(at - 6, 0) : at + 5]}
    return bool(_LIMITS.intersection(before) and _PEOPLE & around)


def _often(after: list[str]) -> bool:
    return bool(_OFTEN.intersection(after[:2])) or (
        after[:1] in (["a"], ["per"], ["each"], ["every"])
        and bool(set(after[1:2]) & listed("times"))
    )


def _beside(words: Sequence[Atom], at: int) -> tuple[list[str], list[str]]:
    """The nearest words of the same sentence."""
    before: list[str] = []
    for atom in reversed(words[max(at - _NEAR, 0) : at]):
        if not atom.text:
            break
        before.insert(0, atom.text)
    after: list[str] = []
    for atom in words[at + 1 : at + 1 + _NEAR]:
        if not atom.text:
            break
        after.append(atom.text)
    return before, after
