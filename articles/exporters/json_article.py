"""Article JSON, schema ``reviewflow/article@1``: names and order of the public contract."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, BinaryIO

from articles.dossier import Dossier, SignatureDossier

from . import printed
from .base import Exporter, register
from .embedding import body_html

SCHEMA = "reviewflow/article@1"


def _reviewer(signature: SignatureDossier) -> dict[str, Any]:
    credentials = [
        asdict(credential) | {"verified_on": _day(credential.verified_on)}
        for credential in signature.credentials
    ]
    return {
        "printed_name": signature.printed_name,
        "byline": signature.byline,
        "meaning": signature.meaning,
        "signed_at": printed.utc(signature.signed_at),
        "credentials": credentials,
        "disclosure": signature.disclosure,
        "signature_id": signature.id,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def article(dossier: Dossier) -> dict[str, Any]:
    """The export as a JSON value. Days are ISO dates, times UTC; reviewers are the counted ones."""
    content = dossier.content
    return {
        "schema": SCHEMA,
        "id": dossier.id,
        "slug": dossier.slug,
        "version": dossier.version,
        "title": content["title"],
        "summary": content["summary"],
        "locale": content["locale"],
        "article_type": content["article_type"],
        "audience": content["audience"],
        "specialty": content["specialty"],
        "external_ids": dict(sorted(dossier.external_ids.items())),
        "canonical_url": dossier.canonical_url,
        "channels": list(dossier.channels),
        "topics": [asdict(topic) for topic in dossier.topics],
        "authors": [{"name": name} for name in dossier.authors],
        "body": {"format": "markdown", "text": content["body"]},
        "html": body_html(dossier),
        "references": dossier.references,
        "disclosure": content["funding"],
        "stage": str(dossier.stage),
        "published_at": printed.utc(dossier.published_at),
        "updated_at": printed.utc(dossier.updated_at),
        "last_reviewed": _day(dossier.reviewed_on),
        "review_due": _day(dossier.review_due),
        "status": dossier.status,
        "reviewers": [_reviewer(signature) for signature in dossier.reviewers],
        "content_digest": dossier.content_digest,
        "edition": dossier.edition,
        "notices": [
            asdict(notice) | {"issued_on": _day(notice.issued_on)} for notice in dossier.notices
        ],
        "changes": [
            asdict(change) | {"released_at": printed.utc(change.released_at)}
            for change in dossier.changes
        ],
    }


@register
class JsonArticle(Exporter):
    """Indented UTF-8 in the contract's order; it ends with one newline."""

    slug = "json"
    label = "JSON"
    extension = "json"
    content_type = "application/json"

    def write(self, dossier: Dossier, out: BinaryIO) -> None:
        text = json.dumps(article(dossier), ensure_ascii=False, indent=2, allow_nan=False)
        out.write(text.encode() + b"\n")
