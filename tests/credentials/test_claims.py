"""Imported claims: linked or merged by an officer, and verified by nobody on the way."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import integrity
from articles.credentials import claims, eligibility, onboarding
from articles.errors import InputRefused, TransitionRefused
from articles.models import Credential, ImportClaim, LedgerEntry, Reviewer
from articles.stages import Event
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ABIM = "American Board of Internal Medicine"


def claimed(
    cast: Cast, name: str = "Ada Moss", subspecialty: str = "Rheumatology", number: int = 0
) -> ImportClaim:
    """What an import leaves of one byline."""
    credential = claims.claimed_credential(
        name, "M.D.", board=ABIM, subspecialty=subspecialty, actor=cast.writer, reason="Import"
    )
    return ImportClaim.objects.create(
        source_digest="sha256:" + f"{number:064}",
        source_name="gout.txt",
        article=cast.draft(title=f"Import {number}"),
        raw_line=f"Medically reviewed by {name}, M.D.; {ABIM}",
        printed_name=f"{name}, M.D.",
        reviewer=credential.reviewer,
        credential=credential,
        imported_by=cast.writer,
        imported_at=timezone.now(),
    )


def codes(refused: pytest.ExceptionInfo[TransitionRefused]) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def test_a_link_says_what_a_line_means_and_verifies_nothing(cast: Cast) -> None:
    claim = claimed(cast)
    held = Credential.objects.get(reviewer__user=cast.unverified)
    claims.link(claim, held, actor=cast.officer, reason="The same certificate")
    claim.refresh_from_db()
    assert (claim.credential, claim.reviewer) == (held, held.reviewer)
    assert not held.verifications.exists()
    assert LedgerEntry.objects.latest("seq").kind == Event.CLAIM_RESOLVE
    assert integrity.check().faults == ()


def test_a_merge_moves_every_line_and_brings_a_certificate_unverified(cast: Cast) -> None:
    first, second = claimed(cast), claimed(cast, subspecialty="Cardiovascular Disease", number=1)
    made_up, ada = first.reviewer, cast.physician.reviewer
    assert claims.merge(made_up, ada, actor=cast.officer, reason="The same person") == 2

    first.refresh_from_db()
    second.refresh_from_db()
    made_up.refresh_from_db()
    assert (first.reviewer, second.reviewer, made_up.is_active) == (ada, ada, False)
    assert first.credential.certificate.name == "Rheumatology" and first.credential.reviewer == ada
    assert second.credential.certificate.name == "Cardiovascular Disease"
    assert not second.credential.verifications.exists()
    article = cast.draft(specialty="cardiology", title="Hearts")
    assert not eligibility.of(ada, article).is_specialist
    assert made_up.history.latest().history_change_reason.endswith("The same person")
    assert integrity.check().faults == ()


def test_nobody_s_own_line_is_resolved_by_themselves(cast: Cast) -> None:
    claim = claimed(cast)
    cast.physician.groups.set(cast.officer.groups.all())
    held = Credential.objects.get(reviewer__user=cast.physician)
    with pytest.raises(TransitionRefused) as refused:
        claims.link(claim, held, actor=cast.physician, reason="Mine")
    assert codes(refused) == {"own_credential"}
    with pytest.raises(TransitionRefused) as refused:
        claims.merge(claim.reviewer, held.reviewer, actor=cast.physician, reason="Me")
    assert codes(refused) == {"own_credential"}


def test_a_person_is_not_merged_away(cast: Cast) -> None:
    ada, bela = cast.physician.reviewer, cast.second_physician.reviewer
    with pytest.raises(TransitionRefused) as refused:
        claims.merge(ada, bela, actor=cast.officer, reason="Wrong")
    assert codes(refused) == {"is_a_person"}
    with pytest.raises(TransitionRefused) as refused:
        claims.merge(ada, ada, actor=cast.officer, reason="Wrong")
    assert "same_reviewer" in codes(refused)


def test_whoever_joined_meanwhile_is_a_person_however_old_the_page(cast: Cast) -> None:
    claim = claimed(cast)
    stale = Reviewer.objects.get(pk=claim.reviewer_id)
    _invitation, token = onboarding.invite(claim.reviewer, "ada@example.org", actor=cast.officer)
    user = onboarding.join(token, password="seven green herons", agreed=1)
    with pytest.raises(TransitionRefused) as refused:
        claims.merge(stale, cast.physician.reviewer, actor=cast.officer, reason="Same name")
    assert codes(refused) == {"is_a_person"}
    assert Reviewer.objects.get(pk=stale.pk).user == user


def test_what_was_checked_by_two_is_not_merged_away(cast: Cast) -> None:
    claim = claimed(cast)
    cast.verify(claim.credential)
    with pytest.raises(TransitionRefused) as refused:
        claims.merge(claim.reviewer, cast.physician.reviewer, actor=cast.officer, reason="Same")
    assert codes(refused) == {"is_a_person"}


def test_a_merge_is_done_once_and_never_into_somebody_who_left(cast: Cast) -> None:
    claim, other = claimed(cast), claimed(cast, name="Otto Olsen", number=1)
    made_up, ada = claim.reviewer, cast.physician.reviewer
    claims.merge(made_up, ada, actor=cast.officer, reason="Same")
    with pytest.raises(TransitionRefused) as refused:
        claims.merge(made_up, ada, actor=cast.officer, reason="Again")
    assert codes(refused) == {"is_a_person"}
    with pytest.raises(TransitionRefused) as refused:
        claims.merge(other.reviewer, made_up, actor=cast.officer, reason="Into a shade")
    assert codes(refused) == {"reviewer_inactive"}
    with pytest.raises(TransitionRefused) as refused:
        claims.link(other, made_up.credentials.first(), actor=cast.officer, reason="A shade")
    assert codes(refused) == {"reviewer_inactive"}


@pytest.mark.parametrize("part", ["writer", "editor", "auditor", "superuser"])
def test_only_officers_resolve(cast: Cast, part: str) -> None:
    claim, actor = claimed(cast), getattr(cast, part)
    held = Credential.objects.get(reviewer__user=cast.physician)
    with pytest.raises(PermissionDenied):
        claims.link(claim, held, actor=actor, reason="Why not")
    with pytest.raises(PermissionDenied):
        claims.merge(claim.reviewer, held.reviewer, actor=actor, reason="Why not")


def test_without_a_reason_nothing_moves(cast: Cast) -> None:
    claim = claimed(cast)
    before = LedgerEntry.objects.count()
    held = Credential.objects.get(reviewer__user=cast.physician)
    for act in (
        lambda: claims.link(claim, held, actor=cast.officer, reason=" "),
        lambda: claims.merge(claim.reviewer, held.reviewer, actor=cast.officer, reason=""),
    ):
        with pytest.raises(InputRefused) as refused:
            act()
        assert refused.value.field == "reason"
    claim.refresh_from_db()
    assert (claim.reviewer.is_active, LedgerEntry.objects.count()) == (True, before)


def test_a_file_without_a_byline_claims_nobody(cast: Cast) -> None:
    claim = claimed(cast)
    claim.raw_line = ""
    held = Credential.objects.get(reviewer__user=cast.physician)
    with pytest.raises(TransitionRefused) as refused:
        claims.link(claim, held, actor=cast.officer, reason="Why not")
    assert codes(refused) == {"no_claim"}


def test_a_name_that_was_set_aside_takes_no_new_claims(cast: Cast) -> None:
    first = claimed(cast)
    claims.merge(first.reviewer, cast.physician.reviewer, actor=cast.officer, reason="The same")

    again = claimed(cast, number=1)

    assert again.reviewer.is_active
    assert again.reviewer not in {first.reviewer, cast.physician.reviewer}
