"""Officers say what an imported byline means."""

from __future__ import annotations

import pytest
from django.utils import timezone

from articles import integrity
from articles.credentials import claims, recording
from articles.models import Credential, ImportClaim, Reviewer
from tests.admin.conftest import address

ABIM = "American Board of Internal Medicine"
LINE = f"Medically reviewed by Ada Moss, M.D.; {ABIM} <b>bold</b>"


@pytest.fixture
def claim(cast):
    credential = claims.claimed_credential(
        "Ada Moss", "M.D.", board=ABIM, subspecialty="Rheumatology", actor=cast.writer, reason="In"
    )
    return ImportClaim.objects.create(
        source_digest="sha256:" + "0" * 64,
        source_name="gout.txt",
        article=cast.draft(),
        raw_line=LINE,
        printed_name="Ada Moss, M.D.",
        reviewer=credential.reviewer,
        credential=credential,
        imported_by=cast.writer,
        imported_at=timezone.now(),
    )


def held(cast):
    return Credential.objects.get(reviewer__user=cast.physician)


def test_the_list_says_how_far_each_line_has_come(cast, at_door, claim):
    client, page = at_door(cast.auditor), address("articles_importclaim_changelist")
    assert "Credential not verified" in client.get(page).text
    claims.link(claim, held(cast), actor=cast.officer, reason="Same")
    assert "Credential checked" in client.get(page).text


def test_a_line_is_linked_to_a_credential_found_by_name(cast, at_door, claim):
    client, page = at_door(cast.officer), address("articles_importclaim_link", claim.pk)
    form = client.get(page)
    assert f'value="{held(cast).pk}"' in form.text and "&lt;b&gt;bold" in form.text
    answer = client.post(page, {"chosen": held(cast).pk, "reason": "The same certificate"})
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.credential == held(cast)
    assert integrity.check().faults == ()


def test_a_made_up_name_is_merged_into_a_person_on_record(cast, at_door, claim):
    client, page = at_door(cast.officer), address("articles_importclaim_merge", claim.pk)
    made_up = claim.reviewer
    offered = dict(client.get(page).context["form"].fields["chosen"].choices)
    assert cast.physician.reviewer.pk in offered and made_up.pk not in offered
    sent = {"chosen": cast.physician.reviewer.pk, "reason": "The same person"}
    answer = client.post(page, sent, follow=True)
    assert "lines moved: 1" in answer.text
    made_up.refresh_from_db()
    claim.refresh_from_db()
    assert (made_up.is_active, claim.reviewer) == (False, cast.physician.reviewer)
    assert client.post(page, sent).status_code == 422
    assert integrity.check().faults == ()


@pytest.mark.parametrize("name", ["link", "merge"])
@pytest.mark.parametrize(
    "sent",
    [{}, {"chosen": "1"}, {"chosen": "999999", "reason": "x"}, {"chosen": "x", "reason": "x"},
     {"chosen": "", "reason": "x"}],
)  # fmt: skip
def test_without_choice_or_reason_nothing_moves(cast, at_door, rows, claim, name, sent):
    page, before = address(f"articles_importclaim_{name}", claim.pk), rows()
    assert at_door(cast.officer).post(page, sent).status_code == 422
    assert rows() == before


@pytest.mark.parametrize("name", ["link", "merge"])
@pytest.mark.parametrize("part", ["writer", "editor", "auditor", "superuser"])
def test_only_officers_decide(cast, at_door, rows, claim, name, part):
    client, before = at_door(getattr(cast, part)), rows()
    page = address(f"articles_importclaim_{name}", claim.pk)
    assert client.get(page).status_code == client.post(page, {}).status_code == 403
    assert page not in client.get(address("articles_importclaim_change", claim.pk)).text
    assert rows() == before


@pytest.mark.parametrize("asked", ["nobody at all", "\0", "%", "'", "x" * 5000])
def test_a_search_that_finds_nobody_says_so(cast, at_door, claim, asked):
    page = address("articles_importclaim_link", claim.pk)
    answer = at_door(cast.officer).get(page, {"q": asked})
    assert answer.status_code == 200
    assert asked == "\0" or "Nobody found" in answer.text


def test_a_common_name_shows_some_and_takes_as_many_statements(
    cast, at_door, claim, django_assert_max_num_queries
):
    for number in range(30):
        recording.save(Reviewer(name=f"Moss {number}"), actor=cast.officer, reason="Many")
    client, page = at_door(cast.officer), address("articles_importclaim_merge", claim.pk)
    with django_assert_max_num_queries(12):
        answer = client.get(page, {"q": "Moss"})
    assert len(answer.context["form"].fields["chosen"].choices) == 25
