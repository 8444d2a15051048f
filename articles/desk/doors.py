"""Who comes in, and how a "not now" is answered: the same for every page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.debug import SafeExceptionReporterFilter
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from articles import roles
from articles.errors import TransitionRefused

from .remedies import OPEN_AGAIN, linked, receipt_of

View = Callable[..., HttpResponse]


class Reticent(SafeExceptionReporterFilter):
    """Hides on a laptop's debug page, too, what no mail to administrators would show."""

    def is_active(self, _request: HttpRequest | None) -> bool:
        return True


class Request(HttpRequest):
    """A request of somebody who is signed in (LoginRequiredMiddleware)."""

    user: User


def page(view: View) -> View:
    """For people who may read articles (else 403); refusals become the 409 page."""
    guarded = permission_required("articles.view_article", raise_exception=True)(view)

    @wraps(view)
    def answer(request: Request, **kwargs: Any) -> HttpResponse:
        try:
            return guarded(request, **kwargs)
        except TransitionRefused as refused:
            return not_now(request, refused)

    return answer


def edits(request: Request) -> bool:
    """Whether this person manages: policies, words to sign, reviewers."""
    return "assign_review" in roles.permissions_of(request.user)


TYPED = frozenset({"exact", "text", "wording"})
"""Fields whose words somebody thought about; notes of a checklist begin with ``note-``."""


def keeping(view: View) -> View:
    """For forms that take time: if the session ended meanwhile, what was typed is shown again."""

    @wraps(view)
    @login_not_required
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, **kwargs)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        words = [
            str(text)
            for name, text in request.POST.items()
            if str(text).strip() and (name in TYPED or name.startswith("note-"))
        ]
        page = render(request, "desk/signed_out.html", {"words": words}, status=401)
        page["WWW-Authenticate"] = "Session"
        return page

    return answer


def confidential(view: View) -> View:
    """For pages where somebody signs: kept by no browser, and no report of an error shows what
    was typed or held there.
    """

    @wraps(view)
    @never_cache
    @sensitive_post_parameters("password", "code", "ticket")
    @sensitive_variables()
    def answer(request: Request, **kwargs: Any) -> HttpResponse:
        request.exception_reporter_filter = Reticent()
        return view(request, **kwargs)

    return answer


_TITLES = {
    "sign_off": gettext_lazy("Nothing was signed"),
    "publish": gettext_lazy("Nothing was published"),
    "submit": gettext_lazy("Nothing was submitted"),
    "withdraw": gettext_lazy("Nothing was withdrawn"),
    "withdraw_signature": gettext_lazy("No signature was withdrawn"),
    "assign": gettext_lazy("Nobody was asked"),
    "release": gettext_lazy("Nothing was taken back"),
    "interest": gettext_lazy("Nothing about the interest was recorded"),
    "answer": gettext_lazy("Your answer was not recorded"),
    "comment": gettext_lazy("Your comment was not kept"),
    "resolve": gettext_lazy("Nothing was resolved"),
    "reopen": gettext_lazy("Nothing was opened again"),
    "settle": gettext_lazy("Nothing was settled"),
    "take": gettext_lazy("The wording was not taken"),
    "proof": gettext_lazy("No proof was made"),
    "preview": gettext_lazy("There is no such file"),
}


def not_now(request: Request, refused: TransitionRefused) -> HttpResponse:
    """409 with every reason, and the way on."""
    address, label = _way_on(request, {refusal.code for refusal in refused.refusals})
    context = {
        "title": _TITLES.get(refused.name, ""),
        "refusals": linked(refused.refusals),
        "next": address,
        "next_label": label,
    }
    return render(request, "409.html", context, status=409)


def _way_on(request: Request, codes: set[str]) -> tuple[str, str]:
    """The page to sign anew, the receipt of what was signed, or back to the text or the article."""
    if codes and codes <= OPEN_AGAIN:
        return request.get_full_path(), _("Open the page again")
    ticket = request.POST.get("ticket", "")
    if "ticket_used" in codes and (receipt := receipt_of(request.user, ticket)):
        return receipt, _("Read the receipt")
    given = request.resolver_match.kwargs if request.resolver_match else {}
    if "review_id" in given:
        return reverse("review", args=[given["review_id"]]), _("Back to the text")
    if "slug" in given:
        return reverse("article", args=[given["slug"]]), _("Back to the article")
    return "", ""
