"""The body as HTML that needs nothing beside it: its pictures stand within."""

from __future__ import annotations

import base64
import re

from articles.content import markdown
from articles.dossier import Dossier

_PICTURE = re.compile(r'(?<=<img src=")sha256:[0-9a-f]{64}(?=" alt=")')


def body_html(dossier: Dossier) -> str:
    """A sanitised fragment; each picture of the dossier is a ``data:`` address (RFC 2397)."""
    html = markdown.render(dossier.text("body"), dossier.references).html
    return _PICTURE.sub(lambda found: _address(dossier, found[0]), html)


def _address(dossier: Dossier, digest: str) -> str:
    picture = dossier.pictures.get(digest)
    if picture is None:
        return digest
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}"
