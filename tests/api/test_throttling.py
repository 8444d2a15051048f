"""How often somebody may ask."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from articles import throttling
from tests.cast import Cast

from .asking import MOST
from .conftest import Program, made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rates(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    settings.API_RATES = {"token": "3/m", "address": "2/h"}
    monkeypatch.setattr(throttling.time, "time", lambda: 1_800_000_010.0)


def test_each_token_has_its_own_share(cast: Cast) -> None:
    first, second = Program(made(cast).secret), Program(made(cast).secret)
    assert [first.get("articles").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = first.get("articles")
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Retry-After"] == "50"
    assert second.get("articles").status_code == 200


def test_the_share_comes_back_when_the_time_is_over(
    cast: Cast, program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    while program.get("articles").status_code == 200:
        pass
    monkeypatch.setattr(throttling.time, "time", lambda: 1_800_000_060.0)
    assert program.get("articles").status_code == 200


def test_a_session_is_counted_by_its_account(cast: Cast) -> None:
    found = []
    for _ in range(4):
        client = Client()
        client.force_login(cast.writer)
        found.append(client.get("/api/v1/articles").status_code)
    assert found == [200, 200, 200, 429]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_no_header_opens_a_fresh_counter(cast: Cast, header: str) -> None:
    found = [
        Client(headers={header: f"10.0.0.{n}"}).get("/api/v1/keys").status_code for n in range(3)
    ]
    assert found == [200, 200, 429]


def test_wrong_tokens_are_counted_by_address_and_stop_nobody_with_a_right_one(
    cast: Cast, program: Any
) -> None:
    guesses = [Program(f"rf_{n}").get("articles").status_code for n in range(3)]
    assert guesses == [401, 401, 429]
    assert program.get("articles").status_code == 200


def test_an_ipv6_network_is_one_address(cast: Cast) -> None:
    asked = [
        Client(REMOTE_ADDR=f"2001:db8:1:2::{n}").get("/api/v1/keys").status_code for n in range(3)
    ]
    assert asked == [200, 200, 429]
    assert Client(REMOTE_ADDR="2001:db8:1:3::1").get("/api/v1/keys").status_code == 200


@pytest.mark.parametrize("text", ["", "0/m", "-1/m", "5", "5/d", "m", "1.5/m", "٣/m "])
def test_a_rate_that_is_none_is_named(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="is no rate"):
        throttling.rate(text)


def test_without_an_address_a_wrong_token_is_a_wrong_token(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="", headers={"Authorization": "Bearer x"})
    assert [client.get("/api/v1/articles").status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.slow
@pytest.mark.database
def test_requests_of_one_instant_are_never_more_than_the_share() -> None:
    """Four processes ask for three times as much; each waits until all are ready."""
    asked = [sys.executable, "-m", "tests.api.asking"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert int(told.stdout) == MOST
