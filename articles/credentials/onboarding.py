"""How a physician comes in: invited by mail, and identified by a second person."""

from __future__ import annotations

import datetime as dt
import secrets

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from articles import accounts, ledger, roles
from articles.canonical import digest
from articles.days import editorial_date
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import IdentityCheck, Invitation, Reviewer
from articles.stages import Event, IdentityMethod

from . import agreement
from .accounts import username_for
from .adding import add, put
from .holding import claim, explained, hold, not_later_than_today, permit

GOOD_FOR = dt.timedelta(days=7)


@transaction.atomic
def invite(reviewer: Reviewer, email: str, *, actor: User) -> tuple[Invitation, str]:
    """Make an invitation and its token, which only the mailed link carries.

    An earlier invitation that is still open is taken back. Raises ``PermissionDenied``,
    ``InputRefused`` and ``TransitionRefused``.
    """
    permit(actor, "manage_credentials")
    hold(reviewer, actor)
    try:
        Invitation._meta.get_field("email").clean(email, None)
    except ValidationError as error:
        raise InputRefused("email", _("this is no e-mail address.")) from error
    reviewer = Reviewer.objects.get(pk=reviewer.pk)
    _must_need_an_account(reviewer, "invite")
    now, token = timezone.now(), secrets.token_urlsafe(32)
    Invitation.objects.open(now).filter(reviewer=reviewer).update(revoked_at=now)
    invitation = Invitation.objects.create(
        reviewer=reviewer,
        email=email,
        token_digest=digest(token.encode()),
        invited_by=actor,
        invited_at=now,
        expires_at=now + GOOD_FOR,
    )
    ledger.append(
        Event.REVIEWER_INVITE,
        actor=actor.username,
        subject=f"reviewer:{reviewer.pk}",
        at=now,
        payload={"invitation": invitation.pk, "says": str(reviewer)},
    )
    return invitation, token


def _must_need_an_account(reviewer: Reviewer, name: str) -> None:
    if reviewer.user_id is not None:
        raise TransitionRefused(name, [Refusal("has_account", _("They have an account."))])
    if not reviewer.is_active:
        gone = Refusal("reviewer_inactive", _("This reviewer is no longer active."))
        raise TransitionRefused(name, [gone])


def revoke(invitation: Invitation) -> None:
    """Take an open invitation back: its mail did not leave."""
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=now
    )


def invitation_of(token: str) -> Invitation | None:
    """The open invitation that a link belongs to."""
    found = Invitation.objects.open(timezone.now()).filter(token_digest=digest(token.encode()))
    return found.select_related("reviewer", "invited_by").first()


def was_sent(token: str) -> bool:
    """Whether there ever was such a link, open or over."""
    return Invitation.objects.filter(token_digest=digest(token.encode())).exists()


@sensitive_variables("token", "password")
def join(token: str, *, password: str, agreed: int) -> User:
    """Make the account of an invited physician, with the password they chose.

    ``agreed``: the version of the agreement that was on their screen. Raises ``InputRefused`` and
    ``TransitionRefused``; the link is good once.
    """
    # Not as a decorator: its frame would show the password in a report of an error.
    with transaction.atomic():
        invitation = invitation_of(token)
        if invitation is None:
            raise _over()
        claim(invitation.reviewer)
        now = timezone.now()
        # Of two who use one link at once the second finds it used, before any account is made.
        if not Invitation.objects.open(now).filter(pk=invitation.pk).update(accepted_at=now):
            raise _over()
        reviewer = Reviewer.objects.get(pk=invitation.reviewer_id)
        _must_need_an_account(reviewer, "join")
        user = _account(reviewer, invitation, password)
        reviewer.user = user
        accepted = _("Accepted the invitation.")
        put(reviewer, Event.REVIEWER_JOIN, user, accepted, invitation=invitation.pk)
        agreement.accept(reviewer, actor=user, version=agreed)
        return user


def _over() -> TransitionRefused:
    over = _("This link was used, taken back, or is too old.")
    return TransitionRefused("join", [Refusal("invitation_over", over)])


@sensitive_variables("password")
def _account(reviewer: Reviewer, invitation: Invitation, password: str) -> User:
    first, _space, last = reviewer.name.rpartition(" ")
    user = User(
        username=username_for(reviewer.name),
        first_name=(first or last)[:150],
        last_name=(last if first else "")[:150],
        email=invitation.email,
    )
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InputRefused("password", " ".join(error.messages)) from error
    user.set_password(password)
    user.save()
    accounts.take_as_own(user)
    user.groups.add(Group.objects.get(name=roles.MEDICAL_REVIEWERS))
    return user


@transaction.atomic
def check_identity(
    reviewer: Reviewer,
    *,
    actor: User,
    method: IdentityMethod,
    note: str,
    checked_on: dt.date | None = None,
) -> IdentityCheck:
    """A second person, not the one who invited, saw that the account is this physician's."""
    permit(actor, "manage_credentials")
    hold(Reviewer.objects.get(pk=reviewer.pk), actor)
    reviewer = Reviewer.objects.get(pk=reviewer.pk)
    if reviewer.user_id is None:
        nobody = Refusal("no_account", _("This reviewer has no account; invite them."))
        raise TransitionRefused("identity", [nobody])
    if actor.pk in brought_in_by(reviewer):
        same = Refusal("same_person", _("You brought them in; a second person checks who it is."))
        raise TransitionRefused("identity", [same])
    day = checked_on or editorial_date(timezone.now())
    not_later_than_today(day, "checked_on", _("a check cannot lie in the future."))
    check = IdentityCheck(
        reviewer=reviewer,
        user=reviewer.user,
        method=method,
        note=explained(note, "note"),
        checked_on=day,
        checked_by=actor,
        recorded_at=timezone.now(),
    )
    return add(check, Event.IDENTITY_CHECK, actor, f"reviewer:{reviewer.pk}", f"{reviewer}, {day}")


def brought_in_by(reviewer: Reviewer) -> set[int]:
    """Who invited the account, or tied it to the profile."""
    invited = reviewer.invitations.filter(accepted_at__isnull=False)
    tied = reviewer.history.filter(user=reviewer.user_id).order_by("history_id").first()
    return {*invited.values_list("invited_by", flat=True), tied.history_user_id if tied else 0}
