"""`import_articles` over many files: folders, reports, a bar on a terminal, an end on demand."""

from __future__ import annotations

import csv
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.intake import Intake
from articles.management.progress import Progress
from articles.models import Article, ImportClaim
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WHO = ("--author=wren", "--specialty=rheumatology")


def text(number: int) -> bytes:
    return f"Sore toe {number}\n\nRest helps toe {number} within a day, and so does ice.\n".encode()


def fill(folder: Path, count: int) -> Path:
    for number in range(count):
        (folder / f"toe-{number}.txt").write_bytes(text(number))
    return folder


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_files_in_folders_are_named_from_the_folder_on(cast: Cast, run, tmp_path: Path) -> None:
    (tmp_path / "left" / "foot").mkdir(parents=True)
    (tmp_path / "left" / "foot" / "toe.txt").write_bytes(text(1))
    (tmp_path / "left" / "foot" / "notes.csv").write_bytes(b"no article")
    (tmp_path / "left" / "bad.txt").write_bytes(b"")
    ran = run("import_articles", str(tmp_path), *WHO)
    assert "ok       left/foot/toe.txt → toe" in ran.out
    assert "left/bad.txt" in ran.err
    assert "1 ok, 0 skipped, 1 failed" in ran.out
    assert ImportClaim.objects.get().source_name == "left/foot/toe.txt"
    assert str(tmp_path) not in ran.out + ran.err


def test_a_linked_folder_brings_nothing_in(cast: Cast, run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    fill(tmp_path / "elsewhere", 1)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link").symlink_to(tmp_path / "elsewhere")
    ran = run("import_articles", str(tmp_path / "folder"), *WHO)
    assert "No file there" in ran.out
    assert not Article.objects.exists()


@pytest.mark.parametrize("kind", ["pipe.txt", "folder.txt"])
def test_what_is_no_file_is_never_waited_for(cast: Cast, run, tmp_path: Path, kind: str) -> None:
    """A pipe that nobody writes to would hold the import for ever."""
    if kind == "pipe.txt":
        os.mkfifo(tmp_path / kind)
        assert "is no file" in run("import_articles", str(tmp_path), *WHO).err
    else:
        (tmp_path / kind).mkdir()
        assert run("import_articles", str(tmp_path), *WHO).code == 0


def test_a_file_too_large_is_refused_unread(cast: Cast, run, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(40 * 10**9)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("it was read"))
    ran = run("import_articles", str(path), *WHO)
    assert "is 40000.0 MB; at most 10 MB" in ran.err


@pytest.mark.req("A11-02")
def test_every_failed_item_is_named_at_the_end(cast: Cast, run, tmp_path: Path) -> None:
    fill(tmp_path, 2)
    for name in ("a.txt", "z.txt"):
        (tmp_path / name).write_bytes(b"")
    ran = run("import_articles", str(tmp_path), *WHO)
    told = ran.out.split("2 ok, 0 skipped, 2 failed\n")[1].splitlines()
    assert [line.split(":")[1].strip() for line in told] == ["a.txt", "z.txt"]


def test_inherited_marks_every_claim_and_nothing_else_does(cast: Cast, run, tmp_path: Path) -> None:
    fill(tmp_path, 1)
    run("import_articles", str(tmp_path), *WHO, "--inherited")
    (tmp_path / "new.txt").write_bytes(text(7))
    run("import_articles", str(tmp_path), *WHO)
    said = dict(ImportClaim.objects.values_list("source_name", "is_inherited"))
    assert said == {"toe-0.txt": True, "new.txt": False}


def test_a_csv_report_has_a_line_for_each_item_and_no_formula(
    cast: Cast, run, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "=HYPERLINK(1).txt").write_bytes(text(1).replace(b"Sore", b"@Sore"))
    (tmp_path / "in" / "-1+2.txt").write_bytes(b"")
    report = tmp_path / "report.csv"
    run("import_articles", str(tmp_path / "in"), *WHO, f"--report={report}")
    with report.open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["state"], line["source"]) for line in lines] == [
        ("failed", "'-1+2.txt"),
        ("ok", "'=HYPERLINK(1).txt"),
    ]
    assert lines[0]["reason"].startswith("'-1+2.txt: ")
    assert lines[1]["title"] == "'@Sore toe 1"
    assert not [cell for line in lines for cell in line.values() if cell[:1] in set("=+-@\t\r")]


def test_a_json_report_says_the_same_as_the_screen(cast: Cast, run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    fill(tmp_path / "in", 2)
    (tmp_path / "in" / "a.txt").write_bytes(b"")
    report = tmp_path / "report.json"
    ran = run("import_articles", str(tmp_path / "in"), *WHO, "--json", f"--report={report}")
    assert json.loads(report.read_text()) == json.loads(ran.out)
    assert json.loads(ran.out)["counts"] == {"ok": 2, "skipped": 0, "failed": 1}


def test_a_report_about_nothing_is_a_report(cast: Cast, run, tmp_path: Path) -> None:
    assert json.loads(run("import_articles", str(tmp_path), *WHO, "--json").out) == {
        "items": [],
        "counts": {"ok": 0, "skipped": 0, "failed": 0},
    }


@pytest.mark.parametrize("name", ["report.txt", "nowhere/report.csv"])
def test_a_report_that_cannot_be_written_stops_the_import(
    cast: Cast, run, tmp_path: Path, name: str
) -> None:
    fill(tmp_path, 1)
    ran = run("import_articles", str(tmp_path), *WHO, f"--report={tmp_path / name}")
    assert (ran.code, Article.objects.count()) == (1, 0)
    assert name in ran.err


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_nothing_that_steers_a_terminal_reaches_it(
    cast: Cast, run, tmp_path: Path, more: tuple[str, ...]
) -> None:
    (tmp_path / "toe\x1b[31m\nok.txt").write_bytes(text(1))
    (tmp_path / "toe\x9b31m.txt").write_bytes(b"")
    (tmp_path / "toe\udce9.txt").write_bytes(text(2))
    ran = run("import_articles", str(tmp_path), *WHO, *more)
    said = ran.out + ran.err
    assert not [c for c in said if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0)]
    assert said.encode()
    if more:
        assert json.loads(ran.out)["counts"] == {"ok": 2, "skipped": 0, "failed": 1}


def test_ctrl_c_ends_with_the_summary_and_the_next_run_goes_on(
    cast: Cast, run, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "in").mkdir()
    fill(tmp_path / "in", 5)
    take, calls = Intake.take, []

    def interrupted(self: Intake, imported, source: str):
        calls.append(source)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return take(self, imported, source)

    monkeypatch.setattr(Intake, "take", interrupted)
    report = tmp_path / "report.csv"
    ran = run("import_articles", str(tmp_path / "in"), *WHO, f"--report={report}")
    assert ran.code == 130
    assert "2 ok, 0 skipped, 0 failed\nStopped by Ctrl-C." in ran.out
    assert len(report.read_text().splitlines()) == 3
    assert Article.objects.count() == 2

    again = run("import_articles", str(tmp_path / "in"), *WHO)
    assert (again.code, Article.objects.count()) == (0, 5)
    assert "3 ok, 2 skipped, 0 failed" in again.out


def test_a_terminal_shows_how_far_it_is_and_a_file_does_not(cast: Cast, tmp_path: Path) -> None:
    fill(tmp_path, 3)
    terminal, out = Terminal(), StringIO()
    call_command("import_articles", str(tmp_path), *WHO, stdout=out, stderr=terminal)
    assert "of 3 files" in terminal.getvalue()
    assert "items a second" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert "\x1b" not in out.getvalue()
    quiet = StringIO()
    call_command("import_articles", str(tmp_path), *WHO, stdout=out, stderr=quiet)
    assert quiet.getvalue() == ""


def test_the_bar_tells_files_rate_and_what_is_left() -> None:
    progress = Progress(Terminal(), 2_000, files=400, items=500, began=100.0)
    assert progress.line(150.0) == (
        "[####                ] 400 of 2,000 files, 10.0 items a second, 3 min 20 s left"
    )
