"""Import files as drafts, from the list of articles: look first, then import."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.importers.base import MAX_SOURCE_BYTES
from articles.intake import Intake, Outcome, State
from articles.models import Article
from articles.presenting import inherited

from .import_form import ImportForm
from .site import Shown, person
from .writers import may_write

SECONDS = 20
"""No article is begun after that. What came in stays in, and the same files sent again go on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item, and the key of its draft where there is one."""

    outcome: Outcome
    article: Any


@dataclass
class Result:
    """``is_dry``: nothing was written. ``is_cut_short``: time ran out; there may be more items."""

    is_dry: bool
    is_cut_short: bool = False
    outcomes: list[Outcome] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return dict(Counter(outcome.state for outcome in self.outcomes))

    def lines(self) -> list[Line]:
        slugs = {outcome.slug for outcome in self.outcomes if outcome.slug}
        keys = dict(Article.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        return [Line(outcome, keys.get(outcome.slug)) for outcome in self.outcomes]


def import_files(site: Shown, request: HttpRequest) -> HttpResponse:
    """The form; sent, what became of each item, with the form below to go on."""
    if not may_write(request):
        raise PermissionDenied
    form, context, status = ImportForm(), {}, 200
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            context = {"result": _result(request, form.cleaned_data)}
        else:
            status = 422
    context |= site.frame(request, _("Import files"), None) | {"form": form}
    return TemplateResponse(request, "admin/articles/article/import.html", context, status=status)


def beside_list(request: HttpRequest) -> dict[str, Any]:
    """What the list of articles says of imports."""
    return {"may_import": may_write(request), "inherited": inherited.counted()}


def _result(request: HttpRequest, asked: dict[str, Any]) -> Result:
    """Anything but the button that says so is a look."""
    dry = "_import" not in request.POST
    intake = Intake(
        person(request),
        specialty=asked["specialty"],
        dry_run=dry,
        inherited=asked["inherited"],
    )
    result, until = Result(dry), time.monotonic() + SECONDS
    for outcome in _outcomes(intake, asked["sources"]):
        result.outcomes.append(outcome)
        if time.monotonic() > until:
            result.is_cut_short = True
            break
    return result


def _outcomes(intake: Intake, files: Iterable[UploadedFile]) -> Iterator[Outcome]:
    for file in files:
        name, size = file.name or "", file.size or 0
        if size > MAX_SOURCE_BYTES:
            most = MAX_SOURCE_BYTES // 10**6
            reason = _("%(name)s: is larger than %(most)d MB; import it by the command.")
            reason %= {"name": name, "most": most}
            yield Outcome(name, 0, State.FAILED, reason=reason)
        else:
            yield from intake.take_bytes(file.read(), name)
