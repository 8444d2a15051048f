"""`load_boards`: the shipped catalogue or another, by a named officer, as often as one likes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.apps import apps

from articles.models import Board, Certificate, LedgerEntry
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SMALL = """
[[board]]
code = "ABIM"
name = "American Board of Internal Medicine"
umbrella = "abms"
country = "US"
certificates = [
  { name = "Rheumatology", kind = "subspecialty", nucc = "207RR0500X" },
  { name = "Nephrology", kind = "subspecialty", specialty = "nephrology", covers = ["urology"] },
]
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL)
    return path


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in apps.get_models()}


@pytest.mark.req("CR-05")
def test_the_shipped_catalogue_is_loaded_and_the_second_time_nothing_changes(
    cast: Cast, run
) -> None:
    first = run("load_boards", "--as=cora")
    assert (first.code, first.err) == (0, "")
    assert len(first.out.splitlines()) == 24 + 4 + 1
    assert first.out.splitlines()[-1] == (
        "24 boards, 185 certificates, 1 further coverage: 206 added, 4 changed, 0 unchanged."
    )
    assert (Board.objects.count(), Certificate.objects.count()) == (24, 185)

    before = rows()
    second = run("load_boards", "--as=cora")
    assert second.code == 0
    assert "0 added, 0 changed, 210 unchanged." in second.out
    assert rows() == before


def test_a_line_for_each_board_and_each_change(cast: Cast, run, small: Path) -> None:
    ran = run("load_boards", str(small), "--as=cora")
    assert ran.out.splitlines() == [
        "ABIM     2 added, 1 changed, 1 unchanged",
        "         Rheumatology: nucc_code: “” → “207RR0500X”",
        "1 board, 2 certificates, 1 further coverage: 2 added, 1 changed, 1 unchanged.",
    ]
    record = Certificate.objects.get(name="Nephrology").history.get()
    assert record.history_user == cast.officer
    assert record.history_change_reason == "Catalogue loaded from small.toml"


def test_a_dry_run_says_so_and_writes_nothing(cast: Cast, run, small: Path) -> None:
    before = rows()
    ran = run("load_boards", str(small), "--as=cora", "--dry-run")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "This was a dry run: nothing was written."
    assert "2 added, 1 changed, 1 unchanged" in ran.out
    assert rows() == before


def test_machines_get_one_object(cast: Cast, run, small: Path) -> None:
    told = json.loads(run("load_boards", str(small), "--as=cora", "--json", "--dry-run").out)
    assert told["dry_run"] is True
    assert [line["name"] for line in told["added"]] == ["Nephrology", "Nephrology covers urology"]
    assert told["changed"] == [
        {
            "state": "changed",
            "kind": "certificate",
            "board": "ABIM",
            "name": "Rheumatology",
            "changes": ["nucc_code: “” → “207RR0500X”"],
        }
    ]
    assert [line["kind"] for line in told["unchanged"]] == ["board"]


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ([], "Name the credential officer who loads the catalogue: --as USER."),
        (["--as=nobody"], "There is no active user “nobody”."),
        (
            ["--as=edda"],
            (
                "“edda” may not change the catalogue; that takes a member of the group "
                "“Credential officers”."
            ),
        ),
        (
            ["--as=system"],
            (
                "“system” may not change the catalogue; that takes a member of the group "
                "“Credential officers”."
            ),
        ),
    ],
)
def test_the_command_says_who_is_needed(
    cast: Cast, run, small: Path, named: list[str], sentence: str
) -> None:
    before = rows()
    ran = run("load_boards", str(small), *named)
    assert (ran.code, ran.err) == (1, sentence)
    assert rows() == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (SMALL.replace('"nephrology"', '"kidneys"'), "small.toml: ABIM, Nephrology, specialty: “"),
        (SMALL.replace("Nephrology", "N" * 121), f"small.toml: ABIM, {'N' * 121}, name: "),
        ("board =", "small.toml: file: it is not TOML ("),
    ],
)
def test_a_bad_file_is_one_sentence_and_nothing_is_written(
    cast: Cast, run, small: Path, text: str, sentence: str
) -> None:
    small.write_text(text)
    before = rows()
    ran = run("load_boards", str(small), "--as=cora")
    assert ran.code == 1
    assert ran.err.startswith(sentence)
    assert ran.err.endswith("Nothing was written.")
    assert "\n" not in ran.err
    assert rows() == before


def test_a_missing_file_is_named(cast: Cast, run, tmp_path: Path) -> None:
    ran = run("load_boards", str(tmp_path / "none.toml"), "--as=cora")
    assert ran.code == 1
    assert "none.toml: file: it cannot be read (No such file or directory)." in ran.err


def test_without_a_signing_key_nothing_is_written(
    cast: Cast, run, small: Path, settings, tmp_path: Path
) -> None:
    settings.KEY_DIR = tmp_path / "no-keys"
    before = LedgerEntry.objects.count(), Certificate.objects.count()
    ran = run("load_boards", str(small), "--as=cora")
    assert ran.code == 1
    assert ran.err.endswith("Nothing was written.")
    assert (LedgerEntry.objects.count(), Certificate.objects.count()) == before
