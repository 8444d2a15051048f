"""One page for every transition that signs nothing: what will happen, and the act itself."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from articles import presenting
from articles.errors import InputRefused, TransitionRefused
from articles.forms import TransitionForm, picked_of
from articles.models import Article
from articles.workflow import TRANSITIONS, Transition

from .ceremony import sign
from .doors import Request, confidential, page
from .signing import act_facts, said_of, said_sentence

ARTICLE = Article.objects.select_related("published_record", "round__record", "round__policy")


@page
@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def transition(request: Request, *, slug: str, name: str) -> HttpResponse:
    if name not in TRANSITIONS:
        raise Http404
    found = get_object_or_404(ARTICLE, slug=slug)
    return act(request, found, TRANSITIONS[name])


def act(request: Request, article: Article, chosen: Transition) -> HttpResponse:
    """Show the act, or carry it out: 409 and 403 are raised, 422 is the form again."""
    if chosen.signs:
        return sign(request, article, chosen)
    if request.method != "POST":
        refuse_early(chosen, article, request)
        picked = picked_of(request.GET.getlist("reviewers"))
        return show(request, TransitionForm(chosen, article, request.user, picked=picked))
    picked = picked_of(request.POST.getlist("reviewers"))
    form = TransitionForm(chosen, article, request.user, picked=picked, data=request.POST)
    if not form.is_valid():
        refuse_early(chosen, article, request)
        return show(request, form)
    try:
        done = form.perform()
    except InputRefused as refused:
        form.refuse(refused)
        return show(request, form)
    messages.success(request, said_of(chosen, done))
    return redirect(done)


def refuse_early(chosen: Transition, article: Article, request: Request) -> None:
    """Raise 403 or 409 before anything is typed, for the same reasons as afterwards."""
    found = presenting.objections(chosen.name, article, request.user)
    if any(refusal.code == "no_permission" for refusal in found):
        raise PermissionDenied
    if found:
        raise TransitionRefused(chosen.name, found)


def show(request: Request, form: TransitionForm) -> HttpResponse:
    article, chosen = form.article, form.transition
    context = {
        "form": form,
        "article": article,
        "transition": chosen,
        "record": article,
        "statement": said_sentence(chosen, article),
        **act_facts(chosen),
    }
    if chosen.name == "submit":
        context["noticed"] = presenting.noticed(article)
    status = 422 if form.errors else 200
    return render(request, "desk/transition.html", context, status=status)
