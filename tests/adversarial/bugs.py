"""Bugs that this kind of software has had, planted one at a time into the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from articles.days import editorial_date
from articles.models import Article, HistoricalArticle, HistoricalReviewPolicy, Signature
from articles.stages import Decision, Outcome, Stage
from articles.workflow import (
    ceremony,
    claiming,
    drafting,
    effects,
    guards,
    release_guards,
    rounds,
    transitions,
)
from articles.workflow.case import Case
from articles.workflow.effects import Act, Move

Plant = Callable[[pytest.MonkeyPatch], None]
BUGS: dict[str, Plant] = {}


def bug(name: str) -> Callable[[Plant], Plant]:
    def register(plant: Plant) -> Plant:
        BUGS[name] = plant
        return plant

    return register


def without(name: str, *dropped: Any) -> Plant:
    """A transition that lost some of its guards; all of them when none is named."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        whole = transitions.TRANSITIONS[name]
        kept = tuple(g for g in whole.guards if dropped and g not in dropped)
        patch.setitem(transitions.TRANSITIONS, name, replace(whole, guards=kept))

    return plant


def counting(signatures: Callable[[Case], Any]) -> Plant:
    return lambda patch: patch.setattr(Case, "counted", property(lambda c: list(signatures(c))))


def quorum(rule: Callable[[int, int, Any], bool]) -> Plant:
    """``rule`` gets the number of sign-offs, how many by specialists, and the round."""

    def reaches(signatures, round) -> bool:
        return rule(len(signatures), sum(s.is_specialist for s in signatures), round)

    def plant(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(transitions, "reaches", reaches)
        patch.setattr(guards, "reaches", reaches)

    return plant


def effect(name: str, planted: Callable[[Act], Move]) -> Plant:
    return lambda patch: patch.setitem(effects.EFFECTS, name, planted)


def of_this_article(case: Case) -> Any:
    return Signature.objects.medical().standing().filter(article=case.article)


def newest_policy() -> Any:
    return HistoricalReviewPolicy.objects.latest("history_id")


BUGS |= {
    "signatures survive an edit": counting(of_this_article),
    "a text that comes back brings its signatures": counting(
        lambda case: of_this_article(case).filter(content_digest=case.article.content_digest)
    ),
    "withdrawn signatures count": counting(
        lambda case: Signature.objects.medical().filter(round=case.article.round_id)
    ),
    "one sign-off too few": quorum(
        lambda n, m, round: (
            n >= round.policy.sign_offs - 1 and m >= round.policy.specialist_sign_offs
        )
    ),
    "specialists are not counted": quorum(lambda n, m, round: n >= round.policy.sign_offs),
    "the policy of today decides": quorum(
        lambda n, m, round: (
            n >= newest_policy().sign_offs and m >= newest_policy().specialist_sign_offs
        )
    ),
    "authors may sign": lambda patch: patch.setattr(Case, "is_author", False),
    "standing is not asked": without("sign_off", guards.actor_is_eligible),
    "sign-off has no guards": without("sign_off"),
    "publishing has no guards": without("publish"),
    "the digest is not compared at release": without("publish", guards.text_is_the_signed_one),
    "stale sign-offs are released": without("publish", release_guards.sign_offs_are_fresh),
    "a backdated lapse is not seen": without("publish", guards.signers_stood_as_signed),
    "signers may publish": without("publish", guards.publisher_is_another_person),
    "recall leaves the round open": effect("recall", lambda act: Move({"round": None})),
    "a revision keeps the old round": effect("revise", lambda act: Move()),
}


@bug("the latest record is published")
def _(patch: pytest.MonkeyPatch) -> None:
    def publish(act: Act) -> Move:
        newest = HistoricalArticle.objects.filter(id=act.case.article.pk).latest("history_id")
        act.round.record = newest
        return effects.publish(act)

    patch.setitem(effects.EFFECTS, "publish", publish)


@bug("the text on screen is not compared")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ceremony, "objections", lambda *_args, **_options: iter(()))


@bug("the claim ignores the digest")
def _(patch: pytest.MonkeyPatch) -> None:
    careless = claiming._ARTICLE.replace("content_digest = %s", "%s <> ''")
    assert careless != claiming._ARTICLE
    patch.setattr(claiming, "_ARTICLE", careless)


@bug("an edit moves the date of the last review")
def _(patch: pytest.MonkeyPatch) -> None:
    write = drafting.write_version

    def eager(article: Article, *, actor, reason, **more) -> None:
        write(article, actor=actor, reason=reason, **more)
        from django.utils import timezone

        today = editorial_date(timezone.now())
        Article.objects.filter(pk=article.pk).update(last_reviewed=today)

    patch.setattr(drafting, "write_version", eager)


@bug("publishing moves the date of the last review")
def _(patch: pytest.MonkeyPatch) -> None:
    def publish(act: Act) -> Move:
        move = effects.publish(act)
        return replace(move, columns={**move.columns, "last_reviewed": act.case.on})

    patch.setitem(effects.EFFECTS, "publish", publish)


@bug("a withdrawn article stays before readers")
def _(patch: pytest.MonkeyPatch) -> None:
    def withdraw(act: Act) -> Move:
        move = effects.withdraw(act)
        kept = {k: v for k, v in move.columns.items() if k != "published_record"}
        return replace(move, columns=kept)

    patch.setitem(effects.EFFECTS, "withdraw", withdraw)


@bug("sending back leaves the others asked")
def _(patch: pytest.MonkeyPatch) -> None:
    def request_changes(act: Act) -> Move:
        because = "Changes were requested."
        rounds.close_reviews(
            act.round, act.case, Decision.CHANGES_REQUESTED, because, everyone=False
        )
        rounds.end(act.round, Outcome.CHANGES_REQUESTED, act.case, act.note)
        return Move({"round": None})

    patch.setitem(effects.EFFECTS, "request_changes", request_changes)


@bug("an approval outlives its signature")
def _(patch: pytest.MonkeyPatch) -> None:
    whole = transitions.TRANSITIONS["withdraw_signature"]
    stays = replace(whole, target=lambda case: Stage(case.article.stage))
    patch.setitem(transitions.TRANSITIONS, "withdraw_signature", stays)
