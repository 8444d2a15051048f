"""Files that were sent to us or exported, on their way to a browser. It runs none of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

SEALED_OFF = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""Whatever a file holds: it loads nothing, runs nowhere, and is taken for nothing else."""


def as_attachment(data: bytes | str, media_type: str, name: str) -> HttpResponse:
    """The file to save, never shown in place, and stored by no cache in between.

    ``name`` may be anything: what nobody sees and what parts a path is left out of it.
    """
    return HttpResponse(data, content_type=media_type, headers=_headers(name))


def streamed(pieces: Iterable[bytes], media_type: str, name: str) -> StreamingHttpResponse:
    """As ``as_attachment``, piece by piece."""
    return StreamingHttpResponse(pieces, content_type=media_type, headers=_headers(name))


def _headers(name: str) -> dict[str, str]:
    shown = "".join(c for c in name if c.isprintable() and c not in "/\\") or "file"
    disposition = content_disposition_header(as_attachment=True, filename=shown)
    return {
        "Cache-Control": "private, no-store",
        "Content-Disposition": str(disposition),
        **SEALED_OFF,
    }
