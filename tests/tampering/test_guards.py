"""The triggers: missing, disabled, emptied, pointed elsewhere, joined by strangers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from articles import triggers
from articles.triggers import Trigger

from .hand import exactly, faults

pytestmark = [pytest.mark.req("P11-04"), pytest.mark.usefixtures("town")]

IS_SQLITE = "connection.vendor == 'sqlite'"
SIGNED = "articles_signature"


def guard(name: str = f"{SIGNED}_no_update") -> Trigger:
    return next(trigger for trigger in triggers.expected() if trigger.name == name)


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()
        for statement in statements:
            cursor.execute(statement)


def take_away(trigger: Trigger) -> str:
    on = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
    return f'DROP TRIGGER "{trigger.name}"{on}'


def put_back(trigger: Trigger, change: Callable[[str], str]) -> None:
    """The same trigger, its text changed on the way."""
    sqlite = connection.vendor == "sqlite"
    made = (trigger.sqlite(),) if sqlite else trigger.postgresql()
    run(take_away(trigger), *map(change, made))


def test_a_whole_database_has_every_trigger_as_written() -> None:
    assert list(triggers.faults()) == []


@pytest.mark.parametrize("trigger", [*triggers.expected()], ids=lambda trigger: trigger.name)
@pytest.mark.slow
def test_each_trigger_is_missed_by_its_name(trigger: Trigger) -> None:
    run(take_away(trigger))

    assert list(triggers.faults()) == [f"The trigger {trigger.name} is missing."]


def test_a_missing_trigger_is_a_fault_of_the_whole() -> None:
    run(take_away(guard()))

    exactly(faults(), [f"The trigger {SIGNED}_no_update is missing."])


def test_a_trigger_that_refuses_nothing_any_more_is_named() -> None:
    put_back(
        guard(),
        lambda sql: sql.replace("SELECT RAISE(ABORT", "SELECT ('never'").replace(
            "RAISE EXCEPTION", "RAISE NOTICE"
        ),
    )

    exactly(faults(), [f"The trigger {SIGNED}_no_update was altered."])


def test_a_trigger_that_lets_one_person_pass_is_named() -> None:
    name = "articles_ledgerentry_next_link"
    put_back(
        guard(name),
        lambda sql: sql.replace("NOT EXISTS (", "NEW.actor <> 'eve' AND NOT EXISTS (", 1),
    )

    exactly(faults(), [f"The trigger {name} was altered."])


def test_a_trigger_moved_to_another_event_is_named() -> None:
    put_back(guard(), lambda sql: sql.replace("BEFORE UPDATE ON", "BEFORE UPDATE OF byline ON"))

    exactly(faults(), [f"The trigger {SIGNED}_no_update was altered."])


def test_a_trigger_of_somebody_else_on_a_guarded_table_is_named() -> None:
    if connection.vendor == "sqlite":
        run(
            "CREATE TRIGGER helpful AFTER INSERT ON articles_signature BEGIN "
            "DELETE FROM articles_concern; END"
        )
    else:
        run(
            "CREATE FUNCTION helpful() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RETURN NULL; END$$",
            f"CREATE TRIGGER helpful BEFORE INSERT ON {SIGNED} FOR EACH ROW "
            f"EXECUTE FUNCTION helpful()",
        )

    exactly(faults(), [f"The trigger helpful on {SIGNED} is not one of ours."])


@pytest.mark.skipif(IS_SQLITE, reason="SQLite cannot disable a trigger")
def test_a_disabled_trigger_is_named() -> None:
    run(f"ALTER TABLE {SIGNED} DISABLE TRIGGER {SIGNED}_no_update")

    exactly(faults(), [f"The trigger {SIGNED}_no_update is disabled."])
    assert triggers.missing() == [f"{SIGNED}_no_update"]


@pytest.mark.skipif(IS_SQLITE, reason="SQLite has no replication roles")
def test_a_trigger_that_replication_roles_walk_past_is_named() -> None:
    run(f"ALTER TABLE {SIGNED} ENABLE TRIGGER {SIGNED}_no_update")

    exactly(faults(), [f"The trigger {SIGNED}_no_update does not fire for every session."])


@pytest.mark.skipif(IS_SQLITE, reason="SQLite's triggers have no functions")
def test_a_function_that_looks_elsewhere_for_its_tables_is_named() -> None:
    name = "articles_ledgerentry_next_link"
    run(f"ALTER FUNCTION {name}() SET search_path = elsewhere")

    exactly(faults(), [f"The trigger {name} was altered."])


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has rules")
def test_a_rule_that_swallows_what_is_written_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE RULE hush AS ON UPDATE TO articles_signingaccess DO INSTEAD NOTHING")
    assert list(triggers.faults()) == [
        "The rule hush on articles_signingaccess is not one of ours."
    ]


def test_installing_again_mends_whatever_was_done() -> None:
    put_back(guard(), lambda sql: sql.replace("rows are insert-only", "no"))
    run(take_away(guard(f"{SIGNED}_no_delete")))

    triggers.install()

    assert faults() == []
