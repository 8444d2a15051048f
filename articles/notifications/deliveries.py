"""Send what is owed: one holder at a time, with back-off, until it is sent or given up."""

from __future__ import annotations

import datetime as dt
import logging
from enum import StrEnum
from smtplib import SMTPException, SMTPResponseException
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Delivery

from .letters import NothingToSayError, write

log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)
"""How long one worker holds a mail: far more than a mail server may take (EMAIL_TIMEOUT)."""
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440, 1440))
"""After the first failure, the second …; then it is given up."""
TRIES = len(PAUSES) + 1


class Outcome(StrEnum):
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given up"
    NOT_DUE = "not due"


def send(delivery_id: int) -> Outcome:
    """Send one mail, if it is due and nobody holds it. It may be called at any time, and again.

    A process that ends between the mail server's yes and our own mark leaves the mail to be sent
    again: at least once is all that SMTP allows. Both then carry one Message-ID (``write``), by
    which mail systems know a double.
    """
    delivery = _taken(delivery_id)
    if delivery is None:
        return Outcome.NOT_DUE
    if not delivery.user.email:
        return _end(delivery, _("The account has no mail address."))
    if delivery.attempts > TRIES:
        return _end(delivery, _("Every try was cut off."))
    try:
        write(delivery).send()
    except NothingToSayError:
        return _needless(delivery)
    except (SMTPException, OSError, ValueError) as error:
        return _failed(delivery, _reason(error))
    except Exception as error:
        log.exception("Delivery %s could not be written.", delivery.pk)
        return _failed(delivery, _("It could not be written (%s).") % type(error).__name__)
    Delivery.objects.filter(pk=delivery.pk).open().update(
        sent_at=timezone.now(), leased_until=None, error=""
    )
    return Outcome.SENT


def _taken(delivery_id: int) -> Delivery | None:
    """The row, held until its lease runs out; nothing when another has it. One UPDATE decides."""
    now = timezone.now()
    taken = (
        Delivery.objects.filter(pk=delivery_id)
        .due(now)
        .update(leased_until=now + LEASE, attempts=F("attempts") + 1, handed_on_at=None)
    )
    if not taken:
        return None
    return Delivery.objects.select_related("user").get(pk=delivery_id)


def _failed(delivery: Delivery, reason: str) -> Outcome:
    """Let it go until its next try. The reason is for the screen: no address, no server's words."""
    if delivery.attempts >= TRIES:
        return _end(delivery, reason)
    log.warning("Delivery %s failed, try %s: %s", delivery.pk, delivery.attempts, reason)
    due_at = timezone.now() + PAUSES[delivery.attempts - 1]
    _let_go(delivery, due_at=due_at, error=reason)
    return Outcome.FAILED


def _end(delivery: Delivery, reason: str) -> Outcome:
    log.error("Delivery %s is given up, try %s: %s", delivery.pk, delivery.attempts, reason)
    _let_go(delivery, given_up_at=timezone.now(), error=reason)
    return Outcome.GIVEN_UP


def _needless(delivery: Delivery) -> Outcome:
    """Nobody's fault, so nobody is called: what it was about was settled before it left."""
    log.info("Delivery %s is not needed any more.", delivery.pk)
    _let_go(delivery, given_up_at=timezone.now(), error=_("There was nothing left to say."))
    return Outcome.GIVEN_UP


def _let_go(delivery: Delivery, **columns: Any) -> None:
    """Write what became of it while it is still this holder's; else the next one does."""
    Delivery.objects.filter(pk=delivery.pk, leased_until=delivery.leased_until).open().update(
        leased_until=None, **columns
    )


def _reason(error: Exception) -> str:
    """Servers put addresses into their answers, so only the kind and the number are kept."""
    name = type(error).__name__
    if isinstance(error, SMTPResponseException):
        return _("The mail server refused it (%s).") % f"{name} {error.smtp_code}"
    if isinstance(error, SMTPException):
        return _("The mail server refused it (%s).") % name
    if isinstance(error, OSError):
        return _("The mail server could not be reached (%s).") % name
    return _("The mail is not well formed (%s).") % name
