"""Who could review: SQL's sieve loses nobody whom the one rule accepts; ranked, page by page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from articles.credentials import candidates
from articles.credentials.candidates import ranked
from articles.credentials.sieve import NEITHER, SIGNER, SPECIALIST, sifted
from articles.days import editorial_date
from articles.models import Article, Review, Reviewer, ReviewPolicy
from articles.stages import Decision, LicenceRule, Stage
from articles.workflow import reviews
from tests.cast import Cast, person, today

from . import crowd
from .crowd import Crowd

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

POLICY = {
    "verification_days": crowd.VERIFICATION_DAYS,
    "disclosure_days": crowd.DISCLOSURE_DAYS,
    "grace_days": 30,
}


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.draft(specialty="rheumatology")


def found(article: Article, **asked: Any) -> list[candidates.Candidate]:
    now = timezone.now()
    policy = ReviewPolicy.objects.get()
    return ranked(article, policy, on=editorial_date(now), known_at=now, **asked).candidates


def every_page(article: Article) -> list[list[candidates.Candidate]]:
    now, after, pages = timezone.now(), "", []
    policy = ReviewPolicy.objects.get()
    while True:
        given = ranked(article, policy, on=editorial_date(now), known_at=now, after=after)
        pages.append(given.candidates)
        after = given.after
        if not after:
            return pages


def names(given: list[candidates.Candidate]) -> list[str]:
    return [candidate.reviewer.name for candidate in given]


# The sieve.


@pytest.mark.parametrize("tries", [24, pytest.param(150, marks=pytest.mark.slow)])
def test_whoever_may_sign_is_seen_by_the_sieve_and_a_specialist_as_one(
    cast: Cast, article: Article, tries: int
) -> None:
    now, met = timezone.now(), Counter[str]()

    # Not shrunk: the reviewer is named, and every try writes a crowd of rows.
    @settings(max_examples=tries, deadline=None, phases=(Phase.reuse, Phase.generate))
    @given(
        drawn=st.lists(crowd.people(), min_size=1, max_size=8),
        coverage=crowd.COVERAGE,
        underlying=st.booleans(),
        rule=crowd.mostly(LicenceRule.WARN, LicenceRule.REQUIRE),
    )
    def holds(drawn, coverage, underlying, rule) -> None:
        with transaction.atomic():
            made = Crowd(cast, now, editorial_date(now), set())
            made.cover(coverage)
            made.require(underlying=underlying)
            for number, each in enumerate(drawn):
                made.add(number, each)
            compare(article, ReviewPolicy(**POLICY, licence_rule=rule), made, met)
            transaction.set_rollback(True)

    holds()
    # A short run may by chance meet no mere signer; the whole run has met a good number of each.
    wanted = {"specialist": 20, "signer": 5, "neither": 20} if tries >= 150 else {"neither": 1}
    assert {kind: met[kind] for kind in wanted if met[kind] < wanted[kind]} == {}


def compare(article: Article, policy: ReviewPolicy, made: Crowd, met: Counter[str]) -> None:
    question = candidates._Question(article, policy, made.today, made.now, made.wrote)
    rows = list(question.sifted(Reviewer.objects.all()))
    for row, candidate in zip(rows, question.judged(rows), strict=True):
        verdict = candidate.verdict
        if verdict.is_specialist:
            met["specialist"] += 1
            assert row.sieve == SPECIALIST, row.name
        elif verdict.may_sign:
            met["signer"] += 1
            assert row.sieve in {SPECIALIST, SIGNER}, row.name
        else:
            met["neither"] += 1


GOOD = {
    "is_active": True,
    "account": "own",
    "wrote": False,
    "identity": (-30, "own"),
    "agreed": True,
    "disclosures": [-10],
    "away_until": None,
}
HELD = {
    "kind": "board_certification",
    "certificate": 0,
    "initial_on": -100,
    "ends_on": 0,
    "terms_since": crowd.LONG_AGO,
    "statuses": [("in_force", "", -100, 1, -90)],
    "checks": [("validated", "primary_source_web", -crowd.VERIFICATION_DAYS, -1)],
}


def seen(cast: Cast, article: Article, changes: dict[str, Any], held: dict[str, Any]) -> int:
    now = timezone.now()
    made = Crowd(cast, now, editorial_date(now), set())
    made.add(0, {**GOOD, **changes, "credentials": [{**HELD, **held}]})
    people = Reviewer.objects.filter(name="Drawn 0")
    return sifted(people, article, ReviewPolicy(**POLICY), made.today, made.wrote).get().sieve


def test_on_the_very_limit_of_everything_one_is_a_specialist(cast: Cast, article: Article) -> None:
    limits = {"identity": (0, "own"), "disclosures": [-crowd.DISCLOSURE_DAYS]}
    held = {"initial_on": 0, "statuses": [("in_force", "", 0, 1, -90)]}
    assert seen(cast, article, limits, held) == SPECIALIST


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ({"account": "none"}, {}),
        ({"account": "closed"}, {}),
        ({"account": "no role"}, {}),
        ({"wrote": True}, {}),
        ({"identity": None}, {}),
        ({"identity": (-30, "other")}, {}),
        ({"identity": (1, "own")}, {}),
        ({"disclosures": []}, {}),
        ({"disclosures": [1]}, {}),
        ({"disclosures": [-crowd.DISCLOSURE_DAYS - 1]}, {}),
        ({}, {"kind": "degree"}),
        ({}, {"initial_on": 1}),
        ({}, {"ends_on": -1}),
        ({}, {"statuses": []}),
        ({}, {"statuses": [("not_in_force", "lapsed", -100, None, -90)]}),
        ({}, {"statuses": [("in_force", "", 1, None, -90)]}),
        ({}, {"statuses": [("in_force", "", -100, 0, -90)]}),
        ({}, {"checks": []}),
        ({}, {"checks": [("val-fail", "primary_source_web", -10, -1)]}),
        ({}, {"checks": [("validated", "self_attested", -10, -1)]}),
        ({}, {"checks": [("validated", "primary_source_web", -10, None)]}),
        ({}, {"checks": [("validated", "primary_source_web", 1, -1)]}),
        ({}, {"checks": [("validated", "primary_source_web", -366, -1)]}),
    ],
)
def test_whoever_lacks_one_thing_that_is_needed_is_left_out(
    cast: Cast, article: Article, changes, held
) -> None:
    assert seen(cast, article, changes, held) == NEITHER


@pytest.mark.parametrize(
    ("certificate", "spans", "expected"),
    [
        (0, [], SPECIALIST),
        (1, [], SIGNER),
        (2, [], SIGNER),
        (2, [(-100, None)], SPECIALIST),
        (2, [(0, 1)], SPECIALIST),
        (2, [(1, None)], SIGNER),
        (2, [(-100, 0)], SIGNER),
        (1, [(-100, None)], SIGNER),
    ],
)
def test_a_certificate_makes_specialists_of_its_own_field_and_of_what_it_covers(
    cast: Cast, article: Article, certificate, spans, expected
) -> None:
    now = timezone.now()
    Crowd(cast, now, editorial_date(now), set()).cover(spans)
    assert seen(cast, article, {}, {"certificate": certificate}) == expected


# The order.


def test_specialists_stand_first_then_load_then_pace_and_the_absent_last(cast: Cast) -> None:
    for name in ("quick", "slow", "away", "busy"):
        cast.register(person(name, "Medical reviewers", name=f"{name.title()} Specialist"))
    for name in ("heart", "far"):
        user = person(name, "Medical reviewers", name=f"{name.title()} Signer")
        cast.register(user, certificate="Cardiovascular Disease")
    away = Reviewer.objects.filter(user__username__in=("away", "far"))
    away.update(away_until=today())
    Reviewer.objects.exclude(user__username__in=("quick", "slow", "away", "busy", "heart", "far",
                                                 "uma")).update(is_active=False)  # fmt: skip
    decided(cast, "quick", days=2)
    decided(cast, "slow", days=9)
    cast.submit(cast.draft(title="Waits"), user_of("busy"))

    assert names(found(cast.draft())) == [
        "Quick Specialist", "Slow Specialist", "Busy Specialist", "Away Specialist",
        "Heart Signer", "Far Signer", "Uma Unverified",
    ]  # fmt: skip


def user_of(username: str) -> Any:
    return Reviewer.objects.get(user__username=username).user


def decided(cast: Cast, username: str, *, days: float, ago: int = 1) -> None:
    """A review that took so many days, decided so many days ago."""
    article = cast.submit(cast.draft(title=f"{username} {days} {ago}"), user_of(username))
    closed = timezone.now() - dt.timedelta(days=ago)
    Review.objects.filter(round=article.round).update(
        invited_at=closed - dt.timedelta(days=days),
        closed_at=closed,
        decision=Decision.CHANGES_REQUESTED,
    )


def test_the_usual_time_is_the_median_of_two_years_of_decisions(cast: Cast) -> None:
    article = cast.draft()
    for days, ago in ((2, 1), (4, 700), (60, 3), (90, 731)):
        decided(cast, "ada", days=days, ago=ago)
    unanswered = cast.submit(cast.draft(title="Recalled"), cast.physician)
    Review.objects.filter(round=unanswered.round).update(closed_at=timezone.now())

    ada = next(c for c in found(article) if c.reviewer.name == "Ada Moss")
    assert ada.typical_days == pytest.approx(4)
    assert ada.pace == "about 4 days"
    assert ada.open_reviews == 0


def test_an_invitation_that_was_taken_back_says_nothing_of_the_pace(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    reviews.release(article.round.reviews.get(), actor=cast.editor, reason="On leave.")
    ada = next(c for c in found(article) if c.reviewer.name == "Ada Moss")
    assert ada.review is not None
    assert ada.typical_days is None


@pytest.mark.parametrize(
    ("days", "words"),
    [(None, "no reviews yet"), (0.1, "about 1 day"), (1.4, "about 1 day"), (9.6, "about 10 days")],
)
def test_the_pace_is_said_in_whole_days(days: float | None, words: str) -> None:
    given = candidates.Candidate(
        reviewer=Reviewer(name="A"), verdict=None, certifications=(), review=None,
        open_reviews=0, typical_days=days, is_away=False,
    )  # fmt: skip
    assert given.pace == words


def test_pages_by_key_hold_everybody_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "PAGE", 3)
    now = timezone.now()
    made = Crowd(cast, now, editorial_date(now), set())
    for number in range(20):
        away = (None, 5, None, -1)[number % 4]
        certificate = number % 3
        held = {**HELD, "certificate": certificate}
        account = ("own", "own", "closed")[number % 3 if number % 2 else 0]
        drawn = {**GOOD, "account": account, "away_until": away, "credentials": [held]}
        reviewer = made.add(number, drawn)
        if number % 5 == 0 and reviewer.user:
            cast.submit(cast.draft(title=f"Waits {number}"), reviewer.user)

    pages = every_page(cast.draft())
    everybody = [name for page in pages for name in names(page)]
    active = Reviewer.objects.filter(is_active=True).values_list("name", flat=True)
    assert sorted(everybody) == sorted(active)
    assert all(len(page) == 3 for page in pages[:-1])
    classes = [c.verdict.is_specialist * 2 or c.verdict.may_sign for p in pages for c in p]
    assert [int(c) for c in classes] == sorted((int(c) for c in classes), reverse=True)


@pytest.mark.parametrize("after", ["x", "1.2", "0.0.0.-1", "0.0.0.²", "1.1.1." + "9" * 99])
def test_a_cursor_that_makes_no_sense_gives_the_first_page(cast: Cast, after: str) -> None:
    article = cast.draft()
    assert names(found(article, after=after)) == names(found(article))


def test_a_name_narrows_whatever_its_case(cast: Cast) -> None:
    assert names(found(cast.draft(), search="NEM")) == ["Bela Nemeth"]
    assert found(cast.draft(), search="100%_") == []


def test_inactive_reviewers_are_not_candidates_but_stay_where_they_were_picked(
    cast: Cast, article: Article
) -> None:
    gone = cast.second_physician.reviewer
    Reviewer.objects.filter(pk=gone.pk).update(is_active=False)
    now, policy = timezone.now(), ReviewPolicy.objects.get()
    short = candidates.shortlist(
        article, policy, on=editorial_date(now), known_at=now, picked=[gone.pk]
    )
    assert gone.name not in names(found(article))
    assert names(short)[0] == gone.name
    assert "This reviewer is no longer active." in [str(r) for r in short[0].against]


def test_an_invitation_to_the_open_round_comes_with_the_candidate(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    asked = {c.reviewer.name: c.review for c in found(article)}
    assert asked["Ada Moss"] == article.round.reviews.get()
    assert asked["Bela Nemeth"] is None


# What it costs.


@pytest.mark.slow
@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.MEDICAL_REVIEW])
def test_three_reviewers_take_as_many_statements_as_sixty(cast: Cast, stage: Stage) -> None:
    article = cast.article_in(stage)
    Reviewer.objects.filter(user=cast.unassigned).update(is_active=False)

    def taken() -> int:
        with CaptureQueriesContext(connection) as captured:
            found(article)
        return len(captured) - 1  # the policy

    few = taken()
    assert len(found(article)) == 3
    for number in range(57):
        cast.register(person(f"reviewer{number}", "Medical reviewers"))
    assert Reviewer.objects.filter(is_active=True).count() == 60
    assert taken() == few <= 8
