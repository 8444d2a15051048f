"""The terms that make an edit dangerous, read once from ``lexicons/``.

A file holds terms with commas between them; terms joined by "=" say the same thing, and swapping
them touches nothing. Drugs, stems and endings are facts of public nomenclature (the WHO's list of
INN stems, generic names, trade names); the other lists are what English medical prose uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from articles.content.tokens import tokenise

from .atoms import REMEMBERED, Atom, atoms
from .kind import Kind

_UNLISTED = frozenset({Kind.UNIT, Kind.NUMBER, Kind.STRUCTURE, Kind.HEADING, Kind.WORDING})
_ENDINGS = (
    *(("'s", "", 3), ("s", "", 3), ("es", "", 3), ("ies", "y", 3), ("ly", "", 4)),
    *(("d", "", 3), ("ed", "", 3), ("ied", "y", 3), ("ing", "", 3), ("ing", "e", 3)),
)
"""What is taken off a word, what is put instead, and how many letters must be left."""


@dataclass(frozen=True, slots=True)
class Term:
    """``key`` is shared by terms that say the same. A ``rivals`` term counts only where another of
    the same name takes its place.
    """

    kind: Kind
    key: str
    words: tuple[str, ...]
    rivals: str = ""
    weak: bool = False


@cache
def listed(name: str) -> frozenset[str]:
    """The folded words of one list."""
    return frozenset(" ".join(_words(item)) for line in _lines(name) for item in _items(line))


def found(words: Sequence[Atom]) -> Iterator[tuple[Term, int, int]]:
    """Every term in the atoms with the first atom it covers and the one behind its last. Words
    inside a longer term ("at once", "by mouth") are no terms of their own.
    """
    covered, size = 0, 0
    forms = [_forms(atom.text) for atom in words]
    for at in range(len(words)):
        for term in _beginning(forms, at):
            length = len(term.words)
            if at + length <= covered and length < size:
                continue
            if not term.weak and (length > 1 or at >= covered):
                covered, size = at + length, length
            yield term, at, at + length


def _beginning(forms: Sequence[tuple[str, ...]], at: int) -> list[Term]:
    """The terms that begin at an atom, the longest first. A word that is a term as it stands is no
    form of another.
    """
    begun = [_by_first_word().get(form, ()) for form in forms[at]]
    single = ([term for term in terms if len(term.words) == 1] for terms in begun)
    longer = [
        term
        for terms in begun
        for term in terms
        if 1 < len(term.words) <= len(forms) - at
        and all(word in forms[at + n] for n, word in enumerate(term.words))
    ]
    longer.sort(key=lambda term: -len(term.words))
    return [*longer, *next(filter(None, single), [])]


@lru_cache(REMEMBERED)
def _forms(word: str) -> tuple[str, ...]:
    """The word, and what it may be a form of: "tablets" of "tablet"."""
    return (word, *_stems(word))


def _stems(word: str) -> Iterator[str]:
    for ending, instead, shortest in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < shortest:
            continue
        yield stem + instead
        if ending in {"ed", "ing"} and stem[-1] == stem[-2]:
            yield stem[:-1]


@cache
def _by_first_word() -> dict[str, list[Term]]:
    index: defaultdict[str, list[Term]] = defaultdict(list)
    for term in _terms():
        index[term.words[0]].append(term)
    return dict(index)


@cache
def _terms() -> tuple[Term, ...]:
    kinds = [kind for kind in Kind if kind not in _UNLISTED]
    return (
        *(term for kind in kinds for term in _read(_file(kind), kind, rivals=kind)),
        *_read("weak_modal", Kind.MODAL, rivals=Kind.MODAL, weak=True),
        *(
            term
            for number, line in enumerate(_lines("pairs"))
            for term in _line(line, Kind.DIRECTION, rivals=f"pair {number}", weak=True)
        ),
    )


def _file(kind: Kind) -> str:
    return "drugs" if kind == Kind.DRUG else kind


def _read(name: str, kind: Kind, *, rivals: str, weak: bool = False) -> Iterator[Term]:
    for line in _lines(name):
        yield from _line(line, kind, rivals=rivals, weak=weak)


def _line(line: str, kind: Kind, *, rivals: str, weak: bool) -> Iterator[Term]:
    for item in _items(line):
        key, *same = item.split("=")
        for term in (key, *same):
            yield Term(kind, key.strip(), _words(term), rivals, weak)


def _items(line: str) -> Iterator[str]:
    return (item for item in line.split(",") if item.strip())


def _words(term: str) -> tuple[str, ...]:
    return tuple(atom.text for atom in atoms(tokenise(term)))


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath("lexicons", f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
