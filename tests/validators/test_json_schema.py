"""What leaves here by the schemas that we publish, judged by somebody else's validator."""

from __future__ import annotations

import json
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from articles import exporters, schemas
from articles.bundles.verify import members
from articles.models import Signature
from articles.stages import Stage
from tests.bundles import samples as bundles
from tests.bundles import sealing
from tests.cast import Cast, standing_signature
from tests.exporters import samples

JUDGES = {name: jsonschema.Draft202012Validator(schemas.load(name)) for name in schemas.NAMES}


def faults(name: str, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in JUDGES[name].iter_errors(value)]


@pytest.mark.parametrize("name", schemas.NAMES)
def test_each_schema_is_one(name):
    jsonschema.Draft202012Validator.check_schema(schemas.load(name))


@pytest.mark.req("AL-8")
def test_every_json_and_every_line_is_an_article(dossier, exported):
    assert faults("article@1", json.loads(exported("json", dossier))) == []
    data = exported("jsonl", dossier)
    (line,) = data.split(b"\n")[:-1]
    assert faults("article@1", json.loads(line)) == []
    assert json.loads(line) == json.loads(exported("json", dossier))


def holes(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of a JSON value."""
    if not isinstance(value, dict | list):
        return []
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return [way for key, inner in pairs for way in ((*at, key), *holes(inner, (*at, key)))]


def _at(value: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        value = value[key]
    return value


def changed(value: Any, way: tuple[Any, ...], new: Any) -> Any:
    value = deepcopy(value)
    _at(value, way[:-1])[way[-1]] = new
    return value


def without(value: Any, way: tuple[Any, ...]) -> Any:
    value = deepcopy(value)
    del _at(value, way[:-1])[way[-1]]
    return value


def genuine() -> dict[str, Any]:
    """A sample for each schema."""
    files = members(bundles.genuine())
    said = samples.statement(samples.content(), "a", "ruth") | {
        "credentials": [
            {
                **dict.fromkeys(("credential", "status_id", "verification_id"), 1),
                **dict.fromkeys(("board", "certificate", "kind", "status"), "x"),
                "verified_on": "2026-11-10",
            }
        ],
        "text_version": 1,
        "signer_id": 1,
        "reviewer": 1,
        "shown_at": "2026-11-24T14:51:40Z",
        "withdraws": "",
        "policy": {"id": 1, "record": 1, "name": "Default"},
    }
    del said["later_key"]
    out = BytesIO()
    exporters.get("json").write(samples.plain(), out)
    return {
        "article@1": json.loads(out.getvalue()),
        "bundle@1": json.loads(files["manifest.json"]),
        "ledger-proof@1": json.loads(files["ledger.json"]),
        "receipt@1": sealing.receipt_of(sealing.sealed(samples.plain(), "html"))
        | {"statements": [said]},
        "statement@1": said,
    }


FREE = {"references", "external_ids"}
"""Where other names and kinds may stand."""


@pytest.mark.parametrize("name", schemas.NAMES)
def test_the_schema_bites_at_every_place(name):
    value = genuine()[name]
    assert faults(name, value) == []
    ways = [way for way in holes(value) if not set(way) & FREE]
    assert len(ways) > 5
    kept = [way for way in ways if not faults(name, changed(value, way, 1.5))]
    assert kept == []
    named = [way for way in ways if isinstance(way[-1], str)]
    optional = {"conditions", "disclosure_id", "agreement", "interest", "changes"}
    assert [way for way in named if not faults(name, without(value, way))] == [
        way for way in named if way[-1] in optional
    ]
    objects = [(), *(way for way in ways if isinstance(_at(value, way), dict))]
    assert [way for way in objects if not faults(name, changed(value, (*way, "colour"), 1))] == []


@pytest.mark.django_db
def test_what_the_system_itself_writes_is_as_published(cast: Cast, tmp_path: Path) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    other = cast.article_in(Stage.PUBLISHED, title="Two signed, one took it back")
    cast.act(
        "withdraw_signature",
        other,
        cast.physician,
        signature=standing_signature(other),
        note="I read an older text.",
    )
    cast.article_in(Stage.WITHDRAWN, title="Gone")
    bundle = tmp_path / "all.zip"
    call_command("export_articles", "--format=json", "--bundle", f"--output={bundle}")
    with ZipFile(bundle) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    base = f"articles/{article.slug}"
    assert faults("bundle@1", json.loads(files["manifest.json"])) == []
    assert json.loads(files["manifest.json"])["refused"] != []
    assert faults("ledger-proof@1", json.loads(files["ledger.json"])) == []
    assert faults("article@1", json.loads(files[f"{base}/article.json"])) == []
    out = tmp_path / "out"
    call_command("export_articles", "--format=html", "--format=markdown", f"--output={out}")
    receipts = [sealing.receipt_of(path.read_bytes()) for path in out.iterdir()]
    assert {each["form"] for each in receipts} == {"html", "markdown"}
    assert [fault for each in receipts for fault in faults("receipt@1", each)] == []
    statements = [json.loads(each.statement) for each in Signature.objects.all()]
    meanings = {each["meaning"] for each in statements}
    assert meanings == {
        *("medical_review", "publication_release", "signature_withdrawal", "withdrawal"),
    }
    assert [fault for each in statements for fault in faults("statement@1", each)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", schemas.NAMES)
def test_anybody_may_read_a_schema_under_its_own_address(name):
    address = f"/schemas/{name}.json"
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/schema+json")
    assert answer["Cache-Control"] == "public, max-age=300"
    body = answer.json()
    assert body.pop("$id") == f"{settings.BASE_URL}{address}"
    assert body == schemas.load(name)
    again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().post(address).status_code == 405
