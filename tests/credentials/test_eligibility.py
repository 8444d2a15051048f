"""May this reviewer sign this article? Two verdicts, and every reason against at once."""

from __future__ import annotations

import datetime as dt

import pytest

from articles.credentials import eligibility
from articles.credentials.loading import load
from articles.models import ReviewPolicy
from articles.stages import CredentialKind
from tests.cast import Cast, today

from .cases import (
    NOW,
    TODAY,
    Policy,
    certificate,
    check,
    day,
    lapsed,
    licence,
    primary,
    profile,
    reviewer,
    status,
)

LAPSED = (status(), lapsed(since="2022-12-31", recorded="2023-01-01"))
SUSPENDED = (status(), lapsed("suspended", since="2026-02-01", recorded="2026-02-02"))
OLD = (check("2024-01-01", confirmed="2024-01-02"),)


def judge(*facts, specialty="rheumatology", on=TODAY, who=None, asked=None, **policy):
    """``asked``: what else is told to the judge; ``policy``: rules that differ from the usual."""
    return eligibility.judge(
        who or reviewer(),
        specialty,
        Policy(**policy),
        profile(*facts),
        on=on,
        known_at=NOW,
        **(asked or {}),
    )


def codes(*facts, **options) -> list[str]:
    return [refusal.code for refusal in judge(*facts, **options).refusals]


@pytest.mark.parametrize(
    ("facts", "specialty", "may_sign", "is_specialist"),
    [
        ((certificate(),), "rheumatology", True, True),
        ((primary(), certificate()), "rheumatology", True, True),
        ((primary(),), "internal_medicine", True, True),
        ((primary(),), "rheumatology", True, False),
        ((certificate(),), "internal_medicine", True, False),
        ((certificate(),), "cardiology", True, False),
        ((licence(),), "rheumatology", True, False),
        ((licence(), certificate(statuses=LAPSED)), "rheumatology", True, False),
        ((primary(), certificate(checks=OLD)), "rheumatology", True, False),
        ((certificate(), primary(statuses=LAPSED)), "rheumatology", True, True),
        ((certificate(statuses=LAPSED),), "rheumatology", False, False),
        ((certificate(checks=()),), "rheumatology", False, False),
        ((), "rheumatology", False, False),
    ],
    ids=[
        "a specialist",
        "with the primary certificate as well",
        "a generalist on a general text",
        "a generalist signs but is no specialist: the primary covers no subspecialty",
        "nor does a subspecialty cover its primary",
        "a specialist of something else",
        "a licence alone",
        "a licence, the certificate lapsed",
        "a generalist whose subspecialty was not checked this year",
        "a specialist who let the primary lapse",
        "lapsed",
        "never checked",
        "nothing on record",
    ],
)
def test_who_may_sign_and_who_counts_as_specialist(facts, specialty, may_sign, is_specialist):
    verdict = judge(*facts, specialty=specialty)

    assert (verdict.may_sign, verdict.is_specialist) == (may_sign, is_specialist)
    assert verdict.ok is may_sign
    assert bool(verdict.refusals) is not may_sign
    assert bool(verdict.relied_on) is may_sign


@pytest.mark.parametrize("reason", ["suspended", "revoked", "surrendered"])
@pytest.mark.parametrize("where", ["licence", "primary", "degree"])
def test_suspended_revoked_or_surrendered_anywhere_bars_whatever_else_is_held(where, reason):
    statuses = (status(), lapsed(reason, since="2026-02-01", recorded="2026-02-02"))
    bad = {
        "licence": licence(statuses=statuses),
        "primary": primary(statuses=statuses),
        "degree": licence(statuses=statuses, kind=CredentialKind.DEGREE, label="MD"),
    }[where]

    verdict = judge(certificate(), bad)

    assert (verdict.may_sign, verdict.is_specialist, verdict.byline) == (False, False, "")
    assert [str(refusal) for refusal in verdict.refusals] == [
        f"{bad.label} was suspended, revoked or surrendered."
    ]


@pytest.mark.parametrize("reason", ["lapsed", "expired", "inactive", "restricted", "other"])
def test_what_merely_ended_elsewhere_bars_nobody(reason) -> None:
    ended = licence(statuses=(status(), lapsed(reason, since="2026-02-01", recorded="2026-02-02")))

    assert judge(certificate(), ended).may_sign


def test_a_suspension_that_was_lifted_bars_no_longer() -> None:
    lifted = lapsed("suspended", since="2025-02-01", until="2025-08-01", recorded="2025-02-01")
    facts = (certificate(), licence(statuses=(status(), lifted)))
    checks = (check("2025-01-15", confirmed="2025-01-16"),)

    assert judge(*facts).may_sign
    assert not judge(certificate(checks=checks), facts[1], on=day("2025-07-31")).may_sign


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        ("require", (certificate(),), ["no_licence"]),
        ("require", (certificate(), licence()), []),
        ("require", (certificate(), licence(statuses=LAPSED)), ["no_licence"]),
        ("require", (certificate(), licence(checks=())), ["no_licence"]),
        ("require", (certificate(), licence(checks=OLD)), ["no_licence"]),
        ("require", (licence(),), []),
        ("warn", (certificate(),), []),
        ("warn", (certificate(), licence(statuses=LAPSED)), []),
        ("ignore", (certificate(), licence(statuses=LAPSED)), []),
        ("warn", (certificate(), licence(statuses=SUSPENDED)), ["barred"]),
        ("ignore", (certificate(), licence(statuses=SUSPENDED)), ["barred"]),
    ],
)
def test_what_a_policy_asks_of_the_licence(rule, facts, expected) -> None:
    assert codes(*facts, licence_rule=rule) == expected


@pytest.mark.req("CR-06")
def test_an_npi_is_no_licence() -> None:
    numbered = reviewer(npi="1234567893", npi_public=True)

    assert codes(certificate(), who=numbered, licence_rule="require") == ["no_licence"]
    assert codes(who=numbered) == ["no_credential"]


def test_an_inactive_reviewer_signs_nothing() -> None:
    assert codes(certificate(), who=reviewer(is_active=False)) == ["reviewer_inactive"]


def test_every_reason_is_given_at_once() -> None:
    found = judge(
        certificate(checks=()),
        primary(statuses=LAPSED),
        licence(statuses=SUSPENDED),
        who=reviewer(is_active=False),
        licence_rule="require",
    ).refusals

    assert [(refusal.code, str(refusal)) for refusal in found] == [
        ("reviewer_inactive", "This reviewer is no longer active."),
        ("barred", "Licence US-AZ was suspended, revoked or surrendered."),
        (
            "credential_unverified",
            "Rheumatology has not been verified at its source by two people.",
        ),
        (
            "credential_not_in_force",
            "Internal Medicine is not in force: lapsed since 31 Dec 2022.",
        ),
        (
            "credential_not_in_force",
            "Licence US-AZ is not in force: suspended since 1 Feb 2026.",
        ),
        ("no_licence", "No licence to practise is in force."),
    ]


def test_with_nothing_on_record_it_says_so() -> None:
    degree = licence(kind=CredentialKind.DEGREE, label="MD")

    assert codes() == ["no_credential"]
    assert codes(degree) == ["no_credential"]


def test_the_verdict_is_for_a_day_as_known_at_a_moment() -> None:
    verdict = judge(certificate(), on=day("2026-02-01"))

    assert (verdict.on, verdict.known_at) == (day("2026-02-01"), NOW)


CONDITIONS = [
    *("account", "identity", "agreement", "credential", "licence"),
    *("disclosure", "authorship", "interest"),
]


def test_a_signature_stores_both_verdicts_and_what_each_rests_on() -> None:
    evidence = judge(certificate(), primary(statuses=LAPSED), licence()).evidence()

    assert evidence == {
        "may_sign": True,
        "is_specialist": True,
        "conditions": CONDITIONS,
        "disclosure": "None declared.",
        "disclosure_id": 5,
        "agreement": 1,
        "byline": (
            "Medically reviewed by Ada Moss, MD; American Board of Internal Medicine "
            "with subspecialty in Rheumatology"
        ),
        "credentials": [
            {
                "credential": 1,
                "board": "American Board of Internal Medicine",
                "certificate": "Rheumatology",
                "kind": "subspecialty",
                "status": "in_force",
                "status_id": 1,
                "verification_id": 1,
                "verified_on": "2026-01-15",
            },
            {
                "credential": 3,
                "board": "",
                "certificate": "Licence US-AZ",
                "kind": "licence",
                "status": "in_force",
                "status_id": 1,
                "verification_id": 1,
                "verified_on": "2026-01-15",
            },
        ],
    }


def test_who_may_not_sign_has_no_evidence_and_no_line() -> None:
    assert judge(certificate(checks=())).evidence() == {
        "may_sign": False,
        "is_specialist": False,
        "conditions": [code for code in CONDITIONS if code != "credential"],
        "byline": "",
        "credentials": [],
        "disclosure": "None declared.",
        "disclosure_id": 5,
        "agreement": 1,
    }


# From the database.


@pytest.mark.django_db
def test_the_verdict_for_a_person_and_an_article(cast: Cast) -> None:
    article = cast.draft()

    assert eligibility.of(cast.physician.reviewer, article).is_specialist
    assert [r.code for r in eligibility.of(cast.unverified.reviewer, article).refusals] == [
        "credential_unverified"
    ]


@pytest.mark.django_db
def test_judging_loaded_facts_sends_no_statement(cast: Cast, django_assert_num_queries) -> None:
    person = cast.physician.reviewer
    policy = ReviewPolicy.objects.get()
    found = load([person.pk], on=today())[person.pk]

    with django_assert_num_queries(0):
        eligibility.judge(person, "rheumatology", policy, found, on=today(), known_at=NOW)


@pytest.mark.django_db
def test_without_a_policy_nobody_may_sign(cast: Cast) -> None:
    cast.policy("Default", is_active=False)

    verdict = eligibility.of(cast.physician.reviewer, cast.draft())

    assert (verdict.may_sign, [r.code for r in verdict.refusals]) == (False, ["no_policy"])


@pytest.mark.django_db
def test_one_may_ask_about_another_day(cast: Cast) -> None:
    person, article = cast.physician.reviewer, cast.draft()
    last = today() + dt.timedelta(days=365)

    assert eligibility.of(person, article, on=last).may_sign
    assert not eligibility.of(person, article, on=last + dt.timedelta(days=1)).may_sign
    assert not eligibility.of(person, article, on=dt.date(2009, 11, 3)).may_sign
