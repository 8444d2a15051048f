"""Images in a body that are stored assets, named by their digest."""

from __future__ import annotations

from articles.content.parser import ASSET, inline_tokens, tokens


def named(body: str) -> tuple[str, ...]:
    """Digests of the stored pictures that a body shows, in reading order, each once."""
    if "sha256:" not in body:
        return ()
    inline = (child for _, child in inline_tokens(tokens(body)))
    sources = dict.fromkeys(str(c.attrGet("src")) for c in inline if c.type == "image")
    return tuple(source for source in sources if ASSET.fullmatch(source))
