"""A representation with its tag, and "you have it already" (RFC 9110, 13)."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

PRIVATE = "private, no-cache"
"""A copy may be kept and is asked about each time: what is withdrawn is gone at the next look."""
PUBLIC = "public, max-age=300"
JSON = "application/json"


def answered(
    request: HttpRequest, body: bytes, content_type: str = JSON, cache: str = PRIVATE
) -> HttpResponse:
    """200, or 304 where the reader holds these very bytes."""
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    held = parse_etags(request.headers.get("If-None-Match", ""))
    # Weak comparison: a proxy that compressed the body may have made the tag weak.
    has_it = "*" in held or tag in {each.removeprefix("W/") for each in held}
    answer = HttpResponseNotModified() if has_it else HttpResponse(body, content_type=content_type)
    answer["ETag"] = tag
    answer["Cache-Control"] = cache
    patch_vary_headers(answer, ("Accept", "Authorization"))
    return answer
