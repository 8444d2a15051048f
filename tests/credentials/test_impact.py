"""What depends on a credential: three classes, on a day, as known at a moment."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.credentials import impact, recording
from articles.credentials.impact import Scope
from articles.models import Board, Credential
from articles.stages import Duration, Stage, StandingClass, StandingReason, Umbrella
from tests.cast import Cast, standing_signature
from tests.credentials.news import Clock, certificate_of, fail, live, revoke, today

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LONG_AGO = dt.date(2020, 1, 1)
VALID, SINCE, NOT_THEN = (
    StandingClass.VALID,
    StandingClass.LAPSED_SINCE,
    StandingClass.NOT_VALID_THEN,
)


def classes(scope: Scope, *, on: dt.date | None = None, known_at: dt.datetime | None = None):
    """By article title."""
    found = impact.assess(scope, on=on or today(), known_at=known_at or timezone.now())
    return {f.signature.article.title: f.standing_class for f in found}


def of(user) -> Scope:
    return Scope(reviewer=user.reviewer)


def test_nothing_against_it_is_valid_then_and_now(cast: Cast) -> None:
    live(cast)
    assert classes(of(cast.physician)) == {"Gout flares": VALID}


def test_a_lapse_after_signing_is_lapsed_since_from_its_first_day(cast: Cast, clock: Clock) -> None:
    live(cast)
    clock.later(10)
    lapsed = today() - dt.timedelta(days=4)
    revoke(cast, certificate_of(cast.physician), lapsed, reason=StandingReason.LAPSED)

    assert classes(of(cast.physician)) == {"Gout flares": SINCE}
    assert classes(of(cast.physician), on=lapsed) == {"Gout flares": SINCE}
    assert classes(of(cast.physician), on=lapsed - dt.timedelta(days=1)) == {"Gout flares": VALID}


@pytest.mark.req("CO-05")
def test_a_backdated_revocation_is_not_valid_then_whichever_day_is_asked(cast: Cast) -> None:
    live(cast)
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    for on in (LONG_AGO, today(), today() + dt.timedelta(days=400)):
        assert classes(of(cast.physician), on=on) == {"Gout flares": NOT_THEN}


def test_it_is_judged_by_what_was_known_at_the_moment_asked_about(cast: Cast, clock: Clock) -> None:
    live(cast)
    clock.later(5)
    before = timezone.now()
    clock.later(5)
    revoke(cast, certificate_of(cast.physician), LONG_AGO)

    assert classes(of(cast.physician), known_at=before) == {"Gout flares": VALID}
    assert classes(of(cast.physician)) == {"Gout flares": NOT_THEN}


def test_a_check_that_grew_old_takes_nothing_away(cast: Cast, clock: Clock) -> None:
    live(cast)
    clock.later(900)
    assert classes(of(cast.physician)) == {"Gout flares": VALID}


def test_a_failed_check_of_then_does_and_one_of_later_does_not(cast: Cast, clock: Clock) -> None:
    live(cast)
    signed = today()
    clock.later(20)
    fail(cast, certificate_of(cast.physician))
    assert classes(of(cast.physician)) == {"Gout flares": VALID}
    fail(cast, certificate_of(cast.physician), on=signed)
    assert classes(of(cast.physician)) == {"Gout flares": NOT_THEN}


def test_a_day_ahead_shows_what_will_have_ended(cast: Cast) -> None:
    live(cast)
    credential = certificate_of(cast.physician)
    credential.duration = Duration.TIME_LIMITED
    credential.ends_on = today() + dt.timedelta(days=30)
    recording.save(credential, actor=cast.officer, reason="As printed")
    cast.verify(credential)

    ends = credential.ends_on
    assert classes(of(cast.physician), on=ends) == {"Gout flares": VALID}
    assert classes(of(cast.physician), on=ends + dt.timedelta(days=1)) == {"Gout flares": SINCE}


# Scopes.


def test_a_certificate_or_a_board_takes_everybody_who_relied_on_it(cast: Cast) -> None:
    live(cast, cast.physician, title="Ada’s")
    live(cast, cast.second_physician, title="Bela’s")
    other = recording.save(
        Board(code="AOBIM", name="Osteopathic Internal Medicine", umbrella=Umbrella.AOA),
        actor=cast.officer,
        reason="Catalogue",
    )
    both = {"Ada’s": VALID, "Bela’s": VALID}
    certificates = cast.certificates
    assert classes(Scope(certificate=certificates["Rheumatology"])) == both
    assert classes(Scope(board=certificates["Rheumatology"].board)) == both
    assert classes(Scope(certificate=certificates["Internal Medicine"])) == {}
    assert classes(Scope(board=other)) == {}
    assert classes(of(cast.physician)) == {"Ada’s": VALID}


def two_certificates(cast: Cast) -> Credential:
    """The physician also holds the primary certificate, and relies on both."""
    cast.register(cast.physician, certificate="Internal Medicine")
    return cast.physician.reviewer.credentials.get(certificate__name="Internal Medicine")


def test_only_the_credential_asked_about_is_judged(cast: Cast) -> None:
    primary = two_certificates(cast)
    live(cast)
    revoke(cast, primary, LONG_AGO)

    certificates = cast.certificates
    assert classes(Scope(certificate=certificates["Internal Medicine"])) == {
        "Gout flares": NOT_THEN
    }
    assert classes(Scope(certificate=certificates["Rheumatology"])) == {"Gout flares": VALID}
    assert classes(of(cast.physician)) == {"Gout flares": NOT_THEN}


def test_a_credential_that_was_recorded_after_signing_was_not_relied_on(cast: Cast) -> None:
    live(cast)
    two_certificates(cast)
    assert classes(Scope(certificate=cast.certificates["Internal Medicine"])) == {}


def test_the_finding_names_each_credential_with_its_reasons(cast: Cast, clock: Clock) -> None:
    primary = two_certificates(cast)
    article = live(cast)
    clock.later(9)
    revoke(cast, primary, today())

    [finding] = impact.assess(of(cast.physician), on=today(), known_at=timezone.now())

    assert finding.signature == standing_signature(article)
    assert [(j.facts.label, j.then, bool(j.since)) for j in finding.credentials] == [
        ("Rheumatology", None, False),
        ("Internal Medicine", None, True),
    ]
    assert [doubt.refusal.code for doubt in finding.since] == ["credential_not_in_force"]


@pytest.mark.parametrize("stage", [s for s in Stage if s != Stage.PUBLISHED])
def test_only_what_readers_see_counts(cast: Cast, stage: Stage) -> None:
    cast.article_in(stage)
    assert classes(of(cast.physician)) == {}


def test_one_signature_is_judged_live_or_not(cast: Cast) -> None:
    article = cast.article_in(Stage.WITHDRAWN)
    signature = standing_signature(article)
    revoke(cast, certificate_of(cast.physician), LONG_AGO)

    finding = impact.of_signature(signature, on=today(), known_at=timezone.now())

    assert finding is not None
    assert finding.standing_class == NOT_THEN


def test_as_many_statements_for_one_article_as_for_six(cast: Cast) -> None:
    board = Scope(board=cast.certificates["Rheumatology"].board)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            for finding in impact.assess(board, on=today(), known_at=timezone.now()):
                assert finding.signature.article.subject
                assert finding.signature.article.get_absolute_url()
                assert finding.signature.article.stage == Stage.PUBLISHED
        return len(captured)

    live(cast)
    one = statements()
    for number in range(5):
        users = [cast.physician, cast.second_physician][number % 2 : number % 2 + 1]
        live(cast, *users, title=f"Number {number}")
    assert (statements(), one <= 6) == (one, True)
