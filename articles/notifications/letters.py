"""What each mail says. Written when it is sent, from what is stored then."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from articles.days import editorial_date
from articles.models import Delivery, LedgerEntry, Schedule, Signature
from articles.signing import access
from articles.stages import DeliveryKind, Meaning, ScheduleOutcome

from . import digests, news, telling
from .addresses import address


class NothingToSayError(Exception):
    """What a mail was owed for is settled."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject, and what the template of this kind of mail is told."""

    subject: str
    said: dict[str, Any]


def write(delivery: Delivery) -> EmailMessage:
    """The mail to one person; raises ``NothingToSayError`` where it is no longer needed.

    Its Message-ID follows from what is owed to whom, so a mail that was sent twice shows as one.
    """
    letter = WRITERS[DeliveryKind(delivery.kind)](delivery)
    said = {"to": delivery.user, "publisher": settings.PUBLISHER_NAME, **letter.said}
    return EmailMessage(
        subject=" ".join(letter.subject.split()),
        body=render_to_string(f"email/{delivery.kind}.txt", said),
        to=[delivery.user.email],
        headers={"Message-ID": _message_id(delivery), "Auto-Submitted": "auto-generated"},
    )


def _message_id(delivery: Delivery) -> str:
    what = f"{delivery.kind}\n{delivery.about}\n{delivery.user_id}"
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{hashlib.sha256(what.encode()).hexdigest()[:32]}@{host}>"


def _receipt(delivery: Delivery) -> Letter:
    """What was signed, and the head of the ledger that holds it (21 CFR 11.300(d) in spirit)."""
    signature = Signature.objects.select_related("article", "record").get(pk=delivery.about)
    said = {
        "to": signature,
        "signature": signature,
        "statement": json.loads(signature.statement),
        "entry": LedgerEntry.objects.of_signature(signature).earliest("seq"),
        "editors": news.editors(),
        "link": address("receipt", signature.pk),
        "withdraw": _withdrawal(signature),
        "password": address("password_change"),
    }
    named = {"meaning": signature.get_meaning_display(), "title": signature.record.title}
    return Letter(_("Receipt: %(meaning)s, “%(title)s”") % named, said)


def _withdrawal(signature: Signature) -> str:
    """Where a sign-off is taken back; nothing for signatures that stand for good."""
    if signature.meaning != Meaning.MEDICAL_REVIEW:
        return ""
    return address("transition", signature.article.slug, "withdraw_signature")


def _signing_locked(delivery: Delivery) -> Letter:
    """To the owner and to the managing editors; ``about`` is a moment, a colon, the owner's key."""
    moment, _colon, key = delivery.about.rpartition(":")
    at, owner = dt.datetime.fromisoformat(moment), User.objects.get(pk=key)
    said = {
        "owner": owner,
        "is_own": owner.pk == delivery.user_id,
        "at": at,
        "until": at + access.WINDOW,
        "tries": access.TRIES,
        "editors": news.editors(),
        "password": address("password_change"),
    }
    return Letter(_("Signing is locked: %s") % (owner.get_full_name() or owner.username), said)


def _password_set(delivery: Delivery) -> Letter:
    said = {
        "at": delivery.created_at,
        "editors": news.editors(),
        "password": address("password_change"),
    }
    return Letter(_("Somebody else set your password"), said)


def _signature_withdrawn(delivery: Delivery) -> Letter:
    """To whoever signed, when somebody else withdrew it; ``about``: the withdrawal."""
    found = Signature.objects.select_related("withdraws__record", "signer")
    withdrawal = found.get(pk=delivery.about)
    said = {
        "to": withdrawal.withdraws,
        "withdrawal": withdrawal,
        "withdrawn": withdrawal.withdraws,
        "statement": json.loads(withdrawal.statement),
        "link": address("receipt", withdrawal.pk),
    }
    title = withdrawal.withdraws.record.title if withdrawal.withdraws else ""
    return Letter(_("Your signature was withdrawn: “%s”") % title, said)


def _release_refused(delivery: Delivery) -> Letter:
    """To those who can do something about it; ``about``: the key of the schedule."""
    found = Schedule.objects.select_related("article", "round__record", "signature")
    schedule = found.get(pk=delivery.about)
    said = {
        "schedule": schedule,
        "by": schedule.signature.printed_name,
        "reasons": schedule.why.splitlines(),
        "link": address("article", schedule.article.slug),
    }
    return Letter(_("Not released: “%s”") % schedule.round.record.title, said)


def _release_ended(delivery: Delivery) -> Letter:
    """To whoever ordered it, when somebody else's act ended it; ``about``: the schedule's key."""
    found = Schedule.objects.select_related("article", "round__record", "signature", "ended_by")
    schedule = found.get(pk=delivery.about)
    by = schedule.ended_by
    said = {
        "to": schedule.signature,
        "schedule": schedule,
        "by": by and (by.get_full_name() or by.username),
        "is_cancelled": schedule.outcome == ScheduleOutcome.CANCELLED,
        "link": address("article", schedule.article.slug),
    }
    return Letter(_("Called off: the release of “%s”") % schedule.round.record.title, said)


def _review_digest(delivery: Delivery) -> Letter:
    found = digests.now(delivery)
    if not found:
        raise NothingToSayError
    on = editorial_date(delivery.created_at)
    return Letter(telling.subject(found, on), telling.told(found, on))


WRITERS: dict[DeliveryKind, Callable[[Delivery], Letter]] = {
    DeliveryKind.RECEIPT: _receipt,
    DeliveryKind.SIGNING_LOCKED: _signing_locked,
    DeliveryKind.SIGNATURE_WITHDRAWN: _signature_withdrawn,
    DeliveryKind.PASSWORD_SET: _password_set,
    DeliveryKind.RELEASE_REFUSED: _release_refused,
    DeliveryKind.RELEASE_ENDED: _release_ended,
    DeliveryKind.REVIEW_DIGEST: _review_digest,
}
