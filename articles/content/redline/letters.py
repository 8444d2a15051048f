"""Characters that changed though the text looks as it did."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from articles.content.oddities import oddities
from articles.content.redline.changes import Note

_CODES = {
    "invisible": "invisible_character",
    "unusual_space": "unusual_space",
    "mixed_script": "look_alike",
}
_PAIRS = (
    "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwАAВBЕEЗ3ІIЈJКKМMНHОOРPСCЅSТTУYХX"  # Cyrillic
    "αaοoρpνvυuιiκkχxΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX"  # Greek
    "0OlI1I|I‐-‑-‒-–-—-−-‘'’'“\"”\"×x"
)
"""A sign, and what it looks like: from the confusables of Unicode Technical Standard 39."""

_SEEN_AS = {ord(sign): seen for sign, seen in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}


def notes_on_letters(old: str, new: str) -> Iterator[Note]:
    """``invisible_character``, ``unusual_space`` (both by code point and name) and ``look_alike``
    (by the mixed scripts, or both texts) of what went and what came.
    """
    was, now = _odd(old), _odd(new)
    for code, name in sorted((was - now).keys()):
        yield Note(code, old=name)
    for code, name in sorted((now - was).keys()):
        yield Note(code, new=name)
    if was == now and _look_alike(old, new):
        yield Note("look_alike", old.strip(), new.strip())


def _odd(text: str) -> Counter[tuple[str, str]]:
    if text.isascii():
        return Counter()
    return Counter((_CODES[oddity.kind], oddity.name) for oddity in oddities(text))


def _look_alike(old: str, new: str) -> bool:
    """Whether two texts differ, and look the same to somebody who reads quickly."""
    seen = _seen(old)
    return bool(seen) and old.split() != new.split() and seen == _seen(new)


def _seen(text: str) -> str:
    shown = (sign for sign in unicodedata.normalize("NFKC", text) if not sign.isspace())
    return "".join(shown).translate(_SEEN_AS)
