"""The schema.org graph of one article (schema.org 30.0).

``reviewedBy``, ``lastReviewed`` and ``specialty`` belong to WebPage alone, so the page and the
Article are two nodes. ``expires`` means "do not show any more" and never stands for a review date.
"""

from __future__ import annotations

import json
from typing import Any

from articles import specialties
from articles.content.reference_lines import doi_address
from articles.dossier import Dossier
from articles.stages import ArticleType, Audience

from . import printed
from .json_ld_people import Node, filled, iri, name, reviewers

_AUDIENCES: dict[str, Any] = {
    Audience.PATIENT: {"@type": "MedicalAudience", "audienceType": "Patient"},
    Audience.CLINICIAN: "https://schema.org/Clinician",
}
_ESCAPES = {
    **{ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"},
    **{code: json.dumps(chr(code))[1:-1] for code in printed.NONCHARACTERS},
}


def script_text(dossier: Dossier) -> str:
    """The graph as JSON that cannot end, or break out of, the script element around it."""
    return json.dumps(graph(dossier), ensure_ascii=False, allow_nan=False).translate(_ESCAPES)


def graph(dossier: Dossier) -> Node:
    """``@graph`` with page, article, conditions, reviewers and publisher.

    Dates are days in the dossier's time zone. A retracted article keeps its reviewers off.
    """
    people = {} if dossier.status == "retracted" else reviewers(dossier)
    about = _about(dossier)
    nodes = [
        _page(dossier, list(people), [node["@id"] for node in about]),
        _article(dossier),
        *about,
        *people.values(),
        _organization(dossier),
    ]
    return {"@context": "https://schema.org", "@graph": [filled(node) for node in nodes]}


def _refer(iris: list[str]) -> Any:
    """One reference, or a list of several."""
    found = [{"@id": each} for each in iris]
    return found[0] if len(found) == 1 else found


def _dates(dossier: Dossier) -> Node:
    published = printed.local_day(dossier.published_at, dossier.time_zone)
    updated = printed.local_day(dossier.updated_at, dossier.time_zone)
    return {
        "datePublished": published and published.isoformat(),
        "dateModified": updated and updated.isoformat(),
    }


def _page(dossier: Dossier, reviewed_by: list[str], about: list[str]) -> Node:
    reviewed_on = dossier.reviewed_on if reviewed_by else None
    return {
        "@type": "MedicalWebPage",
        "@id": iri(dossier, "page"),
        "url": dossier.canonical_url,
        "name": dossier.text("title"),
        "description": dossier.text("summary"),
        "inLanguage": dossier.text("locale"),
        "version": str(dossier.version),
        **_dates(dossier),
        "lastReviewed": reviewed_on and reviewed_on.isoformat(),
        "reviewedBy": _refer(reviewed_by),
        "specialty": specialties.schema_org(dossier.text("specialty")),
        "medicalAudience": _AUDIENCES.get(dossier.text("audience")),
        "about": _refer(about),
        "mainEntity": {"@id": iri(dossier, "article")},
        "publisher": {"@id": iri(dossier, "publisher")},
        "creativeWorkStatus": _work_status(dossier),
    }


def _article(dossier: Dossier) -> Node:
    return {
        "@type": "Article",
        "@id": iri(dossier, "article"),
        "headline": dossier.text("title"),
        "inLanguage": dossier.text("locale"),
        "mainEntityOfPage": {"@id": iri(dossier, "page")},
        "author": [{"@type": "Person", **name(author)} for author in dossier.authors],
        **_dates(dossier),
        "publisher": {"@id": iri(dossier, "publisher")},
        "citation": [_citation(reference) for reference in dossier.references],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": notice.text,
                "datePublished": notice.issued_on.isoformat(),
            }
            for notice in dossier.notices
            if notice.kind == "correction"
        ],
        "creativeWorkStatus": _work_status(dossier),
    }


def _work_status(dossier: Dossier) -> str:
    return "Retracted" if dossier.status == "retracted" else ""


def _citation(reference: Node) -> Node:
    doi, pmid = reference.get("DOI", ""), reference.get("PMID", "")
    identifiers = (("doi", doi), ("pmid", pmid), ("pmcid", reference.get("PMCID", "")))
    return filled(
        {
            "@type": "ScholarlyArticle" if doi or pmid else "CreativeWork",
            "name": reference.get("title", ""),
            "url": reference.get("URL", ""),
            "sameAs": doi_address(reference),
            "identifier": [
                {"@type": "PropertyValue", "propertyID": scheme, "value": value}
                for scheme, value in identifiers
                if value
            ],
        }
    )


def _about(dossier: Dossier) -> list[Node]:
    """One node a label, with the codes of every vocabulary that carries it."""
    is_test = dossier.text("article_type") == ArticleType.TEST_OR_PROCEDURE
    labels = dict.fromkeys(topic.label for topic in dossier.topics)
    return [
        {
            "@type": "MedicalEntity" if is_test else "MedicalCondition",
            "@id": iri(dossier, f"topic-{number}"),
            "name": label,
            "code": [
                {"@type": "MedicalCode", "codeValue": topic.code, "codingSystem": topic.system}
                for topic in dossier.topics
                if topic.label == label
            ],
            "relevantSpecialty": specialties.schema_org(dossier.text("specialty")),
        }
        for number, label in enumerate(labels, 1)
    ]


def _organization(dossier: Dossier) -> Node:
    publisher = dossier.publisher
    return {
        "@type": "Organization",
        "@id": iri(dossier, "publisher"),
        "name": publisher.name,
        "url": publisher.url,
        "publishingPrinciples": publisher.publishing_principles,
        "correctionsPolicy": publisher.corrections_policy,
    }
