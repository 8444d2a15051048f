"""A reviewer's way in, as officers see it: the invitation, and who checked who it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from articles import notifications, roles
from articles.credentials import agreement, onboarding
from articles.days import editorial_date
from articles.errors import InputRefused, TransitionRefused
from articles.forms.answered import place
from articles.forms.text import StoredText
from articles.models import Reviewer
from articles.stages import IdentityMethod

from .governed import DayInput
from .site import Shown, person


class InviteForm(forms.Form):
    heading: str | Promise = gettext_lazy("Invite")
    intro: str | Promise = gettext_lazy(
        "A mail with a link goes to this address. It is good for seven days and works once; an "
        "earlier link stops working. Nobody but its reader sees the link, and a second officer "
        "checks afterwards who they are."
    )
    button: str | Promise = gettext_lazy("Send the invitation")
    done: str | Promise = gettext_lazy("The invitation was mailed.")

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)

    def record(self, reviewer: Reviewer, actor: User) -> None:
        notifications.invite(reviewer, self.cleaned_data["email"], actor=actor)


class IdentityForm(forms.Form):
    heading: str | Promise = gettext_lazy("Check identity")
    intro: str | Promise = gettext_lazy(
        "You confirm that the account belongs to this physician. Whoever invited them cannot do it."
    )
    button: str | Promise = gettext_lazy("Confirm who it is")
    done: str | Promise = gettext_lazy("The identity check was recorded.")

    method = forms.ChoiceField(
        label=gettext_lazy("How"), choices=[("", gettext_lazy("Choose…")), *IdentityMethod.choices]
    )
    note = StoredText(
        label=gettext_lazy("What you saw"),
        help_text=gettext_lazy("Say what was shown. Copy no document number."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    checked_on = forms.DateField(label=gettext_lazy("On which day"), widget=DayInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("checked_on", editorial_date(timezone.now()))

    def record(self, reviewer: Reviewer, actor: User) -> None:
        onboarding.check_identity(reviewer, actor=actor, **self.cleaned_data)


class Onboarding(Shown):
    """The pages of a reviewer's admin that bring somebody in."""

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "articles_reviewer"
        return [
            path("<path:object_id>/invite/", wrap(self.invite_view), name=f"{name}_invite"),
            path("<path:object_id>/identity/", wrap(self.identity_view), name=f"{name}_identity"),
            *super().get_urls(),
        ]

    def invite_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Mail a link. What it says is never shown here."""
        return self._bring_in(request, object_id, InviteForm)

    def identity_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The second person's word on who holds the account."""
        return self._bring_in(request, object_id, IdentityForm)

    def _bring_in(
        self, request: HttpRequest, object_id: str, kind: type[InviteForm | IdentityForm]
    ) -> HttpResponse:
        reviewer: Reviewer = self.found(request, object_id)
        if not may_bring_in(person(request)):
            raise PermissionDenied
        form = kind(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self.act(request, form, reviewer)
        try:
            form.record(reviewer, person(request))
        except TransitionRefused as refused:
            return self.refused(request, refused, reviewer)
        except InputRefused as refused:
            place(form, refused)
            return self.act(request, form, reviewer)
        self.message_user(request, str(form.done))
        return redirect("admin:articles_reviewer_change", reviewer.pk)


def may_bring_in(user: User) -> bool:
    return "manage_credentials" in roles.permissions_of(user)


def state_of(reviewer: Reviewer, user: User) -> dict[str, Any]:
    """How far somebody has come; what comes next, for whom it is to do, and why it may not be."""
    held = roles.permissions_of(user)
    if "view_identitycheck" not in held:
        return {}
    checks = reviewer.identity_checks.filter(user=reviewer.user_id).select_related("checked_by")
    identity = checks.last() if reviewer.user_id else None
    may = "manage_credentials" in held and reviewer.user_id != user.pk
    return {
        "invitation": reviewer.invitations.select_related("invited_by").first(),
        "sees_address": "view_invitation" in held,
        "is_open": reviewer.invitations.open(timezone.now()).exists(),
        "identity": identity,
        "acceptance": reviewer.acceptances.select_related("agreement").last(),
        "in_use": agreement.in_use(),
        "declared": reviewer.disclosures.defer("interests").last(),
        "may_invite": may and reviewer.user_id is None and reviewer.is_active,
        "may_check": may and reviewer.user_id is not None and identity is None,
        "brought_in": user.pk in onboarding.brought_in_by(reviewer),
    }
