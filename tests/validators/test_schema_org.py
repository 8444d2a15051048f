"""Our JSON-LD by the vocabulary of schema.org itself."""

from __future__ import annotations

import json
import re
from copy import deepcopy

import pytest
import schema_org

from articles import specialties
from articles.exporters import json_ld
from tests.exporters import samples

from .vocabulary import faults

pytestmark = pytest.mark.slow  # many cases


@pytest.mark.req("SO-01", "SO-06", "SO-10")
def test_the_graph_keeps_to_the_vocabulary(dossier):
    assert faults(json_ld.graph(dossier)) == []


def test_the_graph_in_the_page_is_the_graph(dossier, exported):
    page = exported("html", dossier).decode()
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
    assert json.loads(script) == json_ld.graph(dossier)


@pytest.mark.parametrize(
    ("kind", "changes", "fault"),
    [
        ("MedicalWebPage", {"@type": "MedicalPage"}, "no type 'MedicalPage'"),
        ("Article", {"lastReviewed": "2026-11-24"}, "Article has no lastReviewed"),
        ("Article", {"reviewedBy": {"@type": "Person"}}, "Article has no reviewedBy"),
        ("Person", {"usNPI": "1"}, "Person has no usNPI"),
        ("Person", {"medicalSpecialty": "https://schema.org/Rheumatologic"}, "Person has no med"),
        ("MedicalWebPage", {"aspect": "x"}, "aspect is superseded"),
        ("MedicalWebPage", {"lastReviewed": "24 Nov"}, "MedicalWebPage.lastReviewed takes"),
        ("MedicalWebPage", {"specialty": "Rheumatology"}, "MedicalWebPage.specialty takes"),
        ("MedicalWebPage", {"reviewedBy": {"@id": "nobody"}}, "MedicalWebPage.reviewedBy takes"),
        ("Article", {"author": [{"@type": "MedicalCode"}]}, "Article.author takes"),
        ("Article", {"citation": [{"@type": "Book", "codeValue": "x"}]}, "Book has no codeValue"),
        ("Organization", {"url": "not an address"}, "Organization.url takes"),
    ],
)
def test_the_check_bites(kind, changes, fault):
    graph = deepcopy(json_ld.graph(samples.plain()))
    node = next(each for each in graph["@graph"] if each["@type"] == kind)
    node.update(changes)
    assert any(found.startswith(fault) for found in faults(graph)), faults(graph)


def test_the_vocabulary_is_the_release_that_we_name():
    assert schema_org.SCHEMA_VERSION.startswith("30.")


@pytest.mark.req("SO-03")
def test_a_specialty_is_a_value_of_the_vocabulary_or_is_left_out():
    known = {each.value for each in schema_org.MedicalSpecialty}
    ours = {specialties.schema_org(code) for code in specialties.SPECIALTIES}
    assert ours - {None} <= known
    assert len(ours & known) > 25


@pytest.mark.req("SO-03")
@pytest.mark.parametrize("code", specialties.SPECIALTIES)
def test_the_page_carries_that_value(code):
    graph = json_ld.graph(samples.dossier("a", samples.content(specialty=code)))
    [page] = [node for node in graph["@graph"] if node["@type"] == "MedicalWebPage"]
    assert page.get("specialty") == specialties.schema_org(code)
    assert faults(graph) == []
