"""The mail to an address that was just taken off an account."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from . import news

log = logging.getLogger(__name__)


def tell_old_address(user: User, address: str) -> None:
    """Once the change is stored. No ``Delivery``: those go to the address that an account has."""
    if not address:
        return
    said = {"to": user, "publisher": settings.PUBLISHER_NAME, "editors": news.editors()}
    body = render_to_string("email/address_changed.txt", said)
    subject = _("%s: your address was changed") % settings.PUBLISHER_NAME
    headers = {"Auto-Submitted": "auto-generated"}
    mail = EmailMessage(subject, body, to=[address], headers=headers)

    def send() -> None:
        try:
            mail.send()
        except (SMTPException, OSError) as error:
            log.warning("The old address was not told: %s.", type(error).__name__)

    transaction.on_commit(send)
