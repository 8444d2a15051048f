"""Where an article stands, and what a person may do about it (partials stepper, options)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import roles, workflow
from articles.days import editorial_date
from articles.errors import Refusal
from articles.models import Article, Publication, Review, Round
from articles.stages import Meaning, Response, Stage
from articles.workflow.case import Case

TAKES_AWAY = {"withdraw", "withdraw_signature"}
"""Transitions that take something from readers."""


@dataclass(frozen=True, slots=True)
class Step:
    stage: str
    done: bool
    current: bool
    who: str = ""


@dataclass(frozen=True, slots=True)
class OptionItem:
    name: str
    label: str
    url: str
    hint: str
    refusals: tuple[Refusal, ...] = ()
    primary: bool = False
    danger: bool = False
    post: bool = False


def option_items(
    article: Article,
    user: User,
    *,
    case: Case | None = None,
    only: Collection[str] = workflow.TRANSITIONS,
) -> list[OptionItem]:
    """``workflow.options`` as buttons: each leads to the page that states its consequence.

    Only the first allowed forward move is primary.
    """
    found = workflow.options(article, user, case=case, only=only)
    first = next((o.transition.name for o in found if o.allowed and o.transition.forward), None)
    return [
        OptionItem(
            name=option.transition.name,
            label=f"{option.transition.label}…",
            url=reverse("transition", args=[article.slug, option.transition.name]),
            hint=str(option.transition.hint),
            refusals=tuple(option.refusals),
            primary=option.transition.name == first,
            danger=option.transition.name in TAKES_AWAY,
        )
        for option in found
    ]


def objections(name: str, article: Article, user: User) -> list[Refusal]:
    """Why one transition may not be done now, asked of the same rules; empty when it may."""
    for option in workflow.options(article, user):
        if option.transition.name == name:
            return option.refusals
    transition, held = workflow.TRANSITIONS[name], roles.permissions_of(user)
    if transition.permission not in held:
        return [Refusal("no_permission", _("Your role does not include this."))]
    if article.stage not in transition.sources:
        stage = article.get_stage_display().lower()
        return [Refusal("wrong_stage", _("The article is in the stage “%s”.") % stage)]
    case = Case(article=article, actor=user, at=timezone.now(), permissions=held)
    return [refusal for guard in transition.guards for refusal in guard(case)]


def stepper(article: Article) -> list[Step]:
    """Four steps; the last one is ``withdrawn`` for a withdrawn article."""
    last = Stage.WITHDRAWN if article.stage == Stage.WITHDRAWN else Stage.PUBLISHED
    stages = [Stage.DRAFT, Stage.MEDICAL_REVIEW, Stage.APPROVED, last]
    at = stages.index(Stage(article.stage))
    publication = _newest_release(article)
    round = _round_shown(article, publication)
    reviews = _reviews(round)
    words = {
        Stage.DRAFT: _draft(article),
        Stage.MEDICAL_REVIEW: _in_review(round, reviews),
        Stage.APPROVED: _approved(article, round, reviews),
        Stage.PUBLISHED: _published(article, publication),
        Stage.WITHDRAWN: _withdrawn(article) if last == Stage.WITHDRAWN else "",
    }
    return [
        Step(stage=stage.value, done=n <= at, current=n == at, who=words[stage])
        for n, stage in enumerate(stages)
    ]


def _round_shown(article: Article, publication: Publication | None) -> Round | None:
    if article.stage == Stage.WITHDRAWN and publication:
        return publication.round
    return article.round


def _newest_release(article: Article) -> Publication | None:
    found = article.publications.select_related("signature", "round__policy")
    return found.defer("signature__statement").order_by("-released_at", "-pk").first()


def _reviews(round: Round | None) -> list[Review]:
    if round is None:
        return []
    found = round.reviews.select_related("reviewer", "signature__withdrawal").order_by("pk")
    return [review for review in found if review.response != Response.DECLINED]


def _draft(article: Article) -> str:
    saved = article.history.select_related("history_user").only(
        "history_date", "history_user__first_name", "history_user__last_name"
    )
    newest: Any = saved.latest("history_id")
    name = newest.history_user.get_full_name() or newest.history_user.get_username()
    return _dotted([_("last saved by %s") % name, _day(newest.history_date)])


def _in_review(round: Round | None, reviews: list[Review]) -> str:
    if round is None:
        return ""
    names = _names(review.reviewer.printed_name for review in reviews)
    if round.ended_at:
        return _dotted([names, _day(round.submitted_at)])
    return _dotted([names or _("nobody asked yet"), _("due %s") % _day(round.due_on)])


def _approved(article: Article, round: Round | None, reviews: list[Review]) -> str:
    if round is None:
        return ""
    given = [r.signature for r in reviews if hasattr(r, "signature")]
    standing = [signature for signature in given if not signature.is_withdrawn]
    if article.stage == Stage.MEDICAL_REVIEW or not round.ended_at:
        return ngettext(
            "%(given)s of %(needed)s sign-off, %(specialists)s by a specialist",
            "%(given)s of %(needed)s sign-offs, %(specialists)s by a specialist",
            round.policy.sign_offs,
        ) % {
            "given": len(standing),
            "needed": round.policy.sign_offs,
            "specialists": sum(signature.is_specialist for signature in standing),
        }
    return _dotted([_names(s.printed_name for s in standing), _day(round.ended_at)])


def _published(article: Article, publication: Publication | None) -> str:
    if publication is None or not article.is_live:
        return ""
    since = _day(publication.released_at)
    if article.stage == Stage.PUBLISHED:
        return _dotted([publication.signature.printed_name, since])
    return _("edition %(edition)s live since %(day)s") % {
        "edition": publication.edition,
        "day": since,
    }


def _withdrawn(article: Article) -> str:
    given = article.signatures.filter(meaning=Meaning.WITHDRAWAL).defer("statement")
    newest = given.order_by("-signed_at").first()
    return _dotted([newest.printed_name, _day(newest.signed_at)]) if newest else ""


def _names(names: Iterable[str]) -> str:
    return str(get_text_list(list(names), _("and")))


def _dotted(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _day(value: dt.date | dt.datetime) -> str:
    return date_format(editorial_date(value) if isinstance(value, dt.datetime) else value, "j M Y")
