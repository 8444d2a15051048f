"""What each mail says, read as its reader's mail program reads it."""

from __future__ import annotations

import datetime as dt
import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import checkpoints, keys, notifications
from articles.models import Delivery, LedgerEntry, Signature
from articles.notifications.letters import WRITERS
from articles.stages import DeliveryKind, Meaning, Stage
from articles.templatetags import times
from tests.cast import Cast
from tests.notifications.mailserver import MailServer

pytestmark = pytest.mark.django_db
BASE = "https://review.example"


@pytest.fixture(autouse=True)
def _address(settings) -> None:
    settings.BASE_URL = BASE


def read(sent: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(sent)
    assert isinstance(message, EmailMessage)
    return message


def words_of(message: EmailMessage) -> str:
    return message.get_content().replace("\r\n", "\n")


def links(words: str) -> set[str]:
    return set(re.findall(r"https?://\S+", words))


def receipt(cast: Cast, meaning: Meaning, server: MailServer, owe) -> tuple[Signature, str]:
    """A signature, and the words of its receipt as they came over the wire."""
    signature = Signature.objects.get(meaning=meaning)
    signer = signature.signer
    type(signer).objects.filter(pk=signer.pk).update(email="signer@example.org")
    row = owe(signer, DeliveryKind.RECEIPT, str(signature.pk))
    assert notifications.send(row.pk) == "sent"
    message = read(server.mails[-1])
    assert message["To"] == "signer@example.org"
    assert message["Subject"].strip() == f"Receipt: {meaning.label}, “{signature.record.title}”"
    return signature, words_of(message)


def test_every_kind_of_mail_has_its_words() -> None:
    assert set(WRITERS) == set(DeliveryKind)


def test_a_receipt_says_all_that_was_recorded(cast: Cast, server: MailServer, owe) -> None:
    cast.article_in(Stage.APPROVED)
    signature, words = receipt(cast, Meaning.MEDICAL_REVIEW, server, owe)
    record = signature.record
    entry = LedgerEntry.objects.of_signature(signature).get()
    for part in (
        f"Dear {signature.printed_name},\n",
        "Meaning:       Medical review\n",
        f"Article:       {record.title}\n",
        f"Version:       {record.version}\n",
        f"Printed name:  {signature.printed_name}\n",
        f"Signed:        {times.instant(signature.signed_at, 'America/New_York')}\n",
        f"Ledger entry:  {entry.seq}\n",
        "In my professional judgement, on this date, the whole of version",
        f"\n{signature.content_digest}\n",
        f"\n{signature.statement_digest}\n",
        "If this was not you, tell a managing editor at once (Edda Editor)",
    ):
        assert part in words
    assert links(words) == {
        BASE + reverse("receipt", args=[signature.pk]),
        BASE + reverse("transition", args=[signature.article.slug, "withdraw_signature"]),
        BASE + reverse("password_change"),
    }


def test_the_checkpoint_cut_out_of_a_receipt_opens_and_covers_the_entry(
    cast: Cast, server: MailServer, owe
) -> None:
    cast.article_in(Stage.APPROVED)
    signature, words = receipt(cast, Meaning.MEDICAL_REVIEW, server, owe)
    note = words.partition("-----BEGIN CHECKPOINT-----\n")[2]
    note = note.partition("-----END CHECKPOINT-----\n")[0]
    entry = LedgerEntry.objects.of_signature(signature).get()
    assert note == entry.checkpoint
    origin, size, _root = checkpoints.open_checkpoint(note, keys.trusted())
    assert (origin, size) == ("reviewflow.example", entry.seq + 1)


def test_a_release_cannot_be_withdrawn_as_a_signature_so_its_receipt_offers_no_such_link(
    cast: Cast, server: MailServer, owe
) -> None:
    cast.article_in(Stage.PUBLISHED)
    signature, words = receipt(cast, Meaning.PUBLICATION_RELEASE, server, owe)
    assert links(words) == {
        BASE + reverse("receipt", args=[signature.pk]),
        BASE + reverse("password_change"),
    }
    assert "withdraw the signature" not in words


def test_a_title_of_several_lines_adds_no_header(cast: Cast, owe) -> None:
    cast.article_in(Stage.APPROVED, title="Sun\u2028Bcc: all@example.org")
    signature = Signature.objects.get()
    row = owe(signature.signer, DeliveryKind.RECEIPT, str(signature.pk))
    message = read(notifications.write(row).message().as_bytes())
    assert "Bcc" not in message
    assert message["Subject"].strip() == "Receipt: Medical review, “Sun Bcc: all@example.org”"


def test_letters_of_a_name_are_written_as_they_are(owe, ada) -> None:
    ada.first_name = "Áine <b>&'"
    ada.save()
    assert "Dear Áine <b>&' Quist," in notifications.write(owe(ada)).body


def locked(cast: Cast, reader, owe) -> str:
    at = timezone.now()
    row = owe(reader, DeliveryKind.SIGNING_LOCKED, f"{at.isoformat()}:{cast.physician.pk}")
    message = notifications.write(row)
    assert message.subject == f"Signing is locked: {cast.physician.get_full_name()}"
    assert f"locked on {times.moment(at)},\nafter 5 wrong tries in a row." in message.body
    assert f"opens again at {times.moment(at + dt.timedelta(minutes=15))}." in message.body
    assert "The account itself still works" in message.body
    return message.body


def test_who_is_locked_out_of_signing_reads_what_to_do(cast: Cast, owe) -> None:
    words = locked(cast, cast.physician, owe)
    assert words.startswith(f"Dear {cast.physician.get_full_name()},\n\nSigning with your account")
    assert "Choose\nanother password now, and tell a managing editor (Edda Editor)" in words
    assert links(words) == {BASE + reverse("password_change")}


def test_a_managing_editor_reads_whose_signing_is_locked(cast: Cast, owe) -> None:
    words = locked(cast, cast.editor, owe)
    name = f"{cast.physician.get_full_name()} ({cast.physician.username})"
    assert f"Signing with the account of {name} was locked" in words
    assert "Ask" in words and links(words) == set()


def test_whose_password_was_set_is_told_to_choose_their_own(cast: Cast, owe) -> None:
    message = notifications.write(owe(cast.physician))
    assert message.subject == "Somebody else set your password"
    assert "Until you have chosen one of your own, your account signs nothing." in message.body
    assert links(message.body) == {BASE + reverse("password_change")}


def test_an_editor_who_left_is_named_to_nobody(cast: Cast, owe) -> None:
    cast.editor.is_active = False
    cast.editor.save()
    assert "tell a managing editor." in notifications.write(owe(cast.physician)).body


def test_a_mail_sent_again_carries_the_same_id_and_any_other_mail_another(cast: Cast, owe) -> None:
    def id_of(row: Delivery) -> str:
        return str(notifications.write(row).message()["Message-ID"])

    row = owe(cast.physician)
    others = [owe(cast.physician, about="2"), owe(cast.editor)]
    assert id_of(row) == id_of(Delivery.objects.get(pk=row.pk))
    assert len({id_of(row), *map(id_of, others)}) == 3
    assert re.fullmatch(r"<[0-9a-f]{32}@review\.example>", id_of(row))


def test_no_machine_answers_these_mails(cast: Cast, owe) -> None:
    assert notifications.write(owe(cast.physician)).message()["Auto-Submitted"] == "auto-generated"
