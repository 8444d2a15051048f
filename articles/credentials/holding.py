"""Before anything of a reviewer is written: may this person, and does the row hold still?"""

from __future__ import annotations

import datetime as dt
import re

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles
from articles.canonical import clean_text
from articles.days import editorial_date
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Credential, Reviewer
from articles.stages import CredentialKind, Duration

EARLIEST = 1900
"""No credential of somebody alive is older than this year."""

_SAFE_ADDRESS = re.compile(r"https://[^/?#@\\]+(?:[/?#]|$)", re.IGNORECASE)
"""What a page may link to: no other scheme, and no name before the host that would pass for it."""


def concerned(instance: models.Model) -> list[Reviewer]:
    """Whose standing is touched, as typed and as stored: nobody steps out of their own profile.

    Raises ``InputRefused`` when a profile that signed would go to another account (11.100(a)).
    """
    if isinstance(instance, Credential):
        stored = Reviewer.objects.filter(credentials=instance.pk) if instance.pk else ()
        return list({r.pk: r for r in [*stored, instance.reviewer]}.values())
    if not isinstance(instance, Reviewer):
        return []
    before = list(Reviewer.objects.filter(pk=instance.pk)) if instance.pk else []
    if (
        before
        and before[0].user_id not in (None, instance.user_id)
        and instance.signatures.exists()
    ):
        raise InputRefused("user", _("this reviewer has signed; the account stays."), "signed")
    return [*before, instance]


def clean(instance: models.Model) -> None:
    """Put text into its stored form and check every field. Raises ``InputRefused``."""
    for field in instance._meta.concrete_fields:
        if isinstance(value := getattr(instance, field.attname), str):
            setattr(instance, field.attname, clean_text(value, field.name))
    try:
        instance.full_clean()
    except ValidationError as error:
        name, found = next(iter(error.message_dict.items()))
        # What several fields break together is said of the row.
        about = str(instance._meta.verbose_name) if name == NON_FIELD_ERRORS else name
        raise InputRefused(about, " ".join(found)) from error
    for field in instance._meta.concrete_fields:
        address = getattr(instance, field.attname) if isinstance(field, models.URLField) else ""
        if address and not _SAFE_ADDRESS.match(address):
            message = _("an address must begin with https:// and the name of its site.")
            raise InputRefused(field.name, message, "address")
    if isinstance(instance, Credential) and instance.initial_on:
        what = _("a credential that was first issued in the future is none yet.")
        not_later_than_today(instance.initial_on, "initial_on", what)
    if isinstance(instance, Credential):
        _terms_make_sense(instance)


_NAMED_BY = {
    CredentialKind.BOARD_CERTIFICATION: (("certificate_id", "title"), "certificate"),
    CredentialKind.LICENCE: (("jurisdiction",), "jurisdiction"),
    CredentialKind.DEGREE: (("title",), "title"),
}
"""What says which credential of its kind it is, and the field to ask for."""


def _terms_make_sense(credential: Credential) -> None:
    names, asked = _NAMED_BY[CredentialKind(credential.kind)]
    if not any(getattr(credential, name) for name in names):
        message = _("say which %s it is.") % credential.get_kind_display().lower()
        raise InputRefused(asked, message, "missing")
    if credential.initial_on and credential.initial_on.year < EARLIEST:
        raise InputRefused("initial_on", _("no living person holds it since then."), "past")
    limited = credential.duration == Duration.TIME_LIMITED
    if limited and credential.ends_on is None:
        message = _("a credential that ends on a printed date needs that date.")
        raise InputRefused("ends_on", message, "missing")
    if credential.ends_on and credential.initial_on and credential.ends_on < credential.initial_on:
        raise InputRefused("ends_on", _("it ends before it was first issued."), "order")


def date_terms(credential: Credential) -> None:
    """Note when what a check vouches for was changed: from then on a new check is needed."""
    stored = Credential.objects.filter(pk=credential.pk).first() if credential.pk else None
    if stored is None or any(
        getattr(stored, name) != getattr(credential, name) for name in Credential.TERMS
    ):
        credential.terms_since = timezone.now()


def permit(actor: User, permission: str) -> None:
    """Raise ``PermissionDenied`` unless a group gives the actor this permission."""
    if permission not in roles.permissions_of(actor):
        raise PermissionDenied(f"articles.{permission}")


def hold(reviewer: Reviewer, actor: User) -> None:
    """Claim the reviewer's row, and refuse officers who would judge themselves."""
    if reviewer.user_id and reviewer.user_id == actor.pk:
        raise TransitionRefused(
            "credential", [Refusal("own_credential", _("Nobody records their own standing."))]
        )
    if reviewer.pk:
        claim(reviewer)


def claim(reviewer: Reviewer) -> None:
    """Hold the row until the transaction ends. The claim is outside the history."""
    Reviewer.objects.filter(pk=reviewer.pk).update(claim=F("claim") + 1)


def explained(reason: str, field: str = "reason", *, asks: str = "") -> str:
    """Why something is written, in its stored form.

    Raises ``InputRefused`` for what cannot be stored, and for nothing: with the sentence ``asks``.
    """
    if not reason.strip():
        raise InputRefused(field, asks or _("say why you make this change."), "missing")
    return clean_text(reason.strip(), field)


def not_later_than_today(day: dt.date, field: str, what: str) -> None:
    """Raise ``InputRefused`` for a day that has not come."""
    if day > editorial_date(timezone.now()):
        raise InputRefused(field, what, "future")
