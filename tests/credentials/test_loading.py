"""Profiles from the database: what stands on record by a day, the same by either way of asking."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group

from articles import roles
from articles.credentials import agreement, checking, onboarding, recording
from articles.credentials.facts import Cover, Profile
from articles.credentials.loading import load, load_many
from articles.models import Coverage, Reviewer
from articles.stages import CertificateKind, IdentityMethod, Standing, StandingReason
from tests.cast import Cast, person, today

from .town import ON, Town, plainly

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def both(people: list[int] | None = None, on: dt.date = ON) -> dict[int, Profile]:
    """What both ways of loading say, after seeing that they say the same."""
    asked = Reviewer.objects.all() if people is None else Reviewer.objects.filter(pk__in=people)
    keys = list(asked.values_list("pk", flat=True))
    found = load(keys, on=on)
    assert found == load_many(asked, on=on)
    return found


def one(reviewer: Reviewer, on: dt.date | None = None) -> Profile:
    return both([reviewer.pk], on or today())[reviewer.pk]


# Any database.


@pytest.mark.parametrize("seed", range(25))
def test_both_ways_of_loading_say_what_is_stored_each_row_once(cast: Cast, seed) -> None:
    Town(cast, seed)

    assert both() == {who.pk: plainly(who, ON) for who in Reviewer.objects.all()}


@pytest.mark.parametrize("people", [1, 4, 30])
def test_one_statement_while_rows_are_claimed_and_five_for_any_number(
    cast: Cast, django_assert_num_queries, people
) -> None:
    town = Town(cast, 7)
    for number in range(100, 100 + people):
        town.status(town.credential(town.reviewer(number)))
    asked = Reviewer.objects.filter(name__regex=r"Someone 1\d\d")
    keys = list(asked.values_list("pk", flat=True))
    assert len(keys) == people

    with django_assert_num_queries(1):
        assert set(load(keys, on=ON)) == set(keys)
    with django_assert_num_queries(5):
        assert set(load_many(asked, on=ON)) == set(keys)


def test_of_nobody_there_is_nothing(cast: Cast) -> None:
    assert load([], on=ON) == {}
    assert load_many(Reviewer.objects.none(), on=ON) == {}
    assert load([987654], on=ON) == {}


def test_each_profile_has_its_own_credentials_and_nobody_elses(cast: Cast) -> None:
    """Two with the same certificate: one lapsed, the other not."""
    first, second = cast.physician.reviewer, cast.second_physician.reviewer
    credential = first.credentials.get()
    checking.record_status(
        credential,
        actor=cast.officer,
        standing=Standing.NOT_IN_FORCE,
        reason=StandingReason.LAPSED,
        effective_from=dt.date(2025, 12, 31),
        why="As the board says",
    )

    found = both()

    assert [len(f.statuses) for f in found[first.pk].credentials] == [2]
    assert [len(f.statuses) for f in found[second.pk].credentials] == [1]
    for key, profile in found.items():
        assert {facts.reviewer_id for facts in profile.credentials} <= {key}


# What stands on record of a person.


@pytest.mark.req("P11-20")
def test_identity_belongs_to_the_account_that_was_seen(cast: Cast) -> None:
    """Another account on the same profile is another person until somebody looks."""
    profile = cast.physician.reviewer
    assert one(profile).identity_on == today()

    profile.user = person("newcomer", roles.MEDICAL_REVIEWERS)
    recording.save(profile, actor=cast.officer, reason="A new account")
    assert one(profile).identity_on is None

    onboarding.check_identity(
        profile, actor=cast.second_officer, method=IdentityMethod.VIDEO, note="Passport seen"
    )
    assert one(profile).identity_on == today()


def test_an_identity_checked_later_says_nothing_of_the_day_before(cast: Cast) -> None:
    yesterday = today() - dt.timedelta(days=1)

    assert one(cast.physician.reviewer, on=yesterday).identity_on is None


@pytest.mark.req("P11-11")
def test_a_new_version_of_the_agreement_is_accepted_anew(cast: Cast) -> None:
    profile = cast.physician.reviewer
    assert (one(profile).agreement, one(profile).accepted) == (1, 1)

    agreement.put_in_use("What reviewers agree to now.", actor=cast.editor)
    assert (one(profile).agreement, one(profile).accepted) == (2, 1)

    agreement.accept(profile, actor=cast.physician, version=2)
    assert (one(profile).agreement, one(profile).accepted) == (2, 2)


def test_the_newest_disclosure_counts_and_none_of_a_later_day(cast: Cast) -> None:
    profile = cast.physician.reviewer
    cast.disclose(profile, "I hold stock.", stock=[{"entity": "Maker"}])

    assert one(profile).statement == "I hold stock."
    assert one(profile).disclosure_id == profile.disclosures.latest("pk").pk
    before = one(profile, on=today() - dt.timedelta(days=1))
    assert (before.declared_on, before.statement, before.disclosure_id) == (None, "", 0)


def test_an_account_reviews_by_its_group_while_it_is_active(cast: Cast) -> None:
    profile = cast.physician.reviewer
    assert (one(profile).is_active_user, one(profile).has_role) == (True, True)

    cast.physician.groups.set(Group.objects.filter(name=roles.WRITERS))
    assert one(profile).has_role is False

    cast.physician.is_superuser = True
    cast.physician.is_active = False
    cast.physician.save()
    assert (one(profile).is_active_user, one(profile).has_role) == (False, False)


def test_a_certificate_brings_what_it_covers_and_its_boards_day(cast: Cast) -> None:
    certificate = cast.certificates["Rheumatology"]
    board = certificate.board
    board.reverify_month, board.reverify_day = 4, 1
    recording.save(board, actor=cast.officer, reason="Read again in April")
    parent = cast.certificates["Internal Medicine"]
    certificate.parent, certificate.requires_underlying = parent, True
    recording.save(certificate, actor=cast.officer, reason="The board asks for both")
    for specialty in ("geriatrics", "dermatology"):
        cover = Coverage(certificate=certificate, specialty=specialty, since=ON)
        recording.save(cover, actor=cast.officer, reason="Agreed")

    [facts] = one(cast.physician.reviewer).credentials

    assert facts.anniversary == (4, 1)
    assert (facts.parent_id, facts.requires_underlying) == (parent.pk, True)
    assert facts.covers == (Cover("dermatology", ON), Cover("geriatrics", ON))
    assert facts.certificate_kind == CertificateKind.SUBSPECIALTY
