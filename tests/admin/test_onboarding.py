"""Officers bring a physician in: the mail, the second person, and the kept files."""

from __future__ import annotations

from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from articles import integrity
from articles.credentials import evidence, onboarding, recording
from articles.models import Credential, CredentialVerification, Evidence, Invitation, Reviewer
from tests.admin.conftest import address
from tests.cast import today
from tests.desk.site import SEALED_OFF

PDF = b"%PDF-1.7\nwhat the board said\n%%EOF\n"
SEEN = {"method": "video", "note": "Passport held to the camera", "checked_on": "2026-01-05"}


@pytest.fixture
def nora(cast):
    reviewer = Reviewer(name="Nora Quist", degrees="DO")
    return recording.save(reviewer, actor=cast.officer, reason="Proposed")


def invite(nora):
    return address("articles_reviewer_invite", nora.pk)


def identity(nora):
    return address("articles_reviewer_identity", nora.pk)


def profile(nora):
    return address("articles_reviewer_change", nora.pk)


def joined(nora, officer):
    _invitation, token = onboarding.invite(nora, "nora@example.org", actor=officer)
    return onboarding.join(token, password="seven green herons", agreed=1)


def test_an_officer_mails_a_link_that_no_page_shows(cast, at_door, nora):
    client = at_door(cast.officer)
    assert ">Invite…<" in client.get(profile(nora)).text
    answer = client.post(invite(nora), {"email": "nora@example.org"}, follow=True)
    assert answer.redirect_chain == [(profile(nora), 302)]
    (sent,) = mail.outbox
    token = sent.body.split("/join/")[1].split("/")[0]

    assert onboarding.invitation_of(token).reviewer == nora
    assert token not in answer.text
    assert "The invitation was mailed." in answer.text and "nora@example.org" in answer.text
    assert ">Invite again…<" in answer.text
    assert integrity.check().faults == ()


def test_when_the_mail_server_fails_nobody_is_invited(cast, at_door, nora, monkeypatch):
    def fail(_mail):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    answer = at_door(cast.officer).post(invite(nora), {"email": "nora@example.org"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"] == [
        "The mail could not be sent, so nobody is invited; try again later."
    ]
    assert Invitation.objects.get().revoked_at is not None


@pytest.mark.parametrize("email", ["", "nobody", "a@b.org\nBcc: c@d.org", "x" * 250 + "@b.org"])
def test_what_is_no_address_is_said_under_the_field(cast, at_door, rows, nora, email):
    before = rows()
    answer = at_door(cast.officer).post(invite(nora), {"email": email})
    assert answer.status_code == 422 and "email" in answer.context["form"].errors
    assert (rows(), mail.outbox) == (before, [])


def test_who_has_an_account_is_not_invited(cast, at_door, rows):
    before = rows()
    page = invite(cast.physician.reviewer)
    answer = at_door(cast.officer).post(page, {"email": "ada@example.org"})
    assert answer.status_code == 409 and "They have an account." in answer.text
    assert (rows(), mail.outbox) == (before, [])


@pytest.mark.parametrize("part", ["editor", "auditor", "physician", "writer", "superuser"])
def test_only_officers_bring_people_in(cast, at_door, rows, nora, part):
    client, before = at_door(getattr(cast, part)), rows()
    for page, sent in ((invite(nora), {"email": "nora@example.org"}), (identity(nora), SEEN)):
        assert client.get(page).status_code == 403
        assert client.post(page, sent).status_code == 403
    assert (rows(), mail.outbox) == (before, [])


def test_a_second_officer_says_who_it_is_and_never_the_first(cast, at_door, rows, nora):
    joined(nora, cast.officer)
    before, first = rows(), at_door(cast.officer)
    assert "a second person checks who it is" in first.get(profile(nora)).text
    refused = first.post(identity(nora), SEEN)
    assert refused.status_code == 409
    assert "You brought them in; a second person checks who it is." in refused.text
    assert rows() == before

    second = at_door(cast.second_officer)
    assert ">Check identity…<" in second.get(profile(nora)).text
    assert second.post(identity(nora), SEEN).status_code == 302
    text = first.get(profile(nora)).text
    assert "Carl Officer" in text and "Passport held to the camera" in text
    assert integrity.check().faults == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"note": ""}, "note"),
        ({"note": "a\u202eb"}, "note"),
        ({"method": "hearsay"}, "method"),
        ({"checked_on": "2999-01-01"}, "checked_on"),
        ({"checked_on": "tomorrow"}, "checked_on"),
    ],
)
def test_an_identity_check_that_makes_no_sense(cast, at_door, rows, nora, changes, field):
    joined(nora, cast.officer)
    before = rows()
    answer = at_door(cast.second_officer).post(identity(nora), SEEN | changes)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert rows() == before


def test_an_address_is_shown_to_officers_and_to_nobody_else(cast, at_door, nora):
    onboarding.invite(nora, "nora@example.org", actor=cast.officer)
    for user in (cast.auditor, cast.editor, cast.writer, cast.physician, cast.superuser):
        assert "nora@example.org" not in at_door(user).get(profile(nora)).text
    assert "Open until" in at_door(cast.auditor).get(profile(nora)).text
    assert "nora@example.org" in at_door(cast.second_officer).get(profile(nora)).text


# Evidence


def check_page(cast):
    held = Credential.objects.get(reviewer__user=cast.unverified)
    return held, address("articles_credential_check", held.pk)


def checked(**changes):
    return {
        "method": "board_letter",
        "outcome": "validated",
        "checked_on": str(today()),
        "note": "Letter seen",
        **changes,
    }


def upload(data, name="letter.pdf", kind="application/pdf"):
    return SimpleUploadedFile(name, data, kind)


def test_a_check_keeps_the_letter_and_names_it(cast, at_door):
    held, page = check_page(cast)
    client = at_door(cast.officer)
    assert 'enctype="multipart/form-data"' in client.get(page).text
    assert client.post(page, checked(file=upload(PDF))).status_code == 302
    row = Evidence.objects.get()
    assert held.verifications.get().evidence_digest == row.digest
    assert evidence.read(row) == PDF
    text = client.get(address("articles_credential_change", held.pk)).text
    assert address("articles_evidence_change", row.pk) in text
    assert integrity.check().faults == ()


@pytest.mark.parametrize(
    "file",
    [
        upload(b"<script>alert(1)</script>"),
        upload(b""),
        upload(b"MZ", "letter.pdf"),
        upload(b"\x89PNG\r\n\x1a\n and a zip", "a.png", "image/png"),
        upload(b"%PDF-" + b"x" * evidence.LIMIT),
    ],
    ids=["html", "empty", "program", "half a picture", "too large"],
)
def test_a_file_that_is_refused_leaves_no_check(cast, at_door, rows, file):
    _held, page = check_page(cast)
    before = rows()
    answer = at_door(cast.officer).post(page, checked(file=file))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"file"}
    assert rows() == before


def test_a_check_that_is_refused_leaves_no_evidence(cast, at_door, rows):
    held, page = check_page(cast)
    Reviewer.objects.filter(pk=held.reviewer_id).update(user=cast.officer)
    before = rows()
    answer = at_door(cast.officer).post(page, checked(file=upload(PDF)))
    assert answer.status_code == 409
    assert rows() == before and not CredentialVerification.objects.filter(credential=held).exists()


def test_a_file_and_another_digest_do_not_go_together(cast, at_door, rows):
    _held, page = check_page(cast)
    before = rows()
    sent = checked(file=upload(PDF), evidence_digest="sha256:" + "0" * 64)
    answer = at_door(cast.officer).post(page, sent)
    assert answer.status_code == 422 and "evidence_digest" in answer.context["form"].errors
    assert rows() == before


def test_the_name_of_a_kept_file_is_one_line_of_characters_that_are_seen(cast, at_door):
    row = evidence.keep(PDF, "the/let\n\u200bter.pdf", actor=cast.officer)
    answer = at_door(cast.officer).get(address("articles_evidence_file", row.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="theletter.pdf"'


def test_a_kept_file_is_saved_and_never_run(cast, at_door):
    row = evidence.keep(PDF, 'a "letter"; x=y.pdf', actor=cast.officer)
    client = at_door(cast.officer)
    answer = client.get(address("articles_evidence_file", row.pk))
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == SEALED_OFF
    assert answer["Cache-Control"].startswith("private, no-store")
    for method in ("post", "put", "delete"):
        page = address("articles_evidence_file", row.pk)
        assert getattr(client, method)(page).status_code == 405


@pytest.mark.parametrize("part", ["editor", "auditor", "physician", "publisher", "superuser"])
def test_evidence_is_for_officers_only(cast, at_door, part):
    row = evidence.keep(PDF, "letter.pdf", actor=cast.officer)
    client = at_door(getattr(cast, part))
    for name, arguments in (
        ("articles_evidence_file", [row.pk]),
        ("articles_evidence_change", [row.pk]),
        ("articles_evidence_changelist", []),
    ):
        assert client.get(address(name, *arguments)).status_code == 403
    assert "/evidence/" not in client.get(address("index")).text


def test_a_file_that_was_altered_is_not_handed_out(cast, at_door, monkeypatch):
    row = evidence.keep(PDF, "letter.pdf", actor=cast.officer)
    monkeypatch.setattr("articles.files.digest", lambda _data: "sha256:other")
    client = at_door(cast.officer)
    answer = client.get(address("articles_evidence_file", row.pk))
    assert answer.status_code == 409 and row.digest in answer.text
    page = client.get(address("articles_evidence_change", row.pk)).text
    assert "Save the file" not in page and "is another" in page
