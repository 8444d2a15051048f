"""Tries are counted by account, for every door, every spelling and every process together."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.signin.apps import make_cache_table
from tests.cast import PASSWORD

from .conftest import code_for, inside, sign_in

LIMIT = 5


@pytest.mark.django_db
@pytest.mark.req("P11-29")
def test_the_sixth_try_is_not_looked_at_even_if_it_is_right(cast: Any) -> None:
    client = Client()
    told = [sign_in(client, "ada", "wrong").status_code for _ in range(LIMIT)]
    assert told == [422] * LIMIT
    refused = sign_in(client, "ada")
    assert refused.status_code == 429
    assert "Too many tries" in refused.text and "not looked at" in refused.text
    assert not inside(client)
    assert inside_as(cast.writer.username)


def inside_as(username: str, password: str = PASSWORD, **more: Any) -> bool:
    client = Client()
    sign_in(client, username, password, **more)
    return inside(client)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spellings",
    [
        pytest.param(["ada", "ADA", "Ada", " ada ", "aDa"], id="case"),
        pytest.param(["ａda", "ａｄａ", "ᴬda", "ⓐda", "𝐚𝐝𝐚"], id="unicode"),
    ],
)
def test_every_spelling_of_a_name_shares_one_counter(cast: Any, spellings: list[str]) -> None:
    client = Client()
    assert {sign_in(client, name, "wrong").status_code for name in spellings} == {422}
    assert sign_in(client, "ada").status_code == 429


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_HOST"])
def test_no_header_opens_a_fresh_counter(cast: Any, header: str) -> None:
    values = ["localhost", "127.0.0.1"] * 3 if header == "HTTP_HOST" else "123456"
    client, told = Client(), []
    for value in values:
        said = value if header == "HTTP_HOST" else f"198.51.100.{value}"
        told.append(sign_in(client, "ada", "wrong", **{header: said}).status_code)
    assert told == [422] * LIMIT + [429]


@pytest.mark.django_db
def test_an_address_that_anybody_may_claim_is_not_believed(cast: Any) -> None:
    """Ten wrong names a minute from one place, whatever it says about itself."""
    told = [
        sign_in(Client(), f"n{n}", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").status_code
        for n in range(11)
    ]
    assert told == [422] * 10 + [429]


@pytest.mark.django_db
def test_what_a_named_proxy_adds_is_believed(cast: Any, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(11):
        seen = f"192.0.2.1, 198.51.100.{n}"
        assert sign_in(Client(), f"n{n}", "x", HTTP_X_FORWARDED_FOR=seen).status_code == 422
    for n in range(10):
        seen = f"198.51.100.{n}, 192.0.2.1"
        assert sign_in(Client(), f"m{n}", "x", HTTP_X_FORWARDED_FOR=seen).status_code == 422
    assert sign_in(Client(), "m", "x", HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 429


@pytest.mark.django_db
def test_the_admin_s_address_judges_no_password_at_all(cast: Any) -> None:
    client, sent = Client(), {"username": "root", "password": PASSWORD}
    for address in ("/admin/login/", "/admin/"):
        assert client.post(address, sent).status_code == 302
        assert not inside(client)
    client.force_login(cast.superuser)
    assert client.post("/admin/login/", sent)["Location"] == "/admin/"


@pytest.mark.django_db
def test_codes_are_counted_too(enrolled: Any) -> None:
    client = Client()
    sign_in(client, "ada")
    told = [client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}) for n in range(LIMIT)]
    assert [answer.status_code for answer in told] == [422] * LIMIT
    right = {"code": code_for(enrolled.secret)}
    assert client.post(reverse("mfa_authenticate"), right).status_code == 429
    assert not inside(client)


@pytest.mark.django_db
def test_a_right_password_takes_back_only_its_own_count(cast: Any) -> None:
    client = Client()
    for _ in range(LIMIT - 1):
        sign_in(client, "ada", "wrong")
    assert inside_as("ada")
    assert sign_in(client, "ada", "wrong").status_code == 422
    assert sign_in(client, "ada").status_code == 429


@pytest.mark.django_db
def test_migrate_makes_the_table(cast: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE reviewflow_cache")
    make_cache_table(using="default")
    cache.set("a", 1)
    assert cache.get("a") == 1


@pytest.mark.slow
@pytest.mark.database
def test_parallel_guesses_are_never_more_than_the_limit() -> None:
    """Four processes against one account; each waits until all are ready."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.signin.guessing"], capture_output=True, text=True, check=True
    )
    found = json.loads(told.stdout)
    assert found == {"422": LIMIT, "429": 4 * 5 - LIMIT}
