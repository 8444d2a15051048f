"""What stands in an export's way is told before anything is on record, or told with the cursor."""

from __future__ import annotations

import errno
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles import assets, delivery, durable
from articles.delivery.staging import Staging
from articles.models import Article, LedgerEntry
from articles.stages import Stage
from tests.assets import pictures
from tests.cast import TEXT, Cast
from tests.delivery.test_reports import read_back

pytestmark = pytest.mark.django_db
FULL = OSError(errno.ENOSPC, "No space left on device")


def export(run, output: Path, *options: str, form: str = "json"):
    return run("export_articles", f"--format={form}", f"--output={output}", *options)


def nothing_is_on_record() -> bool:
    return not LedgerEntry.objects.filter(kind="export.deliver").exists()


@pytest.fixture
def live(cast: Cast) -> Article:
    return cast.article_in(Stage.PUBLISHED)


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(
    ("output", "report", "options"),
    [
        ("x.csv", "x.csv", ["--bundle"]),
        ("x.csv", "sub/../x.csv", ["--bundle"]),
        ("x.csv", "X.csv", ["--bundle"]),
        ("link/x.csv", "sub/x.csv", ["--bundle"]),
        ("x.csv", "x-001.csv", ["--bundle"]),
        ("x.csv", "x.csv", []),
        ("x.csv/out", "x.csv", []),
    ],
)
def test_a_report_never_takes_the_place_of_the_export(
    run, tmp_path: Path, output: str, report: str, options: list[str]
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to("sub")
    path = tmp_path / report
    ran = export(run, tmp_path / output, f"--report={path}", *options)
    assert (ran.code, ran.err) == (
        1,
        f"Nothing was exported. report: {path} is where the export itself goes; choose another.",
    )
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["link", "sub"]
    assert nothing_is_on_record()


def test_a_report_beside_what_is_exported_is_welcome(live: Article, run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert export(run, out, f"--report={out / 'r.csv'}").code == 0
    bundle = tmp_path / "x.csv"
    assert export(run, bundle, f"--report={tmp_path / 'x-y.csv'}", "--bundle").code == 0
    assert sorted(each.name for each in out.iterdir()) == [f"{live.slug}.json", "r.csv"]
    assert bundle.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("way", ["file", "dangling", "folder elsewhere"])
def test_what_is_in_the_way_of_a_folder_of_pictures_ends_it_before_the_entry(
    cast: Cast, run, tmp_path: Path, way: str
) -> None:
    toe = assets.keep(pictures.png(), "toe.png", actor=cast.writer)
    shown = f"{TEXT}\n\n![A toe](sha256:{toe.digest.removeprefix('sha256:')})"
    cast.article_in(Stage.PUBLISHED, body=shown)
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    if way == "file":
        (out / "assets").touch()
    else:
        (out / "assets").symlink_to(elsewhere)
    if way == "folder elsewhere":
        elsewhere.mkdir()
    ran = export(run, out, form="markdown")
    kind = "file" if way == "file" else "link"
    said = f"{out / 'assets'} is a {kind}, and pictures need a folder of this name."
    assert (ran.code, ran.err) == (1, f"Nothing was exported. output: {said}")
    assert [each.name for each in out.iterdir()] == ["assets"]
    assert not elsewhere.exists() or list(elsewhere.iterdir()) == []
    assert nothing_is_on_record()


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(
    ("name", "said"),
    [("folder.csv", "Is a directory"), ("nowhere/report.csv", "No such file or directory")],
)
def test_a_report_without_a_place_is_told_before_it_begins(
    run, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    report = tmp_path / name
    ran = export(run, tmp_path / "out", f"--report={report}")
    assert (ran.code, ran.err) == (1, f"Nothing was exported. {report}: {said}.")
    assert [each.name for each in tmp_path.iterdir()] == ["folder.csv"]
    assert nothing_is_on_record()


class Full(StringIO):
    """A device that takes nothing."""

    def write(self, text: str) -> int:
        raise FULL


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_output_that_nobody_can_read_loses_no_cursor(
    live: Article, tmp_path: Path, options: list[str]
) -> None:
    errors, cursor = StringIO(), delivery.cursor()
    with pytest.raises(CommandError) as end:
        call_command(
            "export_articles",
            "--format=json",
            f"--output={tmp_path}",
            *options,
            stdout=Full(),
            stderr=errors,
        )
    assert str(end.value) == (
        f"The export into {tmp_path} is done (1 exported, 0 left out, cursor {cursor}), but "
        "standard output could not be written: No space left on device."
    )
    assert json.loads((tmp_path / f"{live.slug}.json").read_text())["slug"] == live.slug


@pytest.mark.usefixtures("live")
def test_a_report_that_fails_at_the_end_loses_no_cursor(run, tmp_path: Path, monkeypatch) -> None:
    def full(folder: Path) -> None:
        if folder == tmp_path:
            raise FULL

    monkeypatch.setattr(durable, "sync_folder", full)
    cursor, report = delivery.cursor(), tmp_path / "r.csv"
    ran = export(run, tmp_path / "out", f"--report={report}")
    assert ran.out.splitlines()[1:] == ["1 exported, 0 left out", f"cursor {cursor}"]
    done = f"The export into {tmp_path / 'out'} is done (1 exported, 0 left out, cursor {cursor})"
    assert ran.code == 1
    assert ran.err == f"{done}, but its report is not: {report}: No space left on device."


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(
    "error", [FULL, OSError(errno.EFBIG, "File too large"), OSError(errno.EIO, "Bad", ".export-x")]
)
def test_a_full_disk_is_told_with_the_output_it_is_about(
    run, tmp_path: Path, monkeypatch, error: OSError
) -> None:
    def full(*args: object) -> None:
        raise error

    monkeypatch.setattr(Staging, "scratch", full)
    ran = export(run, tmp_path / "x.zip", "--bundle")
    assert (ran.code, ran.err) == (
        1,
        f"Nothing was exported. {tmp_path / 'x.zip'}: {error.strerror}.",
    )


@pytest.mark.usefixtures("live")
def test_names_that_fail_after_the_entry_lose_no_cursor(run, tmp_path: Path, monkeypatch) -> None:
    def full(*args: object) -> None:
        raise FULL

    monkeypatch.setattr(Staging, "place", full)
    cursor = delivery.cursor()
    ran = export(run, tmp_path)
    assert ran.err == (
        f"The export is on record; its files are in {tmp_path}, or in .export-… there. Its cursor "
        f"is {cursor}. {tmp_path}: No space left on device."
    )


def test_a_refused_export_reports_every_article_that_was_named(
    live: Article, cast: Cast, run, tmp_path: Path
) -> None:
    draft = cast.draft(title="A draft")
    report = tmp_path / "report.csv"
    names = [f"--article={slug}" for slug in (live.slug, draft.slug)]
    ran = export(run, tmp_path / "out", f"--report={report}", *names)
    assert (ran.code, [each.name for each in tmp_path.iterdir()]) == (1, ["report.csv"])
    rows = {row["slug"]: row for row in read_back(report.read_text("utf-8"))}
    assert {slug: row["outcome"] for slug, row in rows.items()} == {
        live.slug: "left out",
        draft.slug: "left out",
    }
    assert rows[live.slug]["reasons"].startswith("Another article that was named is refused")
    assert rows[draft.slug]["reasons"] in ran.err


def test_articles_by_name_and_by_cursor_are_not_asked_for_at_once(
    live: Article, run, tmp_path: Path
) -> None:
    ran = export(run, tmp_path / "out", f"--article={live.slug}", "--since=-1")
    assert ran.code != 0
    assert "argument --since: not allowed with argument --article" in ran.err
    assert list(tmp_path.iterdir()) == []
