"""The page to sign: exactly what will be recorded, and the password under it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from articles import presenting, workflow
from articles.errors import InputRefused
from articles.forms import SigningForm
from articles.forms.fields import withdrawable
from articles.forms.releasing import ReleaseForm
from articles.models import Article, Signature
from articles.signing import tickets
from articles.workflow import Prepared, Transition

from .doors import Request
from .signing import act_facts, said_of, sign_facts


def sign(request: Request, article: Article, chosen: Transition) -> HttpResponse:
    """Show what is signed, or sign it: 409 and 403 are raised, 422 is the page again."""
    signature = None
    if chosen.name == "withdraw_signature":
        signature = _which(request, article)
        if signature is None and (several := withdrawable(article, request.user)):
            read = [presenting.read_signature(signature) for signature in several]
            context = {"article": article, "transition": chosen, "signatures": read}
            return render(request, "desk/which_signature.html", context)
    data = request.POST if request.method == "POST" else None
    made = ReleaseForm if chosen.name == "publish" else SigningForm
    form = made(chosen, article, request.user, data=data)
    if form.is_valid() and (taken := _taken(request, form, signature)):
        return redirect("receipt", signature_id=taken.pk)
    return _show(request, form, signature)


def _taken(request: Request, form: SigningForm, signature: Signature | None) -> Signature | None:
    """The signature that was given now; None when something typed was refused."""
    ticket = request.POST.get("ticket", "")
    try:
        done = form.perform(ticket=ticket, session=session_of(request), signature=signature)
    except InputRefused as refused:
        form.refuse(refused)
        return None
    messages.success(request, said_of(form.transition, done, form.cleaned_data))
    given = done.signatures.filter(signer=request.user, meaning=form.transition.signs)
    return given.order_by("-signed_at").first()


def _show(request: Request, form: SigningForm, signature: Signature | None) -> HttpResponse:
    prepared = workflow.prepare(
        form.transition.name,
        form.article,
        actor=request.user,
        session=session_of(request),
        signature=signature,
        ticket=request.POST.get("ticket", ""),
    )
    if not prepared.asks_code:
        del form.fields["code"]
    template, facts = _facts(form, prepared)
    facts["proved"] = presenting.proved_with(_factors(request, prepared))
    return render(request, template, facts, status=422 if form.errors else 200)


def _factors(request: Request, prepared: Prepared) -> list[str]:
    """With what the signature will be proved, as its statement will list it."""
    if prepared.asks_code:
        return ["password", "totp"]
    given = tickets.series(request.user, session_of(request), prepared.at)
    return ["password", "series"] if len(given) > 1 else ["password"]


def _facts(form: SigningForm, prepared: Prepared) -> tuple[str, dict[str, Any]]:
    """The page for the act, and what stands on it."""
    context = {
        "form": form,
        "article": form.article,
        "transition": form.transition,
        "prepared": prepared,
        "record": prepared.record,
    }
    meaning = form.transition.signs
    assert meaning is not None
    if form.transition.name == "sign_off":
        facts = sign_facts(form.article, form.actor, prepared.verdict)
        facts["to_sign"] = presenting.to_sign(prepared, meaning, facts["line"]["disclosure"])
        return "desk/sign.html", {**context, **facts}
    context["to_sign"] = presenting.to_sign(prepared, meaning)
    if prepared.withdraws:
        context["withdraws"] = presenting.read_signature(prepared.withdraws).printed
    template = "publish/release.html" if isinstance(form, ReleaseForm) else "desk/transition.html"
    return template, {**context, **act_facts(form.transition)}


def _which(request: Request, article: Article) -> Signature | None:
    """The signature that the address names, or the only one this person may withdraw."""
    theirs = withdrawable(article, request.user)
    if asked := request.GET.get("signature"):
        try:
            return article.signatures.filter(pk=UUID(asked)).first()
        except ValueError:
            return None
    return theirs[0] if len(theirs) == 1 else None


def session_of(request: Request) -> str:
    key = request.session.session_key
    if key is None:
        raise PermissionDenied
    return key
