"""Coming in: an invitation that opens once, and a second person who says who it is."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.utils import timezone

from articles import integrity, roles, triggers
from articles.credentials import agreement, onboarding, recording
from articles.credentials.accounts import username_for
from articles.errors import InputRefused, TransitionRefused
from articles.models import Invitation, LedgerEntry, Reviewer
from articles.stages import Event, IdentityMethod
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CHOSEN = "seven green herons"
MAIL = "nora@example.org"


def proposed(cast: Cast, name: str = "Nora Quist") -> Reviewer:
    return recording.save(Reviewer(name=name, degrees="DO"), actor=cast.officer, reason="Proposed")


def invited(cast: Cast, **options: str) -> tuple[Reviewer, Invitation, str]:
    reviewer = proposed(cast, **options)
    return reviewer, *onboarding.invite(reviewer, MAIL, actor=cast.officer)


def code_of(refused: pytest.ExceptionInfo[TransitionRefused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_an_invited_physician_has_an_account_a_role_and_the_agreement(cast: Cast) -> None:
    reviewer, invitation, token = invited(cast)
    user = onboarding.join(token, password=CHOSEN, agreed=1)
    reviewer.refresh_from_db()
    invitation.refresh_from_db()

    assert (reviewer.user, user.username, user.email) == (user, "nora.quist", MAIL)
    assert user.check_password(CHOSEN) and not user.is_staff
    assert list(user.groups.values_list("name", flat=True)) == [roles.MEDICAL_REVIEWERS]
    assert reviewer.acceptances.get().agreement.version == 1
    assert invitation.accepted_at is not None
    told = LedgerEntry.objects.filter(subject=f"reviewer:{reviewer.pk}").order_by("seq")
    assert [entry.kind for entry in told][1:] == [
        Event.REVIEWER_INVITE, Event.REVIEWER_JOIN, Event.AGREEMENT_ACCEPT,
    ]  # fmt: skip
    assert integrity.check().faults == ()


def test_the_database_and_the_ledger_know_neither_token_nor_address(cast: Cast) -> None:
    _reviewer, invitation, token = invited(cast)
    assert invitation.token_digest != token
    written = [*LedgerEntry.objects.values_list("core", "payload"), *_all_columns(invitation)]
    assert not any(token in str(row) for row in written)
    assert not any(MAIL in str(row) for row in LedgerEntry.objects.values_list("core", "payload"))


def _all_columns(invitation: Invitation) -> list[object]:
    return list(Invitation.objects.filter(pk=invitation.pk).values_list())


@pytest.mark.parametrize("spoil", ["used", "revoked", "too old", "replaced", "guessed", "empty"])
def test_a_link_that_is_over_makes_nobody(cast: Cast, spoil: str) -> None:
    reviewer, invitation, token = invited(cast)
    if spoil == "used":
        onboarding.join(token, password=CHOSEN, agreed=1)
    if spoil == "revoked":
        onboarding.revoke(invitation)
    if spoil == "too old":
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    if spoil == "replaced":
        onboarding.invite(reviewer, "other@example.org", actor=cast.officer)
    token = {"guessed": token[:-1] + "x", "empty": ""}.get(spoil, token)
    before = User.objects.count()

    with pytest.raises(TransitionRefused) as refused:
        onboarding.join(token, password=CHOSEN, agreed=1)
    assert code_of(refused) == ["invitation_over"]
    assert User.objects.count() == before


def test_the_digest_of_a_token_opens_nothing(cast: Cast) -> None:
    _reviewer, invitation, _token = invited(cast)
    assert onboarding.invitation_of(invitation.token_digest) is None


def test_of_two_who_saw_the_link_open_the_second_makes_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _reviewer, invitation, token = invited(cast)
    stale = Invitation.objects.select_related("reviewer").get(pk=invitation.pk)
    onboarding.join(token, password=CHOSEN, agreed=1)
    monkeypatch.setattr(onboarding, "invitation_of", lambda _token: stale)

    with pytest.raises(TransitionRefused) as refused:
        onboarding.join(token, password="quite another one", agreed=1)
    assert code_of(refused) == ["invitation_over"]
    assert User.objects.filter(username__startswith="nora").count() == 1
    assert User.objects.get(username="nora.quist").check_password(CHOSEN)


@pytest.fixture
def flushable(transactional_db: None) -> Iterator[Cast]:
    """The cast where other connections see it. Triggers refuse the flush, so they go before."""
    yield Cast.assemble()
    with connection.cursor() as cursor:
        for trigger in triggers.expected():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"')


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_two_who_join_at_the_same_moment_are_one_account(flushable: Cast) -> None:
    reviewer, _invitation, token = invited(flushable)
    barrier, told = threading.Barrier(4), []

    def join() -> None:
        barrier.wait()
        try:
            told.append(onboarding.join(token, password=CHOSEN, agreed=1).username)
        except TransitionRefused as refused:
            told.append(refused.refusals[0].code)
        finally:
            connections.close_all()

    racers = [threading.Thread(target=join) for _ in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(told) == ["invitation_over"] * 3 + ["nora.quist"]
    assert Reviewer.objects.get(pk=reviewer.pk).user.username == "nora.quist"
    assert integrity.check().faults == ()


def test_a_password_that_is_refused_leaves_the_link_open(cast: Cast) -> None:
    reviewer, _invitation, token = invited(cast)
    before = (User.objects.count(), LedgerEntry.objects.count())
    with pytest.raises(InputRefused) as refused:
        onboarding.join(token, password="nora.quist", agreed=1)

    assert refused.value.field == "password"
    assert (User.objects.count(), LedgerEntry.objects.count()) == before
    assert onboarding.invitation_of(token) is not None
    assert Reviewer.objects.get(pk=reviewer.pk).user is None


def test_an_agreement_that_moved_meanwhile_is_read_first(cast: Cast) -> None:
    _reviewer, _invitation, token = invited(cast)
    agreement.put_in_use("Something new.", actor=cast.editor)
    before = (User.objects.count(), LedgerEntry.objects.count())
    with pytest.raises(TransitionRefused) as refused:
        onboarding.join(token, password=CHOSEN, agreed=1)

    assert code_of(refused) == ["agreement_moved"]
    assert (User.objects.count(), LedgerEntry.objects.count()) == before
    assert onboarding.join(token, password=CHOSEN, agreed=2).username == "nora.quist"


def test_whoever_left_meanwhile_does_not_come_in_by_an_old_link(cast: Cast) -> None:
    reviewer, _invitation, token = invited(cast)
    reviewer.is_active = False
    recording.save(reviewer, actor=cast.officer, reason="Changed their mind")
    with pytest.raises(TransitionRefused) as refused:
        onboarding.join(token, password=CHOSEN, agreed=1)
    assert code_of(refused) == ["reviewer_inactive"]


def test_an_account_tied_by_an_officer_is_not_replaced_by_the_link(cast: Cast) -> None:
    reviewer, _invitation, token = invited(cast)
    reviewer.user = cast.auditor
    recording.save(reviewer, actor=cast.officer, reason="Had an account")
    with pytest.raises(TransitionRefused) as refused:
        onboarding.join(token, password=CHOSEN, agreed=1)
    assert code_of(refused) == ["has_account"]
    assert Reviewer.objects.get(pk=reviewer.pk).user == cast.auditor


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b", "a@b.org\nBcc: all@b.org", "a@b.org\r\n\r\nHello", "a@b.org,c@d.org",
     f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 30}.org", "a\0@b.org"],
)  # fmt: skip
def test_what_is_no_address_gets_no_mail(cast: Cast, address: str) -> None:
    with pytest.raises(InputRefused) as refused:
        onboarding.invite(proposed(cast), address, actor=cast.officer)
    assert refused.value.field == "email"
    assert not Invitation.objects.exists()


def test_only_officers_invite_and_nobody_who_has_an_account(cast: Cast) -> None:
    for user in (cast.editor, cast.physician, cast.superuser):
        with pytest.raises(PermissionDenied):
            onboarding.invite(proposed(cast), MAIL, actor=user)
    with pytest.raises(TransitionRefused) as refused:
        onboarding.invite(cast.physician.reviewer, MAIL, actor=cast.officer)
    assert code_of(refused) == ["has_account"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ada Moss", "ada.moss"), ("Émile D’Arc-Roux", "emile.darc.roux"), ("李明", "reviewer"),
     ("Wren Tully", "wren.tully"), ("x" * 200, "x" * 140), ("Cleo Demo", "cleo.demo2"),
     ("<b>Zoë</b>", "bzoeb")],
)  # fmt: skip
def test_a_user_name_is_plain_and_no_demo_account_s(cast: Cast, name: str, expected: str) -> None:
    assert username_for(name) == expected


@pytest.mark.req("P11-26")
def test_a_user_name_that_is_taken_in_any_case_gets_a_number(cast: Cast) -> None:
    User.objects.create(username="Nora.Quist")
    assert username_for("Nora Quist") == "nora.quist2"


def seen(reviewer: Reviewer, actor: User, **changes: object) -> None:
    told = {"method": IdentityMethod.VIDEO, "note": "Passport seen", **changes}
    onboarding.check_identity(reviewer, actor=actor, **told)


@pytest.mark.req("P11-20")
def test_whoever_invited_does_not_say_who_it_is(cast: Cast) -> None:
    reviewer, _invitation, token = invited(cast)
    onboarding.join(token, password=CHOSEN, agreed=1)
    with pytest.raises(TransitionRefused) as refused:
        seen(reviewer, cast.officer)
    assert code_of(refused) == ["same_person"]

    seen(reviewer, cast.second_officer)
    assert reviewer.identity_checks.get().checked_by == cast.second_officer
    assert integrity.check().faults == ()


def test_whoever_tied_an_account_to_a_profile_does_not_say_who_it_is(cast: Cast) -> None:
    reviewer = proposed(cast)
    reviewer.user = cast.auditor
    recording.save(reviewer, actor=cast.officer, reason="Had an account")
    with pytest.raises(TransitionRefused) as refused:
        seen(reviewer, cast.officer)
    assert code_of(refused) == ["same_person"]


def test_an_officer_who_is_the_physician_does_not_check_themselves(cast: Cast) -> None:
    reviewer, _invitation, token = invited(cast)
    user = onboarding.join(token, password=CHOSEN, agreed=1)
    user.groups.set(cast.officer.groups.all())
    with pytest.raises(TransitionRefused) as refused:
        seen(reviewer, user)
    assert code_of(refused) == ["own_credential"]


def test_nobody_without_an_account_is_identified(cast: Cast) -> None:
    with pytest.raises(TransitionRefused) as refused:
        seen(proposed(cast), cast.second_officer)
    assert code_of(refused) == ["no_account"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"note": "  "}, "note"), ({"method": "hearsay"}, "method"),
     ({"checked_on": dt.date(2999, 1, 1)}, "checked_on"), ({"note": "a\0b"}, "note")],
)  # fmt: skip
def test_a_check_of_identity_that_makes_no_sense_leaves_nothing(
    cast: Cast, changes: dict[str, object], field: str
) -> None:
    reviewer, _invitation, token = invited(cast)
    onboarding.join(token, password=CHOSEN, agreed=1)
    before = LedgerEntry.objects.count()
    with pytest.raises(InputRefused) as refused:
        seen(reviewer, cast.second_officer, **changes)
    assert refused.value.field == field
    assert LedgerEntry.objects.count() == before
    assert not reviewer.identity_checks.exists()
