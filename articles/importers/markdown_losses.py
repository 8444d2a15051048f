"""What other systems' Markdown shows and ours does not: HTML, pictures elsewhere, other links."""

from __future__ import annotations

import re

from articles.content.parser import ASSET, inline_tokens, refused_links, tokens
from articles.content.visible import alternative
from articles.importers.remarks import Remarks

_TAG = re.compile(r"<!--|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")


def settled(body: str, remarks: Remarks) -> str:
    """The body with the words of each picture that is elsewhere in its place. Tags and links that
    stay as written are remarked.
    """
    parsed, lines = tokens(body), body.split("\n")
    for block, child in inline_tokens(parsed):
        if child.type == "text":
            for tag in _TAG.findall(child.content):
                remarks.add("HTML is kept as it is written, and shown so", tag)
        if child.type == "image" and not ASSET.fullmatch(source := str(child.attrGet("src"))):
            words = alternative(child)
            named = f"{words or 'no words for it'} ({source[:200]})"
            remarks.add("Pictures elsewhere were not fetched; their words are kept", named)
            _put_words(lines, block.map or [0, 0], source)
    for block in parsed:
        for target, _ in refused_links(block) if block.type == "inline" else ():
            remarks.add("Links are neither https nor mail; they print as text", target)
    return "\n".join(lines)


def _put_words(lines: list[str], place: list[int], source: str) -> None:
    """An image that is written in one line becomes its words; any other prints as them anyway."""
    image = re.compile(
        rf"!\[((?:\\.|[^\[\]\\])*)\]\([ \t]*<?{re.escape(source)}>?(?:[ \t]+[^()\n]*)?\)"
    )
    for number in range(*place):
        lines[number], found = image.subn(r"\1", lines[number], count=1)
        if found:
            return
