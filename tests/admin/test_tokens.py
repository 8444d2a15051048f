"""API tokens in the admin: made and revoked by superusers, each secret shown once."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import ApiToken
from tests.admin.conftest import address
from tests.cast import PARTS, today


@pytest.fixture
def typed(cast):
    day = today() + dt.timedelta(days=30)
    return {"name": "Partner site", "user": cast.writer.pk, "expires_at": day.isoformat()}


def test_a_secret_is_shown_once_and_opens_the_api(cast, at_door, typed):
    client = at_door(cast.superuser)
    assert client.get(address("articles_apitoken_add")).status_code == 200
    page = client.post(address("articles_apitoken_add"), typed)
    assert "no-store" in page["Cache-Control"]
    secret = re.search(r"rf_[0-9a-f]{12}_[\w-]{43}", page.text)[0]
    token = ApiToken.objects.get()
    for name, args in (("change", [token.pk]), ("changelist", [])):
        shown = client.get(address(f"articles_apitoken_{name}", *args)).text
        assert token.prefix in shown
        assert secret not in shown and token.digest not in shown
    reader = Client(headers={"Authorization": f"Bearer {secret}"})
    assert reader.get("/api/v1/articles").status_code == 200
    revoke = address("articles_apitoken_revoke", token.pk)
    assert client.post(revoke, {"reason": ""}).status_code == 422
    assert client.post(revoke, {"reason": "The contract ended."}).status_code == 302
    assert client.post(revoke, {"reason": "Again."}).status_code == 409
    assert reader.get("/api/v1/articles").status_code == 401


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("user", "0"), ("expires_at", "2001-01-01")]
)
def test_what_makes_no_token_is_said_beside_the_field(cast, at_door, typed, field, value):
    page = at_door(cast.superuser).post(address("articles_apitoken_add"), typed | {field: value})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("what_ends", "said"),
    [
        (lambda user: None, "In use"),
        (lambda user: user.groups.clear(), "Its account may not read articles"),
        (lambda user: User.objects.filter(pk=user.pk).update(is_active=False), "is not active"),
    ],
    ids=["nothing", "role", "account"],
)
def test_the_list_says_what_keeps_a_token_from_reading(cast, at_door, typed, what_ends, said):
    client = at_door(cast.superuser)
    client.post(address("articles_apitoken_add"), typed)

    what_ends(cast.writer)

    assert said in client.get(address("articles_apitoken_changelist")).text


@pytest.mark.parametrize("part", [part for part in PARTS if part != "superuser"])
def test_nobody_else_comes_near(cast, at_door, typed, part):
    at_door(cast.superuser).post(address("articles_apitoken_add"), typed)
    token, client = ApiToken.objects.get(), at_door(getattr(cast, part))
    for page in (
        address("articles_apitoken_add"),
        address("articles_apitoken_changelist"),
        address("articles_apitoken_change", token.pk),
        address("articles_apitoken_revoke", token.pk),
    ):
        assert client.get(page).status_code == 403
        assert client.post(page, {**typed, "reason": "Mine"}).status_code in {403, 405}
    assert ApiToken.objects.get().revoked_at is None
