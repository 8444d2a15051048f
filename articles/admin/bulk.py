"""One act on many articles: choose it on the list, say what it needs, read what became of each.

The list sends what is ticked here; the page that comes sends it again with what the act needs.
Each article is judged alone, by its verb: one that is refused stops and undoes no other.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import roles
from articles.errors import DraftConflict, InputRefused, Refusal, TransitionRefused
from articles.models import Article

from .bulk_acts import ACTS
from .bulk_choosing import MOST, Listed, listed, ticked, travelled
from .bulk_forms import BulkForm, Did
from .bulk_judging import judged
from .site import Shown, person

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One article: what was done, or every reason why not. ``article``: None where it is gone."""

    article: Article | None
    did: Did | None = None
    refusals: tuple[Refusal, ...] = ()


def offered(request: HttpRequest) -> dict[str, Any]:
    """What the list offers this person: pairs of name and label, and how many at once."""
    held = roles.permissions_of(person(request))
    acts = [(name, act.label) for name, act in ACTS.items() if act.permission in held]
    return {"acts": acts, "most": MOST}


def act(site: Shown, request: HttpRequest) -> HttpResponse:
    """The page of one act, and the act: 403 without its permission, 422 for what is missing."""
    held = roles.permissions_of(person(request))
    if not any(each.permission in held for each in ACTS.values()):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    chosen = ACTS.get(request.POST.get("act", ""))
    if chosen is None:
        return _refused(site, request, _("Choose what to do with them."))
    if chosen.permission not in held:
        raise PermissionDenied
    try:
        return _begun(site, request, chosen)
    except InputRefused as refused:
        return _refused(site, request, str(capfirst(refused.message)))


def _begun(site: Shown, request: HttpRequest, chosen: type[BulkForm]) -> HttpResponse:
    user = person(request)
    if "listed" not in request.POST:
        rows = ticked(site, request)
        return _page(site, request, chosen(rows, user), [Listed.of(row) for row in rows], rows)
    asked = travelled(request.POST.getlist("listed"))
    rows = list(listed().filter(pk__in=[each.key for each in asked]))
    if chosen.searches and "_find" in request.POST:
        return _page(site, request, chosen(rows, user, typed=request.POST), asked, rows)
    form = chosen(rows, user, request.POST)
    if not form.is_valid():
        return _page(site, request, form, asked, rows)
    return _report(site, request, form, list(_carried_out(form, asked)))


def _carried_out(form: BulkForm, asked: Sequence[Listed]) -> Iterator[Outcome]:
    """Each article by itself, read afresh when its turn comes."""
    for each in asked:
        article = listed().filter(pk=each.key).first()
        if article is None:
            gone = Refusal("gone", _("It was deleted after you listed it."))
            yield Outcome(None, refusals=(gone,))
            continue
        try:
            _must_be_as_listed(form, article, each)
            yield Outcome(article, form.do(article, each))
        except TransitionRefused as refused:
            yield Outcome(article, refusals=refused.refusals)
        except (DraftConflict, InputRefused, PermissionDenied, ValidationError) as error:
            yield Outcome(article, refusals=(_reason(error),))
        except DatabaseError:
            log.exception("An act on many articles failed for %s", article.pk)
            busy = _("The database did not take it; try this one again.")
            yield Outcome(article, refusals=(Refusal("busy", busy),))


def _must_be_as_listed(form: BulkForm, article: Any, each: Listed) -> None:
    """A form that lay about, or is sent again, does nothing to what has moved on since."""
    if not form.keeps_text or Listed.of(article) == each:
        return
    if article.content_digest != each.digest:
        moved = _("Its text changed after you listed it.")
    else:
        stage = article.get_stage_display().lower()
        moved = _("It moved on after you listed it; it is in the stage “%s” now.") % stage
    raise TransitionRefused("bulk", [Refusal("moved", moved)])


def _reason(error: Exception) -> Refusal:
    match error:
        case InputRefused():
            return Refusal(error.code, str(capfirst(error.message)))
        case ValidationError():
            return Refusal("invalid", " ".join(error.messages))
        case PermissionDenied():
            return Refusal("no_permission", _("Your role does not include this."))
    return Refusal("conflict", str(error))


def _page(
    site: Shown,
    request: HttpRequest,
    form: BulkForm,
    asked: Sequence[Listed],
    rows: Sequence[Article],
) -> TemplateResponse:
    context = _frame(site, request, form.label) | {
        "form": form,
        "act": request.POST["act"],
        "listed": asked,
        "rows": rows,
        "judged": judged(form.transition, rows, person(request)),
    }
    template = "admin/articles/article/bulk.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def _report(
    site: Shown, request: HttpRequest, form: BulkForm, outcomes: list[Outcome]
) -> TemplateResponse:
    done = sum(each.did is not None and each.did.changed for each in outcomes)
    refused = sum(each.did is None for each in outcomes)
    context = _frame(site, request, form.label) | {
        "outcomes": outcomes,
        "done": done,
        "refused": refused,
        "same": len(outcomes) - done - refused,
    }
    return TemplateResponse(request, "admin/articles/article/bulk_done.html", context)


def _refused(site: Shown, request: HttpRequest, sentence: str) -> TemplateResponse:
    """What the list sent is not enough to go on with (422)."""
    context = _frame(site, request, gettext_lazy("Many articles at once"))
    context |= {"refusals": [Refusal("chosen", sentence)]}
    return TemplateResponse(request, "admin/refused.html", context, status=422)


def _frame(site: Shown, request: HttpRequest, title: Any) -> dict[str, Any]:
    """``kept``: the filter of the list, for the way back."""
    return site.frame(request, title, None) | {"kept": request.GET.urlencode()}
