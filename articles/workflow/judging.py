"""Every reason why a transition does not happen now, or not by this person."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import roles, signing
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Article

from . import ceremony
from .case import Case
from .transitions import Transition


def judge(
    transition: Transition, case: Case, text: signing.Text | None, note: str, seen: str
) -> None:
    """Every reason at once; what was typed is looked at when nothing else stands in the way."""
    found = [*_wrong_stage(transition, case), *_guarded(transition, case)]
    if text is not None and transition.signs:
        found += ceremony.objections(transition, case, text, seen, is_blocked=bool(found))
    if found:
        raise TransitionRefused(transition.name, found)
    if transition.needs_note and not note:
        raise InputRefused("note", _("say why."), "missing")


def objections(transition: Transition, case: Case) -> Iterator[Refusal]:
    if transition.permission not in case.permissions:
        yield Refusal("no_permission", _("Your role does not include this."))
    wrong = list(_wrong_stage(transition, case))
    yield from wrong or _guarded(transition, case)


def _wrong_stage(transition: Transition, case: Case) -> Iterator[Refusal]:
    if case.article.stage not in transition.sources:
        stage = case.article.get_stage_display().lower()
        yield Refusal("wrong_stage", _("The article is in the stage “%s”.") % stage)


def _guarded(transition: Transition, case: Case) -> Iterator[Refusal]:
    if case.article.stage in transition.sources:
        for guard in transition.guards:
            yield from guard(case)


def moved(transition: Transition, article: Article, actor: User) -> Exception:
    """Why a claim took no row: the person, the stage, the words or the round are others now."""
    if transition.permission not in roles.permissions_of(actor):
        return PermissionDenied(f"articles.{transition.permission}")
    now = Article.objects.filter(pk=article.pk).first()
    if now is None:
        return TransitionRefused(
            transition.name, [Refusal("gone", _("The article was deleted meanwhile."))]
        )
    case = Case(article=now, actor=actor, at=timezone.now())
    found = list(_wrong_stage(transition, case))
    if now.content_digest != article.content_digest:
        found.append(Refusal("text_changed", _("The text changed while you were reading it.")))
    if not found:
        stage = now.get_stage_display().lower()
        moved = _("The article moved on meanwhile; it is in the stage “%s” now.") % stage
        found.append(Refusal("moved", moved))
    return TransitionRefused(transition.name, found)
