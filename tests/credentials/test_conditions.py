"""What a sign-off by a person needs: each condition alone, all at once, and at its last day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from articles.credentials import eligibility
from articles.errors import TransitionRefused
from articles.models import Review
from articles.stages import InterestDecision, Stage
from articles.workflow import interests
from tests.cast import Cast

from .cases import (
    NOW,
    TODAY,
    Policy,
    certificate,
    day,
    lapsed,
    licence,
    profile,
    reviewer,
    status,
)

LABELS = {
    "account": "An active account of their own",
    "identity": "Identity checked by a second person",
    "agreement": "The reviewer agreement, accepted",
    "credential": "A verified credential in force",
    "licence": "The licence that the policy asks for",
    "disclosure": "A disclosure of interests that is not stale",
    "authorship": "Not their own text",
    "interest": "No disqualifying interest in this article",
}
SUSPENDED = (status(), lapsed("suspended", since="2026-02-01", recorded="2026-02-02"))


def judge(*facts, who=None, on=TODAY, policy=None, asked=None, **changes) -> eligibility.Verdict:
    """``changes``: of the profile; ``asked``: what else the judge is told."""
    return eligibility.judge(
        who or reviewer(),
        "rheumatology",
        policy or Policy(),
        profile(*(facts or (certificate(),)), **changes),
        on=on,
        known_at=NOW,
        **(asked or {}),
    )


def failed(verdict) -> dict[str, list[str]]:
    """The codes of what stands against it, under the condition they belong to."""
    return {c.code: [r.code for r in c.refusals] for c in verdict.conditions if not c.holds}


def named(decision=InterestDecision.NONE, interest="I hold stock of the maker") -> Review:
    return Review(interest=interest, interest_decision=decision)


def test_when_nothing_stands_against_it_every_condition_is_listed_and_holds() -> None:
    verdict = judge()

    assert {c.code: c.label for c in verdict.conditions} == LABELS
    assert all(condition.holds for condition in verdict.conditions)
    assert (verdict.may_sign, verdict.is_specialist, verdict.refusals) == (True, True, ())


ALONE = [
    (
        {"who": reviewer(is_active=False)},
        "account",
        "reviewer_inactive",
        "This reviewer is no longer active.",
    ),
    (
        {"who": reviewer(user_id=None), "is_active_user": False, "has_role": False},
        "account",
        "no_account",
        "This reviewer has no account; invite them.",
    ),
    (
        {"is_active_user": False, "has_role": False},
        "account",
        "account_inactive",
        "Their account has been deactivated.",
    ),
    (
        {"has_role": False},
        "account",
        "no_role",
        "Their account does not have the role of a medical reviewer.",
    ),
    (
        {"identity_on": None},
        "identity",
        "identity",
        "No second person has checked their identity.",
    ),
    (
        {"accepted": 0},
        "agreement",
        "agreement",
        "Version 1 of the reviewer agreement has not been accepted.",
    ),
    (
        {"agreement": 3, "accepted": 2},
        "agreement",
        "agreement",
        "Version 3 of the reviewer agreement has not been accepted.",
    ),
    (
        {"declared_on": None, "disclosure_id": 0, "statement": ""},
        "disclosure",
        "no_disclosure",
        "No disclosure of interests is on record.",
    ),
    (
        {"declared_on": day("2025-02-28")},
        "disclosure",
        "disclosure_stale",
        "The disclosure of interests is 366 days old.",
    ),
    (
        {"policy": Policy(licence_rule="require")},
        "licence",
        "no_licence",
        "No licence to practise is in force.",
    ),
    (
        {"credentials": (certificate(), licence(statuses=SUSPENDED))},
        "credential",
        "barred",
        "Licence US-AZ was suspended, revoked or surrendered.",
    ),
    (
        {"credentials": (certificate(checks=()),)},
        "credential",
        "credential_unverified",
        "Rheumatology has not been verified at its source by two people.",
    ),
    (
        {"credentials": ()},
        "credential",
        "no_credential",
        "No board certification or licence is on record.",
    ),
    (
        {"asked": {"wrote": True}},
        "authorship",
        "own_text",
        "You wrote or edited this text; someone else must do this.",
    ),
    (
        {"asked": {"review": named()}},
        "interest",
        "interest_open",
        "An editor has not decided about the interest named.",
    ),
    (
        {"asked": {"review": named(InterestDecision.DISQUALIFYING)}},
        "interest",
        "interest_disqualifies",
        "An editor found the interest disqualifying.",
    ),
]


@pytest.mark.req("P11-11", "P11-20")
@pytest.mark.parametrize(
    ("changes", "condition", "code", "sentence"),
    ALONE,
    ids=[f"{condition}: {code}" for _, condition, code, _ in ALONE],
)
def test_each_condition_alone_keeps_a_person_from_signing(
    changes, condition, code, sentence
) -> None:
    verdict = judge(**changes)

    assert failed(verdict) == {condition: [code]}
    assert [str(refusal) for refusal in verdict.refusals] == [sentence]
    assert (verdict.may_sign, verdict.is_specialist) == (False, False)
    assert (verdict.byline, verdict.relied_on) == ("", ())


def test_every_condition_has_a_case_of_its_own() -> None:
    assert {condition for _, condition, _, _ in ALONE} == set(LABELS)


def test_when_all_fail_at_once_one_verdict_names_every_reason() -> None:
    verdict = judge(
        certificate(checks=()),
        licence(statuses=SUSPENDED),
        who=reviewer(is_active=False),
        policy=Policy(licence_rule="require"),
        has_role=False,
        identity_on=None,
        accepted=0,
        declared_on=day("2025-01-01"),
        asked={"wrote": True, "review": named(InterestDecision.DISQUALIFYING)},
    )

    assert failed(verdict) == {
        "account": ["reviewer_inactive", "no_role"],
        "identity": ["identity"],
        "agreement": ["agreement"],
        "credential": ["barred", "credential_unverified", "credential_not_in_force"],
        "licence": ["no_licence"],
        "disclosure": ["disclosure_stale"],
        "authorship": ["own_text"],
        "interest": ["interest_disqualifies"],
    }
    assert len(verdict.refusals) == 11
    assert verdict.evidence()["conditions"] == []
    assert (verdict.may_sign, verdict.is_specialist, verdict.byline) == (False, False, "")


def test_looking_back_at_a_signature_only_the_credentials_are_judged() -> None:
    """What else was asked of the person was answered on the day they signed."""
    changes = {
        "who": reviewer(is_active=False, user_id=None),
        "identity_on": None,
        "accepted": 0,
        "declared_on": None,
    }
    told = {"wrote": True, "review": named(), "looking_back": True}

    verdict = judge(asked=told, **changes)
    assert [condition.code for condition in verdict.conditions] == ["credential", "licence"]
    assert (verdict.may_sign, verdict.is_specialist) == (True, True)

    verdict = judge(certificate(checks=()), asked=told, **changes)
    assert failed(verdict) == {"credential": ["credential_unverified"]}


# The yearly disclosure.


@pytest.mark.req("IC-02")
@pytest.mark.parametrize(
    ("age", "days", "holds"),
    [
        (0, 365, True),
        (364, 365, True),
        (365, 365, True),
        (366, 365, False),
        (30, 30, True),
        (31, 30, False),
    ],
)
def test_a_disclosure_counts_for_the_days_of_the_policy(age, days, holds) -> None:
    verdict = judge(policy=Policy(disclosure_days=days), declared_on=TODAY - dt.timedelta(days=age))

    assert verdict.may_sign is holds
    assert failed(verdict) == ({} if holds else {"disclosure": ["disclosure_stale"]})


@pytest.mark.req("IC-02")
@pytest.mark.django_db
def test_a_disclosure_is_renewed_by_declaring_again(cast: Cast) -> None:
    person, article = cast.physician.reviewer, cast.draft()
    declared = person.disclosures.get()
    year = declared.declared_on + dt.timedelta(days=365)

    def codes(on: dt.date) -> set[str]:
        return {refusal.code for refusal in eligibility.of(person, article, on=on).refusals}

    assert codes(year) == set()
    assert "disclosure_stale" in codes(year + dt.timedelta(days=1))
    assert "no_disclosure" in codes(declared.declared_on - dt.timedelta(days=1))


# What an interest in this very article means.


@pytest.mark.req("IC-02")
@pytest.mark.parametrize(
    ("review", "expected"),
    [
        (None, {}),
        (named(interest=""), {}),
        (named(), {"interest": ["interest_open"]}),
        (named(InterestDecision.NO_CONFLICT), {}),
        (named(InterestDecision.MANAGEABLE), {}),
        (named(InterestDecision.DISQUALIFYING), {"interest": ["interest_disqualifies"]}),
    ],
    ids=["not invited", "none named", "open", "no conflict", "manageable", "disqualifying"],
)
def test_an_interest_bars_while_it_is_open_and_where_it_disqualifies(review, expected) -> None:
    verdict = judge(asked={"review": review})

    assert failed(verdict) == expected
    assert verdict.may_sign is (not expected)


@pytest.mark.django_db
@pytest.mark.req("IC-04")
def test_an_editor_decides_what_an_interest_means_and_never_the_reviewer(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    review = Review.objects.get(round=article.round, reviewer=cast.physician.reviewer)

    def codes() -> list[str]:
        return [r.code for r in eligibility.of(cast.physician.reviewer, article).refusals]

    def decide(actor, decision) -> None:
        interests.decide(review, actor=actor, decision=decision, reason="Weighed")

    interests.declare(review, actor=cast.physician, interest="I advised the maker")
    assert codes() == ["interest_open"]
    with pytest.raises(PermissionDenied):
        decide(cast.physician, InterestDecision.NO_CONFLICT)
    assert codes() == ["interest_open"]
    decide(cast.editor, InterestDecision.DISQUALIFYING)
    assert codes() == ["interest_disqualifies"]
    decide(cast.editor, InterestDecision.MANAGEABLE)
    assert codes() == []


@pytest.mark.django_db
@pytest.mark.req("IC-04")
def test_an_editor_who_reviews_does_not_decide_about_their_own_interest(cast: Cast) -> None:
    cast.physician.groups.add(*cast.editor.groups.all())
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    review = Review.objects.get(round=article.round, reviewer=cast.physician.reviewer)
    interests.declare(review, actor=cast.physician, interest="I advised the maker")

    with pytest.raises(TransitionRefused) as refused:
        interests.decide(
            review, actor=cast.physician, decision=InterestDecision.MANAGEABLE, reason="Small"
        )

    assert [refusal.code for refusal in refused.value.refusals] == ["own_interest"]
    assert failed(eligibility.of(cast.physician.reviewer, article)) == {
        "interest": ["interest_open"]
    }
