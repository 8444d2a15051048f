"""Words that a beginning or an ending turns round: effective and ineffective, pre and post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .kind import Kind

_BEGINNINGS = (
    *("un", "in", "im", "il", "ir", "non", "dis", "mis", "anti", "de", "ab", "ad", "a", "an"),
    *("hypo", "hyper", "pre", "post", "over", "under", "sub", "super", "supra", "infra", "ante"),
    *("intra", "extra", "inter", "endo", "exo", "tachy", "brady", "micro", "macro", "pro", "ex"),
    *("up", "down", "out", "self", "mono", "poly", "bi", "uni", "iso", "contra", "en", "re"),
    *("dys", "hemi", "tri", "di", "semi", "multi", "homo", "hetero", "auto", "allo", "e", "mal"),
)
_ENDINGS = ("less", "ful", "free")
_SHORTEST = 4
_SEEMING = frozenset(
    {"apart", "along", "aside", "across", "around", "ahead", "aloud", "amount", "await", "alone"}
    | {"abroad", "arise", "arose", "awake"}
)
"""Words that begin so by chance."""


def turned(old: Iterable[str], new: Iterable[str]) -> Iterator[tuple[Kind, str, str]]:
    """Pairs of an old and a new word with one root: negation where one of them is the bare root,
    direction where each has a beginning of its own.
    """
    roots: dict[str, str] = {}
    for word in dict.fromkeys(old):
        for root in _roots(word):
            roots.setdefault(root, word)
    for word in dict.fromkeys(new):
        for root in _roots(word):
            was = roots.get(root)
            if was is not None and was != word:
                yield (Kind.NEGATION if root in {was, word} else Kind.DIRECTION), was, word
                break


def _roots(word: str) -> Iterator[str]:
    yield word
    if word in _SEEMING:
        return
    for beginning in _BEGINNINGS:
        root = word.removeprefix(beginning)
        if root != word and len(root) >= _SHORTEST:
            yield root
    for ending in _ENDINGS:
        root = word.removesuffix(ending)
        if root != word and len(root) >= _SHORTEST - 1:
            yield root
