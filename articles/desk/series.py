"""Several ready articles released on one page: each shown with what is signed, one password."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import presenting
from articles.errors import InputRefused
from articles.forms.releasing import SeriesForm, note_name
from articles.models import Article
from articles.signing import Authentication
from articles.stages import Meaning
from articles.workflow import series
from articles.workflow.series import Given, Offered

from .acting import ARTICLE
from .ceremony import session_of
from .doors import Request, confidential, page
from .remedies import linked, receipt_of


@page
@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def release_many(request: Request) -> HttpResponse:
    """Look at what would be signed, or sign it. What was signed already stays so."""
    articles, wrong = _chosen(request)
    form = SeriesForm(articles, data=request.POST if request.method == "POST" else None)
    if not wrong and form.is_valid() and (done := _signed(request, form, articles)) is not None:
        return render(request, "publish/released.html", _results(request, done))
    return _show(request, form, articles, wrong)


def _chosen(request: Request) -> tuple[list[Article], str]:
    """The articles that the address or the form names, in that order; or what is wrong with it."""
    sent = request.POST if request.method == "POST" else request.GET
    slugs = [slug for slug in dict.fromkeys(sent.getlist("article")) if "\0" not in slug]
    if not slugs:
        return [], _("Tick at least one article.")
    if len(slugs) > series.MOST:
        said = {"most": series.MOST, "count": len(slugs)}
        return [], _("At most %(most)s articles go together; you ticked %(count)s.") % said
    found = {article.slug: article for article in ARTICLE.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in found]:
        return [], _("There is no article “%s” any more. Choose again.") % missing[0]
    return [found[slug] for slug in slugs], ""


def _signed(request: Request, form: SeriesForm, articles: list[Article]) -> list[Given] | None:
    """What became of each; None where the password or the code was not right."""
    typed = form.cleaned_data
    authentication = Authentication(
        ticket="", session=session_of(request), password=typed["password"], code=typed["code"]
    )
    try:
        return series.release(
            articles,
            actor=request.user,
            authentication=authentication,
            tickets=_tickets(request, articles),
            notes={each.pk: typed[note_name(each)] for each in articles},
            shown={each.pk: request.POST.get(f"edition-{each.slug}", "") for each in articles},
        )
    except InputRefused as refused:
        form.refuse(refused)
        return None


def _tickets(request: Request, articles: list[Article]) -> dict[Any, str]:
    return {each.pk: request.POST.get(f"ticket-{each.slug}", "") for each in articles}


def _show(request: Request, form: SeriesForm, articles: list[Article], wrong: str) -> HttpResponse:
    tickets, session = _tickets(request, articles), session_of(request)
    offered = series.offer(articles, actor=request.user, session=session, tickets=tickets)
    asked = [each.prepared for each in offered if each.prepared]
    if not any(prepared.asks_code for prepared in asked):
        del form.fields["code"]
    context = {
        "form": form,
        "wrong": wrong,
        "offered": [_item(each, form) for each in offered if each.prepared],
        "refused": [
            {**_named(each), "refusals": linked(each.refusals)} for each in offered if each.refusals
        ],
        "prepared": min(asked, key=lambda each: each.expires_at, default=None),
    }
    status = 422 if wrong or form.errors else 200
    return render(request, "publish/release_many.html", context, status=status)


def _item(offered: Offered, form: SeriesForm) -> dict[str, Any]:
    """What stands on the page about one signature."""
    prepared = offered.prepared
    assert prepared is not None
    return {
        **_named(offered),
        "prepared": prepared,
        "to_sign": presenting.to_sign(prepared, Meaning.PUBLICATION_RELEASE),
        "edition": offered.edition,
        "note": form[note_name(offered.article)],
    }


def _named(about: Offered | Given) -> dict[str, Any]:
    article = about.article
    return {
        "article": article,
        "title": article.round.record.title if article.round else article.title,
    }


def _results(request: Request, done: list[Given]) -> dict[str, Any]:
    """Those released, with their receipts, and those refused. A page sent twice signs nothing
    twice: what it had signed shows its receipt.
    """
    tickets = _tickets(request, [each.article for each in done])
    refused = [
        {
            **_named(each),
            "refusals": linked(each.refusals),
            "receipt": receipt_of(request.user, tickets[each.article.pk]),
        }
        for each in done
        if each.signature is None
    ]
    released = [{**_named(each), "given": each} for each in done if each.signature]
    return {"released": released, "refused": refused}
