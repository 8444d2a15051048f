"""The races: who meets whom over which article, and how many of the two may get their way."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from articles import roles, workflow
from articles.credentials import checking
from articles.models import Article, Credential
from articles.stages import Stage, Standing
from tests.cast import Cast, person, signing_page
from tests.races.racer import Order

CHANGES: tuple[dict[str, Any], ...] = (
    {"body": "Gout is a painful arthritis, treated with 0.5 mg.[@handbook]"},
    {"title": "Gout flares at night"},
    {"summary": "What to do when a toe swells at night."},
    {"references": [{"id": "handbook", "type": "book", "title": "A handbook of joints, 2nd ed."}]},
    {"authors": ["Wren Tully", "Otto Writer"]},
    {"funding": "The maker of a gout drug"},
    {"audience": "clinician"},
    {"topics": [{"system": "MeSH", "code": "D000070"}]},
)
"""Each part of the signed content is changed in turn: none may slip past a signature."""


@dataclass(frozen=True)
class Heat:
    """One race about to start. ``seen``: the digest of the text that may be signed in it.

    ``winners``: how many of the two acts may be done. ``credential``: the one that is suspended
    in it, if any.
    """

    article: Article
    seen: str
    orders: tuple[Order, Order]
    winners: tuple[int, ...] = (1,)
    credential: int = 0


@dataclass
class Field:
    """Where the races are run: the cast, chance with a fixed seed, people made on the way."""

    cast: Cast
    chance: random.Random = field(default_factory=lambda: random.Random(20260314))
    credential: int = 0

    def order(self, act: str, username: str, article: Article, spread: float, **details: Any):
        """``spread``: the longest delay in milliseconds."""
        delay = self.chance.uniform(0, spread) / 1000
        early = self.chance.random() < 0.5
        return Order(act, username, str(article.pk), details, delay, early)


@dataclass(frozen=True)
class Race:
    """``share``: how often it is run, of the number asked for."""

    name: str
    prepare: Callable[[Field, int], Heat]
    share: float = 1.0


def _edit_or_sign(ground: Field, index: int) -> Heat:
    article = ground.cast.article_in(Stage.MEDICAL_REVIEW)
    seen, changes = article.content_digest, CHANGES[index % len(CHANGES)]
    return Heat(
        article,
        seen,
        (
            ground.order("edit", "wren", article, 10, changes=changes),
            ground.order("sign_off", "ada", article, 14),
        ),
    )


def _last_two_signers(ground: Field, index: int) -> Heat:
    cast = ground.cast
    article = cast.article_in(
        Stage.MEDICAL_REVIEW, cast.physician, cast.second_physician, article_type="treatment"
    )
    return _twice(ground, article, "sign_off", "ada", "bela", winners=(2,))


def _sign_twice(ground: Field, index: int) -> Heat:
    """In turn the sign-off that completes the quorum, and one that another must follow."""
    cast = ground.cast
    both, kind = (cast.physician, cast.second_physician), ("condition", "treatment")[index % 2]
    article = cast.article_in(Stage.MEDICAL_REVIEW, *both, article_type=kind)
    return _twice(ground, article, "sign_off", "ada", "ada")


def _sign_with_one_ticket(ground: Field, index: int) -> Heat:
    """One page to sign, sent twice: by an impatient click, or by somebody who copied it."""
    article = ground.cast.article_in(Stage.MEDICAL_REVIEW)
    page = signing_page("sign_off", article, ground.cast.physician)
    orders = [ground.order("sign_off", "ada", article, 2, page=page) for _ in range(2)]
    return Heat(article, article.content_digest, (orders[0], orders[1]))


def _approve_or_withdraw(ground: Field, index: int) -> Heat:
    """A live text, and a new version that lacks one sign-off."""
    cast = ground.cast
    article = cast.article_in(Stage.PUBLISHED)
    live = article.content_digest
    article = workflow.perform("revise", article, actor=cast.writer)
    article = workflow.save_draft(
        article, {"title": "Gout, again"}, actor=cast.writer, reason="Newer", base=live
    )
    article = cast.submit(article)
    seen = article.content_digest
    sign = ground.order("sign_off", "ada", article, 4)
    withdraw = ground.order("withdraw", "pia", article, 4)
    # Who opens the page after the sign-off may withdraw an approved text; who had it open may not.
    winners = (1,) if withdraw.early else (1, 2)
    return Heat(article, seen, (sign, withdraw), winners)


def _approve_or_send_back(ground: Field, index: int) -> Heat:
    """One reviewer would complete the quorum, the other sends the text back."""
    cast = ground.cast
    article = cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.second_physician)
    seen = article.content_digest
    sign = ground.order("sign_off", "ada", article, 4)
    return Heat(article, seen, (sign, ground.order("request_changes", "bela", article, 4)))


def _comment_or_sign(ground: Field, index: int) -> Heat:
    """No text is signed off past an open must-fix, and none is opened on a text that is signed."""
    article = ground.cast.article_in(Stage.MEDICAL_REVIEW)
    comment = ground.order("must_fix", "edda", article, 14)
    return Heat(
        article, article.content_digest, (comment, ground.order("sign_off", "ada", article, 4))
    )


def _comment_twice(ground: Field, index: int) -> Heat:
    """One form, sent twice by an impatient click: both are told that it is said."""
    article, form = ground.cast.article_in(Stage.MEDICAL_REVIEW), uuid.uuid4()
    first, second = (ground.order("must_fix", "ada", article, 2, form=form) for _ in range(2))
    return Heat(article, article.content_digest, (first, second), (2,))


def _two_writers(ground: Field, index: int) -> Heat:
    article = ground.cast.draft()
    seen = article.content_digest
    mine, yours = (
        ground.order("save", name, article, 2, seen=seen, changes={"body": f"Text by {name}."})
        for name in ("wren", "otto")
    )
    return Heat(article, seen, (mine, yours))


def _publish_twice(ground: Field, index: int) -> Heat:
    return _twice(ground, ground.cast.article_in(Stage.APPROVED), "publish", "pia", "pia")


def _suspend_or_sign(ground: Field, index: int) -> Heat:
    cast, user = ground.cast, _lifted(ground, index, "signer")
    article = cast.submit(cast.draft(), user)
    return _suspension(ground, article, "sign_off", user.username)


def _suspend_or_publish(ground: Field, index: int) -> Heat:
    """The suspension takes effect on the day of signing, so it bars the release if it is first."""
    cast, user = ground.cast, _lifted(ground, index, "signed")
    article = cast.sign_off(cast.submit(cast.draft(), user), user)
    return _suspension(ground, article, "publish", "pia")


def _suspension(ground: Field, article: Article, act: str, username: str) -> Heat:
    """The suspension is always recorded; the other act is done only if it came first."""
    seen, credential = article.content_digest, ground.credential
    suspend = ground.order("suspend", "cora", article, 4, credential=credential)
    other = ground.order(act, username, article, 4)
    return Heat(article, seen, (suspend, other), (1, 2), credential)


def _lifted(ground: Field, index: int, name: str) -> User:
    """A physician in good standing: the suspension of the race before is lifted.

    A new one comes every 20 races, since each one's list of statuses grows.
    """
    username = f"{name}-{index // 20}"
    if index % 20 == 0:
        user = person(username, roles.MEDICAL_REVIEWERS)
        ground.credential = ground.cast.register(user).credentials.get().pk
        return user
    checking.record_status(
        Credential.objects.get(pk=ground.credential),
        actor=ground.cast.officer,
        standing=Standing.IN_FORCE,
        why="As the board says",
        effective_from=dt.date(2009, 11, 4),
    )
    return User.objects.get(username=username)


def _twice(
    ground: Field, article: Article, act: str, *usernames: str, winners: tuple[int, ...] = (1,)
) -> Heat:
    seen = article.content_digest
    first, second = (ground.order(act, name, article, 2) for name in usernames)
    return Heat(article, seen, (first, second), winners)


RACES = (
    Race("edit against sign-off", _edit_or_sign),
    Race("two last signers", _last_two_signers),
    Race("sign-off clicked twice", _sign_twice),
    Race("one ticket twice", _sign_with_one_ticket),
    Race("sign-off against withdrawal", _approve_or_withdraw),
    Race("sign-off against changes", _approve_or_send_back, share=0.4),
    Race("must-fix against sign-off", _comment_or_sign, share=0.4),
    Race("one comment sent twice", _comment_twice, share=0.4),
    Race("two writers on one base", _two_writers, share=0.4),
    Race("publish clicked twice", _publish_twice, share=0.4),
    Race("suspension against sign-off", _suspend_or_sign, share=0.4),
    Race("suspension against publish", _suspend_or_publish, share=0.4),
)
