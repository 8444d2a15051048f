"""Credential officers at work in the admin."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from articles import wording
from articles.credentials import checking, evidence, recording
from articles.errors import InputRefused
from articles.models import (
    Board,
    Certificate,
    Coverage,
    Credential,
    CredentialStatus,
    CredentialVerification,
    LedgerEntry,
    Reviewer,
    ReviewPolicy,
)
from articles.numbers import is_jurisdiction, is_npi, is_orcid
from articles.rows import row_digest
from articles.signing import texts
from articles.stages import Event, Meaning
from tests.admin.conftest import address
from tests.cast import SEEN, today

pytestmark = pytest.mark.slow

REVIEWER = {"name": "Iris Bloom", "degrees": "MD", "is_active": "on", "reason": "Asked to join"}


def held(user):
    return Credential.objects.get(reviewer__user=user)


def looked_up(credential, officer):
    return checking.check(
        credential, actor=officer, method="board_letter", note="Letter seen", evidence_digest=SEEN
    )


def covered(cast):
    row = Coverage(
        certificate=cast.certificates["Rheumatology"], specialty="dermatology", since=today()
    )
    return recording.save(row, actor=cast.officer, reason="Agreed")


def sent_of(response):
    """What a browser would send back of a stock admin form."""
    form = response.context["adminform"].form
    return {b.html_name: v for b in form if (v := b.value()) not in {None, False}}


@pytest.mark.req("CR-06")
@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("1234567893", True),
        ("1245319599", True),
        ("1234567890", False),
        ("3234567891", False),
        ("123456789", False),
        ("12345678930", False),
        ("１２３４５６７８９３", False),
        ("1234567893\n", False),
    ],
)
def test_an_npi_has_ten_digits_and_the_right_check_digit(number, right):
    assert is_npi(number) is right


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("0000-0002-1825-0097", True),
        ("0000-0001-5109-3700", True),
        ("0000-0002-1694-233X", True),
        ("0000-0002-1825-0098", False),
        ("0000000218250097", False),
        ("https://orcid.org/0000-0002-1825-0097", False),
    ],
)
def test_an_orcid_has_four_groups_and_the_right_check_character(number, right):
    assert is_orcid(number) is right


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("US-AZ", True),
        ("GB-ENG", True),
        ("IE", True),
        ("US-XX", False),
        ("DE-1", False),
        ("XX", False),
        ("us-az", False),
        ("Arizona", False),
    ],
)
def test_a_jurisdiction_is_a_place_in_iso_3166_2(code, right):
    assert is_jurisdiction(code) is right


def test_a_reviewer_is_recorded_with_a_reason_a_record_and_an_entry(cast, at_door):
    response = at_door(cast.officer).post(address("articles_reviewer_add"), REVIEWER)
    assert response.status_code == 302
    reviewer = Reviewer.objects.get(name="Iris Bloom")
    record = reviewer.history.get()
    assert (record.history_user, record.history_change_reason) == (cast.officer, "Asked to join")
    assert LedgerEntry.objects.latest("seq").kind == Event.REVIEWER_SAVE


@pytest.mark.parametrize(
    ("name", "sent", "field"),
    [
        ("reviewer", REVIEWER | {"reason": " "}, "reason"),
        ("reviewer", REVIEWER | {"npi": "1234567890"}, "npi"),
        ("reviewer", REVIEWER | {"orcid": "0000-0002-1825-0098"}, "orcid"),
        ("board", {"code": "X", "name": "X", "reverify_month": "3", "reason": "x"}, "reverify_day"),
        ("board", {"code": "ABIM", "name": "Twice", "reason": "x"}, "code"),
        ("credential", {"kind": "licence", "jurisdiction": "Arizona"}, "jurisdiction"),
        ("credential", {"kind": "degree", "duration": "continuous", "ends_on": "2030-01-01"},
         "ends_on"),
        ("credential", {"kind": "licence", "duration": "time_limited", "initial_on": "2020-01-02",
                        "ends_on": "2020-01-01"}, "ends_on"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_under_its_field(cast, at_door, rows, name, sent, field):
    before = rows()
    response = at_door(cast.officer).post(address(f"articles_{name}_add"), sent)
    assert (response.status_code, rows()) == (422, before)
    assert field in response.context["adminform"].form.errors


def test_saving_a_form_that_nobody_changed_records_nothing(cast, at_door, rows):
    for user, name, obj in (
        (cast.officer, "reviewer", Reviewer.objects.first()),
        (cast.officer, "board", Board.objects.first()),
        (cast.officer, "certificate", Certificate.objects.first()),
        (cast.officer, "coverage", covered(cast)),
        (cast.officer, "credential", Credential.objects.first()),
        (cast.editor, "reviewpolicy", ReviewPolicy.objects.first()),
    ):
        client, page = at_door(user), address(f"articles_{name}_change", obj.pk)
        sent = sent_of(client.get(page)) | {"reason": "Only looking"}
        before = rows()
        response = client.post(page, sent)
        assert (name, response.status_code, rows() == before) == (name, 302, True)


def test_an_npi_belongs_to_one_reviewer(cast, at_door):
    client = at_door(cast.officer)
    page, npi = address("articles_reviewer_add"), {"npi": "1234567893"}
    assert client.post(page, REVIEWER | npi).status_code == 302
    response = client.post(page, REVIEWER | npi | {"name": "Double"})
    assert response.status_code == 422
    assert "Another reviewer has this NPI." in response.text


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"until": "2020-01-01"}, "until", "It ends before it begins."),
        (
            {"specialty": "rheumatology"},
            "specialty",
            "This is the certificate&#x27;s own specialty.",
        ),
        ({"specialty": "astrology"}, "specialty", "Select a valid choice."),
        ({"reason": ""}, "reason", "This field is required."),
    ],
)
def test_what_a_certificate_covers_besides_is_recorded_with_a_reason(
    cast, at_door, rows, changes, field, message
):
    client, page = at_door(cast.officer), address("articles_coverage_add")
    sent = {
        "certificate": cast.certificates["Rheumatology"].pk,
        "specialty": "dermatology",
        "since": "2020-01-01",
        "reason": "Agreed with the editors",
    }
    before = rows()
    response = client.post(page, sent | changes)
    assert (response.status_code, rows()) == (422, before)
    assert list(response.context["adminform"].form.errors) == [field]
    assert message in response.text

    assert client.post(page, sent).status_code == 302
    record = Coverage.objects.get(specialty="dermatology").history.get()
    assert record.history_change_reason == "Agreed with the editors"


def test_a_reviewer_declares_their_own_interests_and_nobody_types_them(cast, at_door):
    page = address("articles_reviewer_change", Reviewer.objects.get(user=cast.physician).pk)
    form = at_door(cast.officer).get(page).context["adminform"].form
    assert list(form.fields) == [
        *("name", "degrees", "user", "is_active", "away_until"),
        *("orcid", "npi", "npi_public", "reason"),
    ]


def test_a_jurisdiction_is_stored_as_the_standard_writes_it(cast, at_door):
    sent = {
        "reviewer": Reviewer.objects.get(user=cast.physician).pk,
        "kind": "licence",
        "jurisdiction": "us-az",
        "duration": "continuous",
        "reason": "Licence seen",
    }
    assert at_door(cast.officer).post(address("articles_credential_add"), sent).status_code == 302
    assert Credential.objects.latest("pk").jurisdiction == "US-AZ"


def test_an_officer_does_not_record_their_own_standing(cast, at_door, rows):
    own = Reviewer(user=cast.officer, name="Cora Officer")
    recording.save(own, actor=cast.second_officer, reason="Also a physician")
    client, before = at_door(cast.officer), rows()
    page = address("articles_reviewer_change", own.pk)
    response = client.post(page, sent_of(client.get(page)) | {"degrees": "MD", "reason": "Me"})
    assert (response.status_code, rows()) == (409, before)
    assert "Nobody records their own standing." in response.text
    sent = {"reviewer": own.pk, "kind": "degree", "title": "MD", "duration": "lifetime"}
    response = client.post(address("articles_credential_add"), sent | {"reason": "Me"})
    assert (response.status_code, rows()) == (409, before)


def test_facts_never_move_to_another_person(cast, at_door):
    credential = held(cast.physician)
    other = Reviewer.objects.get(user=cast.unverified)
    client, page = at_door(cast.officer), address("articles_credential_change", credential.pk)
    crafted = {
        "reviewer": other.pk,
        "kind": "licence",
        "certificate": cast.certificates["Internal Medicine"].pk,
        "claim": "9",
    }
    sent = sent_of(client.get(page)) | crafted | {"initial_on": "2009-11-05", "reason": "Day off"}
    assert client.post(page, sent).status_code == 302
    after = held(cast.physician)
    assert (after.pk, after.reviewer, after.kind) == (
        credential.pk,
        credential.reviewer,
        credential.kind,
    )
    assert after.certificate == credential.certificate
    assert after.initial_on == dt.date(2009, 11, 5)


def test_an_unchecked_claim_can_be_linked_to_a_certificate_once(cast, at_door):
    claim = recording.save(
        Credential(
            reviewer=Reviewer.objects.get(user=cast.physician),
            kind="board_certification",
            title="Claimed in an import",
        ),
        actor=cast.officer,
        reason="Imported",
    )
    client, page = at_door(cast.officer), address("articles_credential_change", claim.pk)
    sent = sent_of(client.get(page)) | {"reason": "Linked"}
    taken = {"certificate": cast.certificates["Rheumatology"].pk}
    assert client.post(page, sent | taken).status_code == 422
    free = {"certificate": cast.certificates["Internal Medicine"].pk}
    assert client.post(page, sent | free).status_code == 302


def test_a_status_is_added_and_earlier_ones_stay(cast, at_door):
    credential = held(cast.physician)
    page = address("articles_credential_status", credential.pk)
    client = at_door(cast.officer)
    assert client.get(page).status_code == 200
    sent = {
        "standing": "not_in_force",
        "reason": "suspended",
        "effective_from": today().isoformat(),
        "continuing": "unknown",
        "why": "Letter of the board",
    }
    assert client.post(page, sent).status_code == 302
    assert credential.statuses.count() == 2
    assert CredentialStatus.objects.latest("pk").recorded_by == cast.officer
    shown = client.get(address("articles_credential_change", credential.pk)).text
    assert "Not in force: suspended" in shown
    assert "Letter of the board" in shown


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"standing": "not_in_force"}, "reason"),
        ({"reason": "lapsed"}, "reason"),
        ({"effective_to": "2020-01-01"}, "effective_to"),
        ({"effective_from": ""}, "effective_from"),
        ({"effective_from": "2999-01-01"}, "effective_from"),
        ({"why": " "}, "why"),
    ],
)
def test_a_status_that_contradicts_itself_is_refused_in_words(cast, at_door, rows, changes, field):
    page = address("articles_credential_status", held(cast.physician).pk)
    sent = {
        "standing": "in_force",
        "effective_from": "2020-01-01",
        "continuing": "unknown",
        "why": "Seen",
    }
    before = rows()
    response = at_door(cast.officer).post(page, sent | changes)
    assert (response.status_code, rows()) == (422, before)
    assert list(response.context["form"].errors) == [field]
    assert "Constraint" not in response.text


def test_a_check_counts_once_a_second_officer_has_confirmed_it(cast, at_door):
    credential = held(cast.unverified)
    page = address("articles_credential_check", credential.pk)
    sent = {
        "method": "primary_source_web",
        "outcome": "validated",
        "checked_on": today().isoformat(),
        "source_url": "https://example.org/find",
        "evidence_digest": "sha256:" + "a" * 64,
        "note": "Listed as certified",
    }
    first, second = at_door(cast.officer), at_door(cast.second_officer)
    assert first.get(page).status_code == 200
    assert first.post(page, sent).status_code == 302
    check = credential.verifications.get()
    assert (check.checked_by, check.evidence_digest) == (cast.officer, sent["evidence_digest"])

    confirm = address("articles_credential_confirm", credential.pk, check.pk)
    shown = first.get(address("articles_credential_change", credential.pk)).text
    assert "You made this check; a second person must confirm it." in shown
    assert confirm not in shown
    word = {"text_version": 1}
    refused = first.post(confirm, word)
    assert refused.status_code == 409
    assert "a second person must confirm it" in refused.text
    assert credential.verifications.count() == 1

    assert confirm in second.get(address("articles_credential_change", credential.pk)).text
    assert second.post(confirm, word).status_code == 302
    assert check.confirmation.checked_by == cast.second_officer
    assert second.post(confirm, word).status_code == 409
    assert credential.verifications.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"checked_on": "2999-01-01"}, "checked_on"),
        ({"evidence_digest": "sha256:1"}, "evidence_digest"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"method": "crystal ball"}, "method"),
        ({"note": ""}, "note"),
    ],
)
def test_a_check_that_cannot_be_is_refused_in_words(cast, at_door, rows, changes, field):
    page = address("articles_credential_check", held(cast.unverified).pk)
    sent = {
        "method": "board_letter",
        "outcome": "validated",
        "checked_on": "2024-01-01",
        "note": "Letter seen",
    }
    before = rows()
    response = at_door(cast.officer).post(page, sent | changes)
    assert (response.status_code, rows()) == (422, before)
    assert list(response.context["form"].errors) == [field]


def test_a_check_of_another_credential_is_404_and_a_look_does_not_confirm(cast, at_door, rows):
    credential, other = held(cast.unverified), held(cast.physician)
    check = looked_up(credential, cast.officer)
    client, before = at_door(cast.second_officer), rows()
    assert (
        client.post(address("articles_credential_confirm", other.pk, check.pk)).status_code == 404
    )
    assert (
        client.get(address("articles_credential_confirm", credential.pk, check.pk)).status_code
        == 200
    )
    confirmation = CredentialVerification.objects.exclude(confirms=None).first()
    page = address("articles_credential_confirm", confirmation.credential_id, confirmation.pk)
    assert client.post(page).status_code == 404
    assert rows() == before


def test_who_may_not_record_gets_403(cast, at_door, rows):
    credential = held(cast.unverified)
    check = looked_up(credential, cast.officer)
    before = rows()
    for user in (cast.auditor, cast.writer, cast.editor, cast.publisher, cast.physician):
        client = at_door(user)
        for page in (
            address("articles_credential_status", credential.pk),
            address("articles_credential_check", credential.pk),
            address("articles_credential_confirm", credential.pk, check.pk),
            address("articles_credential_change", credential.pk),
            address("articles_credential_add"),
            address("articles_reviewer_add"),
        ):
            assert client.post(page, {}).status_code == 403
    assert rows() == before


def test_a_superuser_without_a_role_records_nothing(cast, at_door, rows):
    client, before = at_door(cast.superuser), rows()
    response = client.post(address("articles_reviewer_add"), REVIEWER)
    assert (response.status_code, rows()) == (403, before)


def test_numbers_are_seen_by_officers_and_their_holder_only(cast, at_door):
    credential, reviewer = held(cast.physician), Reviewer.objects.get(user=cast.physician)
    credential.number, reviewer.npi = "PRIVATE-77", "1234567893"
    recording.save(credential, actor=cast.officer, reason="Seen")
    recording.save(reviewer, actor=cast.officer, reason="Seen")
    pages = (
        address("articles_credential_change", credential.pk),
        address("articles_reviewer_change", reviewer.pk),
    )
    for user, sees in ((cast.officer, True), (cast.physician, True), (cast.auditor, False)):
        shown = "".join(at_door(user).get(page).text for page in pages)
        assert ("PRIVATE-77" in shown, "1234567893" in shown) == (sees, sees)
    assert at_door(cast.writer).get(pages[0]).status_code == 403
    assert "1234567893" not in at_door(cast.writer).get(pages[1]).text
    reviewer.npi_public = True
    recording.save(reviewer, actor=cast.officer, reason="Agreed to print it")
    assert "1234567893" in at_door(cast.writer).get(pages[1]).text


def test_a_look_up_that_no_filter_offers_tells_nothing(cast, at_door):
    for name, query in (
        ("reviewer", "npi__startswith=1"),
        ("reviewer", "user__password__startswith=m"),
        ("article", "owner__password__startswith=m"),
        ("article", "body__contains=Gout"),
        ("certificate", "board__code__startswith=A"),
    ):
        page = address(f"articles_{name}_changelist")
        assert at_door(cast.auditor).get(f"{page}?{query}").status_code == 400


def test_a_policy_belongs_to_managing_editors(cast, at_door, rows):
    policy = ReviewPolicy.objects.get()
    page = address("articles_reviewpolicy_change", policy.pk)
    editor = at_door(cast.editor)
    sent = sent_of(editor.get(page)) | {"sign_offs": "2", "reason": "Two pairs of eyes"}
    before = rows()
    for user in (cast.officer, cast.auditor, cast.writer):
        assert at_door(user).post(page, sent).status_code == 403
    assert at_door(cast.superuser).post(page, sent).status_code == 403
    assert rows() == before
    assert editor.post(page, sent).status_code == 302
    policy.refresh_from_db()
    assert policy.sign_offs == 2
    assert policy.history.latest().history_change_reason == "Two pairs of eyes"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"specialist_sign_offs": "3"}, "specialist_sign_offs"), ({}, "is_active")],
)
def test_a_policy_that_makes_no_sense_is_refused_in_words(cast, at_door, rows, changes, field):
    editor, before = at_door(cast.editor), rows()
    page = address("articles_reviewpolicy_add")
    sent = sent_of(editor.get(page)) | {"name": "Second", "reason": "Try"} | changes
    response = editor.post(page, sent)
    assert (response.status_code, rows()) == (422, before)
    assert field in response.context["adminform"].form.errors
    assert "Constraint" not in response.text


@pytest.mark.parametrize(("field", "place"), [("name", "name"), ("elsewhere", "__all__")])
def test_what_recording_refuses_is_said_under_its_field(
    cast, at_door, rows, monkeypatch, field, place
):
    def refuse(*_args, **_options):
        raise InputRefused(field, "this cannot be stored.")

    monkeypatch.setattr(recording, "save", refuse)
    before, client = rows(), at_door(cast.officer)
    response = client.post(address("articles_reviewer_add"), REVIEWER)
    assert (response.status_code, rows()) == (422, before)
    assert response.context["adminform"].form.errors == {place: ["This cannot be stored."]}
    assert "Iris Bloom" in response.text
    monkeypatch.undo()
    assert client.post(address("articles_reviewer_add"), REVIEWER).status_code == 302


def test_what_is_refused_of_a_check_is_said_under_its_field(cast, at_door, rows, monkeypatch):
    def refuse(*_args, **_options):
        raise InputRefused("note", "this cannot be stored.")

    monkeypatch.setattr(checking, "check", refuse)
    page = address("articles_credential_check", held(cast.unverified).pk)
    sent = {
        "method": "board_letter",
        "outcome": "validated",
        "checked_on": "2024-01-01",
        "note": "Letter seen",
    }
    before = rows()
    response = at_door(cast.officer).post(page, sent)
    assert (response.status_code, rows()) == (422, before)
    assert response.context["form"].errors == {"note": ["This cannot be stored."]}


def test_the_second_officer_is_led_to_the_source_and_the_evidence_before_confirming(cast, at_door):
    credential = held(cast.unverified)
    kept = evidence.keep(b"%PDF-1.7 the page", "page.pdf", actor=cast.officer)
    check = checking.check(
        credential,
        actor=cast.officer,
        method="primary_source_web",
        source_url="https://board.example/uma",
        note="Certified",
        evidence=kept,
    )
    page = address("articles_credential_confirm", credential.pk, check.pk)
    client = at_door(cast.second_officer)

    text = client.get(page).content.decode()
    assert "“Certified”" in text
    assert 'href="https://board.example/uma"' in text
    assert f'href="{address("articles_evidence_change", kept.pk)}"' in text

    client.post(page, {"note": "The same page, the same name", "text_version": 1})
    assert check.confirmation.note == "The same page, the same name"


def test_a_confirmation_says_its_sentence_and_the_ledger_keeps_it(cast, at_door):
    meaning = Meaning.CREDENTIAL_VERIFICATION
    credential = held(cast.unverified)
    check = looked_up(credential, cast.officer)
    page = address("articles_credential_confirm", credential.pk, check.pk)
    client = at_door(cast.second_officer)
    shown = client.get(page)
    assert texts.SHIPPED[meaning] in shown.text
    old = {"text_version": shown.context["form"]["text_version"].value()}

    sentence = "I saw the evidence with my own eyes."
    wording.put_in_use(meaning, sentence, actor=cast.editor, reason="Plainer", base=1)
    refused = client.post(page, old)
    assert refused.status_code == 409
    assert "was changed meanwhile: read it first" in refused.text

    again = client.get(page)
    assert sentence in again.text
    assert client.post(page, {"text_version": 2}).status_code == 302
    said = json.loads(LedgerEntry.objects.filter(kind=Event.CREDENTIAL_CONFIRM).last().payload)
    told = {name: said[name] for name in ("meaning", "text", "text_version")}
    assert told == {"meaning": meaning.value, "text": sentence, "text_version": 2}
    assert said["row"] == row_digest(check.confirmation)


def test_a_confirmation_without_a_sentence_on_screen_is_refused_as_input(cast, at_door):
    credential = held(cast.physician)
    check = credential.verifications.get(confirms=None)
    page = address("articles_credential_confirm", credential.pk, check.pk)
    assert at_door(cast.second_officer).post(page, {"note": "x"}).status_code == 422
