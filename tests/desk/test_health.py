"""Up, and ready: what machines may know, and what they may not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from articles import keys, triggers
from articles.errors import KeyMissing
from tests.cast import Cast

from .site import signed_in


def test_the_process_says_that_it_is_up_without_asking_the_database() -> None:
    response = Client().get("/healthz")  # pytest-django lets nothing through to the database
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_all_is_ready(cast: Cast) -> None:
    assert Client().get("/readyz").json() == {"ready": True}
    assert signed_in(cast.auditor).get("/readyz").json() == {"ready": True, "missing": []}


def drop_a_trigger(monkeypatch: pytest.MonkeyPatch) -> str:
    name = next(triggers.expected()).name
    table = next(triggers.expected()).table
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{on}')
    return f"The trigger {name} is missing."


def lose_the_key(monkeypatch: pytest.MonkeyPatch) -> str:
    def nothing() -> None:
        raise KeyMissing("There is no signing key.")

    monkeypatch.setattr(keys, "signing_key", nothing)
    return "There is no signing key."


def forget_a_migration(monkeypatch: pytest.MonkeyPatch) -> str:
    from django.db.migrations.recorder import MigrationRecorder

    newest = MigrationRecorder.Migration.objects.filter(app="articles").latest("pk")
    newest.delete()
    return f"The migration articles.{newest.name} is not applied."


@pytest.mark.django_db
@pytest.mark.parametrize("spoil", [drop_a_trigger, lose_the_key, forget_a_migration])
def test_what_is_missing_is_named_to_people_and_not_to_strangers(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, spoil
) -> None:
    missing = spoil(monkeypatch)
    stranger, person = Client().get("/readyz"), signed_in(cast.auditor).get("/readyz")

    assert (stranger.status_code, stranger.json()) == (503, {"ready": False})
    assert (person.status_code, person.json()) == (503, {"ready": False, "missing": [missing]})
