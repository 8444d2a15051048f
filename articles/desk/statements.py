"""What each meaning says, word for word: the sentences in use, their versions, and a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles import signing
from articles.errors import TransitionRefused
from articles.forms.statements import StatementForm
from articles.models import StatementText
from articles.signing import texts
from articles.stages import Meaning

from .doors import Request, edits, page
from .onboarding import METHODS

GAPS: dict[str, tuple[Any, Any]] = {
    "version": (gettext_lazy("the number of the version that is signed"), 4),
    "title": (gettext_lazy("the title of the text"), gettext_lazy("Gout flares: the first hours")),
    "note": (gettext_lazy("the reason, as it was typed"), gettext_lazy("The dose was wrong.")),
    "withdraws": (
        gettext_lazy("the number of the signature that is withdrawn"),
        "3f1c0f9e-2a51-4c1f-9a40-6f6a5e1f7c11",
    ),
}
"""What stands in each gap, in words and as an example."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a sentence; ``row`` is ``None`` for the first, which ships with the code."""

    number: int
    sentence: str
    row: StatementText | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a meaning says: the version in use, and the earlier ones, newest first."""

    meaning: Meaning
    now: Version
    earlier: tuple[Version, ...]


@page
@require_safe
def statements(request: Request) -> HttpResponse:
    """Every meaning with its sentence."""
    rows = list(StatementText.objects.select_related("recorded_by"))
    said = [_said(meaning, (row for row in rows if row.meaning == meaning)) for meaning in Meaning]
    context = {"said": said, "may_change": edits(request)}
    return render(request, "desk/statements.html", context)


@page
@require_safe
def statement(request: Request, *, meaning: str) -> HttpResponse:
    """The history of one sentence."""
    chosen = _meaning(meaning)
    rows = StatementText.objects.filter(meaning=chosen).select_related("recorded_by")
    said = _said(chosen, rows)
    context = {
        "said": said,
        "versions": (said.now, *said.earlier),
        "gaps": _gaps(chosen),
        "may_change": edits(request),
    }
    return render(request, "desk/statements_history.html", context)


@page
@require_http_methods(METHODS)
def statement_new(request: Request, *, meaning: str) -> HttpResponse:
    """A new version: write, look at it, put it into use."""
    chosen = _meaning(meaning)
    if not edits(request):
        raise PermissionDenied
    form = StatementForm(signing.in_use(chosen), request.POST or None)
    if request.method != "POST" or "preview" in request.POST:
        return _editor(request, form, status=422 if form.errors else 200)
    try:
        if not form.put_in_use(request.user):
            return _editor(request, form, status=422)
    except TransitionRefused as refused:
        newest = signing.in_use(chosen)
        return _editor(request, form.over(newest), status=409, refusals=refused.refusals)
    messages.success(request, _("The new sentence is in use: “%s”.") % chosen.label)
    return redirect("statement", meaning=chosen.value)


def _editor(request: Request, form: StatementForm, *, status: int, **more: Any) -> HttpResponse:
    meaning = form.before.meaning
    example = {name: GAPS[name][1] for name in texts.gaps_of(meaning)}
    context = {
        "form": form,
        "before": form.before,
        "number": form.before.version + 1,
        "gaps": _gaps(meaning),
        "shown": form.sentence.format(**example),
        **more,
    }
    return render(request, "desk/statements_new.html", context, status=status)


def _said(meaning: Meaning, rows: Iterable[StatementText]) -> Said:
    later = [Version(row.version, row.text, row) for row in rows]
    first = Version(1, texts.SHIPPED[meaning])
    newest, *earlier = sorted([first, *later], key=lambda version: -version.number)
    return Said(meaning, newest, tuple(earlier))


def _gaps(meaning: Meaning) -> list[tuple[str, Any]]:
    """The gaps of a sentence, with what stands in each."""
    return [(f"{{{name}}}", GAPS[name][0]) for name in texts.gaps_of(meaning)]


def _meaning(value: str) -> Meaning:
    if value not in Meaning:
        raise Http404
    return Meaning(value)
