"""Taking a second factor away from who lost phone and recovery codes (21 CFR 11.300(c))."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.errors import TransitionRefused
from articles.forms.text import StoredText
from articles.signin import acts

from .site import Shown, person


class RemovalForm(forms.Form):
    heading = gettext_lazy("Take the second factor away")
    intro = gettext_lazy(
        "For somebody who lost their phone and their recovery codes. First make sure that it is "
        "they who ask: call them back on a number you know, or see them. They are signed out "
        "everywhere, get a mail, and are asked to set a new one up. The ledger keeps who did this."
    )
    button = gettext_lazy("Take it away")

    reason = StoredText(
        label=gettext_lazy("How you made sure"),
        help_text=gettext_lazy("Stands in the ledger for all colleagues: nothing private."),
        max_length=500,
        widget=forms.TextInput,
    )


def remove(site: Shown, request: HttpRequest, user: User) -> HttpResponse:
    """The page that says what will happen, and the act."""
    if not site.has_change_permission(request, user):
        raise PermissionDenied
    if user == request.user:
        return redirect("mfa_deactivate_totp")
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return site.act(request, form, user)
    try:
        acts.remove_second_factor(user, actor=person(request), reason=form.cleaned_data["reason"])
    except TransitionRefused as refused:
        return site.refused(request, refused, user)
    get_adapter().send_notification_mail("mfa/email/taken_away", user)
    messages.success(request, _("The second factor of “%s” was taken away.") % user.username)
    return redirect("admin:auth_user_change", user.pk)
