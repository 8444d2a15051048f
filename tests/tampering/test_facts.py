"""Facts, records and live rows of every model that has them: altered, taken away, slipped in."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from articles.models import (
    FACTS,
    HISTORISED,
    Agreement,
    AgreementAcceptance,
    Article,
    Board,
    Certificate,
    Checklist,
    Comment,
    Coverage,
    Credential,
    CredentialStatus,
    CredentialVerification,
    Disclosure,
    Evidence,
    IdentityCheck,
    Remark,
    Reviewer,
    ReviewPolicy,
    StatementText,
)

from .hand import alter, copy, entry_of, erase, exactly, faults
from .town import Town

pytestmark = [pytest.mark.req("P11-02", "P11-04"), pytest.mark.slow]

LONG_AGO = dt.date(2001, 1, 1)
ANOTHER: dict[type, dict[str, Any]] = {
    CredentialStatus: {"effective_from": LONG_AGO},
    CredentialVerification: {"note": "Never seen"},
    StatementText: {"text": "I saw nothing."},
    Checklist: {"checks_references": False},
    IdentityCheck: {"checked_on": LONG_AGO},
    Agreement: {"text": "Anything goes."},
    AgreementAcceptance: {"accepted_at": dt.datetime(2001, 1, 1, tzinfo=dt.UTC)},
    Disclosure: {"statement": "None declared at all."},
    Evidence: {"name": "another.pdf"},
    Comment: {"severity": "must_fix"},
    Remark: {"kind": "reopen"},
    Board: {"name": "Another board"},
    Certificate: {"name": "Another certificate"},
    Coverage: {"since": LONG_AGO},
    Credential: {"title": "PhD"},
    Reviewer: {"name": "Somebody Else"},
    ReviewPolicy: {"sign_offs": 2},
    Article: {"title": "Another title"},
}
"""By model, what an intruder writes into one row of it."""

SLIPPED_IN: dict[type, dict[str, Any]] = {
    Agreement: {"version": 900},
    Board: {"code": "NEW"},
    Certificate: {"name": "New"},
    Comment: {"token": uuid.UUID(int=900)},
    Coverage: {"since": LONG_AGO},
    CredentialVerification: {"confirms_id": None},
    Evidence: {"digest": f"sha256:{'0' * 64}"},
    Remark: {"token": uuid.UUID(int=900)},
    ReviewPolicy: {"name": "New"},
    StatementText: {"version": 900},
    Checklist: {"version": 900},
    Article: {"id": uuid.UUID(int=900), "slug": "new"},
}
"""By model, what a copied row must have of its own; a key beside that."""

GOVERNED = tuple(model for model in HISTORISED if model is not Article)


def named(model: Any, pk: Any) -> str:
    return f"{str(model._meta.verbose_name).capitalize()} {pk}"


def unsaid(row: Any, pk: Any = None) -> str:
    return f"{row._meta.verbose_name} {pk or row.pk}: the ledger does not say this."


def gone(seq: int) -> str:
    return f"Entry {seq}: the row it binds is gone or was altered."


def spare_row(town: Town, model: type) -> Any:
    return model.objects.get(pk=town.spare[model].pk)


@pytest.mark.parametrize("model", FACTS, ids=lambda m: m.__name__)
def test_an_altered_fact_is_named_with_the_entry_that_bound_it(town: Town, model: Any) -> None:
    row = model.objects.latest("pk")
    seq = entry_of(row)
    alter(row, **ANOTHER[model])

    exactly(faults(), [unsaid(row), gone(seq)])


@pytest.mark.parametrize("model", FACTS, ids=lambda m: m.__name__)
def test_a_fact_that_was_taken_away_leaves_its_entry(town: Town, model: Any) -> None:
    row = model.objects.latest("pk")
    seq = entry_of(row)
    erase(row)

    exactly(faults(), [gone(seq)])


@pytest.mark.parametrize("model", FACTS, ids=lambda m: m.__name__)
def test_a_fact_that_nobody_recorded_is_named(town: Town, model: Any) -> None:
    row = model.objects.latest("pk")
    own = dict(SLIPPED_IN.get(model, {}))
    if model is AgreementAcceptance:
        own = {"agreement_id": Agreement.objects.latest("version").pk}
    copy(row, id=9_000_000, **own)

    also = [f"Evidence 9000000: the file of {own['digest']} is gone."] if model is Evidence else []
    exactly(faults(), [unsaid(row, 9_000_000), *also])


@pytest.mark.parametrize("model", GOVERNED, ids=lambda m: m.__name__)
def test_a_rewritten_record_is_named_and_no_longer_explains_its_row(town: Town, model: Any) -> None:
    row = spare_row(town, model)
    record = row.history.get()
    seq = entry_of(record)
    alter(record, **ANOTHER[model])

    [column] = ANOTHER[model]
    exactly(
        faults(),
        [
            unsaid(record),
            gone(seq),
            f"{named(model, row.pk)}: its live row is not its newest record ({column}).",
        ],
    )


@pytest.mark.parametrize("model", GOVERNED, ids=lambda m: m.__name__)
def test_a_record_that_was_taken_away_leaves_its_entry_and_its_row(town: Town, model: Any) -> None:
    row = spare_row(town, model)
    record = row.history.get()
    seq = entry_of(record)
    erase(record)

    exactly(faults(), [gone(seq), f"{named(model, row.pk)}: no record explains its live row."])


@pytest.mark.parametrize("model", GOVERNED, ids=lambda m: m.__name__)
def test_a_record_that_nobody_wrote_is_named(town: Town, model: Any) -> None:
    record = spare_row(town, model).history.get()
    copy(record, history_id=9_000_000, history_type="~")

    exactly(faults(), [unsaid(record, 9_000_000)])


@pytest.mark.parametrize("model", HISTORISED, ids=lambda m: m.__name__)
def test_a_live_row_that_is_not_its_newest_record_is_named(town: Town, model: Any) -> None:
    row = spare_row(town, model)
    alter(row, **ANOTHER[model])

    [column] = ANOTHER[model]
    name = f"Article {row.slug}" if model is Article else named(model, row.pk)
    also = [f"{name}: its text does not have its digest."] if model is Article else []
    exactly(faults(), [f"{name}: its live row is not its newest record ({column}).", *also])


@pytest.mark.parametrize("model", HISTORISED, ids=lambda m: m.__name__)
def test_a_live_row_without_a_record_is_named(town: Town, model: Any) -> None:
    copy(spare_row(town, model), **{"id": 9_000_000, **SLIPPED_IN.get(model, {})})

    name = "Article new" if model is Article else named(model, 9_000_000)
    also = [f"{name}: no ledger entry says that it was begun."] if model is Article else []
    exactly(faults(), [f"{name}: no record explains its live row.", *also])


@pytest.mark.parametrize("model", HISTORISED, ids=lambda m: m.__name__)
def test_a_live_row_that_vanished_without_a_record_is_named(town: Town, model: Any) -> None:
    row = spare_row(town, model)
    erase(row)

    if model is Article:
        exactly(faults(), [f"The row of {row.subject} is gone, and nobody deleted it."])
        return
    name = named(model, row.pk)
    exactly(faults(), [f"{name}: its row is gone, and no record says that it was deleted."])


def test_a_forged_record_of_a_deletion_excuses_nothing(town: Town) -> None:
    row = spare_row(town, Board)
    copy(row.history.get(), history_id=9_000_000, history_type="-")
    erase(row)

    exactly(faults(), ["historical board 9000000: the ledger does not say this."])


def test_what_a_reviewer_or_an_article_is_claimed_by_is_no_history(town: Town) -> None:
    alter(spare_row(town, Reviewer), claim=77)
    alter(spare_row(town, Article), claim=77)

    assert faults() == []


def test_a_kept_file_that_is_another_is_named(town: Town, settings) -> None:
    from django.core.files.storage import storages

    kept = Evidence.objects.get()
    name = kept.digest.removeprefix("sha256:")
    place = storages["evidence"].path(f"{name[:2]}/{name}")
    with open(place, "rb") as file:  # noqa: PTH123
        was = file.read()
    try:
        with open(place, "wb") as file:  # noqa: PTH123
            file.write(b"%PDF-1.7 something else")
        exactly(faults(), [f"Evidence {kept.pk}: the file of {kept.digest} is another."])
    finally:
        with open(place, "wb") as file:  # noqa: PTH123
            file.write(was)
