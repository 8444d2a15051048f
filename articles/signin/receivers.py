"""What happens beside a sign-in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from articles import accounts
from articles.models import SigningAccess

from . import acts, marks


@receiver(user_logged_in)
def mark_what_is_to_be_done(request: HttpRequest, user: User, **_more: Any) -> None:
    """Either ends every session of the account, so asking at sign-in is enough."""
    if not accounts.is_own(user, SigningAccess.objects.filter(user=user).first()):
        request.session[marks.PASSWORD] = True
    if acts.second_factor_is_missed(user):
        request.session[marks.FACTOR] = True


@receiver(user_logged_in)
def list_the_session(request: HttpRequest, user: User, **_more: Any) -> None:
    """However somebody came in: by the form, or by an invitation."""
    if "REMOTE_ADDR" in request.META:
        UserSession.objects.create_from_request(request, user=user)


@receiver(pre_save, sender=UserSession)
def keep_what_a_column_takes(instance: UserSession, **_more: Any) -> None:
    """A browser may call itself anything; PostgreSQL stores no NUL."""
    instance.user_agent = instance.user_agent.replace("\0", "")


@receiver(authenticator_removed)
def forget_the_factor(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """Its owner removed it, with a code."""
    if authenticator.type == Authenticator.Type.TOTP:
        SigningAccess.objects.filter(user=user).update(wants_factor=False)
