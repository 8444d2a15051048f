"""Reviewers: the directory, one person's standing as of a day, the history of one credential."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import keyset, presenting, roles
from articles.credentials import due
from articles.credentials.loading import load_many
from articles.forms.directory import AsOfForm, ReviewerFilter
from articles.models import Credential, Disclosure, Reviewer
from articles.presenting.standing import PersonalStanding
from articles.stages import InterestCategory

from .doors import Request, page
from .paging import SIZE


@page
@require_safe
def reviewer_list(request: Request) -> HttpResponse:
    form = ReviewerFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    at = presenting.as_of()
    found = presenting.listed(chosen.get("q", ""), chosen.get("specialty", ""), on=at.on)
    people = keyset.page(found, request.GET.get("after", ""), ("name", "pk"), SIZE)
    context = {"form": form, "entries": presenting.entries(people.rows, at)}
    context |= {"narrowed": any(chosen.values()), "is_first": people.is_first}
    context |= {"after": people.after, "today": at.today}
    return render(request, "desk/reviewer_list.html", context)


@page
@require_safe
def reviewer(request: Request, *, reviewer_id: int) -> HttpResponse:
    """What this person may do on a day, with every reason; what they did, and what rests on it."""
    found = get_object_or_404(Reviewer.objects.select_related("user"), pk=reviewer_id)
    form, at = _asked(request)
    standing, today = _standing(found, at)
    about = _about(request, found, form, standing)
    private = about["private"]
    after = request.GET.get("signed", "")
    context = {
        **about,
        "today_standing": today,
        "sheets": presenting.sheets(found.credentials.all(), standing, private=private),
        "sign_offs": presenting.sign_offs(found, today.byline, after),
        "is_newest": not after,
        "work": presenting.workload(found, today.at),
        "depending": presenting.depending(found, today.at),
        "interests": _interests(found) if private else None,
    }
    return render(request, "desk/reviewer.html", context, status=200 if form.is_valid() else 422)


@page
@require_safe
def credential(request: Request, *, reviewer_id: int, credential_id: int) -> HttpResponse:
    """The whole history of one credential: facts, checks, records, any two compared."""
    found = get_object_or_404(Credential.objects.select_related("reviewer__user"), pk=credential_id,
                              reviewer=reviewer_id)  # fmt: skip
    form, at = _asked(request)
    standing, _today = _standing(found.reviewer, at)
    about = _about(request, found.reviewer, form, standing)
    own = Credential.objects.filter(pk=found.pk)
    records = presenting.records_of(found)
    chosen, refusal = _chosen(request, records)
    context = {
        **about,
        **_terms(records, chosen, standing, private=about["private"]),
        "sheet": presenting.sheets(own, standing, private=about["private"])[0],
        "refusal": refusal,
    }
    ok = form.is_valid() and not refusal
    return render(request, "desk/reviewer_credential.html", context, status=200 if ok else 422)


def sees_private(request: Request, reviewer: Reviewer) -> bool:
    """Numbers, files and interests: for credential officers and the holder."""
    return reviewer.user_id == request.user.pk or is_officer(request)


def is_officer(request: Request) -> bool:
    return "manage_credentials" in roles.permissions_of(request.user)


def _asked(request: Request) -> tuple[AsOfForm, presenting.AsOf]:
    """The form, and the day it asks about: today where it makes no sense."""
    form = AsOfForm(request.GET)
    return form, presenting.as_of(**form.cleaned_data) if form.is_valid() else presenting.as_of()


def _standing(reviewer: Reviewer, at: presenting.AsOf) -> tuple[PersonalStanding, PersonalStanding]:
    """On the day asked about, and today: by the strictest of the policies in use."""
    rules, own, now = due.strictest(), Reviewer.objects.filter(pk=reviewer.pk), presenting.as_of()
    profile = load_many(own, on=now.on)[reviewer.pk]
    today = presenting.standing_of(reviewer, profile, now, rules)
    if at.is_today:
        return today, today
    past = load_many(own, on=at.on)[reviewer.pk]
    return presenting.standing_of(reviewer, past, at, rules), today


def _about(
    request: Request, reviewer: Reviewer, form: AsOfForm, standing: PersonalStanding
) -> dict[str, Any]:
    holder, officer = reviewer.user_id == request.user.pk, is_officer(request)
    return {
        "reviewer": reviewer,
        "form": form,
        "standing": standing,
        "at": standing.at,
        "private": holder or officer,
        "officer": officer and not holder,
    }


def _interests(reviewer: Reviewer) -> list[tuple[str, list[Any]]]:
    """The newest declaration's answers that name something, by category."""
    newest = Disclosure.objects.filter(reviewer=reviewer).order_by("-declared_on", "-pk").first()
    if newest is None:
        return []
    answers = ((str(c.label), newest.interests.get(c.value, [])) for c in InterestCategory)
    return [(label, entries) for label, entries in answers if entries]


def _chosen(request: Request, records: list[Any]) -> tuple[list[Any], str]:
    """The two records to compare, the older first; or one sentence on why there are none."""
    asked = [request.GET.get(name, "") for name in ("a", "b")]
    if not any(asked):
        return [], ""
    by_id = {str(record.history_id): record for record in records}
    found = [by_id[key] for key in asked if key in by_id]
    if len(found) < 2:
        return [], _("Choose two records of this credential to compare.")
    return sorted(found, key=lambda record: record.history_id), ""


def _terms(
    records: list[Any], chosen: list[Any], standing: PersonalStanding, *, private: bool
) -> dict[str, Any]:
    """The records, those compared, and the terms as they were on record at the moment."""
    known = presenting.known_then(records, standing.at.known_at)
    return {
        "records": records,
        "chosen": chosen,
        "differences": presenting.compared(*chosen, private=private) if chosen else [],
        "known_record": known,
        "terms": presenting.terms(known, private=private) if known else [],
        "terms_changed": known is not None and known is not records[0],
    }
