"""Rows of record are written once. The database itself refuses everything else."""

# ruff: noqa: S608 (the attacks are SQL, made of our own tables' names)

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from articles.models import (
    HISTORISED,
    INSERT_ONLY,
    CredentialVerification,
    LedgerEntry,
    LedgerHead,
    Publication,
    Signature,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TABLES_OF_RECORD = [*(model.history.model for model in HISTORISED), *INSERT_ONLY]
REFUSAL = "rows are insert-only|ledger entry must be the next link"

on_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's"
)
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="only PostgreSQL has it"
)


def named(model: type[models.Model]) -> str:
    return model.__name__


def refused(sql: str, *parameters: object) -> str:
    """Run one statement; the database's reason against it, or nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            connection.check_constraints()
    except IntegrityError as error:
        return str(error)
    return ""


def copied(model: type[models.Model], row: models.Model, **changed: str) -> str:
    """``(columns) SELECT …`` that copies a row, with some columns changed."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = [changed.get(column, f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    table, key = model._meta.db_table, model._meta.pk.column
    stored = model._meta.pk.get_db_prep_value(row.pk, connection)
    return f'({names}) SELECT {", ".join(values)} FROM "{table}" WHERE "{key}" = \'{stored}\''


def rows(model: type[models.Model]) -> list[tuple]:
    return list(model._default_manager.order_by("pk").values_list())


def test_these_are_the_tables_of_record() -> None:
    assert [model.__name__ for model in TABLES_OF_RECORD] == [
        "HistoricalArticle",
        "HistoricalReviewer",
        "HistoricalBoard",
        "HistoricalCertificate",
        "HistoricalCoverage",
        "HistoricalCredential",
        "HistoricalReviewPolicy",
        "CredentialStatus",
        "CredentialVerification",
        "IdentityCheck",
        "Agreement",
        "AgreementAcceptance",
        "Disclosure",
        "Evidence",
        "StatementText",
        "Comment",
        "Remark",
        "Checklist",
        "Asset",
        "Signature",
        "Publication",
        "LedgerEntry",
    ]


@pytest.mark.req("P11-04", "P11-06")
@pytest.mark.parametrize("model", TABLES_OF_RECORD, ids=named)
def test_no_row_of_record_is_edited_deleted_or_replaced(travelled, model) -> None:
    table, key = model._meta.db_table, model._meta.pk.column
    before = rows(model)
    copy = copied(model, model._default_manager.order_by("pk").first())
    upsert = f'INSERT INTO "{table}" {copy} ON CONFLICT ("{key}")'
    attempts = {
        "UPDATE": f'UPDATE "{table}" SET "{key}" = "{key}"',
        "DELETE": f'DELETE FROM "{table}"',
        "INSERT again": f'INSERT INTO "{table}" {copy}',
        "upsert": f'{upsert} DO UPDATE SET "{key}" = EXCLUDED."{key}"',
        "REPLACE": f'REPLACE INTO "{table}" {copy}',
        "INSERT OR REPLACE": f'INSERT OR REPLACE INTO "{table}" {copy}',
    }
    if connection.vendor == "postgresql":
        del attempts["REPLACE"], attempts["INSERT OR REPLACE"]

    allowed = [name for name, sql in attempts.items() if "insert-only" not in refused(sql)]
    if model is LedgerEntry:
        allowed = [name for name in allowed if "next link" not in refused(attempts[name])]

    assert before != []
    assert allowed == []
    assert rows(model) == before


@pytest.mark.req("P11-04")
def test_the_orm_goes_no_other_way(travelled) -> None:
    for model in TABLES_OF_RECORD:
        manager = model._default_manager
        before, row = rows(model), manager.order_by("pk").first()
        column = model._meta.concrete_fields[1].name
        same = {model._meta.pk.name: F("pk")}

        with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
            manager.filter(pk=row.pk).update(**same)
        with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
            row.delete()
        with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
            manager.all().delete()
        with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
            row.save()
        with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
            manager.bulk_update([row], [column])
        assert rows(model) == before


def test_the_ledger_head_stays(db) -> None:
    assert "the ledger head stays" in refused(f'DELETE FROM "{LedgerHead._meta.db_table}"')


def test_the_ledger_has_one_head(db) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerHead.objects.create(id=2, last=bytes(32), frontier=b"")


@on_sqlite
@pytest.mark.parametrize("model", [Signature, Publication, CredentialVerification], ids=named)
def test_no_row_is_replaced_by_way_of_another_unique_column(travelled, model) -> None:
    """A new key, but the same statement digest: SQLite would drop the old row without a trigger."""
    victim = {
        Signature: Signature.objects.filter(withdraws__isnull=False),
        Publication: Publication.objects.all(),
        CredentialVerification: CredentialVerification.objects.filter(confirms__isnull=False),
    }[model].first()
    fresh = f"'{uuid.uuid4().hex}'" if model is Signature else "id + 1000"

    refused(f'INSERT OR REPLACE INTO "{model._meta.db_table}" {copied(model, victim, id=fresh)}')

    assert model._default_manager.filter(pk=victim.pk).exists()


@on_sqlite
def test_no_row_is_replaced_by_way_of_the_hidden_rowid(travelled) -> None:
    """A table whose key is no integer has a second key, which SQLite also replaces by."""
    victim = Signature.objects.get(withdraws__isnull=False)
    other = {
        "id": f"'{uuid.uuid4().hex}'",
        "statement_digest": "'sha256:other'",
        "meaning": "'withdrawal'",
        "withdraws_id": "NULL",
    }
    sql = copied(Signature, victim, **other)
    sql = sql.replace("(", "(rowid, ", 1).replace("SELECT ", "SELECT rowid, ", 1)

    refused(f'INSERT OR REPLACE INTO "{Signature._meta.db_table}" {sql}')

    assert Signature.objects.filter(pk=victim.pk).exists()


@on_postgresql
@pytest.mark.parametrize("model", TABLES_OF_RECORD, ids=named)
def test_no_table_of_record_is_emptied_at_once(travelled, model) -> None:
    connection.check_constraints()  # nothing else may stand in its way

    assert "insert-only" in refused(f'TRUNCATE "{model._meta.db_table}" CASCADE')
    assert rows(model) != []


@on_postgresql
def test_playing_the_replica_does_not_disarm(travelled) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")

    for model in TABLES_OF_RECORD:
        table, key = model._meta.db_table, model._meta.pk.column
        assert "insert-only" in refused(f'UPDATE "{table}" SET "{key}" = "{key}"')
        assert "insert-only" in refused(f'DELETE FROM "{table}"')


@on_postgresql
def test_a_trigger_that_is_not_always_armed_counts_as_missing(db) -> None:
    from articles import triggers

    table, name = LedgerEntry._meta.db_table, "articles_ledgerentry_no_update"
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER "{name}"')
        assert triggers.missing() == [name]
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{name}"')
        assert triggers.missing() == [name]
