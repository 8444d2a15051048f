"""Our references by the official schema of CSL-JSON."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from articles.content import csl
from tests.exporters import samples

SCHEMA = json.loads(Path(__file__).with_name("csl-data.json").read_bytes())
JUDGE = jsonschema.Draft7Validator(SCHEMA)


@pytest.mark.req("CS-01")
def test_every_list_of_references_is_csl_json(dossier, exported):
    references = json.loads(exported("json", dossier))["references"]
    assert [error.message for error in JUDGE.iter_errors(references)] == []


@pytest.mark.parametrize(
    "change",
    [
        {"type": "leaflet"},
        {"publisher": 7},
        {"colour": "red"},
        {"author": [{"name": "Ada"}]},
        {"issued": {"date-parts": [[]]}},
    ],
)
def test_the_schema_bites(change):
    [item, *_] = samples.content()["references"]
    assert JUDGE.is_valid([item])
    assert not JUDGE.is_valid([item | change])
    assert not JUDGE.is_valid([{k: v for k, v in item.items() if k != "type"}])


@pytest.mark.req("CS-01")
def test_what_we_let_in_is_what_the_schema_lets_in():
    properties = SCHEMA["items"]["properties"]
    ours = csl.NAMES | csl.DATES | csl.TEXTS | csl.NUMBERS | {"id", "type", "categories", "custom"}
    assert ours == set(properties)
    assert set(properties["type"]["enum"]) >= csl.TYPES
