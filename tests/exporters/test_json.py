"""Article JSON: the contract's names, in the contract's order."""

from __future__ import annotations

import json

from . import samples

NAMES = [
    "schema",
    "id",
    "slug",
    "version",
    "title",
    "summary",
    "locale",
    "article_type",
    "audience",
    "specialty",
    "external_ids",
    "canonical_url",
    "channels",
    "topics",
    "authors",
    "body",
    "html",
    "references",
    "disclosure",
    "stage",
    "published_at",
    "updated_at",
    "last_reviewed",
    "review_due",
    "status",
    "reviewers",
    "content_digest",
    "edition",
    "notices",
    "changes",
]


def test_names_and_order_are_the_contract_s(dossier, exported):
    assert list(json.loads(exported("json", dossier))) == NAMES


def test_a_reviewed_article_names_its_reviewer_and_the_credential_relied_on(exported):
    article = json.loads(exported("json", samples.plain()))
    assert article["schema"] == "reviewflow/article@1"
    assert article["last_reviewed"] == "2026-11-24"
    assert article["authors"] == [{"name": "Dana Whitfield"}, {"name": "Bo Ek, PhD"}]
    assert article["disclosure"] == "None"
    assert article["reviewers"] == [
        {
            "printed_name": "Ruth Amsel, MD",
            "byline": "Medically reviewed by Ruth Amsel, MD; American Board of Internal Medicine "
            "with subspecialty in Rheumatology",
            "meaning": "medical_review",
            "signed_at": "2026-11-24T14:51:49.123456Z",
            "credentials": [
                {
                    "board": "American Board of Internal Medicine",
                    "certificate": "Rheumatology",
                    "kind": "subspecialty",
                    "status": "in_force",
                    "verified_on": "2026-11-10",
                }
            ],
            "disclosure": "No competing interests.",
            "signature_id": samples.identifier("stiff-mornings ruth"),
        }
    ]


def test_an_unreviewed_article_has_no_reviewer_and_no_date_of_review(exported):
    article = json.loads(exported("json", samples.unreviewed()))
    assert article["reviewers"] == []
    assert article["last_reviewed"] is None


def test_the_body_is_the_signed_text(dossier, exported):
    article = json.loads(exported("json", dossier))
    assert article["body"] == {"format": "markdown", "text": dossier.content["body"]}
