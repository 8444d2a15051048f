"""The invitation's mail: plain, to one person, the only carrier of the link."""

from __future__ import annotations

import re
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.message import BadHeaderError
from django.urls import reverse

from articles import notifications
from articles.credentials import onboarding, recording
from articles.errors import InputRefused, TransitionRefused
from articles.models import Invitation, LedgerEntry, Reviewer
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MAIL = "nora@example.org"


def proposed(cast: Cast, name: str = "Nora Quist") -> Reviewer:
    return recording.save(Reviewer(name=name, degrees="DO"), actor=cast.officer, reason="Proposed")


def token_in(body: str) -> str:
    return re.search(r"/join/([\w-]+)/", body)[1]


def test_a_mail_carries_the_link_and_says_who_until_when_and_what_follows(
    cast: Cast, settings
) -> None:
    settings.BASE_URL, settings.PUBLISHER_NAME = "https://review.example", "Example Health"
    invitation = notifications.invite(proposed(cast), MAIL, actor=cast.officer)
    (sent,) = mail.outbox
    token = token_in(sent.body)

    assert (sent.to, sent.cc, sent.bcc, sent.content_subtype) == ([MAIL], [], [], "plain")
    assert f"https://review.example{reverse('join', args=[token])}\n" in sent.body
    assert onboarding.invitation_of(token) == invitation
    for part in ("Dear Nora Quist, DO", "Cora Officer", "Example Health", "What follows"):
        assert part in sent.body
    assert f"{invitation.expires_at:%Y}" in sent.body


def test_letters_of_a_name_are_written_as_they_are(cast: Cast) -> None:
    notifications.invite(proposed(cast, "Áine O’Neill <b>&'"), MAIL, actor=cast.officer)
    assert "Dear Áine O’Neill <b>&', DO," in mail.outbox[0].body


def test_a_name_of_several_lines_adds_no_header(cast: Cast) -> None:
    notifications.invite(proposed(cast, "Nora\nBcc: all@example.org"), MAIL, actor=cast.officer)
    message = mail.outbox[0].message()
    assert "Bcc" not in message and message["To"] == MAIL
    assert "Nora" not in message["Subject"]


@pytest.mark.parametrize(
    "failure",
    [
        SMTPServerDisconnected("gone"),
        SMTPRecipientsRefused({MAIL: (550, b"no")}),
        ConnectionRefusedError("no server"),
        TimeoutError(),
        BadHeaderError("a line too many"),
    ],
)
def test_when_no_mail_leaves_the_invitation_is_taken_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog, failure: Exception
) -> None:
    def fail(_mail) -> None:
        raise failure

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    with pytest.raises(InputRefused) as refused:
        notifications.invite(proposed(cast), MAIL, actor=cast.officer)
    assert (refused.value.field, refused.value.code) == ("email", "unsent")
    invitation = Invitation.objects.get()
    assert invitation.revoked_at is not None
    assert type(failure).__name__ in caplog.text and MAIL not in caplog.text


def test_what_is_refused_sends_nothing(cast: Cast) -> None:
    before = LedgerEntry.objects.count()
    with pytest.raises(TransitionRefused):
        notifications.invite(cast.physician.reviewer, MAIL, actor=cast.officer)
    assert (mail.outbox, LedgerEntry.objects.count()) == ([], before)


def test_sent_again_the_earlier_link_is_closed(cast: Cast) -> None:
    reviewer = proposed(cast)
    for address in (MAIL, "other@example.org"):
        notifications.invite(reviewer, address, actor=cast.officer)
    first, second = (token_in(sent.body) for sent in mail.outbox)
    assert onboarding.invitation_of(first) is None
    assert onboarding.invitation_of(second).email == "other@example.org"
