"""People at the front door: with a password, with a code, with neither."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD


def code_for(secret: str) -> str:
    """What the app shows now."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: Any) -> Any:
    sent = {"login": username, "password": password}
    return client.post(reverse("login"), sent, **more)


def inside(client: Client) -> bool:
    """Does the home page open?"""
    return client.get(reverse("home")).status_code == 200


def prove(client: Client) -> None:
    again = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert again.status_code == 302, again.text


def set_up(client: Client) -> SimpleNamespace:
    """Set up an app as its owner does, who first says once more who they are."""
    prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'class="key">([A-Z2-7]+)<', page.text)[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert answer.status_code == 302, answer.text
    shown = client.get(reverse("mfa_view_recovery_codes")).text
    return SimpleNamespace(secret=secret, codes=re.findall(r"<code>(\d{8})</code>", shown))


@pytest.fixture
def enrolled(cast: Any) -> SimpleNamespace:
    """Ada, with an app whose codes of this moment nobody used yet; ``client`` is signed in."""
    client = Client()
    sign_in(client, "ada")
    app = set_up(client)
    assert Authenticator.objects.filter(user=cast.physician).count() == 2
    from django.core.cache import cache

    cache.clear()  # the code that set it up may be used again: tests do not wait 30 seconds
    return SimpleNamespace(client=client, user=cast.physician, **vars(app))
