"""`import_articles`: each file ends as ok, skipped or failed, and one never hurts another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from articles.management.commands.import_articles import Command
from articles.models import Article, ImportClaim, LedgerEntry, Reviewer
from articles.specialties import SPECIALTIES
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db

UNREAD = """
import os, sys, types
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewflow.settings")
import django
django.setup()
from articles.management.commands import import_articles as module
module.person = lambda name: types.SimpleNamespace(username=name)
module.Command.requires_migrations_checks = False
module.Command().run_from_argv(
    ["manage.py", "import_articles", sys.argv[1], "--author=a", "--json", "--skip-checks"]
)
"""

CHOOSE = "choose one for all the files."

GOOD = b"Sore toes\n\nRest helps a sore toe within a day or two, and so does ice.\n"

BAD = {
    "empty.txt": (b"", "empty.txt"),
    "blank.txt": (b" \n\t\n", "blank.txt"),
    "huge.txt": (b"Title\n\n" + b"word " * 2_100_000, "10 MB"),
    "long.txt": (b"Title\n\n" + b"word " * 210_000, "1 MB"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary.txt"),
    "encoding.txt": (b"Title\n\nbad \x81\x8d\x8f bytes \xff\xfe here\n", "encoding.txt"),
    "nul.txt": (b"Title\n\nA hidden\x00byte in a sentence.\n", "nul.txt"),
    "override.txt": ("Title\n\nTake 10\u202e mg daily with food.\n".encode(), "line 3"),
    "dangling.md": (b"# Title\n\nA claim.[@nowhere]\n", "nowhere"),
    "picture.jpg": (b"\xff\xd8\xff", "picture.jpg"),
    "missing.txt": (None, "missing.txt"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.req("A11-02")
def test_bad_input_gets_one_sentence_naming_the_file_and_writes_nothing(
    cast: Cast, run, tmp_path: Path, name: str
) -> None:
    data, named = BAD[name]
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    before = LedgerEntry.objects.count()
    ran = run("import_articles", str(path), "--author=wren", "--specialty=rheumatology")

    assert ran.code == 1
    [line] = ran.err.strip().split("\n")
    assert name in line
    assert named in line
    assert not Article.objects.exists()
    assert LedgerEntry.objects.count() == before


def test_one_bad_file_never_stops_the_rest(cast: Cast, run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(GOOD)
    ran = run("import_articles", str(tmp_path), "--author=wren", "--specialty=rheumatology")

    assert ran.code == 1
    assert "1 ok, 0 skipped, 1 failed" in ran.out
    assert Article.objects.get().slug == "b"


def test_the_same_bytes_are_skipped_under_any_name(cast: Cast, run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(GOOD)
    ran = run("import_articles", str(tmp_path), "--author=wren", "--specialty=rheumatology")

    assert ran.code == 0
    assert "1 ok, 1 skipped, 0 failed" in ran.out


def test_a_slug_that_is_taken_gets_a_number(cast: Cast, run, tmp_path: Path) -> None:
    for folder, word in (("one", b"ice"), ("two", b"heat")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "toes.txt").write_bytes(GOOD.replace(b"ice", word))
    run("import_articles", str(tmp_path), "--author=wren", "--specialty=rheumatology")

    assert sorted(Article.objects.values_list("slug", flat=True)) == ["toes", "toes-2"]


def test_a_dry_run_writes_nothing(cast: Cast, run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD)
    ran = run(
        "import_articles", str(tmp_path), "--author=wren", "--specialty=rheumatology", "--dry-run"
    )
    assert (ran.code, Article.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--author=nobody", "There is no active user “nobody”."),
        ("--author=pia", "“pia” may not write drafts."),
    ],
)
def test_an_unknown_or_unfit_author_is_named(
    cast: Cast, run, tmp_path: Path, option: str, said: str
) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD)
    ran = run("import_articles", str(tmp_path), option, "--specialty=rheumatology")
    assert (ran.code, ran.err) == (1, said)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--specialty=astrology", "specialty: “astrology” is not known; --help lists the codes."),
        (
            "--specialty=",
            f"a.txt: specialty: none is given; {CHOOSE}",
        ),
    ],
)
def test_a_specialty_that_is_missing_or_unknown_is_one_sentence(
    cast: Cast, run, tmp_path: Path, option: str, said: str
) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD)
    ran = run("import_articles", str(tmp_path), "--author=wren", option)
    assert (ran.code, ran.err.strip().removeprefix("failed   ")) == (1, said)
    assert not Article.objects.exists()


def test_help_lists_the_specialties() -> None:
    text = Command().create_parser("manage.py", "import_articles").format_help()
    assert all(code in "".join(text.split()) for code in SPECIALTIES)


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    (tmp_path / "a.exe").write_bytes(b"")
    line = [sys.executable, "-c", UNREAD, str(tmp_path / "a.exe")]
    done = subprocess.run(line, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_machines_get_one_json_object(cast: Cast, run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD)
    (tmp_path / "b.txt").write_bytes(b"")
    ran = run(
        "import_articles", str(tmp_path), "--author=wren", "--specialty=rheumatology", "--json"
    )
    report = json.loads(ran.out)
    assert report["counts"] == {"ok": 1, "skipped": 0, "failed": 1}
    assert [item["state"] for item in report["items"]] == ["ok", "failed"]


def test_two_claims_of_one_name_meet_in_one_reviewer_without_standing(
    cast: Cast, run, tmp_path: Path
) -> None:
    line = b"\nMedically reviewed by Zoe Wolf, MD; American Board of Internal Medicine\n"
    (tmp_path / "a.txt").write_bytes(GOOD + line)
    (tmp_path / "b.txt").write_bytes(GOOD.replace(b"ice", b"heat") + line)
    run("import_articles", str(tmp_path), "--author=wren", "--specialty=rheumatology")

    reviewer = Reviewer.objects.get(name="Zoe Wolf")
    assert ImportClaim.objects.filter(reviewer=reviewer).count() == 2
    assert (reviewer.user, reviewer.credentials.count()) == (None, 1)


def test_a_claim_never_touches_somebody_who_has_an_account(cast: Cast, run, tmp_path: Path) -> None:
    line = b"\nMedically reviewed by Ada Moss, MD; American Board of Internal Medicine\n"
    (tmp_path / "a.txt").write_bytes(GOOD + line)
    run("import_articles", str(tmp_path), "--author=wren", "--specialty=rheumatology")

    [claim] = ImportClaim.objects.all()
    assert claim.reviewer.user is None
    assert cast.physician.reviewer.credentials.count() == 1


def test_a_claimed_certificate_names_the_specialty_where_nobody_else_does(
    cast: Cast, run, tmp_path: Path
) -> None:
    board = "American Board of Internal Medicine with subspecialty in Rheumatology"
    line = f"\nMedically reviewed by Zoe Wolf, MD; {board}\n".encode()
    (tmp_path / "a.txt").write_bytes(GOOD + line)
    assert run("import_articles", str(tmp_path), "--author=wren").code == 0
    assert Article.objects.get().specialty == "rheumatology"


def test_a_link_in_a_folder_brings_nothing_in(cast: Cast, run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_bytes(GOOD)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    ran = run("import_articles", str(tmp_path / "folder"), "--author=wren")
    assert (ran.code, Article.objects.count()) == (0, 0)


def test_files_of_other_kinds_are_told_and_hidden_ones_are_none(
    cast: Cast, run, tmp_path: Path
) -> None:
    for name in ("a.txt", ".hidden.md", ".trash/old.md", "README", "scans/x.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(GOOD)
    command = ("import_articles", "--author=wren", "--specialty=rheumatology")
    ran = run(*command, str(tmp_path))
    assert (ran.code, Article.objects.count()) == (0, 1)
    told = "Passed over, because no importer reads them: 2 files (README, scans/x.pdf)."
    assert told in ran.out.splitlines()
    ran = run(*command, str(tmp_path / ".trash" / "old.md"), "--dry-run")
    assert "Passed over" not in ran.out
    assert "old.md" in ran.out


def test_many_files_of_other_kinds_are_counted(cast: Cast, run, tmp_path: Path) -> None:
    for number in range(7):
        (tmp_path / f"{number}.pdf").write_bytes(GOOD)
    ran = run("import_articles", str(tmp_path), "--author=wren")
    assert "7 files (0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf, …)." in ran.out
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.pdf").write_bytes(GOOD)
    ran = run("import_articles", str(tmp_path / "one"), "--author=wren")
    assert "no importer reads them: 1 file (a.pdf)." in ran.out


def test_a_demo_account_writes_nothing_in_production(
    cast: Cast, run, settings, tmp_path: Path
) -> None:
    person("otto.demo", "Writers")
    settings.PRODUCTION = True
    (tmp_path / "a.txt").write_bytes(GOOD)
    ran = run("import_articles", str(tmp_path), "--author=otto.demo", "--specialty=rheumatology")
    assert (ran.code, Article.objects.count()) == (1, 0)
