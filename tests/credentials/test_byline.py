"""The line readers see is made from what is in force, never typed."""

from __future__ import annotations

import pytest

from articles.credentials import eligibility
from articles.credentials.byline import byline
from articles.stages import CertificateKind

from .cases import (
    ABIM,
    NOW,
    TODAY,
    Policy,
    certificate,
    day,
    lapsed,
    licence,
    primary,
    profile,
    reviewer,
    status,
)

AOBIM = "American Osteopathic Board of Internal Medicine"
AOBFP = "American Osteopathic Board of Family Physicians"


def osteopath(name: str, kind: CertificateKind, board: str = AOBFP, **changes):
    return certificate(
        **{
            "label": name,
            "certificate": name,
            "certificate_kind": kind,
            "board": board,
            "initial_on": day("2015-06-01"),
            "id": 7,
            **changes,
        }
    )


PRIMARY, SUB = CertificateKind.PRIMARY, CertificateKind.SUBSPECIALTY
CAQ, FOCUS = CertificateKind.ADDED_QUALIFICATION, CertificateKind.FOCUSED_PRACTICE

GERIATRICS = certificate(
    id=4, certificate="Geriatric Medicine", initial_on=day("2012-01-01"), certificate_id=11
)
SPORTS = osteopath("Sports Medicine", CAQ)
FAMILY = osteopath("Family Practice", PRIMARY, id=6)
HOSPITAL = certificate(
    id=5, certificate="Hospital Medicine", certificate_kind=FOCUS, initial_on=day("2018-01-01")
)


@pytest.mark.req("CR-05", "CR-08")
@pytest.mark.parametrize(
    ("in_force", "expected"),
    [
        ([], None),
        ([licence()], None),
        ([primary()], ABIM),
        ([certificate()], f"{ABIM} with subspecialty in Rheumatology"),
        ([primary(), certificate()], f"{ABIM} with subspecialty in Rheumatology"),
        ([certificate(), primary()], f"{ABIM} with subspecialty in Rheumatology"),
        ([certificate(), licence()], f"{ABIM} with subspecialty in Rheumatology"),
        (
            [GERIATRICS, primary(), certificate()],
            f"{ABIM} with subspecialty in Rheumatology and Geriatric Medicine",
        ),
        (
            [primary(), certificate(), GERIATRICS, certificate(id=9, certificate="Sleep Medicine")],
            f"{ABIM} with subspecialty in Rheumatology, Sleep Medicine and Geriatric Medicine",
        ),
        ([FAMILY, primary()], f"{ABIM}; {AOBFP}"),
        (
            [FAMILY, SPORTS],
            f"{AOBFP} with a Certification of Added Qualifications in Sports Medicine",
        ),
        (
            [osteopath("Rheumatology", SUB, AOBIM)],
            f"{AOBIM} with subspecialty in Rheumatology",
        ),
        (
            [primary(), HOSPITAL],
            f"{ABIM} with a focused practice designation in Hospital Medicine",
        ),
        (
            [primary(), certificate(), HOSPITAL, FAMILY, SPORTS],
            (
                f"{ABIM} with subspecialty in Rheumatology with a focused practice designation in "
                f"Hospital Medicine; {AOBFP} with a Certification of Added Qualifications in "
                "Sports Medicine"
            ),
        ),
    ],
    ids=[
        "nothing: no line",
        "only a licence: no line",
        "only the primary certificate: the board",
        "a subspecialty",
        "both",
        "both, in any order",
        "a licence is not named",
        "two subspecialties",
        "three",
        "two boards, the older certificate first",
        "added qualifications",
        "an osteopathic subspecialty",
        "a focused practice",
        "everything",
    ],
)
def test_the_line_says_what_is_in_force(in_force, expected) -> None:
    said = f"Medically reviewed by Ada Moss, MD; {expected}" if expected else ""

    assert byline("Ada Moss, MD", in_force) == said


def test_boards_without_a_day_of_issue_come_last_in_the_order_of_entry() -> None:
    undated = osteopath("Family Practice", PRIMARY, initial_on=None, id=1)
    other = osteopath("Internal Medicine", PRIMARY, AOBIM, initial_on=None, id=2)

    assert byline("A", [other, undated, primary()]) == (
        f"Medically reviewed by A; {ABIM}; {AOBFP}; {AOBIM}"
    )


@pytest.mark.req("CR-08")
def test_a_rheumatologist_who_let_the_primary_certificate_lapse_keeps_the_very_same_line() -> None:
    """The line names the board, so it stays true; the board does not ask for the primary one."""
    kept, dropped = primary(), primary(statuses=(status(), lapsed(since="2022-12-31")))
    lines = {
        eligibility.judge(
            reviewer(name="Lee Marlow", degrees="DO"),
            "rheumatology",
            Policy(),
            profile(held, certificate()),
            on=TODAY,
            known_at=NOW,
        ).byline
        for held in (kept, dropped)
    }

    assert lines == {
        (
            "Medically reviewed by Lee Marlow, DO; American Board of Internal Medicine "
            "with subspecialty in Rheumatology"
        )
    }


@pytest.mark.req("CR-08")
@pytest.mark.parametrize(
    "facts",
    [
        certificate(checks=()),
        certificate(statuses=()),
        certificate(ends_on=day("2025-12-31")),
        licence(),
    ],
    ids=["never checked", "no status", "ended", "only a licence"],
)
def test_what_is_not_in_force_makes_no_line_rather_than_a_shorter_one(facts) -> None:
    verdict = eligibility.judge(
        reviewer(degrees=""),
        "rheumatology",
        Policy(),
        profile(facts),
        on=TODAY,
        known_at=NOW,
    )

    assert verdict.byline == ""


def test_a_lapsed_subspecialty_leaves_the_board_that_is_still_true() -> None:
    verdict = eligibility.judge(
        reviewer(degrees=""),
        "rheumatology",
        Policy(),
        profile(primary(), certificate(checks=())),
        on=TODAY,
        known_at=NOW,
    )

    assert verdict.byline == f"Medically reviewed by Ada Moss; {ABIM}"
    assert not verdict.is_specialist
