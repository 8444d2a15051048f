"""The checks in words, from the code itself."""

from __future__ import annotations

from collections.abc import Iterable

from .readability import ENOUGH, TARGETS
from .table import CHECKS, Check

_PAGE = """\
# The checks

Printed by `manage.py check_article --list`; a test compares.

The form, the button to submit and `manage.py check_article ADDRESS…` say the same of a text. An
error keeps it from being submitted; without a title or a specialty it cannot be saved either. A
warning holds nothing up; reviewers find it on their page, under *What the checks noticed*.

## Errors

{errors}

## Warnings

{warnings}

## Sections that must be there

A review policy may list headings, one a line (*Admin, Review policies*). Headings that will do as
well stand on the same line, with `|` between them. Capitals, the level, and a sign at the end make
no difference. A heading without words under it does not count, nor does one in a quote or a list.

## How reading is measured

Both grades are years of school in the United States, worked out here and offline, on prose alone:
no headings, tables, code or references, and no figures. An item of a list is a sentence. Under
{enough} words nothing is said, nor of languages other than English.

- Flesch-Kincaid (Kincaid and others, 1975): 0.39 × words per sentence + 11.8 × syllables per word
  − 15.59.
- SMOG (McLaughlin, 1969): 1.0430 × √(words of three syllables or more × 30 ÷ sentences) + 3.1291.

A text for patients should reach at most {kincaid} (Flesch-Kincaid) and {smog} (SMOG). What the
American Medical Association and the National Institutes of Health advise lies between grades 6 and
8. SMOG foretells full understanding and comes out about two grades higher for the same text. Texts
for clinicians have no target.

Syllables are counted by rule, since no word list knows every medicine. Of the 124,056 plain words
of the CMU pronouncing dictionary, names of people and places among them, 93 in 100 get a number of
syllables that the dictionary gives.
"""


def page() -> str:
    """docs/checks.md."""
    kincaid, smog = TARGETS["patient"]
    return _PAGE.format(
        errors=_table(check for check in CHECKS if check.is_error),
        warnings=_table(check for check in CHECKS if not check.is_error),
        enough=ENOUGH,
        kincaid=kincaid,
        smog=smog,
    )


def _table(checks: Iterable[Check]) -> str:
    rows = [f"| `{check.code}` | {check.meaning} | {check.remedy} |" for check in checks]
    return "\n".join(["| code | what it means | what to do |", "|---|---|---|", *rows])
