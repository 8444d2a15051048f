"""What readers see of inline Markdown tokens."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token


def visible(children: Sequence[Token]) -> str:
    """The text that inline tokens show; alternative text counts, citation marks do not."""
    parts: list[str] = []
    for child in children:
        match child.type:
            case "text" | "code_inline":
                parts.append(child.content)
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "image":
                parts.append(alternative(child))
    return "".join(parts)


def alternative(image: Token) -> str:
    """An image's alternative text; a citation in it is text as written."""
    return "".join(
        child.content if child.type == "citation" else visible([child])
        for child in image.children or ()
    )


def has_words(text: str) -> bool:
    """Whether anybody can read something in it: a letter or a digit that is seen."""
    return any(character.isalnum() and character not in _BLANK for character in text)


_BLANK = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters by name, and nothing to the eye: the fillers of Hangul."""
