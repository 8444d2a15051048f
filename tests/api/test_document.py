"""The API against its own OpenAPI document, asked by somebody else's program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from articles.stages import Stage
from reviewflow.wsgi import application
from tests.cast import Cast

from .conftest import Program, made

DOCUMENT = "/api/v1/openapi.json"
OPERATIONS = (
    "/api/v1/articles",
    "/api/v1/articles.atom",
    "/api/v1/articles/{slug}",
    "/api/v1/articles/{slug}/versions",
    "/api/v1/articles/{slug}/signatures",
    "/api/v1/articles/{slug}/receipt",
    "/api/v1/keys",
)
EXAMPLES = 15
"""For each operation and kind: what the document allows, what it does not."""
ASKS_NOTHING = ("/api/v1/articles.atom", "/api/v1/keys")
KNOWN = ("live", "gone", "doubted")


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A request that comes by WSGI would close the connection that the test's rows live in."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def house(cast: Cast, settings: Any) -> Program:
    settings.API_RATES = {"token": "100000/s", "address": "100000/s"}
    settings.ALLOWED_HOSTS = ["*"]
    cast.article_in(Stage.PUBLISHED, title="Live")
    cast.article_in(Stage.WITHDRAWN, title="Gone")
    article = cast.article_in(Stage.PUBLISHED, title="Doubted")
    signature = article.signatures.medical().get()
    cast.act("withdraw_signature", article, cast.physician, signature=signature, note="A slip.")
    return Program(made(cast).secret)


@pytest.mark.django_db
def test_the_document_names_every_operation_and_nothing_that_writes() -> None:
    document = Client().get(DOCUMENT).json()
    assert document["openapi"].startswith("3.1")
    assert {path: list(methods) for path, methods in document["paths"].items()} == {
        path: ["get"] for path in OPERATIONS
    }
    assert set(document["components"]["securitySchemes"]) == {"token", "session"}
    assert document["paths"]["/api/v1/keys"]["get"]["security"] == []


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("status", [200, 401, 404, 409, 410, 422])
def test_every_kind_of_answer_is_as_documented(house: Program, status: int) -> None:
    asked = {
        200: ("articles", "live", "live/versions", "live/signatures", "live/receipt"),
        401: ("live",),
        404: ("never-heard-of",),
        409: ("doubted", "doubted/receipt"),
        410: ("gone", "gone/versions"),
        422: ("live?format=docx",),
    }[status]
    schema = schemathesis.openapi.from_dict(Client().get(DOCUMENT).json())
    client = Client() if status == 401 else house.client
    for path in asked:
        address = "/api/v1/articles" if path == "articles" else f"/api/v1/articles/{path}"
        answer = client.get(address)
        assert answer.status_code == status
        route = address.partition("?")[0].split("/")
        template = "/".join([*route[:4], *(["{slug}"] if route[4:] else []), *route[5:]])
        said = schema[template]["GET"].definition.raw["responses"][str(status)]["content"]
        shape = said[answer["Content-Type"].partition(";")[0]]["schema"]
        whole = {**shape, "components": schema.raw_schema["components"]}
        jsonschema.Draft202012Validator(whole).validate(json.loads(answer.content))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "mode"),
    [
        *((path, GenerationMode.POSITIVE) for path in OPERATIONS),
        *((path, GenerationMode.NEGATIVE) for path in OPERATIONS if path not in ASKS_NOTHING),
    ],
)
def test_no_server_error_and_no_undocumented_answer(
    house: Program, path: str, mode: GenerationMode
) -> None:
    """About a known article most of the time: chance alone would never name one. That a withdrawn
    one is gone (410) is no fault of the answer, whatever the default of the check says.
    """
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, application)
    asked = {"Authorization": f"Bearer {house.secret}"}
    answered: Counter[int] = Counter()

    @given(schema[path]["GET"].as_strategy(mode), st.sampled_from((*KNOWN, "")))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any, slug: str) -> None:
        if slug and "{slug}" in path and mode == GenerationMode.POSITIVE:
            case.path_parameters["slug"] = slug
        answer = case.call(headers=asked)
        gone = [positive_data_acceptance] if answer.status_code == 410 else []
        case.validate_response(answer, headers=asked, excluded_checks=gone)
        answered[answer.status_code] += 1

    ask()
    assert answered, "nothing was asked"
