"""`check_article` says what form and guard say, and docs/checks.md is what the code says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from articles import presenting
from articles.content.checks import CHECKS
from articles.models import Article
from articles.workflow import checks
from tests.cast import TEXT, Cast
from tests.workflow.answers import reasons

PAGE = Path(__file__).resolve().parents[2] / "docs/checks.md"
POOR = "Rest.[@gone]\n\n#### Deep\n\nTake prednisone 20 daily.\n\n![](https://x.example/y.png)"


@pytest.fixture
def poor(cast: Cast) -> Article:
    """A text with errors and warnings."""
    cast.policy("Default", required_sections=["When to see a doctor"])
    return cast.draft(body=POOR, funding="", title="Toes")


def test_form_command_and_guard_say_the_same(cast: Cast, poor: Article, run) -> None:
    told = json.loads(run("check_article", poor.slug, "--json").out)["articles"][0]["findings"]
    assert told == [
        {
            "code": each.code,
            "sentence": each.sentence,
            "is_error": each.is_error,
            "field": each.field,
            "line": each.line,
        }
        for each in checks.findings(poor)
    ]
    panel = presenting.checked(poor)
    assert [(each.code, each.sentence, each.field, each.line) for each in panel.items] == [
        (each["code"], each["sentence"], each["field"], each["line"]) for each in told
    ]
    assert [each.tone == "no" for each in panel.items] == [each["is_error"] for each in told]
    stands = {each["code"]: each["sentence"] for each in told if each["is_error"]}
    assert reasons(cast.submit, poor) == stands
    assert stands.keys() == {
        "section_missing",
        "dangling_citation",
        "image_without_words",
        "remote_image",
        "funding_missing",
    }


def test_a_person_reads_a_table(poor: Article, run) -> None:
    ran = run("check_article", poor.slug)
    lines = ran.out.splitlines()
    assert lines[0] == f"{poor.slug}: 5 in the way of submitting, 3 to look at"
    assert "  error    dangling_citation    Body, line 1        The citation [@gone]" in ran.out
    assert "  warning  uncited_reference    Reference 1         The reference “handbook”" in ran.out
    assert (ran.code, ran.err) == (1, f"Not ready to be submitted: {poor.slug}.")


def test_warnings_alone_exit_0_and_every_article_is_told(cast: Cast, run) -> None:
    good, odd = cast.draft(), cast.draft(title="Odd", body=f"{TEXT} [x](http://x.example)")
    ran = run("check_article", odd.slug, good.slug, odd.slug)
    assert (ran.code, ran.err) == (0, "")
    assert [line for line in ran.out.splitlines() if not line.startswith(" ")] == [
        f"{odd.slug}: 0 in the way of submitting, 1 to look at",
        f"{good.slug}: 0 in the way of submitting, 0 to look at",
    ]


def test_an_unknown_address_is_named_and_nothing_is_checked(cast: Cast, run) -> None:
    ran = run("check_article", cast.draft().slug, "nowhere", "neither")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "There is no article “nowhere”, “neither”. Nothing was checked."
    assert run("check_article").code == 2


def test_the_page_is_what_the_code_says(run) -> None:
    page = PAGE.read_text()
    assert page == run("check_article", "--list").out
    assert [code for code in (each.code for each in CHECKS) if f"| `{code}` |" not in page] == []
