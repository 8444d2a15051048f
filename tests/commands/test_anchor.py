"""`anchor`: the newest checkpoint leaves the database, once, and only if the ledger goes on."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from articles import anchors, checkpoints, keys, merkle
from articles.errors import InputRefused, LedgerBroken
from articles.models import LedgerEntry, LedgerHead
from tests.ledger.conftest import BEGAN, record
from tests.ledger.intruder import disarmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def six(db: None) -> list[LedgerEntry]:
    return [record(number) for number in range(6)]


def held(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def cut_to(size: int) -> None:
    """A genuine older ledger, as whoever restores a backup has it."""
    leaves = [bytes(entry.leaf) for entry in LedgerEntry.objects.filter(seq__lt=size)]
    frontier: list[bytes] = []
    for at, leaf in enumerate(leaves):
        frontier = merkle.extend(frontier, at, leaf)
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq__gte=size).delete()
    LedgerHead.objects.update(size=size, last=leaves[-1], frontier=b"".join(frontier))


def test_it_writes_the_newest_checkpoint_and_says_where(six, run, tmp_path) -> None:
    ran = run("anchor", f"--to={tmp_path / 'far' / 'away'}")

    path = tmp_path / "far" / "away" / "000000000006.checkpoint"
    assert ran.code == 0
    assert ran.out.startswith(f"wrote {path}: 6 entries, the last one ")
    assert held(path.parent) == {path.name: six[-1].checkpoint}
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_without_a_folder_it_takes_the_one_of_the_settings(six, run) -> None:
    assert run("anchor").code == 0
    assert list(held(settings.ANCHOR_DIR)) == ["000000000006.checkpoint"]


def test_it_says_how_old_the_last_entry_is(six, tmp_path) -> None:
    anchor = anchors.write(tmp_path, BEGAN + dt.timedelta(hours=2))

    assert (anchor.size, anchor.age, anchor.is_new) == (6, dt.timedelta(minutes=115), True)


def test_a_ledger_that_has_not_grown_gets_no_second_anchor(six, run, tmp_path) -> None:
    run("anchor", f"--to={tmp_path}")
    [path] = tmp_path.iterdir()
    os.utime(path, (1, 1))

    ran = run("anchor", f"--to={tmp_path}")

    assert (ran.code, ran.out.split(":")[0]) == (0, f"nothing new since {path}")
    assert path.stat().st_mtime == 1


def test_an_anchor_is_never_touched_again(six, tmp_path) -> None:
    anchors.write(tmp_path, timezone.now())
    first = held(tmp_path)
    record(6)
    anchors.write(tmp_path, timezone.now())

    assert list(held(tmp_path)) == ["000000000006.checkpoint", "000000000007.checkpoint"]
    assert first.items() < held(tmp_path).items()


def test_a_ledger_that_shrank_is_refused_and_nothing_is_written(six, run, tmp_path) -> None:
    run("anchor", f"--to={tmp_path}")
    before = held(tmp_path)
    cut_to(4)

    ran = run("anchor", f"--to={tmp_path}")

    assert ran.code == 1
    assert ran.err == (
        f"NOT ANCHORED in {tmp_path}: Anchor 000000000006.checkpoint saw 6 entries; "
        "the ledger holds 4."
    )
    assert held(tmp_path) == before


def test_an_old_backup_that_was_gone_on_with_is_refused(six, tmp_path) -> None:
    """It is as long again, and every link and signature in it is genuine."""
    anchors.write(tmp_path, timezone.now())
    cut_to(4)
    for number in range(4, 9):
        record(number, actor="eve")

    with pytest.raises(LedgerBroken, match="saw other entries before entry 6"):
        anchors.write(tmp_path, timezone.now())

    assert list(held(tmp_path)) == ["000000000006.checkpoint"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6])
def test_every_anchor_in_the_folder_is_held_up_to_the_ledger(six, tmp_path, size) -> None:
    """Not only the newest: an older one may be what shows a change."""
    forged = checkpoints.seal(settings.ISSUER, size, bytes(32), keys.signing_key())
    (tmp_path / "of old.checkpoint").write_text(forged)

    with pytest.raises(LedgerBroken, match=f"of old.checkpoint saw other entries .* entry {size}"):
        anchors.write(tmp_path, timezone.now())

    assert list(held(tmp_path)) == ["of old.checkpoint"]


@pytest.mark.parametrize("text", ["", "half a fi", "reviewflow.example\n6\n"])
def test_an_anchor_that_cannot_be_read_is_named_and_nothing_is_written(six, tmp_path, text) -> None:
    (tmp_path / "000000000006.checkpoint").write_text(text)

    with pytest.raises(LedgerBroken, match=r"^Anchor 000000000006\.checkpoint: "):
        anchors.write(tmp_path, timezone.now())

    assert held(tmp_path) == {"000000000006.checkpoint": text}


def test_an_end_that_is_not_genuine_is_not_anchored(six, tmp_path) -> None:
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=5).update(checkpoint=six[4].checkpoint)

    with pytest.raises(LedgerBroken):
        anchors.write(tmp_path, timezone.now())

    assert held(tmp_path) == {}


def test_an_empty_ledger_cannot_be_anchored(db, run, tmp_path) -> None:
    with pytest.raises(InputRefused, match="nothing to anchor"):
        anchors.write(tmp_path, timezone.now())

    assert run("anchor", f"--to={tmp_path}").code == 2


def test_a_folder_that_cannot_be_written_is_named(six, run, tmp_path) -> None:
    (tmp_path / "file").write_text("")

    ran = run("anchor", f"--to={tmp_path / 'file' / 'folder'}")

    assert ran.code == 2
    assert str(tmp_path / "file") in ran.err


def test_it_stands_under_its_name_whole_or_not_at_all(six, tmp_path, monkeypatch) -> None:
    """A full disk, a power cut: no half checkpoint that the next run would stumble over."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        anchors.write(tmp_path, timezone.now())

    assert held(tmp_path) == {}


def test_the_bytes_are_on_the_disk_before_the_name_and_the_name_before_we_say_so(
    six, tmp_path, monkeypatch
) -> None:
    story: list[str] = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (story.append(_kind(fd)), sync(fd)))
    monkeypatch.setattr(os, "replace", lambda old, new: (story.append("named"), replace(old, new)))

    anchors.write(tmp_path, timezone.now())

    assert story == ["file", "named", "folder"]


def _kind(descriptor: int) -> str:
    return "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"


def test_the_verifier_takes_what_was_written(six, run, tmp_path) -> None:
    anchors.write(tmp_path, timezone.now())
    record(6)

    assert run("verify_ledger", f"--anchors={tmp_path}").out.count("000000000006.checkpoint") == 1
