from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from articles import requirements
from articles.errors import InputRefused
from articles.management.commands.requirements import FILE

CAPABILITIES = (
    "documentation",
    "later",
    "review cycle",
)
"""What is still to be built. "later" is wanted, and no capability brings it yet."""
ROW = """
[requirements.{id}]
source = "Rule {id}"
demand = "Somebody looks."
priority = "{priority}"
"""
TEST = '@pytest.mark.req("{id}")\ndef test_it(): ...\n'


class Tree:
    """A small checkout: one file of requirements and a directory of tests."""

    def __init__(self, root: Path) -> None:
        self.file = root / "requirements.toml"
        self.tests = root / "tests"
        self.tests.mkdir()

    def claim(self, ids: list[str], *rows: str) -> None:
        section = f'[[sections]]\ntitle = "Rules"\nids = {json.dumps(ids)}\n[requirements]\n'
        self.file.write_text(section + "".join(rows), encoding="utf-8")

    def write(self, text: str, name: str = "test_a.py") -> None:
        path = self.tests / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *options: str) -> tuple[int, str, str]:
        """What a shell would see: exit code, output, the closing sentence."""
        out = StringIO()
        places = (f"--file={self.file}", f"--tests={self.tests}")
        try:
            call_command("requirements", *places, *options, stdout=out)
        except CommandError as error:
            return error.returncode, out.getvalue(), str(error)
        return 0, out.getvalue(), ""

    def shown(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for marker in requirements.scan(self.tests):
            found[marker.requirement] = found.get(marker.requirement, ()) + marker.tests
        return found


def row(name: str, status: str = "", why: str = "", priority: str = "1") -> str:
    lines = [f'status = "{status}"\n'] if status else []
    lines += [f'why = "{why}"\n'] if why else []
    return ROW.format(id=name, priority=priority) + "".join(lines)


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


# Claims and evidence


def test_a_claim_that_a_test_shows_is_covered_by_that_test(tree):
    tree.claim(["X-1"], row("X-1", "covered"))
    tree.write(TEST.format(id="X-1"), "room/test_a.py")
    code, out, error = tree.run()
    assert (code, error) == (0, "")
    assert out == (
        "Rules (1 requirements: 1 covered, 0 planned, 0 not applicable)\n"
        "  X-1     1  covered         tests/room/test_a.py::test_it\n"
        "\n"
        "1 requirements: 1 covered, 0 planned, 0 not applicable\n"
    )


def test_a_claim_that_no_test_shows_fails(tree):
    tree.claim(["X-1"], row("X-1", "covered"))
    code, out, error = tree.run()
    assert (code, error) == (1, "The matrix is not true: X-1 (covered_without_test).")
    assert "FAULT    X-1: Claimed as covered, but no test shows it." in out


def test_a_priority_1_requirement_in_no_list_fails(tree):
    tree.claim(["X-1"], row("X-1"))
    code, out, error = tree.run()
    assert (code, error) == (1, "The matrix is not true: X-1 (in_no_list).")
    assert "0 covered, 0 planned, 0 not applicable, 1 in no list" in out


@pytest.mark.parametrize("priority", ["2", "3", "D"])
def test_a_lesser_requirement_in_no_list_is_only_named(tree, priority):
    tree.claim(["X-1"], row("X-1", priority=priority))
    code, out, _ = tree.run()
    assert code == 0
    assert f"warning  X-1: Priority {priority}, and in no list" in out


def test_a_row_that_vanished_counts_as_priority_1_in_no_list(tree):
    tree.claim(["X-1", "X-2"], row("X-1", "planned", "writing"))
    assert tree.run()[0::2] == (1, "The matrix is not true: X-2 (in_no_list).")


def test_an_unknown_id_in_a_marker_fails_and_says_where(tree):
    tree.claim(["X-1"], row("X-1", "planned", "writing"))
    tree.write("\n" + TEST.format(id="X-9"))
    code, out, error = tree.run()
    assert (code, error) == (1, "The matrix is not true: X-9 (unknown_id).")
    assert "FAULT    X-9: tests/test_a.py:2 names an id that is in no list." in out


@pytest.mark.parametrize("status", ["planned", "not_applicable"])
def test_a_requirement_that_is_put_off_without_a_reason_fails(tree, status):
    tree.claim(["X-1"], row("X-1", status))
    assert tree.run()[0::2] == (1, "The matrix is not true: X-1 (no_reason).")


def test_every_fault_is_named_at_once(tree):
    tree.claim(["X-1", "X-2"], row("X-1", "covered"), row("X-2"))
    tree.write(TEST.format(id="X-9"))
    assert tree.run()[2] == (
        "The matrix is not true: X-9 (unknown_id), X-1 (covered_without_test), X-2 (in_no_list)."
    )


def test_a_planned_requirement_that_a_test_shows_may_be_claimed(tree):
    tree.claim(["X-1"], row("X-1", "planned", "writing"))
    tree.write(TEST.format(id="X-1"))
    code, out, _ = tree.run()
    assert code == 0
    assert "warning  X-1: Covered by tests, not yet claimed." in out
    assert "0 covered, 1 planned" in out


def test_a_test_for_something_ruled_out_is_named(tree):
    tree.claim(["X-1"], row("X-1", "not_applicable", "No such thing here."))
    tree.write(TEST.format(id="X-1"))
    code, out, _ = tree.run()
    assert code == 0
    assert "warning  X-1: Said to be not applicable, yet a test shows it." in out


def test_machines_get_the_whole_matrix_even_when_it_is_not_true(tree):
    tree.claim(["X-1", "X-2"], row("X-1", "covered"), row("X-2", "planned", "writing", "2"))
    tree.write(TEST.format(id="X-2"))
    code, out, _ = tree.run("--json")
    common = {"section": "Rules", "demand": "Somebody looks."}
    first = {"id": "X-1", "source": "Rule X-1", "priority": "1", "status": "covered", "why": ""}
    second = {"id": "X-2", "source": "Rule X-2", "priority": "2", "status": "planned"}
    assert code == 1
    assert json.loads(out) == {
        "counts": {"covered": 1, "planned": 1, "not_applicable": 0, "unlisted": 0},
        "requirements": [
            {**common, **first, "tests": []},
            {**common, **second, "why": "writing", "tests": ["tests/test_a.py::test_it"]},
        ],
        "faults": [
            {
                "code": "covered_without_test",
                "requirement": "X-1",
                "message": "Claimed as covered, but no test shows it.",
                "fault": True,
            }
        ],
        "warnings": [
            {
                "code": "not_yet_claimed",
                "requirement": "X-2",
                "message": "Covered by tests, not yet claimed.",
                "fault": False,
            }
        ],
    }


# Reading the markers


FUNCTION = '@pytest.mark.req("X-1")\ndef test_f(): ...'
ASYNC = '@mark.req("X-1")\nasync def test_f(): ...'
SEVERAL = '@pytest.mark.slow\n@pytest.mark.req("X-0", "X-1")\ndef test_f(): ...'
SOMETIMES = '@pytest.mark.req("X-1")\n@pytest.mark.skipif(OLD)\ndef test_f(): ...'
METHOD = 'class TestC:\n  @pytest.mark.req("X-1")\n  def test_m(self): ...'
CLASS = """
@pytest.mark.req("X-1")
class TestC:
    def test_m(self): ...
    def test_n(self): ...
"""
NESTED = """
class Case(django.test.TestCase):
    pytestmark = pytest.mark.req("X-1")
    class TestInner:
        def test_m(self): ...
"""
MODULE = """
pytestmark = [pytest.mark.slow, pytest.mark.req("X-1")]
def test_f(): ...
TestMoves = Moves.TestCase
"""
PARAMETER = """
@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.req("X-1"))])
def test_f(n): ...
"""


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        (FUNCTION, ["test_f"]),
        (ASYNC, ["test_f"]),
        (SEVERAL, ["test_f"]),
        (SOMETIMES, ["test_f"]),
        (METHOD, ["TestC::test_m"]),
        (CLASS, ["TestC::test_m", "TestC::test_n"]),
        (NESTED, ["Case::TestInner::test_m"]),
        (MODULE, ["test_f", "TestMoves"]),
        (PARAMETER, ["test_f"]),
    ],
)
def test_a_marker_stands_for_every_test_it_applies_to(tree, text, tests):
    tree.write(text)
    assert tree.shown()["X-1"] == tuple(f"tests/test_a.py::{name}" for name in tests)


@pytest.mark.parametrize(
    "text",
    [
        '@pytest.mark.req("X-1")\ndef helper(): ...',
        '@pytest.mark.req("X-1")\nclass Cast:\n  def test_m(self): ...',
        '@pytest.mark.req("X-1")\nclass TestEmpty: ...',
        'pytestmark = pytest.mark.req("X-1")',
        '@pytest.mark.req("X-1")\n@pytest.mark.skip(reason="later")\ndef test_f(): ...',
        '@pytest.mark.req("X-1")\n@pytest.mark.xfail\ndef test_f(): ...',
        'pytestmark = pytest.mark.skip\n@pytest.mark.req("X-1")\ndef test_f(): ...',
    ],
)
def test_a_marker_on_nothing_that_runs_shows_nothing(tree, text):
    tree.claim(["X-1"], row("X-1", "covered"))
    tree.write(text)
    code, out, error = tree.run()
    assert (code, error) == (1, "The matrix is not true: X-1 (covered_without_test).")
    assert "warning  X-1: The marker at tests/test_a.py:" in out


def test_a_marker_in_a_text_or_outside_test_files_is_none(tree):
    tree.write("""TEXT = '@pytest.mark.req("X-1")'\nother.req("X-2")\n""")
    tree.write(TEST.format(id="X-3"), "conftest.py")
    assert tree.shown() == {}


@pytest.mark.parametrize("arguments", ["", "ID", '"X-1", ID', "*IDS", 'f"X-{n}"', '"X-1", n="X-2"'])
def test_an_id_that_is_not_written_out_cannot_be_judged(tree, arguments):
    tree.claim(["X-1"], row("X-1", "planned", "writing"))
    tree.write(f"@pytest.mark.req({arguments})\ndef test_f(): ...")
    assert tree.run() == (2, "", "tests/test_a.py:1: req() takes ids, written out")


def test_tests_are_read_and_never_run(tree):
    tree.write("raise SystemExit(9)\n" + TEST.format(id="X-1"))
    assert tree.shown() == {"X-1": ("tests/test_a.py::test_it",)}


def test_tests_that_cannot_be_read_cannot_be_judged(tree):
    tree.claim(["X-1"], row("X-1", "planned", "writing"))
    tree.write("def test_f(:")
    assert tree.run()[0] == 2
    tree.tests = tree.tests / "nowhere"
    assert tree.run() == (2, "", "nowhere: there is no such directory of tests")


# Reading the file


@pytest.mark.parametrize(
    ("ids", "rows", "code"),
    [
        (["X-1"], row("X-1", "planned", "writing") * 2, "unreadable"),
        (["X-1", "X-1"], row("X-1", "planned", "writing"), "duplicate"),
        (["X-1"], row("X-2", "planned", "writing"), "stranger"),
        (["X-1"], row("X-1", "done"), "vocabulary"),
        (["X-1"], row("X-1", "covered", priority="0"), "vocabulary"),
        (["X-1"], row("X-1", "planned", "  "), "blank"),
        (["X-1"], row("X-1") + "colour = 'red'", "keys"),
        (["X-1"], row("X-1") + "tests = ['tests/test_a.py::test_it']", "keys"),
        (["X-1"], "X-1 = 'covered'", "keys"),
        (["X-1"], "[requirements.X-1]\nsource = 'Rule'\npriority = '1'", "keys"),
        (["X-1"], row("X-1").replace('"1"', "1"), "blank"),
        ([["X-1"]], row("X-1"), "unreadable"),
        (3, row("X-1"), "unreadable"),
    ],
)
def test_a_file_that_does_not_say_what_it_means_is_refused(tree, ids, rows, code):
    tree.claim(ids, rows)
    with pytest.raises(InputRefused) as refused:
        requirements.load(tree.file)
    assert refused.value.code == code
    assert tree.run()[:2] == (2, "")


@pytest.mark.parametrize("text", ["", "[[sections]]", "sections = 1", "= oops", "\udcff"])
def test_a_file_that_is_no_matrix_is_refused(tree, text):
    tree.file.write_bytes(text.encode(errors="surrogateescape"))
    assert tree.run()[:2] == (2, "")


def test_a_missing_file_cannot_be_judged(tree):
    assert tree.run()[:2] == (2, "")


# The matrix that ships


@pytest.mark.req("A11-01")
def test_the_matrix_of_this_checkout_is_true():
    found = requirements.judge(
        requirements.load(FILE), requirements.scan(settings.BASE_DIR / "tests")
    )
    assert [finding for finding in found.findings if finding.fault] == []


def test_every_requirement_is_there_once_and_in_a_list():
    found = requirements.load(FILE)
    names = [requirement.id for requirement in found]
    assert (len(names), len(set(names))) == (132, 132)
    assert [requirement.id for requirement in found if not requirement.status] == []


def test_every_demand_is_one_sentence_of_its_own():
    demands = [requirement.demand for requirement in requirements.load(FILE)]
    assert len(set(demands)) == len(demands)
    assert [text for text in demands if not text.endswith(".") or text.count(". ")] == []


def test_what_is_planned_names_the_capability_that_brings_it():
    planned = [found for found in requirements.load(FILE) if found.status == "planned"]
    assert {found.why.partition(":")[0] for found in planned} <= set(CAPABILITIES)


def test_the_file_claims_support_and_no_more():
    assert "compliant" not in FILE.read_text(encoding="utf-8").casefold()


def test_a_shell_sees_the_exit_code_and_clean_json(tree):
    tree.claim(["X-1"], row("X-1", "covered"))
    places = [f"--file={tree.file}", f"--tests={tree.tests}"]
    run = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "requirements", "--json", *places],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, json.loads(run.stdout)["counts"]["covered"]) == (1, 1)
    assert "X-1 (covered_without_test)" in run.stderr
