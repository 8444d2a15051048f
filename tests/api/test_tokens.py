"""Making and revoking: by superusers, on record, the secret never."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import ledger, tokens
from articles.errors import InputRefused, TransitionRefused
from articles.models import ApiToken, LedgerEntry
from articles.stages import Event
from tests.cast import PARTS, Cast, person

from .conftest import made

pytestmark = pytest.mark.django_db


def test_an_account_that_reads_no_articles_gets_no_token(cast: Cast) -> None:
    with pytest.raises(InputRefused) as refused:
        made(cast, user=person("guest"))
    assert (refused.value.field, refused.value.code) == ("user", "no_reader")
    assert not ApiToken.objects.exists()


def test_a_token_is_stored_as_its_digest_and_told_by_the_ledger(cast: Cast) -> None:
    given = made(cast)
    token = ApiToken.objects.get()
    assert given.secret.startswith(f"rf_{token.prefix}_")
    assert token.digest == f"sha256:{hashlib.sha256(given.secret.encode()).hexdigest()}"
    tokens.revoke(token, reason="Over.", actor=cast.superuser)
    entries = LedgerEntry.objects.filter(kind__in=(Event.TOKEN_MAKE, Event.TOKEN_REVOKE))
    told = [json.loads(entry.payload) for entry in entries]
    assert [each["token"] for each in told] == [token.prefix] * 2
    assert {entry.actor for entry in entries} == {"root"}
    secret = given.secret.rpartition("_")[2]
    assert secret not in repr(given) + "".join(entry.payload for entry in entries)
    assert secret not in repr(ApiToken.objects.values())
    assert ledger.walk().faults == ()


@pytest.mark.parametrize("part", [part for part in PARTS if part != "superuser"])
def test_nobody_but_a_superuser_makes_or_revokes(cast: Cast, part: str) -> None:
    token, actor = made(cast).token, getattr(cast, part)
    before = LedgerEntry.objects.count()
    with pytest.raises(PermissionDenied):
        made(cast, actor=actor)
    with pytest.raises(PermissionDenied):
        tokens.revoke(token, reason="Mine.", actor=actor)
    assert (ApiToken.objects.count(), LedgerEntry.objects.count()) == (1, before)


def test_who_lost_the_flag_meanwhile_makes_none(cast: Cast) -> None:
    stale = cast.superuser
    type(stale).objects.filter(pk=stale.pk).update(is_superuser=False)
    with pytest.raises(PermissionDenied):
        made(cast)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "  "}),
        ("name", {"name": "x" * 121}),
        ("name", {"name": "a\0b"}),
        ("expires_at", {"expires_at": timezone.now()}),
        ("expires_at", {"expires_at": timezone.now() + dt.timedelta(days=400)}),
    ],
)
def test_what_makes_no_token_is_named(cast: Cast, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(InputRefused) as refused:
        made(cast, **changes)
    assert refused.value.field == field
    assert not ApiToken.objects.exists()


def test_nobody_who_left_gets_one(cast: Cast) -> None:
    cast.writer.is_active = False
    cast.writer.save()
    with pytest.raises(InputRefused) as refused:
        made(cast)
    assert refused.value.field == "user"


def test_a_token_is_revoked_once_and_with_a_reason(cast: Cast) -> None:
    token = made(cast).token
    with pytest.raises(InputRefused):
        tokens.revoke(token, reason=" ", actor=cast.superuser)
    tokens.revoke(token, reason="Over.", actor=cast.superuser)
    with pytest.raises(TransitionRefused):
        tokens.revoke(token, reason="Again.", actor=cast.superuser)
    assert LedgerEntry.objects.filter(kind=Event.TOKEN_REVOKE).count() == 1
