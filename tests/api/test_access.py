"""Who gets in: by token, by session, not at all."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from articles import roles, tokens
from articles.models import ApiToken
from articles.stages import Stage
from tests.cast import PARTS, Cast, person

from .conftest import Program, made

pytestmark = pytest.mark.django_db

READING = (
    "articles",
    "articles.atom",
    "articles/live",
    "articles/live?format=markdown",
    "articles/live/versions",
    "articles/live/signatures",
    "articles/live/receipt",
)
OPEN = ("keys", "openapi.json")
METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")


@pytest.fixture
def live(cast: Cast) -> Cast:
    cast.article_in(Stage.PUBLISHED, title="Live")
    return cast


def statuses(client: Client, method: str = "get") -> set[int]:
    return {getattr(client, method)(f"/api/v1/{path}").status_code for path in READING}


def bearing(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_token_opens_every_address_that_reads(live: Cast) -> None:
    client = bearing(made(live).secret)
    assert statuses(client) == statuses(client, "head") == {200}
    assert statuses(client, "options") == {204}


@pytest.mark.req("P11-05")
@pytest.mark.parametrize("part", [*PARTS, None])
def test_everybody_who_reads_articles_reads_the_api_and_nobody_writes(
    live: Cast, part: str | None
) -> None:
    client = Client()
    if part:
        client.force_login(getattr(live, part))
    expected = {200} if part else {401}
    assert statuses(client) == expected
    for path in (*READING, *OPEN, "", "nowhere", "articles/none"):
        for method in METHODS[3:]:
            answer = getattr(client, method)(f"/api/v1/{path}")
            assert answer.status_code == 405, (method, path)
            assert answer["Content-Type"] == "application/problem+json"
            assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_a_post_needs_no_csrf_token_to_be_refused(live: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(live.publisher)
    assert client.post("/api/v1/articles").status_code == 405


def test_an_account_without_a_role_reads_nothing(live: Cast) -> None:
    client = Client()
    client.force_login(person("guest"))
    assert statuses(client) == {403}


def test_without_token_and_session_only_keys_and_document_are_open(live: Cast) -> None:
    assert {Client().get(f"/api/v1/{path}").status_code for path in OPEN} == {200}
    answer = Client().get("/api/v1/articles")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="ReviewFlow"')
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"


def altered(secret: str) -> list[str]:
    start, prefix, rest = secret.split("_", 2)
    return [
        secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        secret[:-1],
        secret + "A",
        secret.upper(),
        f"{start}_{'0' * 12}_{rest}",
        f"{start}_{prefix}_",
        prefix,
        "",
        "rf__",
        "\xff" * 40,
        "x" * 5000,
    ]


def test_a_token_with_one_letter_changed_opens_nothing_even_beside_a_session(live: Cast) -> None:
    secret = made(live).secret
    for wrong in altered(secret):
        client = bearing(wrong)
        client.force_login(live.publisher)
        answer = client.get("/api/v1/articles")
        assert answer.status_code == 401, wrong
        assert 'error="invalid_token"' in answer["WWW-Authenticate"]
    for scheme in (f"Basic {secret}", secret, f"Token {secret}", "Bearer"):
        assert Client(headers={"Authorization": scheme}).get("/api/v1/articles").status_code == 401
    assert (
        Client(headers={"Authorization": f"bearer {secret}"}).get("/api/v1/articles").status_code
        == 200
    )


def test_a_token_dies_with_its_day_its_account_and_its_revocation(
    live: Cast, settings: Any
) -> None:
    given = made(live)
    rows, client = ApiToken.objects.filter(pk=given.token.pk), bearing(given.secret)
    assert statuses(client) == {200}
    User.objects.filter(pk=live.writer.pk).update(is_active=False)
    assert statuses(client) == {401}
    User.objects.filter(pk=live.writer.pk).update(is_active=True)
    rows.update(expires_at=timezone.now())
    assert statuses(client) == {401}
    rows.update(expires_at=timezone.now() + dt.timedelta(days=1))
    assert statuses(client) == {200}
    tokens.revoke(given.token, reason="The contract ended.", actor=live.superuser)
    assert statuses(client) == {401}


def test_an_account_of_the_demo_reads_nothing_in_production(live: Cast, settings: Any) -> None:
    guest = person("guest.demo", "Writers")
    client, session = bearing(made(live, user=guest).secret), Client()
    session.force_login(guest)
    assert statuses(client) == statuses(session) == {200}
    settings.PRODUCTION, settings.SECURE_SSL_REDIRECT = True, False
    assert statuses(client) == statuses(session) == {401}


def test_a_token_without_the_scope_is_told_so(live: Cast) -> None:
    given = made(live)
    ApiToken.objects.update(scopes=[])
    assert statuses(bearing(given.secret)) == {403}
    answer = bearing(given.secret).get("/api/v1/articles")
    challenge = 'Bearer realm="ReviewFlow", error="insufficient_scope", scope="read"'
    assert answer["WWW-Authenticate"] == challenge
    assert answer.json()["detail"] == "This token lacks the scope “read”."


@pytest.mark.parametrize("lost", ["group", "permission"])
def test_a_token_reads_no_longer_than_its_owner(live: Cast, lost: str) -> None:
    client, session = bearing(made(live).secret), Client()
    session.force_login(live.writer)
    assert statuses(client) == statuses(session) == {200}
    if lost == "group":
        live.writer.groups.clear()
    else:
        permissions = Group.objects.get(name=roles.WRITERS).permissions
        permissions.remove(*permissions.filter(codename="view_article"))
    assert statuses(client) == statuses(session) == {403}
    answer = client.get("/api/v1/articles")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == "This account or token may not read articles."
    assert "WWW-Authenticate" not in answer
    live.writer.groups.set([Group.objects.get(name=roles.PUBLISHERS)])
    assert statuses(client) == {200}


def test_a_token_opens_no_page_and_signs_nothing(live: Cast) -> None:
    client = bearing(made(live, user=live.publisher).secret)
    for address in ("/", "/articles/", "/publish/", "/articles/live/withdraw/", "/admin/"):
        assert client.get(address).status_code == 302
        assert "/login/" in client.post(address, {"note": "x", "password": "x"})["Location"]


def test_the_use_of_a_token_is_noted_once_a_minute(live: Cast) -> None:
    given = made(live)
    program = Program(given.secret)
    program.get("articles")
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    program.get("articles")
    assert ApiToken.objects.get().last_used_at == first
    earlier = first - dt.timedelta(seconds=61)
    ApiToken.objects.update(last_used_at=earlier)
    program.get("articles")
    assert ApiToken.objects.get().last_used_at > first


def test_no_other_site_may_read_with_somebody_s_session(live: Cast) -> None:
    client = Client(headers={"Origin": "https://elsewhere.example"})
    client.force_login(live.publisher)
    for method in ("get", "options"):
        answer = getattr(client, method)("/api/v1/articles")
        assert not [name for name in answer.headers if name.startswith("Access-Control")]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
