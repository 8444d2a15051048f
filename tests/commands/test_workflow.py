"""`workflow` prints what the code says, and docs/workflow.md is that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs/workflow.md"


@pytest.mark.req("PF-01")
def test_the_page_in_docs_is_what_the_code_says(run) -> None:
    assert run("workflow", f"--check={PAGE}").code == 0


def test_a_page_that_differs_is_told_how_to_mend_it(run, tmp_path: Path) -> None:
    (tmp_path / "w.md").write_text("# Something else\n")
    ran = run("workflow", f"--check={tmp_path / 'w.md'}")
    assert ran.code == 1
    assert "--format markdown" in ran.err


def test_each_format_names_every_transition(run) -> None:
    table = json.loads(run("workflow", "--format=json").out)
    names = [row["name"] for row in table]
    assert len(names) == 9
    for form in ("text", "mermaid", "markdown"):
        out = run("workflow", f"--format={form}").out
        assert [name for name in names if name not in out] == []
