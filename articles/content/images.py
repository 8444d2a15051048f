"""Images in a body: stored assets, named by their digest, and others."""

from __future__ import annotations

from articles.content.parser import ASSET, inline_tokens, tokens


def named(body: str) -> tuple[str, ...]:
    """Digests of the stored pictures that a body shows, in reading order, each once."""
    if "sha256:" not in body:
        return ()
    return tuple(source for source in _sources(body) if ASSET.fullmatch(source))


def not_stored(body: str) -> tuple[str, ...]:
    """Sources of images that name no stored asset, in reading order, each once."""
    return tuple(source for source in _sources(body) if not ASSET.fullmatch(source))


def _sources(body: str) -> tuple[str, ...]:
    inline = (child for _, child in inline_tokens(tokens(body)))
    return tuple(dict.fromkeys(str(c.attrGet("src")) for c in inline if c.type == "image"))
