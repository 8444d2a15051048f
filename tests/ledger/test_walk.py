"""Whoever owns the database can change it, but not unseen. The walk names what was done."""

from __future__ import annotations

import base64
import datetime as dt
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from articles import checkpoints, keys, ledger, merkle
from articles.canonical import canonical_bytes
from articles.errors import LedgerBroken
from articles.models import LedgerEntry, LedgerHead

from .intruder import disarmed

pytestmark = pytest.mark.django_db

REWRITTEN = "Entry 5: the checkpoint covers another ledger."
"""Every change of a core shows in the root that the newest checkpoint signs."""


def edit(number: int, /, **columns) -> None:
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=number).update(**columns)


def rewritten_core(entry: LedgerEntry, **facts) -> str:
    return canonical_bytes({**json.loads(entry.core), **facts}).decode()


def rehash_from(seq: int, key: Ed25519PrivateKey | None = None) -> None:
    """Make every link, leaf and the head fit again; sign anew where there is a key."""
    previous, frontier = bytes(32), []
    for entry in LedgerEntry.objects.order_by("seq"):
        if entry.seq >= seq:
            entry.core = rewritten_core(entry, prev=previous.hex(), seq=entry.seq)
        entry.leaf = previous = merkle.leaf_hash(entry.core.encode())
        frontier = merkle.extend(frontier, entry.seq, entry.leaf)
        if entry.seq >= seq and key:
            root = merkle.root_of(frontier)
            entry.checkpoint = checkpoints.seal(settings.ISSUER, entry.seq + 1, root, key)
        LedgerEntry.objects.filter(seq=entry.seq).update(
            core=entry.core, leaf=entry.leaf, checkpoint=entry.checkpoint
        )
    size = LedgerEntry.objects.count()
    LedgerHead.objects.update(size=size, last=previous, frontier=b"".join(frontier))


def test_an_honest_ledger_has_no_faults(six) -> None:
    found = ledger.walk(every_checkpoint=True)

    assert (found.entries, found.faults) == (6, ())
    assert found.checkpoint == six[-1].checkpoint
    assert ledger.verify() == 6


def test_an_empty_ledger_has_no_faults(db) -> None:
    assert ledger.walk() == ledger.Walk(0, "", ())


def test_a_walk_sends_the_same_statements_however_long_the_ledger(
    six, append, django_assert_max_num_queries
) -> None:
    for number in range(6, 40):
        append(number)

    with django_assert_max_num_queries(4):
        assert ledger.walk(every_checkpoint=True).entries == 40


def test_an_edited_core_is_named_with_the_column_that_no_longer_fits(six) -> None:
    edit(3, core=rewritten_core(six[3], actor="eve"))

    assert ledger.walk().faults == (
        "Entry 3: its core was altered.",
        "Entry 3: its column actor was altered.",
        "Entry 4: does not follow the entry before it.",
        REWRITTEN,
    )


def test_one_space_in_a_core_is_enough(six) -> None:
    edit(3, core=six[3].core.replace('":"', '": "', 1))

    assert ledger.walk().faults == (
        "Entry 3: its core was altered.",
        "Entry 4: does not follow the entry before it.",
        REWRITTEN,
    )


def test_an_edited_payload_is_named_and_nothing_else(six) -> None:
    edit(3, payload=six[3].payload.replace("Satz", "Saft"))

    assert ledger.walk().faults == ("Entry 3: its payload was altered.",)


def test_another_salt_is_named_as_an_altered_payload(six) -> None:
    edit(2, salt=bytes(16))

    assert ledger.walk().faults == ("Entry 2: its payload was altered.",)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "article.publish"),
        ("subject", "article:9"),
        ("actor", "eve"),
        ("at", dt.datetime(2025, 1, 1, tzinfo=dt.UTC)),
    ],
)
def test_an_edited_column_is_named_and_nothing_else(six, column, value) -> None:
    edit(1, **{column: value})

    assert ledger.walk().faults == (f"Entry 1: its column {column} was altered.",)


def test_an_edited_leaf_is_named_and_nothing_else(six) -> None:
    edit(4, leaf=bytes(32))

    [fault] = ledger.walk().faults
    assert fault.startswith("Entry 4: ")


def test_swapped_payloads_are_both_named(six) -> None:
    edit(1, payload=six[2].payload, salt=six[2].salt)
    edit(2, payload=six[1].payload, salt=six[1].salt)

    assert ledger.walk().faults == (
        "Entry 1: its payload was altered.",
        "Entry 2: its payload was altered.",
    )


def test_a_deleted_entry_leaves_a_gap_that_is_named(six) -> None:
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=3).delete()

    faults = ledger.walk().faults
    assert faults[:2] == (
        "Entry 3 is gone.",
        "Entry 4: does not follow the entry before it.",
    )
    assert REWRITTEN in faults


def test_a_deleted_entry_shows_although_the_rest_was_renumbered_and_rehashed(six) -> None:
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=3).delete()
        for seq in (4, 5):
            LedgerEntry.objects.filter(seq=seq).update(seq=seq - 1)
        rehash_from(3)

    assert ledger.walk().faults == ("Entry 4: the checkpoint covers another ledger.",)


def test_an_inserted_entry_shows_although_the_rest_was_renumbered_and_rehashed(six) -> None:
    with disarmed(LedgerEntry):
        for seq in (5, 4, 3):
            LedgerEntry.objects.filter(seq=seq).update(seq=seq + 1)
        forged = LedgerEntry.objects.get(seq=2)
        forged.seq = 3
        forged.save(force_insert=True)
        rehash_from(3)

    assert ledger.walk().faults == ("Entry 6: the checkpoint covers another ledger.",)


def test_a_gap_is_named_once_however_long_the_ledger_goes_on(six) -> None:
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq__in=[1, 2]).delete()

    assert ledger.walk().faults == (
        "Entries 1 to 2 are gone.",
        "Entry 3: does not follow the entry before it.",
        REWRITTEN,
        "The head says 6 entries; the ledger holds 4.",
    )


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps columns to a type")
@pytest.mark.parametrize("column", ["core", "salt", "payload", "leaf", "at", "kind", "checkpoint"])
def test_what_is_no_text_or_time_at_all_is_named_and_ends_no_walk(six, column: str) -> None:
    with disarmed(LedgerEntry), connection.cursor() as cursor:
        cursor.execute(f"UPDATE articles_ledgerentry SET {column} = 7 WHERE seq = 5")  # noqa: S608

    assert any(fault.startswith("Entry 5:") for fault in ledger.walk(every_checkpoint=True).faults)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL stores no broken text")
def test_a_row_that_the_database_cannot_give_is_named(six) -> None:
    with disarmed(LedgerEntry), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_ledgerentry SET payload = CAST(X'FF' AS TEXT) WHERE seq = 4"
        )

    assert ledger.walk().faults[:2] == (
        "Entry 4: the database cannot give it.",
        "Entry 4: its core is not a JSON object.",
    )


def test_an_entry_that_was_only_renumbered_is_named(six) -> None:
    edit(5, seq=6)
    LedgerHead.objects.update(size=7)

    assert ledger.walk().faults[:2] == ("Entry 5 is gone.", "Entry 6: says that it is entry 5.")


def test_entries_in_another_order_are_named(six) -> None:
    with disarmed(LedgerEntry):
        for seq, other in ((2, 99), (3, 2), (99, 3)):
            LedgerEntry.objects.filter(seq=seq).update(seq=other)

    assert ledger.walk().faults == (
        "Entry 2: says that it is entry 3.",
        "Entry 2: does not follow the entry before it.",
        "Entry 3: says that it is entry 2.",
        "Entry 3: does not follow the entry before it.",
        "Entry 4: does not follow the entry before it.",
        REWRITTEN,
    )


def test_a_history_hashed_anew_without_the_key_shows_in_the_newest_checkpoint(six) -> None:
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=2).update(
            core=rewritten_core(six[2], actor="eve"), actor="eve"
        )
        rehash_from(2)

    assert ledger.walk().faults == (REWRITTEN,)
    with pytest.raises(LedgerBroken, match="covers another ledger"):
        ledger.verify()


def test_a_history_signed_with_the_intruders_own_key_is_not_believed(six) -> None:
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=2).update(
            core=rewritten_core(six[2], actor="eve"), actor="eve"
        )
        rehash_from(2, Ed25519PrivateKey.generate())

    assert ledger.walk().faults == (
        "Entry 5: The checkpoint was signed with a key that is not trusted.",
    )


def test_an_altered_checkpoint_in_the_middle_is_found_when_every_one_is_asked_for(six) -> None:
    edit(2, checkpoint=six[3].checkpoint)

    assert ledger.walk(every_checkpoint=True).faults == (
        "Entry 2: the checkpoint covers another ledger.",
    )


def test_an_altered_checkpoint_at_the_end_is_always_found(six) -> None:
    blob = base64.b64decode(six[5].checkpoint.split()[-1])
    forged = base64.b64encode(blob[:-1] + bytes([blob[-1] ^ 1])).decode()
    edit(5, checkpoint=six[5].checkpoint.replace(six[5].checkpoint.split()[-1], forged))

    assert ledger.walk().faults == ("Entry 5: The checkpoint's signature is not genuine.",)


def test_a_cut_end_does_not_reach_the_head(six) -> None:
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq__gte=4).delete()

    assert ledger.walk().faults == ("The head says 6 entries; the ledger holds 4.",)


@pytest.mark.req("CX-05")
def test_a_cut_end_with_its_head_shows_only_to_whoever_kept_a_checkpoint(six) -> None:
    """What no hash can do: the ledger is a genuine older one. So checkpoints are kept elsewhere."""
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq__gte=3).delete()
        rehash_from(99)

    assert ledger.walk().faults == ()
    assert ledger.walk(anchors={"monday": six[5].checkpoint}).faults == (
        "Anchor monday saw 6 entries; the ledger holds 3.",
    )


def test_a_rewound_head_is_named(six) -> None:
    LedgerHead.objects.update(size=4, last=bytes(six[3].leaf))

    [*_, fault] = ledger.walk().faults
    assert "4" in fault and "head" in fault


def test_another_ledger_signed_with_the_stolen_key_shows_to_an_anchor(six) -> None:
    anchor = six[5].checkpoint
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=2).update(
            core=rewritten_core(six[2], actor="eve"), actor="eve"
        )
        rehash_from(2, keys.signing_key())

    assert ledger.walk(every_checkpoint=True).faults == ()
    assert ledger.walk(anchors={"monday": anchor}).faults == (
        "Anchor monday saw other entries before entry 6.",
    )


@pytest.mark.parametrize("core", ["", "not JSON", "{", "\u20ac"])
def test_a_core_that_is_not_json_is_named_and_the_walk_goes_on(six, core) -> None:
    edit(3, core=core)

    first, *others = ledger.walk().faults
    assert first.startswith("Entry 3: its core is not ")
    assert others == ["Entry 4: does not follow the entry before it.", REWRITTEN]


def test_a_rotated_key_still_vouches_for_what_it_signed(six, append, settings, tmp_path) -> None:
    settings.KEY_DIR = tmp_path
    keys.generate(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert len(ledger.walk().faults) == 1  # another installation's ledger

    LedgerHead.objects.update(size=0, last=bytes(32), frontier=b"")
    with disarmed(LedgerEntry):
        LedgerEntry.objects.all().delete()
    append(0)
    keys.rotate(dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    append(1)

    assert ledger.walk(every_checkpoint=True).faults == ()


# What the walk does not find yet.


@pytest.mark.parametrize("core", ["[]", "1", "null", '"text"'])
def test_a_core_that_is_no_object_is_named_and_the_walk_goes_on(six, core) -> None:
    edit(3, core=core)

    assert any(fault.startswith("Entry 3: ") for fault in ledger.walk().faults)


def test_a_head_whose_frontier_was_altered_is_named(six) -> None:
    """Else the next append signs, with our own key, a root of a tree that never was."""
    LedgerHead.objects.update(frontier=bytes(64))

    assert ledger.walk().faults != ()


def test_a_revoked_key_vouches_for_nothing_new(append, settings, tmp_path) -> None:
    settings.KEY_DIR = tmp_path
    stolen = keys.generate(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    thief = keys.signing_key()
    keys.rotate(dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    for number in range(6):
        append(number)
    keys.revoke(stolen.thumbprint, "laptop stolen", dt.datetime(2026, 2, 1, tzinfo=dt.UTC))

    with disarmed(LedgerEntry):
        rehash_from(2, thief)

    assert ledger.walk().faults != ()
