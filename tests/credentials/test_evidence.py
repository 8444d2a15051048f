"""Kept files: the right kinds, once each, and every change on the disk is found."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from articles import files, integrity
from articles.canonical import digest
from articles.credentials import evidence
from articles.errors import InputRefused
from articles.models import Evidence, LedgerEntry
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nwhat the board said\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 a letter \xff\xd9"


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\6\0\0\0") + chunk(b"IEND", b"")


@pytest.fixture(autouse=True)
def disk(settings, tmp_path: Path) -> Path:
    """A disk of its own: a test alters files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "evidence", "file_permissions_mode": 0o600},
        },
    }
    return tmp_path / "evidence"


def on_disk(disk: Path) -> list[Path]:
    return [path for path in disk.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("data", "kind"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
)
def test_a_page_a_screenshot_and_a_letter_are_kept_by_their_digest(
    cast: Cast, disk: Path, data: bytes, kind: str
) -> None:
    row = evidence.keep(data, "../../from the board.exe", actor=cast.officer)
    assert (row.digest, row.media_type, row.size) == (digest(data), kind, len(data))
    assert evidence.read(row) == data
    (kept,) = on_disk(disk)
    assert kept.name == row.digest.removeprefix("sha256:")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert integrity.check().faults == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "type"),
        (b"MZ\x90\x00", "type"),
        (b"GIF89a", "type"),
        (b"PK\x03\x04 a zip %PDF-1.7", "type"),
        (b" %PDF-1.7", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        (PNG[:-4], "damaged"),
        (PNG + b"PK\x03\x04 a zip behind a picture", "damaged"),
        (JPEG + b"<script>alert(1)</script>", "damaged"),
        (b"%PDF-" + b"x" * evidence.LIMIT, "size"),
    ],
)
def test_other_files_are_refused_and_nothing_is_kept(
    cast: Cast, disk: Path, data: bytes, code: str
) -> None:
    before = LedgerEntry.objects.count()
    with pytest.raises(InputRefused) as refused:
        evidence.keep(data, "a.pdf", actor=cast.officer)
    assert (refused.value.field, refused.value.code) == ("evidence", code)
    assert (on_disk(disk), Evidence.objects.count(), LedgerEntry.objects.count()) == ([], 0, before)


def test_a_file_of_exactly_the_limit_is_kept(cast: Cast) -> None:
    assert evidence.keep(PDF.ljust(evidence.LIMIT), "a.pdf", actor=cast.officer).size == 10**7


def test_the_same_bytes_are_the_same_evidence(cast: Cast, disk: Path) -> None:
    first = evidence.keep(PDF, "a.pdf", actor=cast.officer)
    entries = LedgerEntry.objects.count()
    again = evidence.keep(PDF, "b.pdf", actor=cast.second_officer)
    assert (again, again.name, again.stored_by) == (first, "a.pdf", cast.officer)
    assert (len(on_disk(disk)), LedgerEntry.objects.count()) == (1, entries)


def test_somebody_who_keeps_the_same_bytes_at_once_finds_the_other_s(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first look finds nothing, the insert meets the other's row."""
    evidence.keep(PDF, "first.pdf", actor=cast.second_officer)
    look, looks = Evidence.objects.filter, []

    def too_early(**asked):
        looks.append(asked)
        return look(**asked) if len(looks) > 1 else Evidence.objects.none()

    monkeypatch.setattr(Evidence.objects, "filter", too_early)
    assert evidence.keep(PDF, "second.pdf", actor=cast.officer).name == "first.pdf"
    assert Evidence.objects.count() == 1
    assert integrity.check().faults == ()


def test_what_a_killed_worker_left_half_written_is_written_anew(cast: Cast, disk: Path) -> None:
    storages["evidence"].save(files.path(digest(PDF)), ContentFile(PDF[:9]))
    row = evidence.keep(PDF, "a.pdf", actor=cast.officer)
    assert (evidence.read(row), len(on_disk(disk))) == (PDF, 1)
    assert integrity.check().faults == ()


@pytest.mark.parametrize("how", ["altered", "gone"])
def test_a_file_that_is_altered_or_gone_is_named_by_the_check(
    cast: Cast, disk: Path, how: str
) -> None:
    row = evidence.keep(PDF, "a.pdf", actor=cast.officer)
    (kept,) = on_disk(disk)
    if how == "gone":
        kept.unlink()
    else:
        kept.write_bytes(PDF.replace(b"board", b"bored"))

    (fault,) = integrity.check().faults
    assert fault.startswith(f"Evidence {row.pk}:") and row.digest in fault
    with pytest.raises(InputRefused):
        evidence.read(row)
    evidence.keep(PDF, "a.pdf", actor=cast.officer)
    assert integrity.check().faults == ()


def test_a_rollback_leaves_no_row_and_the_file_can_be_kept_again(cast: Cast, disk: Path) -> None:
    with transaction.atomic():
        evidence.keep(PDF, "a.pdf", actor=cast.officer)
        transaction.set_rollback(True)
    assert Evidence.objects.count() == 0
    assert integrity.check().faults == ()
    evidence.keep(PDF, "a.pdf", actor=cast.officer)
    assert len(on_disk(disk)) == 1
    assert integrity.check().faults == ()


def test_only_officers_keep_files(cast: Cast, disk: Path) -> None:
    for user in (cast.editor, cast.physician, cast.auditor, cast.superuser):
        with pytest.raises(PermissionDenied):
            evidence.keep(PDF, "a.pdf", actor=user)
    assert on_disk(disk) == []


def test_a_name_that_turns_what_people_read_is_refused(cast: Cast) -> None:
    with pytest.raises(InputRefused):
        evidence.keep(PDF, "fdp.\u202eexe", actor=cast.officer)
    assert Evidence.objects.count() == 0
