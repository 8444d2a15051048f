"""`--report`: a table that a spreadsheet opens and never runs; a bar; an end by Ctrl-C."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles import canonical
from articles.management.cells import FORMULA, cell
from articles.models import LedgerEntry
from articles.stages import Stage
from tests.cast import Cast, standing_signature

pytestmark = pytest.mark.django_db
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-5 mg",
    "@SUM(1+1)",
    "＝1+1",
    "  =1+1",
    '"=1+1"',
    "a,b;c|d\ttab",
    "ok\n=1+1",
]


def read_back(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_is_never_a_formula_and_stays_readable(text: str) -> None:
    made = cell(text)
    assert not made.lstrip().startswith(FORMULA)
    assert text.strip().partition("\t")[0].partition("\n")[0] in made
    out = StringIO(newline="")
    csv.writer(out).writerow([made, "beside"])
    [row] = csv.reader(StringIO(out.getvalue(), newline=""))
    assert row == [made, "beside"]


SEPARATED = [
    "Gout;=1+1;x",
    'Gout;=HYPERLINK("http://evil.example")',
    'Gout;"=1+1"',
    'Gout; " =1+1',
    "Gout|@SUM(1)",
    "Gout\t=1+1",
    "Gout\n-1+1",
    'Gout, "x";\n\n+1',
    ("One.", "=1+1", '"=2+2"'),
    ("a;b", "c;＝1"),
    '"=1+1"',
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("value", SEPARATED)
def test_no_cell_is_a_formula_wherever_a_spreadsheet_parts_them(value, delimiter: str) -> None:
    out = StringIO(newline="")
    csv.writer(out).writerow([cell(value), "beside"])
    csv.writer(out).writerow(["first", cell(value)])
    cells = [
        each
        for row in csv.reader(out.getvalue().splitlines(True), delimiter=delimiter)
        for each in row
    ]
    assert cells
    assert [each for each in cells if each.strip(' \n"').startswith(FORMULA)] == []


def test_a_guarded_cell_stays_readable() -> None:
    assert cell("Gout;=1+1;x") == "Gout;'=1+1;x"
    assert cell("Dose; 5-10 mg; a = b") == "Dose; 5-10 mg; a = b"


def test_a_cell_holds_nothing_that_steers(cast: Cast) -> None:
    assert cell("a\x00b\x1b[2J\r=1") == "a\\x00b\\x1b[2J\\r=1"
    assert cell("\t=1+1") == "\\t=1+1"
    assert cell("\u202egnp.exe") == "\\u202egnp.exe"


def test_a_report_has_a_line_for_each_article(cast: Cast, run, tmp_path: Path) -> None:
    live = cast.article_in(Stage.PUBLISHED, title="=1+1")
    held = cast.article_in(Stage.PUBLISHED, title="Held")
    given = standing_signature(held)
    cast.act("withdraw_signature", held, cast.physician, signature=given, note="Older text.")
    gone = cast.article_in(Stage.WITHDRAWN, title="Gone")
    report = tmp_path / "report.csv"
    output = f"--output={tmp_path / 'all.jsonl'}"
    ran = run("export_articles", "--format=jsonl", output, f"--report={report}", "--since=-1")

    assert ran.code == 0
    rows = {row["slug"]: row for row in read_back(report.read_text("utf-8"))}
    assert {slug: row["outcome"] for slug, row in rows.items()} == {
        live.slug: "exported",
        held.slug: "held",
        gone.slug: "withdrawn",
    }
    assert rows[live.slug] == {
        "slug": live.slug,
        "outcome": "exported",
        "title": "'=1+1",
        "version": "1",
        "edition": "1.0",
        "content_digest": live.content_digest,
        "reasons": "",
    }
    assert "do not suffice" in rows[held.slug]["reasons"]
    assert rows[gone.slug]["reasons"] == "Superseded by new advice."


@pytest.mark.parametrize("name", ["report.txt", "nowhere/report.csv"])
def test_a_report_that_cannot_be_written_ends_it_before_it_begins(
    cast: Cast, run, tmp_path: Path, name: str
) -> None:
    cast.article_in(Stage.PUBLISHED)
    size = LedgerEntry.objects.count()
    options = (f"--output={tmp_path / 'out'}", f"--report={tmp_path / name}")
    assert run("export_articles", "--format=json", *options).code != 0
    assert (list(tmp_path.iterdir()), LedgerEntry.objects.count()) == ([], size)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_how_far_it_is_and_a_file_does_not(cast: Cast, tmp_path: Path) -> None:
    cast.article_in(Stage.PUBLISHED)
    said = []
    for stream in (Terminal(), StringIO()):
        output = f"--output={tmp_path / str(len(said))}"
        options = ("--format=json", output, "--as=pia")
        call_command("export_articles", *options, stdout=StringIO(), stderr=stream)
        said.append(stream.getvalue())
    assert "1 of 1 article," in said[0]
    assert said[0].endswith("\r\x1b[K")
    assert said[1] == ""


@pytest.mark.parametrize("bundle", [False, True])
def test_ctrl_c_leaves_nothing(cast: Cast, run, tmp_path: Path, monkeypatch, bundle: bool) -> None:
    cast.article_in(Stage.PUBLISHED)
    size = LedgerEntry.objects.count()

    def interrupted(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    place = "articles.delivery.shards.Shards.seal" if bundle else "articles.collecting.dossiers"
    monkeypatch.setattr(place, interrupted)
    options = ("--bundle",) if bundle else ()
    output = f"--output={tmp_path / 'new' / 'out.zip'}"
    ran = run("export_articles", "--format=json", output, *options)
    assert (ran.code, ran.err.strip()) == (130, "Stopped by Ctrl-C. Nothing was exported.")
    assert (list(tmp_path.iterdir()), LedgerEntry.objects.count()) == ([], size)


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(28, "No space left on device", "x")]
)
def test_an_end_after_the_entry_says_that_the_export_is_on_record(
    cast: Cast, run, tmp_path: Path, monkeypatch, error: BaseException
) -> None:
    cast.article_in(Stage.PUBLISHED)

    def interrupted(*args: object) -> None:
        raise error

    monkeypatch.setattr("articles.delivery.staging.Staging.place", interrupted)
    ran = run("export_articles", "--format=json", f"--output={tmp_path}")
    assert (
        f"The export is on record; its files are in {tmp_path}, or in .export-… there." in ran.err
    )
    assert ran.code == (130 if isinstance(error, KeyboardInterrupt) else 1)
    [kept] = tmp_path.glob(".export-*/*.json")
    assert canonical.digest(kept.read_bytes()) in LedgerEntry.objects.latest("seq").payload
