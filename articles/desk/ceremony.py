"""The page to sign: exactly what will be recorded, and the password under it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from articles import workflow
from articles.errors import InputRefused
from articles.forms import SigningForm
from articles.forms.fields import withdrawable
from articles.models import Article, Signature
from articles.workflow import Transition

from .doors import Request
from .signing import act_facts, said_of, sign_facts


def sign(request: Request, article: Article, chosen: Transition) -> HttpResponse:
    """Show what is signed, or sign it: 409 and 403 are raised, 422 is the page again."""
    signature = None
    if chosen.name == "withdraw_signature":
        signature = _which(request, article)
        if signature is None and (several := withdrawable(article, request.user)):
            context = {"article": article, "transition": chosen, "signatures": several}
            return render(request, "desk/which_signature.html", context)
    data = request.POST if request.method == "POST" else None
    form = SigningForm(chosen, article, request.user, data=data)
    if form.is_valid() and (taken := _taken(request, form, signature)):
        return redirect("receipt", signature_id=taken.pk)
    return _show(request, form, signature)


def _taken(request: Request, form: SigningForm, signature: Signature | None) -> Signature | None:
    """The signature that was given now; None when something typed was refused."""
    ticket = request.POST.get("ticket", "")
    try:
        done = form.perform(ticket=ticket, session=_session(request), signature=signature)
    except InputRefused as refused:
        form.refuse(refused)
        return None
    messages.success(request, said_of(form.transition, done))
    given = done.signatures.filter(signer=request.user, meaning=form.transition.signs)
    return given.order_by("-signed_at").first()


def _show(request: Request, form: SigningForm, signature: Signature | None) -> HttpResponse:
    chosen, article = form.transition, form.article
    prepared = workflow.prepare(
        chosen.name,
        article,
        actor=request.user,
        session=_session(request),
        signature=signature,
        ticket=request.POST.get("ticket", ""),
    )
    if not prepared.asks_code:
        del form.fields["code"]
    context = {
        "form": form,
        "article": article,
        "transition": chosen,
        "prepared": prepared,
        "record": prepared.record,
        "statement": prepared.sentence,
    }
    if chosen.name == "sign_off":
        context |= sign_facts(article, request.user, prepared.verdict)
    else:
        context |= act_facts(chosen)
    template = "desk/sign.html" if chosen.name == "sign_off" else "desk/transition.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _which(request: Request, article: Article) -> Signature | None:
    """The signature that the address names, or the only one this person may withdraw."""
    theirs = withdrawable(article, request.user)
    if asked := request.GET.get("signature"):
        try:
            return article.signatures.filter(pk=UUID(asked)).first()
        except ValueError:
            return None
    return theirs[0] if len(theirs) == 1 else None


def _session(request: Request) -> str:
    key = request.session.session_key
    if key is None:
        raise PermissionDenied
    return key
