"""Byline lines as they are written in the wild."""

from __future__ import annotations

import pytest

from articles.importers.claims import claims_in


@pytest.mark.parametrize(
    ("line", "people"),
    [
        (
            "Medically reviewed by Jane Roe, MD; American Board of Dermatology",
            [("Jane Roe, MD", "American Board of Dermatology", "", ("MD",))],
        ),
        (
            "  *Medically reviewed by J. Roe, M.D., FACP; A Board with specialty in Necks.*",
            [
                (
                    "J. Roe, M.D., FACP",
                    "A Board",
                    "Necks",
                    ("M.D.", "FACP"),
                )
            ],
        ),
        ("Reviewed by: Jane Roe, DO", [("Jane Roe, DO", "", "", ("DO",))]),
        ("Medical reviewer: Jane Roe", [("Jane Roe", "", "", ())]),
        ("Medical Review by Jane Roe, MD", [("Jane Roe, MD", "", "", ("MD",))]),
        ("Clinically reviewed by Jane Roe Jr., MD", [("Jane Roe Jr., MD", "", "", ("MD",))]),
        (
            "Medically reviewed by Jane Roe, MD, PhD on March 3, 2024",
            [("Jane Roe, MD, PhD", "", "", ("MD", "PhD"))],
        ),
        (
            "Medically reviewed by Jane Roe, MD, and Ann Doe, DO",
            [("Jane Roe, MD", "", "", ("MD",)), ("Ann Doe, DO", "", "", ("DO",))],
        ),
        (
            "Medically reviewed by Jane Roe, MD; Board A; Board B with subspecialty in C and D",
            [
                ("Jane Roe, MD", "Board A", "", ("MD",)),
                ("Jane Roe, MD", "Board B", "C and D", ("MD",)),
            ],
        ),
        ("**Medically reviewed by:** Jane Roe, MD", [("Jane Roe, MD", "", "", ("MD",))]),
    ],
)
def test_a_byline_is_read_and_kept_to_the_letter(line, people):
    claims = claims_in(line)
    assert {claim.raw_line for claim in claims} == {line}
    assert [(c.printed_name, c.board, c.subspecialty, c.degrees) for c in claims] == people


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Medically",
        "Reviewed by the agency in 2019, the medicine was approved.",
        "reviewed by Jane Roe, MD",
        "It was medically reviewed by Jane Roe, MD",
        "Medical review by experts is slow.",
        "Medically reviewed by " + "many people " * 40,
    ],
)
def test_prose_is_no_byline(line):
    assert claims_in(line) == []
