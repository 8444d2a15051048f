"""The OpenAPI 3.1 document: what the library reads off the types, and what types cannot say."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.urls import reverse

from . import access, atom, formats, problems, shown
from .views import api

Operation = dict[str, Any]
TEXT = {"schema": {"type": "string"}}
HEADERS = {
    200: {"ETag": "A strong tag of these bytes; send it back as If-None-Match."},
    401: {"WWW-Authenticate": "How to sign in (RFC 6750)."},
    403: {"WWW-Authenticate": "Which scope the token lacks, where it is that (RFC 6750)."},
    429: {"Retry-After": "Seconds until the next request is taken."},
}


@cache
def document() -> dict[str, Any]:
    """The whole document as a JSON value."""
    found = dict(api.get_openapi_schema(path_prefix=reverse("api-root")))
    found["components"]["securitySchemes"] = access.SCHEMES
    for path in found["paths"].values():
        _complete(path["get"])
    _formats(found["paths"][_template("api-article")]["get"])
    newest = found["paths"][reverse("api-atom")]["get"]
    newest["responses"][200]["content"] = {atom.CONTENT_TYPE.partition(";")[0]: TEXT}
    return found


def _template(name: str) -> str:
    return reverse(name, args=["SLUG"]).replace("SLUG", "{slug}")


def _complete(operation: Operation) -> None:
    """Problems have their own media type; every answer may be "you have it already"."""
    responses = operation["responses"]
    for status, answer in responses.items():
        if status >= 400:
            (content,) = answer["content"].values()
            answer["content"] = {problems.CONTENT_TYPE: content}
        answer["headers"] = {
            name: {"description": text, **TEXT} for name, text in HEADERS.get(status, {}).items()
        }
    responses[304] = {"description": "The reader has these very bytes."}
    if 401 in responses:
        operation["security"] = [{name: []} for name in access.SCHEMES]
    else:
        operation["security"] = []


def _formats(operation: Operation) -> None:
    """One answer in every format there is."""
    content = operation["responses"][200]["content"]
    for media_type in formats.media_types():
        content.setdefault(media_type, TEXT)


def as_bytes() -> bytes:
    return shown.as_bytes(document())
