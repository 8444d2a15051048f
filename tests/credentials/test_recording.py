"""Two officers for every fact, never the holder, and each act on record."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import roles
from articles.credentials import checking, eligibility, recording, standing
from articles.credentials.facts import load
from articles.errors import InputRefused, TransitionRefused
from articles.models import (
    Board,
    Certificate,
    Credential,
    CredentialStatus,
    CredentialVerification,
    LedgerEntry,
    Reviewer,
    ReviewPolicy,
)
from articles.rows import row_digest
from articles.stages import (
    CheckMethod,
    CheckOutcome,
    ContinuingCertification,
    CredentialKind,
    Duration,
    Stage,
    Standing,
    StandingReason,
    Umbrella,
)
from tests.cast import Cast, person, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential(cast: Cast) -> Credential:
    """Recorded, in force, not yet checked by anybody."""
    return cast.unverified.reviewer.credentials.get()


@pytest.fixture
def checked(cast: Cast, credential: Credential) -> CredentialVerification:
    return checking.check(credential, actor=cast.officer, method=CheckMethod.PRIMARY_SOURCE_WEB)


def written() -> tuple[int, ...]:
    models = (Credential, CredentialStatus, CredentialVerification, Board, LedgerEntry)
    return tuple(model.objects.count() for model in models)


def suspend(credential: Credential, actor: User, **changes) -> CredentialStatus:
    facts = {
        "standing": Standing.NOT_IN_FORCE,
        "reason": StandingReason.SUSPENDED,
        "effective_from": dt.date(2026, 2, 1),
        **changes,
    }
    return checking.record_status(credential, actor=actor, **facts)


def every_verb(cast: Cast, credential: Credential, checked: CredentialVerification, actor: User):
    board = Board(code="X", name="X", umbrella=Umbrella.OTHER)
    return {
        "save": lambda: recording.save(board, actor=actor, reason="Catalogue"),
        "record_status": lambda: suspend(credential, actor),
        "check": lambda: checking.check(credential, actor=actor, method=CheckMethod.VENDOR),
        "confirm": lambda: checking.confirm(checked, actor=actor),
    }


# Who may.


@pytest.mark.parametrize(
    "role", ["writer", "physician", "publisher", "editor", "auditor", "superuser"]
)
def test_only_officers_record_standing(cast: Cast, credential, checked, role) -> None:
    verbs = every_verb(cast, credential, checked, getattr(cast, role))
    before = written()

    for verb in verbs.values():
        with pytest.raises(PermissionDenied):
            verb()

    assert written() == before


def test_a_permission_without_the_group_is_none(cast: Cast, credential, checked) -> None:
    lone = person("lone", superuser=True)
    lone.user_permissions.set(Permission.objects.filter(codename="manage_credentials"))
    before = written()

    for verb in every_verb(cast, credential, checked, lone).values():
        with pytest.raises(PermissionDenied):
            verb()

    assert written() == before


def test_a_deactivated_officer_records_nothing(cast: Cast, credential) -> None:
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)

    with pytest.raises(PermissionDenied):
        suspend(credential, cast.officer)


def test_policies_are_for_managing_editors(cast: Cast) -> None:
    policy = ReviewPolicy.objects.get()

    with pytest.raises(PermissionDenied):
        recording.save(policy, actor=cast.officer, reason="Stricter")
    recording.save(policy, actor=cast.editor, reason="Stricter")

    assert policy.history.latest("history_id").history_user == cast.editor


# Never the holder.


def holder(cast: Cast) -> User:
    """An officer who is a physician as well."""
    both = person("both", roles.CREDENTIAL_OFFICERS, roles.MEDICAL_REVIEWERS)
    cast.register(both, verified=False)
    return both


@pytest.mark.req("A11-02")
def test_nobody_records_checks_or_confirms_their_own_standing(cast: Cast) -> None:
    both = holder(cast)
    own = both.reviewer.credentials.get()
    made = checking.check(own, actor=cast.officer, method=CheckMethod.BOARD_LETTER)
    verbs = every_verb(cast, own, made, both)
    verbs["save"] = lambda: recording.save(own, actor=both, reason="Renewed")
    verbs["save the reviewer"] = lambda: recording.save(
        both.reviewer, actor=both, reason="New degree"
    )
    before = written()

    for verb in verbs.values():
        with pytest.raises(TransitionRefused) as refused:
            verb()
        assert [refusal.code for refusal in refused.value.refusals] == ["own_credential"]

    assert written() == before


def test_nobody_steps_out_of_their_own_profile_to_record_their_standing(cast: Cast) -> None:
    both = holder(cast)
    profile = both.reviewer
    profile.user = None

    with pytest.raises(TransitionRefused):
        recording.save(profile, actor=both, reason="Unlinked")


def test_nobody_moves_their_own_credential_to_somebody_else(cast: Cast) -> None:
    both = holder(cast)
    own = both.reviewer.credentials.get()
    own.reviewer = cast.unassigned.reviewer
    own.certificate = cast.certificates["Cardiovascular Disease"]

    with pytest.raises(TransitionRefused):
        recording.save(own, actor=both, reason="Wrong person")


def test_a_profile_that_signed_is_not_handed_on(cast: Cast) -> None:
    cast.article_in(Stage.APPROVED)
    profile = cast.physician.reviewer
    profile.user = person("newcomer", roles.MEDICAL_REVIEWERS)

    with pytest.raises((InputRefused, TransitionRefused)):
        recording.save(profile, actor=cast.officer, reason="New account")


# Two people.


@pytest.mark.req("A11-02", "AL-5")
def test_a_check_counts_for_nothing_until_a_second_officer_confirms_it(cast: Cast, checked):
    article, profile = cast.draft(), cast.unverified.reviewer
    assert not eligibility.of(profile, article).may_sign

    checking.confirm(checked, actor=cast.second_officer)

    assert eligibility.of(profile, article).is_specialist


@pytest.mark.req("A11-02")
def test_whoever_checked_does_not_confirm(cast: Cast, checked) -> None:
    with pytest.raises(TransitionRefused) as refused:
        checking.confirm(checked, actor=cast.officer)

    assert [refusal.code for refusal in refused.value.refusals] == ["same_person"]
    assert CredentialVerification.objects.filter(confirms=checked).count() == 0


def test_a_check_is_confirmed_once_and_every_reason_is_given(cast: Cast, checked) -> None:
    checking.confirm(checked, actor=cast.second_officer)
    third = person("third", roles.CREDENTIAL_OFFICERS)

    with pytest.raises(TransitionRefused) as once:
        checking.confirm(checked, actor=third)
    with pytest.raises(TransitionRefused) as twice:
        checking.confirm(checked, actor=cast.officer)

    assert [refusal.code for refusal in once.value.refusals] == ["confirmed"]
    assert [refusal.code for refusal in twice.value.refusals] == ["same_person", "confirmed"]


def test_a_confirmation_is_a_row_of_its_own_and_the_check_stays_as_it_was(cast, checked) -> None:
    before = CredentialVerification.objects.filter(pk=checked.pk).values().get()

    confirmation = checking.confirm(checked, actor=cast.second_officer)

    assert CredentialVerification.objects.filter(pk=checked.pk).values().get() == before
    assert (confirmation.confirms, confirmation.checked_by) == (checked, cast.second_officer)
    assert (confirmation.method, confirmation.outcome, confirmation.checked_on) == (
        checked.method,
        checked.outcome,
        checked.checked_on,
    )


def test_a_confirmation_cannot_be_confirmed_in_turn(cast: Cast, checked) -> None:
    confirmation = checking.confirm(checked, actor=cast.second_officer)

    with pytest.raises(TransitionRefused):
        checking.confirm(confirmation, actor=cast.officer)


# What is written.


@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_a_change_without_a_reason_is_refused(cast: Cast, credential, reason) -> None:
    before = written()

    with pytest.raises(InputRefused) as refused:
        recording.save(credential, actor=cast.officer, reason=reason)

    assert (refused.value.field, refused.value.code) == ("reason", "missing")
    assert written() == before


def test_each_act_adds_one_entry_that_says_who_about_what(cast: Cast, credential) -> None:
    start = LedgerEntry.objects.count()

    recording.save(credential, actor=cast.officer, reason="Number added")
    status = suspend(credential, cast.officer)
    made = checking.check(credential, actor=cast.officer, method=CheckMethod.VENDOR)
    checking.confirm(made, actor=cast.second_officer)

    subject = f"credential:{credential.pk}"
    entries = LedgerEntry.objects.filter(seq__gte=start)
    assert [(entry.kind, entry.subject, entry.actor) for entry in entries] == [
        ("credential.record", subject, "cora"),
        ("credential.status", subject, "cora"),
        ("credential.check", subject, "cora"),
        ("credential.confirm", subject, "carl"),
    ]
    said = [json.loads(entry.payload) for entry in entries]
    assert said[0]["reason"] == "Number added"
    assert said[0]["row"] == row_digest(credential.history.latest("history_id"))
    assert said[1] == {
        "row": row_digest(CredentialStatus.objects.get(pk=status.pk)),
        "says": "Not in force (Suspended) from 2026-02-01",
    }
    assert said[2]["row"] == row_digest(CredentialVerification.objects.get(pk=made.pk))
    assert said[3]["row"] == row_digest(CredentialVerification.objects.get(confirms=made))


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda cast: Board(code="B", name="B", umbrella=Umbrella.OTHER), "catalogue.save"),
        (
            lambda cast: Certificate(
                board=Board.objects.get(), name="C", kind="primary", specialty="surgery"
            ),
            "catalogue.save",
        ),
        (lambda cast: Reviewer(name="New"), "reviewer.save"),
        (
            lambda cast: Credential(reviewer=cast.physician.reviewer, kind=CredentialKind.LICENCE),
            "credential.record",
        ),
    ],
    ids=["board", "certificate", "reviewer", "credential"],
)
def test_a_governed_row_comes_with_its_record_and_its_entry(cast: Cast, make, kind) -> None:
    row = recording.save(make(cast), actor=cast.officer, reason="Seen")

    record = row.history.get()
    entry = LedgerEntry.objects.latest("seq")
    assert (record.history_user, record.history_change_reason) == (cast.officer, "Seen")
    assert (entry.kind, entry.subject) == (kind, f"{row._meta.model_name}:{row.pk}")


def test_a_new_status_leaves_the_earlier_ones_as_they_are(cast: Cast, credential) -> None:
    before = list(credential.statuses.values())

    suspend(credential, cast.officer)

    assert list(credential.statuses.order_by("pk").values())[:-1] == before
    assert not eligibility.of(credential.reviewer, cast.draft()).may_sign


@pytest.mark.req("CR-02", "CR-07")
def test_the_sources_own_words_are_kept_and_taking_part_is_kept_apart(cast, credential, checked):
    checking.confirm(checked, actor=cast.second_officer)
    status = checking.record_status(
        credential,
        actor=cast.officer,
        standing=Standing.IN_FORCE,
        effective_from=dt.date(2026, 1, 1),
        continuing=ContinuingCertification.NO,
        source_wording="Certified. Participating in MOC: No — see “legend”",
    )
    status.refresh_from_db()

    assert status.source_wording == "Certified. Participating in MOC: No — see “legend”"
    assert eligibility.of(credential.reviewer, cast.draft()).is_specialist


@pytest.mark.parametrize(
    "changes",
    [
        {"standing": "fine"},
        {"reason": "bored"},
        {"effective_to": dt.date(2026, 2, 1)},
        {"standing": Standing.IN_FORCE},
    ],
    ids=["unknown standing", "unknown reason", "empty period", "a reason while in force"],
)
def test_a_status_that_makes_no_sense_is_refused(cast: Cast, credential, changes) -> None:
    before = written()

    with pytest.raises(ValidationError):
        suspend(credential, cast.officer, **changes)

    assert written() == before


@pytest.mark.req("AL-3")
def test_a_check_lies_today_or_before_and_says_when_it_was_entered(cast: Cast, credential) -> None:
    tomorrow = today() + dt.timedelta(days=1)

    with pytest.raises(InputRefused) as refused:
        checking.check(
            credential, actor=cast.officer, method=CheckMethod.VENDOR, checked_on=tomorrow
        )
    earlier = checking.check(
        credential,
        actor=cast.officer,
        method=CheckMethod.VENDOR,
        checked_on=dt.date(2025, 12, 24),
    )

    assert (refused.value.field, refused.value.code) == ("checked_on", "future")
    assert earlier.checked_on == dt.date(2025, 12, 24)
    assert earlier.recorded_at.date() >= dt.date(2026, 1, 1)


def test_the_clock_of_an_entry_cannot_be_chosen(cast: Cast, credential) -> None:
    with pytest.raises(TypeError):
        suspend(credential, cast.officer, recorded_at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(TypeError):
        checking.check(
            credential,
            actor=cast.officer,
            method=CheckMethod.VENDOR,
            recorded_at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC),
        )


@pytest.mark.parametrize("verb", ["save", "record_status", "check", "confirm"])
def test_the_reviewers_row_is_claimed_before_anything_is_written(cast, credential, checked, verb):
    """A suspension and a signature queue on this row, and never pass each other unseen."""
    acts = {
        "save": lambda: recording.save(credential, actor=cast.officer, reason="Seen"),
        "record_status": lambda: suspend(credential, cast.officer),
        "check": lambda: checking.check(credential, actor=cast.officer, method=CheckMethod.VENDOR),
        "confirm": lambda: checking.confirm(checked, actor=cast.second_officer),
    }
    held = Reviewer.objects.get(pk=credential.reviewer_id).claim

    with CaptureQueriesContext(connection) as captured:
        acts[verb]()

    writes = [q["sql"] for q in captured if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert "articles_reviewer" in writes[0] and "claim" in writes[0]
    assert Reviewer.objects.get(pk=credential.reviewer_id).claim == held + 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: Reviewer(name=""),
        lambda: Board(code="B", name="B", umbrella="bogus"),
        lambda: Board(code="B", name="B", umbrella=Umbrella.OTHER, reverify_month=13),
    ],
    ids=["no name", "unknown umbrella", "month 13"],
)
def test_a_field_that_is_wrong_is_refused_by_name(cast: Cast, make) -> None:
    with pytest.raises(InputRefused):
        recording.save(make(), actor=cast.officer, reason="Seen")


def test_a_printed_name_holds_nothing_that_turns_what_people_read(cast: Cast) -> None:
    with pytest.raises(InputRefused):
        recording.save(Reviewer(name="Ada \u202essoM"), actor=cast.officer, reason="Seen")


# Loading.


@pytest.mark.parametrize("people", [0, 1, 3])
def test_facts_are_loaded_in_one_statement_for_any_number(
    cast: Cast, django_assert_num_queries, people
) -> None:
    users = [cast.physician, cast.second_physician, cast.unverified][:people]
    for user in users:
        cast.register(user, certificate="Internal Medicine")
        suspend(user.reviewer.credentials.first(), cast.officer)
    keys = [user.reviewer.pk for user in users]

    with django_assert_num_queries(1 if people else 0):
        facts = load(keys)

    assert len(facts) == 2 * people


def test_facts_are_what_is_stored_each_row_once(cast: Cast) -> None:
    credential = cast.physician.reviewer.credentials.get()
    suspend(credential, cast.officer)
    cast.verify(credential)
    unconfirmed = checking.check(
        credential,
        actor=cast.officer,
        method=CheckMethod.SELF_ATTESTED,
        outcome=CheckOutcome.FAILED,
    )

    [facts] = load([cast.physician.reviewer.pk])

    assert (facts.id, facts.reviewer_id) == (credential.pk, cast.physician.reviewer.pk)
    assert (facts.board, facts.certificate, facts.specialty) == (
        "American Board of Internal Medicine",
        "Rheumatology",
        "rheumatology",
    )
    assert [s.id for s in facts.statuses] == [s.pk for s in credential.statuses.order_by("pk")]
    checks = sorted(facts.checks, key=lambda check: check.id)
    assert [check.id for check in checks] == [
        v.pk for v in credential.verifications.filter(confirms=None).order_by("pk")
    ]
    assert [check.confirmed_at is not None for check in checks] == [True, True, False]
    assert checks[-1].id == unconfirmed.pk


@pytest.mark.req("A11-02")
def test_changed_terms_need_a_new_check_by_two_people(cast: Cast) -> None:
    """One officer alone cannot move the last day of a certificate that two have checked."""
    credential = cast.physician.reviewer.credentials.get()
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    credential.duration, credential.ends_on = Duration.TIME_LIMITED, dt.date(2040, 1, 1)
    recording.save(credential, actor=cast.officer, reason="Runs to 2040")

    verdict = eligibility.of(cast.physician.reviewer, article)
    assert [refusal.code for refusal in verdict.refusals] == ["credential_unverified"]
    cast.verify(credential)
    assert eligibility.of(cast.physician.reviewer, article).ok


def test_terms_changed_later_leave_what_was_signed_before_as_it_was(cast: Cast) -> None:
    """A renewal after the sign-off does not reach back to the day of signing."""
    credential = cast.physician.reviewer.credentials.get()
    facts = replace(
        load([cast.physician.reviewer.pk])[0],
        terms_since=credential.terms_since + dt.timedelta(days=40),
    )
    freshness = cast.policy("Default")
    later = today() + dt.timedelta(days=41)
    known = credential.terms_since + dt.timedelta(days=42)
    assert standing.objection(facts, [facts], today(), known, freshness) is None
    assert standing.objection(facts, [facts], later, known, freshness).code == (
        "credential_unverified"
    )
