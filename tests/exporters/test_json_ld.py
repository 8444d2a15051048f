"""The schema.org graph keeps to the domains of schema.org 30.0."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from articles.exporters import json_ld

from . import samples

# The properties each type may carry here, from the vocabulary of release 30.0.
WORK = {"inLanguage", "datePublished", "dateModified", "publisher", "creativeWorkStatus"}
DOMAINS = {
    "MedicalWebPage": WORK
    | {"url", "name", "description", "version", "lastReviewed", "reviewedBy", "specialty"}
    | {"medicalAudience", "about", "mainEntity"},
    "Article": WORK | {"headline", "mainEntityOfPage", "author", "citation", "correction"},
    "MedicalCondition": {"name", "code", "relevantSpecialty"},
    "MedicalEntity": {"name", "code", "relevantSpecialty"},
    "MedicalCode": {"codeValue", "codingSystem"},
    "MedicalAudience": {"audienceType"},
    "Person": {"name", "honorificSuffix", "hasCredential", "hasCertification"},
    "EducationalOccupationalCredential": {"name", "credentialCategory", "recognizedBy"},
    "Certification": {"name", "certificationStatus", "auditDate", "issuedBy"},
    "Organization": {"name", "url", "publishingPrinciples", "correctionsPolicy"},
    "ScholarlyArticle": {"name", "url", "sameAs", "identifier"},
    "CreativeWork": {"name", "url", "identifier"},
    "PropertyValue": {"propertyID", "value"},
    "CorrectionComment": {"text", "datePublished"},
}


def nodes(value):
    """Every typed node, however deep."""
    if isinstance(value, list):
        return [node for item in value for node in nodes(item)]
    if not isinstance(value, dict):
        return []
    return ([value] if "@type" in value else []) + nodes(list(value.values()))


def only(graph, type_):
    (found,) = [node for node in graph["@graph"] if node["@type"] == type_]
    return found


@pytest.mark.req("SO-01", "SO-06", "SO-10")
def test_every_property_is_in_the_domain_of_its_type(dossier):
    for node in nodes(json_ld.graph(dossier)):
        assert set(node) - {"@type", "@id"} <= DOMAINS[node["@type"]], node


@pytest.mark.req("SO-10")
def test_the_next_review_is_not_an_expiry_date(dossier):
    text = json_ld.script_text(dossier)
    assert '"expires"' not in text
    assert "2027-11-24" not in text


@pytest.mark.req("GO-01")
def test_a_name_is_a_name_without_degrees(dossier):
    people = [node for node in nodes(json_ld.graph(dossier)) if node["@type"] == "Person"]
    assert people
    assert not [node for node in people if "," in node["name"]]


@pytest.mark.req("GO-01")
def test_every_author_is_one_object():
    article = only(json_ld.graph(samples.plain()), "Article")
    assert article["author"] == [
        {"@type": "Person", "name": "Dana Whitfield"},
        {"@type": "Person", "name": "Bo Ek", "honorificSuffix": "PhD"},
    ]


def test_every_reference_to_a_node_is_resolved(dossier):
    graph = json_ld.graph(dossier)
    known = {node["@id"] for node in graph["@graph"]}
    assert len(known) == len(graph["@graph"])
    for node in graph["@graph"]:
        for value in node.values():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict) and set(item) == {"@id"}:
                    assert item["@id"] in known


@pytest.mark.req("SO-01", "GO-02")
def test_review_and_specialty_stand_on_the_page_node():
    page = only(json_ld.graph(samples.plain()), "MedicalWebPage")
    assert page["lastReviewed"] == "2026-11-24"
    assert page["specialty"] == "https://schema.org/Rheumatologic"
    assert page["reviewedBy"]["@id"].endswith("#reviewer-1")


def test_two_reviewers_are_two_people():
    page = only(json_ld.graph(samples.two_reviewers()), "MedicalWebPage")
    assert [each["@id"][-10:] for each in page["reviewedBy"]] == ["reviewer-1", "reviewer-2"]


@pytest.mark.parametrize("make", [samples.unreviewed, samples.retracted])
def test_without_a_standing_review_nobody_is_named(make):
    graph = json_ld.graph(make())
    page = only(graph, "MedicalWebPage")
    assert "reviewedBy" not in page
    assert "lastReviewed" not in page
    assert not [node for node in graph["@graph"] if node["@type"] == "Person"]


def test_a_retracted_article_is_marked():
    assert only(json_ld.graph(samples.retracted()), "Article")["creativeWorkStatus"] == "Retracted"


@pytest.mark.req("SO-02")
@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("patient", {"@type": "MedicalAudience", "audienceType": "Patient"}),
        ("clinician", "https://schema.org/Clinician"),
    ],
)
def test_the_audience_is_a_class_for_patients_and_a_member_for_clinicians(audience, expected):
    dossier = samples.dossier("a", samples.content(audience=audience))
    assert only(json_ld.graph(dossier), "MedicalWebPage")["medicalAudience"] == expected


@pytest.mark.req("SO-04", "SO-05")
@pytest.mark.parametrize("status", ["not_in_force", "in_force"])
def test_a_certification_is_named_only_while_in_force(status):
    dossier = samples.plain()
    credential = replace(samples.RHEUMATOLOGY, status=status)
    signature = replace(dossier.signatures[0], credentials=(credential,))
    person = only(json_ld.graph(replace(dossier, signatures=(signature,))), "Person")
    assert ("hasCertification" in person) == ("hasCredential" in person) == (status == "in_force")
    if status == "in_force":
        (certification,) = person["hasCertification"]
        assert certification["auditDate"] == "2026-11-10"


@pytest.mark.req("SO-07")
def test_codes_of_one_condition_are_gathered_on_one_node():
    condition = only(json_ld.graph(samples.plain()), "MedicalCondition")
    assert condition["name"] == "Arthritis"
    assert [(c["codingSystem"], c["codeValue"]) for c in condition["code"]] == [
        ("ICD-10-CM", "M13.9"),
        ("MeSH", "D001168"),
    ]


@pytest.mark.req("SO-08")
def test_every_reference_is_cited_and_a_doi_is_an_address(dossier):
    citations = only(json_ld.graph(dossier), "Article")["citation"]
    assert len(citations) == len(dossier.references)
    assert citations[1]["sameAs"] == "https://doi.org/10.1000/xyz123"


def test_a_published_correction_appears():
    (correction,) = only(json_ld.graph(samples.hostile()), "Article")["correction"]
    assert correction["datePublished"] == "2026-12-01"


def test_an_article_without_an_address_is_named_by_its_id():
    dossier = replace(samples.plain(), canonical_url="")
    page = only(json_ld.graph(dossier), "MedicalWebPage")
    assert page["@id"] == f"urn:uuid:{dossier.id}#page"
    assert "url" not in page
    json.loads(json_ld.script_text(dossier))
