"""TeX in BibTeX fields, as plain text."""

from __future__ import annotations

import re
from functools import lru_cache

from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from .raw import Unreadable

MOST = 20_000
"""Characters with macros that one file may hold; they take the time."""

_LONGEST_PIECE = 500
_HAS_TEX = re.compile(r"[\\$%]")
_UNFINISHED = re.compile(r"\\(?:[A-Za-z]+|[`'^\"~=.])\Z")
_SPACE = re.compile(r"\s+")
_SIGNS = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", "\u00a0"))


class Decoder:
    """Decodes the fields of one file, and knows how much it may still take on."""

    def __init__(self) -> None:
        self._left = MOST

    def plain(self, text: str) -> str:
        """Without macros and braces, white space single.

        Raises ``Unreadable`` saying why it cannot be read.
        """
        if _HAS_TEX.search(text):
            text = " ".join(self._decoded(piece) for piece in _pieces(text))
        else:
            for sign, character in _SIGNS:
                text = text.replace(sign, character)
        text = text.replace("{", "").replace("}", "").replace("\u00a0", " ")
        return _SPACE.sub(" ", text).strip()

    def _decoded(self, piece: str) -> str:
        if not _HAS_TEX.search(piece):
            return Decoder().plain(piece)
        self._left -= len(piece)
        if self._left < 0:
            raise Unreadable(f"holds more than {MOST} characters of TeX macros")
        if len(piece) > _LONGEST_PIECE:
            raise Unreadable(f"has a TeX formula of more than {_LONGEST_PIECE} characters")
        try:
            return _text(piece)
        except RecursionError:
            raise Unreadable("nests TeX groups too deep") from None


def _pieces(text: str) -> list[str]:
    """Words; one with a macro together with what the macro is about."""
    found: list[str] = []
    open_math = depth = 0
    for word in text.split():
        goes_on = found and (open_math or depth or _UNFINISHED.search(found[-1][-20:]))
        if goes_on and len(found[-1]) <= _LONGEST_PIECE:
            found[-1] += f" {word}"
        else:
            found.append(word)
            open_math = depth = 0
        bare = re.sub(r"\\.", "", word)
        open_math = (open_math + bare.count("$")) % 2
        depth = max(0, depth + bare.count("{") - bare.count("}")) if "\\" in found[-1] else 0
    return found


@lru_cache(maxsize=4096)
def _text(piece: str) -> str:
    # A bare % is a comment in TeX, but a per cent sign to most who write BibTeX by hand.
    piece = re.sub(r"(?<!\\)%", r"\\%", piece)
    return str(_decoder().latex_to_text(piece))


@lru_cache(maxsize=1)
def _decoder() -> LatexNodes2Text:
    known = get_default_latex_context_db()
    address = [MacroTextSpec(name, simplify_repl="%s") for name in ("url", "href")]
    known.add_context_category("addresses", prepend=True, macros=address)
    return LatexNodes2Text(latex_context=known, math_mode="text", keep_comments=True)
