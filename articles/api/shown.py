"""What the API says about articles, as JSON values; texts are written by the exporters."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from articles import collecting
from articles.bundles import proofs
from articles.days import editorial_date
from articles.dossier import Dossier, LedgerEvidence, SignatureDossier
from articles.errors import Refusal
from articles.exporters.json_article import article as article_json
from articles.exporters.printed import utc
from articles.models import Article, Publication
from articles.released import Item, Withdrawal


def item(found: Item) -> dict[str, Any]:
    """One item of the feed: an article, a tombstone, or an article that is held back."""
    if found.withdrawal is not None:
        return withdrawn(found.article, found.withdrawal)
    if found.refusals or found.candidate is None:
        return held(found.article, found.refusals)
    return article_json(collecting.dossier(found.candidate))


def withdrawn(article: Article, withdrawal: Withdrawal) -> dict[str, Any]:
    """What remains of an article for its readers: that it is gone, since when and why."""
    return {
        "id": str(article.pk),
        "slug": article.slug,
        "status": "withdrawn",
        "withdrawn_at": utc(withdrawal.at),
        "notice": {
            "kind": "withdrawal",
            "text": withdrawal.why,
            "issued_by": settings.PUBLISHER_NAME,
            "issued_on": editorial_date(withdrawal.at).isoformat(),
        },
    }


def held(article: Article, found: Iterable[Refusal]) -> dict[str, Any]:
    """An article that is live, and may not be delivered as reviewed."""
    return {
        "id": str(article.pk),
        "slug": article.slug,
        "status": "held",
        "refusals": refusals(found),
    }


def refusals(found: Iterable[Refusal]) -> list[dict[str, str]]:
    return [{"code": each.code, "message": str(each.message)} for each in found]


def edition(publication: Publication, *, live: bool) -> dict[str, Any]:
    """One edition that readers had or have."""
    return {
        "edition": publication.edition,
        "version": publication.record.version,
        "title": publication.record.title,
        "content_digest": publication.record.content_digest,
        "released_at": utc(publication.released_at),
        "note": publication.note,
        "live": live,
    }


def signature(given: SignatureDossier) -> dict[str, Any]:
    """One signature for the live text, with the statement exactly as it was signed."""
    taken = given.withdrawn
    return {
        "id": given.id,
        "meaning": given.meaning,
        "printed_name": given.printed_name,
        "byline": given.byline,
        "signed_at": utc(given.signed_at),
        "text": given.statement_text,
        "statement": given.statement,
        "statement_digest": given.statement_digest,
        "disclosure": given.disclosure,
        "withdrawn": {"by": taken.by, "at": utc(taken.at), "why": taken.why} if taken else None,
    }


def signatures(dossier: Dossier) -> dict[str, Any]:
    return {**_named(dossier), "signatures": [signature(given) for given in dossier.given]}


def editions(article: Article, rows: Iterable[Publication]) -> dict[str, Any]:
    """The newest first; exactly one of them is live."""
    rows = list(rows)
    live = next(row.pk for row in rows if row.record_id == article.published_record_id)
    told = [edition(row, live=row.pk == live) for row in rows]
    return {"id": str(article.pk), "slug": article.slug, "versions": told}


def _named(dossier: Dossier) -> Mapping[str, Any]:
    return {
        "id": dossier.id,
        "slug": dossier.slug,
        "version": dossier.version,
        "edition": dossier.edition,
        "content_digest": dossier.content_digest,
    }


def receipt(evidence: LedgerEvidence) -> Mapping[str, Any]:
    """The proofs in the form of a bundle's ledger.json, so that one verifier judges both."""
    return proofs.written(evidence)


def as_bytes(value: Any) -> bytes:
    """JSON as it is sent: UTF-8, names in the order of the contract, one newline at the end."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode() + b"\n"
