"""The mail that invites a physician: sent at once, since nobody could write it later."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from articles.credentials import onboarding
from articles.errors import InputRefused
from articles.models import Invitation, Reviewer

log = logging.getLogger(__name__)


@sensitive_variables("token")
def invite(reviewer: Reviewer, email: str, *, actor: User) -> Invitation:
    """Invite a physician, and mail them the link. Nobody else ever sees it.

    This is no ``Delivery``: the link's token is kept nowhere, not even for a worker. Call it
    outside any transaction: the mail leaves once the invitation is stored. Raises what
    ``onboarding.invite`` raises, and ``InputRefused`` when the mail server takes no mail; then the
    invitation is taken back.
    """
    invitation, token = onboarding.invite(reviewer, email, actor=actor)
    try:
        _invitation_mail(invitation, token).send()
    except (SMTPException, OSError, ValueError) as error:
        onboarding.revoke(invitation)
        log.warning("Invitation %s was not mailed: %s.", invitation.pk, type(error).__name__)
        unsent = _("the mail could not be sent, so nobody is invited; try again later.")
        raise InputRefused("email", unsent, "unsent") from error
    return invitation


@sensitive_variables("token")
def _invitation_mail(invitation: Invitation, token: str) -> EmailMessage:
    said = {
        "to": invitation.reviewer,
        "invitation": invitation,
        "publisher": settings.PUBLISHER_NAME,
        "link": settings.BASE_URL + reverse("join", args=[token]),
    }
    body = render_to_string("email/invitation.txt", said)
    subject = _("Reviewing for %s: your invitation") % settings.PUBLISHER_NAME
    return EmailMessage(subject, body, to=[invitation.email])
