"""Two officers for every fact, never the holder, and each act on record."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import roles
from articles.credentials import checking, eligibility, recording, standing
from articles.credentials.loading import load
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
from tests.cast import SEEN, Cast, person, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential(cast: Cast) -> Credential:
    """Recorded, in force, not yet checked by anybody."""
    return cast.unverified.reviewer.credentials.get()


@pytest.fixture
def checked(cast: Cast, credential: Credential) -> CredentialVerification:
    return look_up(credential, cast.officer, method=CheckMethod.PRIMARY_SOURCE_WEB)


def written() -> tuple[int, ...]:
    models = (Credential, CredentialStatus, CredentialVerification, Board, LedgerEntry)
    return tuple(model.objects.count() for model in models)


def suspend(credential: Credential, actor: User, **changes) -> CredentialStatus:
    facts = {
        "standing": Standing.NOT_IN_FORCE,
        "reason": StandingReason.SUSPENDED,
        "effective_from": dt.date(2026, 2, 1),
        "why": "Letter of the board",
        **changes,
    }
    return checking.record_status(credential, actor=actor, **facts)


def look_up(credential: Credential, actor: User, **details) -> CredentialVerification:
    usual = {"method": CheckMethod.VENDOR, "note": "Looked up", "evidence_digest": SEEN}
    details = usual | details
    return checking.check(credential, actor=actor, **details)


def every_verb(cast: Cast, credential: Credential, checked: CredentialVerification, actor: User):
    board = Board(code="X", name="X", umbrella=Umbrella.OTHER)
    return {
        "save": lambda: recording.save(board, actor=actor, reason="Catalogue"),
        "record_status": lambda: suspend(credential, actor),
        "check": lambda: look_up(credential, actor),
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
    made = look_up(own, cast.officer, method=CheckMethod.BOARD_LETTER)
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


@pytest.mark.req("P11-19")
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
    made = look_up(credential, cast.officer)
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
            lambda cast: Credential(
                reviewer=cast.physician.reviewer,
                kind=CredentialKind.LICENCE,
                jurisdiction="US-AZ",
            ),
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


@pytest.mark.req("CR-02")
def test_the_sources_own_words_are_kept_and_taking_part_is_kept_apart(cast, credential, checked):
    checking.confirm(checked, actor=cast.second_officer)
    status = checking.record_status(
        credential,
        actor=cast.officer,
        standing=Standing.IN_FORCE,
        effective_from=dt.date(2026, 1, 1),
        why="As the board says",
        continuing=ContinuingCertification.NO,
        source_wording="Certified. Participating in MOC: No — see “legend”",
    )
    status.refresh_from_db()

    assert status.source_wording == "Certified. Participating in MOC: No — see “legend”"
    assert eligibility.of(credential.reviewer, cast.draft()).is_specialist


@pytest.mark.req("AL-5")
@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"standing": "fine"}, "standing", "Value 'fine' is not a valid choice."),
        ({"reason": "bored"}, "reason", "Value 'bored' is not a valid choice."),
        ({"reason": ""}, "reason", "say why it is not in force."),
        ({"standing": Standing.IN_FORCE}, "reason", "a credential in force needs no reason."),
        ({"effective_to": dt.date(2026, 2, 1)}, "effective_to", "it ends before it begins."),
        ({"effective_to": dt.date(2026, 1, 31)}, "effective_to", "it ends before it begins."),
        (
            {"effective_from": dt.date(2999, 1, 1)},
            "effective_from",
            "a status is recorded once it holds; this day lies in the future.",
        ),
        ({"why": " "}, "why", "say why you make this change."),
        (
            {"source_wording": "Certified \u202eton"},
            "source_wording",
            "the character U+202E on line 1 cannot be stored; remove it.",
        ),
    ],
    ids=[
        "unknown standing",
        "unknown reason",
        "no reason",
        "a reason while in force",
        "an empty period",
        "an end before the beginning",
        "a day to come",
        "nobody says why",
        "words that turn what people read",
    ],
)
def test_a_status_that_makes_no_sense_is_refused_in_one_sentence(
    cast, credential, changes, field, message
) -> None:
    before = written()

    with pytest.raises(InputRefused) as refused:
        suspend(credential, cast.officer, **changes)

    assert (refused.value.field, str(refused.value.message)) == (field, message)
    assert written() == before


@pytest.mark.req("AL-5")
@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"note": "\n"}, "note", "say why you make this change."),
        ({"method": "crystal ball"}, "method", "Value 'crystal ball' is not a valid choice."),
        ({"outcome": "fine"}, "outcome", "Value 'fine' is not a valid choice."),
        ({"source_url": "javascript:alert(1)"}, "source_url", "Enter a valid URL."),
        (
            {"checked_on": dt.date(2999, 1, 1)},
            "checked_on",
            "a check cannot lie in the future.",
        ),
    ],
)
def test_a_check_that_makes_no_sense_is_refused_in_one_sentence(
    cast, credential, changes, field, message
) -> None:
    before = written()

    with pytest.raises(InputRefused) as refused:
        look_up(credential, cast.officer, **changes)

    assert (refused.value.field, str(refused.value.message)) == (field, message)
    assert written() == before


@pytest.mark.req("AL-3")
def test_a_check_lies_today_or_before_and_says_when_it_was_entered(cast: Cast, credential) -> None:
    tomorrow = today() + dt.timedelta(days=1)

    with pytest.raises(InputRefused) as refused:
        look_up(credential, cast.officer, checked_on=tomorrow)
    earlier = look_up(credential, cast.officer, checked_on=dt.date(2025, 12, 24))

    assert (refused.value.field, refused.value.code) == ("checked_on", "future")
    assert earlier.checked_on == dt.date(2025, 12, 24)
    assert earlier.recorded_at.date() >= dt.date(2026, 1, 1)


def test_the_clock_of_an_entry_cannot_be_chosen(cast: Cast, credential) -> None:
    with pytest.raises(TypeError):
        suspend(credential, cast.officer, recorded_at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(TypeError):
        look_up(credential, cast.officer, recorded_at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize("verb", ["save", "record_status", "check", "confirm"])
def test_the_reviewers_row_is_claimed_before_anything_is_written(cast, credential, checked, verb):
    """A suspension and a signature queue on this row, and never pass each other unseen."""
    acts = {
        "save": lambda: recording.save(credential, actor=cast.officer, reason="Seen"),
        "record_status": lambda: suspend(credential, cast.officer),
        "check": lambda: look_up(credential, cast.officer),
        "confirm": lambda: checking.confirm(checked, actor=cast.second_officer),
    }
    held = Reviewer.objects.get(pk=credential.reviewer_id).claim

    with CaptureQueriesContext(connection) as captured:
        acts[verb]()

    writes = [q["sql"] for q in captured if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert "articles_reviewer" in writes[0] and "claim" in writes[0]
    assert Reviewer.objects.get(pk=credential.reviewer_id).claim == held + 1


@pytest.mark.req("CR-06", "AL-5")
@pytest.mark.parametrize(
    ("make", "field", "message"),
    [
        (lambda _: Reviewer(name=""), "name", "This field cannot be blank."),
        (
            lambda _: Reviewer(name="Ada \u202essoM"),
            "name",
            "the character U+202E on line 1 cannot be stored; remove it.",
        ),
        (
            lambda _: Reviewer(name="New", npi="1234567890"),
            "npi",
            "This is no NPI: ten digits, the first 1 or 2, the last one a check digit.",
        ),
        (
            lambda _: Reviewer(name="New", orcid="0000-0002-1825-0098"),
            "orcid",
            "This is no ORCID iD: write it as 0000-0002-1825-0097.",
        ),
        (
            lambda _: Board(code="B", name="B", umbrella="bogus"),
            "umbrella",
            "Value 'bogus' is not a valid choice.",
        ),
        (
            lambda _: Board(code="B", name="B", umbrella=Umbrella.OTHER, reverify_month=13),
            "reverify_month",
            "Ensure this value is less than or equal to 12.",
        ),
        (
            lambda cast: licence_of(cast, jurisdiction="US-XX"),
            "jurisdiction",
            "No such place in ISO 3166-2: write a code such as US-AZ, or a country such as IE.",
        ),
        (
            lambda cast: licence_of(cast, initial_on=dt.date(2999, 1, 1)),
            "initial_on",
            "a credential that was first issued in the future is none yet.",
        ),
    ],
    ids=[
        *("no name", "a name that turns what people read", "NPI", "ORCID", "unknown umbrella"),
        *("month 13", "no such state", "issued in the future"),
    ],
)
def test_a_field_that_is_wrong_is_refused_by_name_in_one_sentence(
    cast: Cast, make, field, message
) -> None:
    before = written()

    with pytest.raises(InputRefused) as refused:
        recording.save(make(cast), actor=cast.officer, reason="Seen")

    assert (refused.value.field, str(refused.value.message)) == (field, message)
    assert written() == before


def licence_of(cast: Cast, **fields) -> Credential:
    profile = cast.physician.reviewer
    return Credential(reviewer=profile, kind=CredentialKind.LICENCE, **fields)


@pytest.mark.parametrize("place", ["US-AZ", "GB-ENG", "IE"])
def test_a_licence_is_of_a_state_or_of_a_whole_country(cast: Cast, place) -> None:
    licence = licence_of(cast, jurisdiction=place)

    recording.save(licence, actor=cast.officer, reason="Seen")

    assert licence.label == f"Licence {place}"


LEGEND = [
    ("Active", Standing.IN_FORCE, ""),
    ("Expired", Standing.NOT_IN_FORCE, StandingReason.EXPIRED),
    ("Inactive", Standing.NOT_IN_FORCE, StandingReason.INACTIVE),
    ("Lapsed", Standing.NOT_IN_FORCE, StandingReason.LAPSED),
    ("Suspended", Standing.NOT_IN_FORCE, StandingReason.SUSPENDED),
    ("Surrendered", Standing.NOT_IN_FORCE, StandingReason.SURRENDERED),
    ("Revoked", Standing.NOT_IN_FORCE, StandingReason.REVOKED),
    ("Closed", Standing.NOT_IN_FORCE, StandingReason.OTHER),
    ("Probation/Restriction", Standing.NOT_IN_FORCE, StandingReason.RESTRICTED),
]
"""The words of one state's board, and the common term that goes with each."""


@pytest.mark.req("CR-07")
@pytest.mark.parametrize(("wording", "held", "reason"), LEGEND)
def test_each_word_of_a_state_has_a_common_term_and_is_kept(cast, wording, held, reason) -> None:
    licence = recording.save(
        licence_of(cast, jurisdiction="US-AZ"), actor=cast.officer, reason="Licence seen"
    )

    row = suspend(licence, cast.officer, standing=held, reason=reason, source_wording=wording)
    row.refresh_from_db()

    assert (row.standing, row.reason, row.source_wording) == (held, reason, wording)


# Terms.


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
        load([cast.physician.reviewer.pk], on=today())[cast.physician.reviewer.pk].credentials[0],
        terms_since=credential.terms_since + dt.timedelta(days=40),
    )
    freshness = cast.policy("Default")
    later = today() + dt.timedelta(days=41)
    known = credential.terms_since + dt.timedelta(days=42)
    assert standing.objection(facts, [facts], today(), known, freshness) is None
    assert standing.objection(facts, [facts], later, known, freshness).code == (
        "credential_unverified"
    )


def test_a_check_at_a_source_keeps_what_it_saw(cast: Cast) -> None:
    credential = cast.unverified.reviewer.credentials.get()

    with pytest.raises(InputRefused) as refused:
        look_up(credential, cast.officer, evidence_digest="")

    assert (refused.value.field, refused.value.message) == (
        "evidence",
        "keep the page or letter that shows it.",
    )
    failed = look_up(credential, cast.officer, evidence_digest="", outcome=CheckOutcome.FAILED)
    assert failed.evidence_digest == ""


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"kind": "board_certification"}, "certificate", "say which board certification it is."),
        ({"kind": "licence"}, "jurisdiction", "say which licence it is."),
        ({"kind": "degree"}, "title", "say which degree it is."),
        (
            {"kind": "degree", "title": "MD", "initial_on": dt.date(1899, 12, 31)},
            "initial_on",
            "no living person holds it since then.",
        ),
    ],
)
def test_a_credential_says_which_one_it_is_and_is_nobodys_great_grandfathers(
    cast: Cast, fields, field, message
) -> None:
    with pytest.raises(InputRefused) as refused:
        recording.save(
            Credential(reviewer=cast.unassigned.reviewer, **fields),
            actor=cast.officer,
            reason="Seen",
        )

    assert (refused.value.field, refused.value.message) == (field, message)


def test_nothing_is_in_force_before_it_was_first_issued(cast: Cast) -> None:
    credential = cast.unverified.reviewer.credentials.get()
    with pytest.raises(InputRefused) as refused:
        checking.record_status(
            credential,
            actor=cast.officer,
            standing=Standing.IN_FORCE,
            effective_from=credential.initial_on - dt.timedelta(days=1),
            why="A typing mistake",
        )

    assert refused.value.field == "effective_from"
