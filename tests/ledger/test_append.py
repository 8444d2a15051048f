"""An entry is the next link of one chain, or it is not written at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as settled
from hypothesis import strategies as st
from rfc8785 import CanonicalizationError

from articles import keys, ledger
from articles.canonical import canonical_bytes
from articles.errors import KeyMissing, LedgerBroken
from articles.ledger import appending
from articles.ledger import entry as form
from articles.models import LedgerEntry, LedgerHead
from articles.stages import Event

from . import outsider
from .conftest import BEGAN
from .intruder import disarmed

pytestmark = pytest.mark.django_db


def core_of(entry: LedgerEntry) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(entry.core)
    return said


def test_the_first_entry_follows_nothing_and_each_other_the_leaf_before_it(six) -> None:
    stored = list(LedgerEntry.objects.order_by("seq"))
    leaves = [hashlib.sha256(b"\x00" + entry.core.encode()).hexdigest() for entry in stored]

    assert [core_of(entry)["prev"] for entry in stored] == ["00" * 32, *leaves[:-1]]
    assert [bytes(entry.leaf).hex() for entry in stored] == leaves
    assert [core_of(entry)["seq"] for entry in stored] == [0, 1, 2, 3, 4, 5]
    assert [entry.seq for entry in stored] == [0, 1, 2, 3, 4, 5]


def test_the_core_holds_exactly_these_facts_in_canonical_form(append) -> None:
    entry = append(7)
    said = core_of(entry)

    assert said == {
        "v": 1,
        "seq": 0,
        "prev": "00" * 32,
        "kind": "article.save_draft",
        "subject": "article:7",
        "actor": "wren",
        "at": "2026-03-01T09:37:00.123456Z",
        "commit": said["commit"],
    }
    assert entry.core.encode() == canonical_bytes(said)


@settled(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**53 - 1),
    st.text(st.characters(codec="utf-8")),
    st.text(st.characters(codec="utf-8")),
    st.datetimes(min_value=dt.datetime(1, 1, 2), max_value=dt.datetime(9999, 12, 30)),  # noqa: DTZ001
)
def test_the_core_is_written_as_any_canonicaliser_writes_it(seq, subject, actor, at) -> None:
    """By hand, for speed; byte for byte what RFC 8785 says all the same."""
    at = at.replace(tzinfo=dt.UTC)
    said = {"kind": "article.publish", "subject": subject, "actor": actor}
    written = form.core_of(seq, bytes(32), **said, at=at, commit="c0")

    whole = {**said, "v": 1, "seq": seq, "prev": "00" * 32, "at": ledger.instant(at)}
    assert written.encode() == canonical_bytes({**whole, "commit": "c0"})


def test_a_moment_is_written_in_utc_to_the_microsecond() -> None:
    east = dt.timezone(dt.timedelta(hours=2))

    assert ledger.instant(dt.datetime(2026, 6, 1, 1, 2, 3, tzinfo=east)) == (
        "2026-05-31T23:02:03.000000Z"
    )


def test_an_entry_fills_every_column_of_its_table() -> None:
    columns = [field.column for field in LedgerEntry._meta.concrete_fields]

    assert list(form.COLUMNS) == columns
    assert f"({', '.join(columns)})" in appending._INSERT


def test_without_a_head_nothing_is_recorded(append) -> None:
    with disarmed(LedgerHead):
        LedgerHead.objects.all().delete()

    with pytest.raises(LedgerBroken, match="no head"), transaction.atomic():
        append(0)

    assert LedgerEntry.objects.count() == 0


def test_the_columns_repeat_the_core(append) -> None:
    append(7)
    entry = LedgerEntry.objects.get()

    assert (entry.kind, entry.subject, entry.actor) == ("article.save_draft", "article:7", "wren")
    assert entry.at.isoformat() == "2026-03-01T09:37:00.123456+00:00"
    assert json.loads(entry.payload) == {"number": 7, "reason": "Ein schöner Satz"}


def test_the_commitment_binds_the_payload(append) -> None:
    entry = append(1)
    bound = core_of(entry)["commit"]
    salt, payload = bytes(entry.salt), entry.payload.encode()

    assert bound == hashlib.sha256(b"\x02" + salt + payload).hexdigest()
    assert ledger.commitment(salt, payload) == bound
    assert ledger.commitment(salt, payload.replace(b"1", b"2", 1)) != bound
    assert ledger.commitment(bytes(16), payload) != bound


def test_the_commitment_hides_the_payload(append) -> None:
    """Equal payloads look unlike each other, so nobody can try out a patient's name."""
    first, second = append(1), append(1)

    assert first.payload == second.payload
    assert core_of(first)["commit"] != core_of(second)["commit"]
    assert (len(first.salt), len(second.salt)) == (16, 16)
    assert "Satz" not in first.core
    assert first.payload not in first.core


def test_each_entry_carries_the_signed_root_of_all_before_and_itself(six) -> None:
    cores = [entry.core.encode() for entry in six]
    [key] = keys.ring()
    public = keys.raw(key.key)

    for size, entry in enumerate(six, start=1):
        read = outsider.read_checkpoint(entry.checkpoint, settings.ISSUER, public)
        assert read == (settings.ISSUER, size, outsider.tree_hash(cores[:size]))


def test_the_head_stands_at_the_end(six) -> None:
    head = LedgerHead.objects.get()

    assert (head.size, bytes(head.last)) == (6, bytes(six[-1].leaf))
    assert len(head.frontier) == 2 * 32


def test_an_append_takes_at_most_four_statements(append) -> None:
    append(0)
    with CaptureQueriesContext(connection) as captured:
        append(1)

    assert len(captured) <= 4, [query["sql"][:60] for query in captured]


def test_an_append_to_a_long_ledger_reads_no_more_than_to_a_short_one(append) -> None:
    for number in range(40):
        append(number)
    with CaptureQueriesContext(connection) as captured:
        append(40)

    assert len(captured) <= 4
    assert sum("articles_ledgerentry" in query["sql"] for query in captured) == 1


def test_an_entry_stays_small(append) -> None:
    entry = append(1, payload={"reason": "short"})
    stored = (entry.core, entry.payload, entry.checkpoint, entry.subject, entry.actor)

    assert sum(len(text.encode()) for text in stored) + len(entry.salt) + len(entry.leaf) < 1024


@transaction.atomic
def act(payload: dict[str, Any], *, crash: bool = False) -> None:
    """A row and its entry, as every verb writes them."""
    Group.objects.create(name="Night shift")
    ledger.append(Event.ARTICLE_SAVE, actor="wren", subject="group:1", at=BEGAN, payload=payload)
    if crash:
        raise RuntimeError


@pytest.mark.req("P11-06")
def test_a_rollback_leaves_neither_the_row_nor_the_entry(six) -> None:
    head = LedgerHead.objects.values().get()

    with pytest.raises(RuntimeError):
        act({"n": 1}, crash=True)

    assert not Group.objects.filter(name="Night shift").exists()
    assert LedgerEntry.objects.count() == 6
    assert LedgerHead.objects.values().get() == head


@pytest.mark.req("P11-06")
def test_what_cannot_be_recorded_is_not_done_either() -> None:
    with pytest.raises(CanonicalizationError):
        act({"when": float("nan")})

    assert not Group.objects.filter(name="Night shift").exists()
    assert LedgerEntry.objects.count() == 0


def test_whoever_swallows_the_refusal_keeps_nothing_either() -> None:
    with transaction.atomic():
        with contextlib.suppress(CanonicalizationError):
            ledger.append(
                Event.ARTICLE_SAVE,
                actor="wren",
                subject="group:1",
                at=BEGAN,
                payload={"when": float("nan")},
            )
        assert transaction.get_rollback()

    assert LedgerEntry.objects.count() == 0


def test_without_a_key_nothing_is_recorded(append, settings, tmp_path) -> None:
    settings.KEY_DIR = tmp_path

    with pytest.raises(KeyMissing, match="keys generate"), transaction.atomic():
        append(0)

    assert LedgerEntry.objects.count() == 0
    assert LedgerHead.objects.get().size == 0


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_no_key(append, settings, tmp_path, mode) -> None:
    settings.KEY_DIR = tmp_path
    keys.generate(BEGAN)
    (tmp_path / "signing.key").chmod(mode)

    with pytest.raises(KeyMissing, match="0600"), transaction.atomic():
        append(0)

    assert LedgerEntry.objects.count() == 0


def test_a_head_that_was_rewound_takes_no_entry_twice(six, append) -> None:
    LedgerHead.objects.update(size=4, last=bytes(six[3].leaf))

    with pytest.raises(IntegrityError), transaction.atomic():
        append(9)

    assert LedgerEntry.objects.count() == 6
