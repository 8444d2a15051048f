"""One page for every transition: what will happen, what is recorded, and the act itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from articles import presenting
from articles.errors import InputRefused, TransitionRefused
from articles.forms import TransitionForm, picked_of
from articles.models import Article, Signature
from articles.workflow import TRANSITIONS, Transition

from .doors import Request, page
from .signing import act_facts, record_of, sign_facts

ARTICLE = Article.objects.select_related("published_record", "round__record", "round__policy")


@page
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def transition(request: Request, *, slug: str, name: str) -> HttpResponse:
    if name not in TRANSITIONS:
        raise Http404
    found = get_object_or_404(ARTICLE, slug=slug)
    return act(request, found, TRANSITIONS[name])


def act(request: Request, article: Article, chosen: Transition) -> HttpResponse:
    """Show the act, or carry it out: 409 and 403 are raised, 422 is the form again."""
    if request.method != "POST":
        refuse_early(chosen, article, request)
        return show(request, _blank(chosen, article, request), status=200)
    picked = picked_of(request.POST.getlist("reviewers"))
    form = TransitionForm(chosen, article, request.user, picked=picked, data=request.POST)
    if not form.is_valid():
        refuse_early(chosen, article, request)
        return show(request, form, status=422)
    try:
        done = form.perform()
    except InputRefused as refused:
        form.refuse(refused)
        return show(request, form, status=422)
    messages.success(request, said_of(chosen, done))
    taken = signature_of(form)
    return redirect("receipt", signature_id=taken.pk) if taken else redirect(done)


def _blank(chosen: Transition, article: Article, request: Request) -> TransitionForm:
    """The form before anything is typed; an address may name reviewers who were picked."""
    picked = picked_of(request.GET.getlist("reviewers"))
    seen = text_of(chosen, article)
    return TransitionForm(chosen, article, request.user, seen=seen, picked=picked)


def refuse_early(chosen: Transition, article: Article, request: Request) -> None:
    """Raise 403 or 409 before anything is typed, for the same reasons as afterwards."""
    found = presenting.objections(chosen.name, article, request.user)
    if any(refusal.code == "no_permission" for refusal in found):
        raise PermissionDenied
    if found:
        raise TransitionRefused(chosen.name, found)


def text_of(chosen: Transition, article: Article) -> str:
    """The digest of the text that this act is about, as the page shows it."""
    return str(record_of(chosen, article).content_digest)


def show(request: Request, form: TransitionForm, *, status: int) -> HttpResponse:
    article, chosen = form.article, form.transition
    context: dict[str, Any] = {"form": form, "article": article, "transition": chosen}
    template = "desk/transition.html"
    if chosen.name == "sign_off" and article.round:
        template = "desk/sign.html"
        context |= sign_facts(article, request.user)
    else:
        context |= act_facts(chosen, article)
    return render(request, template, context, status=status)


def said_of(chosen: Transition, done: Article) -> str:
    stage = done.get_stage_display().lower()
    return _("Recorded: %(act)s. The article is in the stage “%(stage)s”.") % {
        "act": str(chosen.label).lower(),
        "stage": stage,
    }


def signature_of(form: TransitionForm) -> Signature | None:
    """The signature that the act has just taken, if it took one."""
    if form.transition.signs is None:
        return None
    given = form.article.signatures.filter(signer=form.actor, meaning=form.transition.signs)
    if withdrawn := form.cleaned_data.get("signature"):
        given = given.filter(withdraws=withdrawn)
    return given.order_by("-signed_at").first()
