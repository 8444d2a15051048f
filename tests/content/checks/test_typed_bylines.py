"""A typed byline of a review keeps a text from being submitted, however it is set; prose does not.

The lines themselves are in tests/content/bylines.
"""

from __future__ import annotations

import pytest

from tests.content.bylines.lines import BYLINES, HARMLESS

from .texts import BODY, findings

END = BODY.count("\n")
CLAIM = "Medically reviewed by Ann Lee, MD"


def places(added: str) -> list[int]:
    """The lines, from the end of the text, in which a typed byline is found."""
    found = findings(body=f"{BODY}\n{added}\n")
    return [each.line - END - 1 for each in found if each.code == "typed_byline"]


@pytest.mark.parametrize("line", BYLINES)
def test_a_byline_of_its_own_is_found(line: str) -> None:
    assert places(f"Rest.\n\n{line}\n\nSleep.") == [3]


@pytest.mark.parametrize("line", HARMLESS)
def test_a_harmless_line_is_left_alone(line: str) -> None:
    for added in (line, f"Rest.\n\n{line}\n\nSleep.", f"- Rest\n- {line}", f"## {line}\n\nRest."):
        assert places(added) == []


def test_harmless_lines_in_one_paragraph_are_left_alone() -> None:
    assert places(" ".join(f"{line.rstrip('.')}." for line in HARMLESS)) == []


@pytest.mark.parametrize(
    ("added", "line"),
    [
        (f"## {CLAIM}\n\nRest.", 1),
        (f"- Rest\n- {CLAIM}", 2),
        (f"> {CLAIM}", 1),
        (f"**{CLAIM}**", 1),
        ("*Medically* reviewed by [Ann Lee](https://example.org), **MD**", 1),
        (f"Rest helps.\\\n{CLAIM}", 2),
        (f"Rest helps.\n{CLAIM}", 2),
        ("Medically reviewed by Ann\nLee, MD", 1),
        ("reviewed by Ann Lee, MD", 1),
        (f"– {CLAIM}", 1),
        (f"({CLAIM})", 1),
        ("Medically\u00a0reviewed by Ann\u00a0Lee, MD", 1),
        ("Medically reviewed by\n\nAnn Lee, MD", 1),
        ("## Medical reviewers\n\n- Ann Lee, MD\n- Ben Day, DO", 1),
        ("| Medically reviewed by | Ann Lee, MD |\n|---|---|\n| Rest | Sleep |", 1),
        (f"| Rest | Sleep |\n|---|---|\n| {CLAIM} | Water |", 3),
        (f"```\n{CLAIM}\n```", 1),
        (f"{CLAIM}[@handbook]", 1),
        (f"Otto Penn | {CLAIM}", 1),
        ("Written by Otto Penn\\\nReviewed by Ann Lee", 2),
    ],
)
def test_it_is_found_however_it_is_set(added: str, line: int) -> None:
    assert places(added) == [line]


@pytest.mark.parametrize(
    "added",
    [
        "The guideline was written by many and\nreviewed by Ann Lee, MD, for the society.",
        "Rest helps a sore toe. This advice was medically reviewed by Ann Lee, MD, and others.",
        "Written by Otto Penn",
        "Fact checked by Ann Lee, MD",
        "Last reviewed on March 4, 2024",
        "- Have your feet\n- reviewed by a nurse",
        f"\x60{'a' * 500}\x60 {CLAIM}",
    ],
)
def test_what_claims_no_review_in_a_line_of_its_own_is_left_alone(added: str) -> None:
    assert places(added) == []


def test_a_summary_that_claims_a_review_is_found() -> None:
    [found] = [each for each in findings(summary=f"Rest.\n{CLAIM}") if each.is_error]
    assert (found.code, found.field, found.line) == ("typed_byline", "summary", 2)
