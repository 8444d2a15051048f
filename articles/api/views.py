"""The operations: what each takes, and which bytes it answers."""

from __future__ import annotations

from io import BytesIO
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja import Path as InPath
from ninja.errors import ValidationError
from pydantic import WithJsonSchema

from articles import collecting, exporters, released, specialties, throttling
from articles.canonical import canonical_bytes
from articles.errors import InputRefused

from . import access, atom, cursors, feed, formats, keyring, problems, shapes, shown
from .answers import PUBLIC, answered

api = NinjaAPI(
    title="ReviewFlow",
    version="1",
    description="What is published, with the proof of who reviewed which words. Read-only.",
    urls_namespace="api-1",
    openapi_url=None,
    docs_url=None,
    auth=access.reader,
)
for kind in (Exception, Http404, ValidationError):  # the library has answers of its own to these
    api.add_exception_handler(kind, problems.of)

PUBLIC_ANSWERS: dict[int, Any] = dict.fromkeys((429, 500), shapes.Problem)
ANSWERS: dict[int, Any] = PUBLIC_ANSWERS | dict.fromkeys((401, 403, 422), shapes.Problem)
ABOUT_ONE: dict[int, Any] = ANSWERS | {404: shapes.Problem, 410: shapes.WithdrawnProblem}
REVIEWED: dict[int, Any] = ABOUT_ONE | {409: shapes.Problem}


def one_of(words: list[str]) -> WithJsonSchema:
    """What the document says of a parameter; the views judge it, and name what there is."""
    return WithJsonSchema({"type": "string", "enum": words})


Slug = Annotated[str, InPath(pattern="^[-a-zA-Z0-9_]+$", max_length=80)]
Cursor = Annotated[str, Query(cursors.START, pattern=cursors.PATTERN, max_length=cursors.LONGEST)]
Limit = Annotated[int, Query(20, ge=1, le=100)]
Specialty = Annotated[str, one_of(list(specialties.SPECIALTIES)), Query("", max_length=32)]
Format = Annotated[str, one_of(formats.slugs()), Query("", alias="format", max_length=32)]


@api.get(
    "articles",
    response={200: shapes.Feed, 409: shapes.Problem, **ANSWERS},
    by_alias=True,
    url_name="api-feed",
)
def changes(
    request: HttpRequest,
    since: Cursor,
    limit: Limit,
    specialty: Specialty,
) -> HttpResponse:
    """What was released and withdrawn since a cursor, each article once, as it stands now."""
    if specialty and specialty not in specialties.SPECIALTIES:
        raise InputRefused("specialty", "there is no such specialty.", "unknown")
    return answered(request, feed.body(cursors.read(since), limit, specialty))


@api.get("articles.atom", response={200: str, **ANSWERS}, url_name="api-atom")
def newest(request: HttpRequest) -> HttpResponse:
    """The newest releases as an Atom feed."""
    return answered(request, atom.document(), atom.CONTENT_TYPE)


@api.get(
    "articles/{slug:slug}",
    response={200: shapes.Article, 406: shapes.Problem, **REVIEWED},
    by_alias=True,
    url_name="api-article",
)
def article(request: HttpRequest, slug: Slug, chosen: Format) -> HttpResponse:
    """The live text, in the format that `Accept` or `?format=` asks for."""
    exporter = exporters.get(chosen) if chosen else formats.preferred(request)
    dossier = collecting.dossier(released.judged(released.find(slug)))
    out = BytesIO()
    exporter.write(dossier, out)
    return answered(request, out.getvalue(), exporter.content_type)


@api.get(
    "articles/{slug:slug}/versions",
    response={200: shapes.Versions, **ABOUT_ONE},
    url_name="api-versions",
)
def versions(request: HttpRequest, slug: Slug) -> HttpResponse:
    """Every edition that readers had."""
    found = released.find(slug)
    return answered(request, shown.as_bytes(shown.editions(found, released.editions(found))))


@api.get(
    "articles/{slug:slug}/signatures",
    response={200: shapes.Signatures, **REVIEWED},
    url_name="api-signatures",
)
def signatures(request: HttpRequest, slug: Slug) -> HttpResponse:
    """Who vouched for the live text, each statement exactly as it was signed."""
    dossier = collecting.dossier(released.judged(released.find(slug)))
    return answered(request, shown.as_bytes(shown.signatures(dossier)))


@api.get(
    "articles/{slug:slug}/receipt",
    response={200: shapes.Receipt, **REVIEWED},
    by_alias=True,
    url_name="api-receipt",
)
def receipt(request: HttpRequest, slug: Slug) -> HttpResponse:
    """Proofs that the signatures stand in the ledger, against its newest signed checkpoint."""
    candidate = released.judged(released.find(slug))
    evidence = collecting.evidence(candidate.signatures)
    return answered(request, canonical_bytes(shown.receipt(evidence)))


@api.get("keys", response={200: shapes.Keys, **PUBLIC_ANSWERS}, auth=None, url_name="api-keys")
def keys(request: HttpRequest) -> HttpResponse:
    """The organisation's public keys, those that were retired and revoked too."""
    throttling.by_address(request)
    return answered(request, shown.as_bytes(keyring.jwks()), cache=PUBLIC)
