"""Images in a body: stored assets, named by their digest, and others."""

from __future__ import annotations

from articles.content.parser import ASSET, inline_tokens, tokens


def not_stored(body: str) -> tuple[str, ...]:
    """Sources of images that name no stored asset, in reading order, each once."""
    sources = (
        str(child.attrGet("src"))
        for _, child in inline_tokens(tokens(body))
        if child.type == "image"
    )
    return tuple(dict.fromkeys(s for s in sources if not ASSET.fullmatch(s)))
