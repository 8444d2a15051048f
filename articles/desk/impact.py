"""What depends on a person, a certificate or a board; re-reviews of what does, many at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import roles
from articles.credentials.impact import Finding, Scope, assess
from articles.forms.impact import MOST, ImpactForm, ReReviewForm
from articles.models import Article, Publication
from articles.stages import StandingClass
from articles.workflow import rereviews

from .doors import Request, page

PAGE = 50


@page
@require_http_methods(["GET", "HEAD", "POST"])
def impact(request: Request) -> HttpResponse:
    """Counts and rows; with POST a managing editor opens re-reviews of some of them."""
    if not request.user.has_perm("articles.view_concern"):
        raise PermissionDenied
    held = roles.permissions_of(request.user)
    if request.method == "POST" and "assign_review" not in held:
        raise PermissionDenied
    form = ImpactForm(request.GET)
    if not form.is_valid() or form.scope is None:
        people = form.people() if form.is_valid() else []
        context = {"form": form, "people": people}
        return render(request, "desk/impact_ask.html", context, status=422 if form.errors else 200)
    asked = Asked.of(form.scope, form.day, request.GET)
    if request.method == "POST":
        return _reopen(request, form, asked)
    again = asked.form(search=form.cleaned_data["among"]) if "assign_review" in held else None
    return render(request, "desk/impact.html", {"ask": form, **asked.context(), "form": again})


def _reopen(request: Request, ask: ImpactForm, asked: Asked) -> HttpResponse:
    form = asked.form(request.POST, ask.cleaned_data["among"])
    chosen = asked.chosen(form) if form.is_valid() else []
    if len(chosen) > MOST:
        form.add_error(None, _("At most %s articles at one go; tick fewer.") % MOST)
    if form.errors:
        context = {"ask": ask, **asked.context(), "form": form}
        return render(request, "desk/impact.html", context, status=422)
    values = {name: form.cleaned_data[name] for name in ("due_on", "note")}
    reviewers = list(form.cleaned_data["reviewers"])
    done = rereviews.open_many(chosen, actor=request.user, reviewers=reviewers, **values)
    context = {"ask": ask, "scope": asked.scope, "kept": asked.kept}
    context["opened"] = [each for each in done if not each.refusals]
    context["refused"] = [each for each in done if each.refusals]
    status = 200 if context["opened"] else 409
    return render(request, "desk/impact_opened.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answer: all findings, and those of the class that is looked at."""

    scope: Scope
    on: dt.date
    findings: Sequence[Finding]
    kind: str
    after: str
    kept: str

    @classmethod
    def of(cls, scope: Scope, on: dt.date, query: QueryDict) -> Asked:
        kind = query.get("class", "")
        kept = query.copy()
        kept.pop("after", None)
        return cls(
            scope=scope,
            on=on,
            findings=assess(scope, on=on, known_at=timezone.now()),
            kind=kind if kind in StandingClass.values else "",
            after=query.get("after", ""),
            kept=kept.urlencode(),
        )

    @property
    def shown(self) -> list[Finding]:
        return [f for f in self.findings if not self.kind or f.standing_class == self.kind]

    def form(self, data: QueryDict | None = None, search: str = "") -> ReReviewForm:
        known = (str(finding.signature.article_id) for finding in self.findings)
        return ReReviewForm(known, self.scope, data, search)

    def chosen(self, form: ReReviewForm) -> list[Article]:
        """The articles ticked, and all of a class where that was asked for."""
        of_class = form.cleaned_data["of_class"]
        keys = {uuid.UUID(key) for key in form.ticked}
        keys |= {f.signature.article_id for f in self.findings if f.standing_class == of_class}
        articles = Article.objects.filter(pk__in=keys).select_related("published_record")
        return list(articles.order_by("title", "pk"))

    def context(self) -> dict[str, Any]:
        counts = Counter(finding.standing_class for finding in self.findings)
        behind = _behind(self.shown, self.after)
        rows = behind[:PAGE]
        last = rows[-1].signature if len(behind) > PAGE else None
        return {
            "scope": self.scope,
            "on": self.on,
            "kind": self.kind,
            "of_kind": counts.get(StandingClass(self.kind), 0) if self.kind else 0,
            "total": len(self.findings),
            "tabs": [(each.value, each.label, counts[each]) for each in StandingClass],
            "rows": list(zip(rows, _editions(rows), strict=True)),
            "next": f"{last.signed_at.isoformat()}_{last.pk}" if last else "",
            "is_first": len(behind) == len(self.shown),
        }


def _behind(findings: Sequence[Finding], after: str) -> Sequence[Finding]:
    """The findings behind a cursor (time and id of a signature); all for one without sense."""
    stamp, _bar, key = after.partition("_")
    try:
        last = (dt.datetime.fromisoformat(stamp), uuid.UUID(key))
    except ValueError:
        return findings
    if last[0].tzinfo is None:
        return findings
    return [f for f in findings if (f.signature.signed_at, f.signature.pk) > last]


def _editions(findings: Iterable[Finding]) -> list[str]:
    """The edition that each sign-off stands behind, in one statement."""
    rounds = [finding.signature.round_id for finding in findings]
    released = Publication.objects.filter(round__in=rounds).order_by("released_at", "pk")
    editions: dict[int | None, str] = {each.round_id: each.edition for each in released}
    return [editions.get(key, "") for key in rounds]
