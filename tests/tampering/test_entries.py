"""The ledger itself: edited by hand, rewritten by people with and without keys, cut, put back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import timezone

from articles import checkpoints, integrity, keys
from articles.integrity import Anchor
from articles.integrity.saying import CLOCKS_AND_WAITS
from articles.models import Agreement, LedgerEntry, LedgerHead
from articles.stages import Event

from . import forger
from .hand import alter, erase, exactly, faults, undone
from .town import Town

pytestmark = [pytest.mark.req("P11-02", "P11-04"), pytest.mark.slow]


@pytest.fixture
def exported(town: Town) -> LedgerEntry:
    """An entry that binds no row, with two of its kind behind it: nothing but the ledger knows."""
    entry = town.export()
    town.export()
    town.export()
    return entry


def last() -> int:
    return LedgerEntry.objects.count() - 1


def covers_another(seq: int) -> str:
    return f"Entry {seq}: the checkpoint covers another ledger."


def anchor(name: str = "monday") -> Anchor:
    return Anchor(name, LedgerEntry.objects.latest("seq").checkpoint, 0.0)


# By hand.


@pytest.mark.parametrize(
    ("said", "columns"),
    [
        ("its column kind was altered", {"kind": Event.KEY_REVOKE}),
        ("its column actor was altered", {"actor": "eve"}),
        ("its column subject was altered", {"subject": "export:2"}),
        ("its column at was altered", {"at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}),
        ("its payload was altered", {"payload": '{"number":2}'}),
        ("its payload was altered", {"salt": bytes(16)}),
        ("its core was altered", {"leaf": bytes(32)}),
    ],
)
def test_an_entry_edited_in_one_column_is_named(exported, said: str, columns: dict) -> None:
    alter(exported, **columns)

    dated = (
        f"Entry {exported.seq}: it is dated before entry {exported.seq - 1}, which came earlier."
    )
    exactly(faults(), [f"Entry {exported.seq}: {said}.", *([dated] if "at" in columns else [])])


def test_an_edited_core_is_named_by_the_links_that_no_longer_hold(exported) -> None:
    alter(exported, core=exported.core.replace('"actor":"pia"', '"actor":"eve"'))

    seq = exported.seq
    exactly(
        faults(),
        [
            f"Entry {seq}: its core was altered.",
            f"Entry {seq}: its column actor was altered.",
            f"Entry {seq + 1}: does not follow the entry before it.",
            covers_another(last()),
        ],
    )


def test_a_payload_that_is_no_json_is_named_and_stops_nothing(exported) -> None:
    alter(exported, payload="[")

    exactly(faults(), [f"Entry {exported.seq}: its payload was altered."])


def test_an_entry_that_says_nothing_any_more_leaves_its_record_unsaid(town: Town) -> None:
    [first] = LedgerEntry.objects.about(town.withdrawn.subject).filter(kind=Event.ARTICLE_SAVE)
    alter(first, payload='{"says":"nothing"}')

    record = town.withdrawn.history.get()
    unsaid = "no ledger entry says that version 1 was saved"
    exactly(
        faults(),
        [
            f"Entry {first.seq}: its payload was altered.",
            f"Entry {first.seq}: the record it binds is gone or was altered.",
            f"Record {record.pk} of article {town.withdrawn.pk}: {unsaid}.",
        ],
    )


def test_a_deleted_entry_is_named_by_the_gap(exported) -> None:
    erase(LedgerEntry.objects.get(seq=last() - 1))

    size = LedgerHead.objects.get().size
    exactly(
        faults(),
        [
            f"Entry {size - 2} is gone.",
            f"Entry {size - 1}: does not follow the entry before it.",
            covers_another(size - 1),
            f"The head says {size} entries; the ledger holds {size - 1}.",
        ],
    )


def test_an_entry_behind_the_head_is_named(exported) -> None:
    head = LedgerHead.objects.get()
    before = LedgerEntry.objects.get(seq=last() - 1)
    LedgerHead.objects.update(size=head.size - 1, last=bytes(before.leaf))

    found = faults()
    assert f"There are entries behind the head, which says {head.size - 1}." in found


# By people who make every hash fit again.

DEEDS: dict[str, Callable[[int, Ed25519PrivateKey | None], None]] = {
    "edits": lambda seq, key: forger.rewrite(seq, key, actor="eve"),
    "says otherwise": lambda seq, key: forger.rewrite(seq, key, payload={"number": 2}),
    "deletes": lambda seq, key: forger.drop(seq, key=key),
    "inserts": lambda seq, key: forger.insert(seq, seq, key),
    "reorders": lambda seq, key: forger.swap(seq, seq + 1, key),
    "dates back": lambda seq, key: forger.rewrite(seq, key, at=_moment_before(seq)),
}


def _moment_before(seq: int) -> dt.datetime:
    return LedgerEntry.objects.get(seq=seq).at - dt.timedelta(seconds=5)


@pytest.mark.parametrize("deed", DEEDS)
def test_who_has_no_key_is_found_by_the_newest_checkpoint(exported, deed: str) -> None:
    DEEDS[deed](exported.seq, None)

    exactly(faults(), [covers_another(last())])


@pytest.mark.parametrize("deed", DEEDS)
def test_who_signs_with_a_key_of_their_own_is_not_believed(exported, deed: str) -> None:
    DEEDS[deed](exported.seq, Ed25519PrivateKey.generate())

    exactly(
        faults(),
        [f"Entry {last()}: The checkpoint was signed with a key that is not trusted."],
    )


@pytest.mark.req("CX-05")
@pytest.mark.parametrize("deed", DEEDS)
def test_who_stole_our_key_is_found_by_an_anchor_that_saw_the_entry(exported, deed: str) -> None:
    kept = anchor()
    size = last() + 1
    DEEDS[deed](exported.seq, keys.signing_key())
    assert faults() == []  # the blind spot: without the anchor nothing shows

    found = integrity.check([kept]).faults
    if deed == "deletes":
        exactly(found, [f"Anchor monday saw {size} entries; the ledger holds {size - 1}."])
    else:
        exactly(found, [f"Anchor monday saw other entries before entry {size}."])


@pytest.mark.parametrize("deed", DEEDS)
def test_who_stole_our_key_changes_unseen_what_is_newer_than_every_anchor(
    town: Town, deed: str
) -> None:
    """What is not promised: the window is the time since the newest anchor."""
    kept = anchor()
    fresh = town.export()
    town.export()
    DEEDS[deed](fresh.seq, keys.signing_key())

    assert integrity.check([kept], every_checkpoint=True).faults == ()


def test_who_stole_our_key_cannot_take_an_act_back_without_its_rows(town: Town) -> None:
    """Rows and entries hold each other, newer than every anchor or not."""
    entry = LedgerEntry.objects.filter(kind=Event.AGREEMENT_SAVE).latest("seq")
    forger.drop(entry.seq, key=keys.signing_key())

    unsaid = Agreement.objects.latest("version")
    exactly(faults(), [f"agreement {unsaid.pk}: the ledger does not say this."])


def test_who_stole_our_key_and_hides_a_submission_leaves_its_round_unexplained(town: Town) -> None:
    about = LedgerEntry.objects.about(town.withdrawn.subject)
    forger.drop(about.get(kind=Event.SUBMIT).seq, key=keys.signing_key())

    slug = town.withdrawn.slug
    [review] = town.withdrawn.rounds.get().reviews.all()
    exactly(
        faults(),
        [
            f"Round 1 of {slug}: no ledger entry says that it was opened.",
            f"Review {review.pk} of {slug}: no ledger entry says that it was asked for so.",
            f"Review {review.pk} of {slug}: no act on record closed it.",
            f"Article {slug}: its sign-offs give other review dates.",
        ],
    )


# Time.


@pytest.mark.parametrize("key", [None, "ours"])
@pytest.mark.req("AL-7")
def test_an_entry_dated_back_is_named_even_when_every_hash_and_signature_is_right(
    exported, key: str | None
) -> None:
    before = LedgerEntry.objects.get(seq=exported.seq - 1)
    at = before.at - CLOCKS_AND_WAITS - dt.timedelta(seconds=1)
    forger.rewrite(exported.seq, keys.signing_key() if key else None, at=at)

    said = f"Entry {exported.seq}: it is dated before entry {before.seq}, which came earlier."
    exactly(faults(), [said, *([] if key else [covers_another(last())])])


def test_two_clocks_and_a_wait_make_no_fault(exported) -> None:
    before = LedgerEntry.objects.get(seq=exported.seq - 1)
    forger.rewrite(exported.seq, keys.signing_key(), at=before.at - CLOCKS_AND_WAITS)

    assert faults() == []


def test_an_entry_dated_ahead_is_named(exported) -> None:
    forger.rewrite(last(), keys.signing_key(), at=timezone.now() + dt.timedelta(days=1))

    exactly(faults(), [f"Entry {last()}: it is dated in the future."])


# The end cut off, and an old copy put back.


@pytest.mark.req("CX-05")
def test_a_cut_end_shows_only_to_an_anchor_that_saw_it(exported) -> None:
    saw_it, size = anchor("saw it"), last() + 1
    saw_none = Anchor("saw none", exported.checkpoint, 0.0)
    forger.cut(exported.seq + 1)

    assert faults() == []  # the blind spot
    assert integrity.check([saw_none]).faults == ()
    exactly(
        integrity.check([saw_none, saw_it]).faults,
        [f"Anchor saw it saw {size} entries; the ledger holds {exported.seq + 1}."],
    )


@pytest.mark.req("CX-05")
def test_an_old_backup_put_back_shows_only_to_a_newer_anchor(town: Town) -> None:
    with undone():
        town.cast.draft(title="Lost in the fire")
        kept = anchor()

    size = LedgerEntry.objects.count()
    assert faults() == []  # the blind spot: an older state is whole in itself
    exactly(
        integrity.check([kept]).faults,
        [f"Anchor monday saw {size + 1} entries; the ledger holds {size}."],
    )


@pytest.mark.req("CX-05")
def test_an_old_backup_put_back_and_continued_shows_only_to_a_newer_anchor(town: Town) -> None:
    with undone():
        town.cast.draft(title="Lost in the fire")
        kept = anchor()
    town.cast.draft(title="Written since")
    town.cast.draft(title="And another")

    size = LedgerEntry.objects.count()
    assert faults() == []  # the blind spot
    exactly(
        integrity.check([kept]).faults,
        [f"Anchor monday saw other entries before entry {size - 1}."],
    )


def test_an_anchor_of_somebody_elses_key_is_no_anchor(town: Town) -> None:
    theirs = checkpoints.seal(settings.ISSUER, 3, bytes(32), Ed25519PrivateKey.generate())
    exactly(
        integrity.check([Anchor("theirs", theirs, None)]).faults,
        ["Anchor theirs: The checkpoint was signed with a key that is not trusted."],
    )
