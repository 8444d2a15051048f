"""Many processes at one account in the same moment: passwords guessed, one code given twice."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from articles import accounts
from articles.errors import ReviewFlowError
from articles.models import Article, SigningAccess
from articles.signing import Authentication
from articles.stages import Stage
from tests.cast import signing_page
from tests.races import acts, referee
from tests.races.racer import Order, Outcome, Racers
from tests.races.races import Field
from tests.signing.phone import Phone

GUESSES, GUESSERS = 50, 5
SENDERS = 8
LIMIT = 5
"""Tries that are judged before signing is locked."""


@dataclass(frozen=True)
class Crowd:
    """``hold`` runs one heat. ``share``: how often, of the number of races asked for."""

    name: str
    hold: Callable[[Field, Racers], tuple[list[Outcome], list[referee.Finding]]]
    share: float
    size: int = 2


@dataclass
class Notes:
    """A file that several processes add lines to."""

    path: Path = field(default_factory=lambda: Path(tempfile.mkstemp(prefix="guesses-")[1]))

    def add(self, line: str) -> None:
        with self.path.open("a") as file:
            file.write(f"{line}\n")

    def count(self) -> Counter[str]:
        found = Counter(self.path.read_text().splitlines())
        self.path.unlink()
        return found


def guess(article: Article, actor: User, pages: list[Authentication], notes: Notes) -> None:
    """Send page after page; a line for each password that is judged, and for each answer."""
    judge = accounts.check_password

    def noting(user: User, password: str) -> bool:
        notes.add("judged")
        time.sleep(0.1)  # as hashing takes its time
        return judge(user, password)

    accounts.check_password = noting
    try:
        for page in pages:
            try:
                acts.sign_off(article, actor, page)
            except (PermissionDenied, ReviewFlowError) as error:
                notes.add(" ".join(acts.outcome(error)))
            else:
                notes.add("signed")
    finally:
        accounts.check_password = judge


acts.ACTS["guess"] = guess


def _many_pages(ground: Field, racers: Racers):
    """Fifty pages, each with a ticket of its own: only the account's count stands in the way."""
    article = ground.cast.article_in(Stage.MEDICAL_REVIEW)
    pages = [_page(ground, article, "guess") for _ in range(GUESSES)]
    return _guessed(ground, racers, article, pages)


def _one_page(ground: Field, racers: Racers):
    """One page, sent fifty times."""
    article = ground.cast.article_in(Stage.MEDICAL_REVIEW)
    return _guessed(ground, racers, article, [_page(ground, article, "guess")] * GUESSES)


def _guessed(ground: Field, racers: Racers, article: Article, pages: list[Authentication]):
    notes, user, before = Notes(), ground.cast.physician, _locks()
    orders = [
        Order(
            "guess", user.username, str(article.pk), {"pages": pages[n::GUESSERS], "notes": notes}
        )
        for n in range(GUESSERS)
    ]
    outcomes = racers.race(orders)
    answers = notes.count()
    found = [referee.Finding("error", o.detail) for o in outcomes if o.kind != "done"]
    found += [
        referee.Finding("wrong", what)
        for what in _faults(answers, referee.read(article), _locks() - before)
    ]
    right = _answer(article, user, signing_page("sign_off", article, user))
    if right != ("refused", "signing_locked"):
        found.append(referee.Finding("wrong", f"the right password, then: {' '.join(right)}"))
    _forget(user)
    return [Outcome("guess", f"{answers['judged']} of {GUESSES} judged", "")], found


def _faults(answers: Counter[str], after: referee.Tables, locks: int) -> Iterator[str]:
    judged, answered = answers["judged"], sum(answers.values()) - answers["judged"]
    if judged != LIMIT or answered != GUESSES:
        yield f"{judged} of {GUESSES} guesses were judged, {answered} answered: {dict(answers)}"
    if after.signatures or answers["signed"]:
        yield "a guess signed"
    if locks != 1:
        yield f"{locks} entries say that signing was locked"


def _one_right_page(ground: Field, racers: Racers):
    """One page with the right password, sent by many at once: signed once, and no guessing."""
    notes, user, before = Notes(), ground.cast.physician, _locks()
    article = ground.cast.article_in(Stage.MEDICAL_REVIEW)
    sent = {"pages": [_page(ground, article)], "notes": notes}
    outcomes = racers.race([Order("guess", user.username, str(article.pk), sent)] * SENDERS)
    answers, tries = notes.count(), SigningAccess.objects.get(user=user).tries
    found = [referee.Finding("error", o.detail) for o in outcomes if o.kind != "done"]
    if len(referee.read(article).signatures) != 1 or answers["signed"] != 1:
        found.append(referee.Finding("double", f"not one signature with one page: {dict(answers)}"))
    locked = [answer for answer in answers if "signing_locked" in answer]
    if locked or _locks() != before or tries:
        told = f"right ones are called guesses, {tries} of them still: {dict(answers)}"
        found.append(referee.Finding("wrong", told))
    return outcomes, found


def _one_code(ground: Field, racers: Racers):
    """Two texts, in two sessions, with what an app shows once."""
    return _same_code(ground, racers, lambda phone: phone.code(), "code_used")


def _one_recovery_code(ground: Field, racers: Racers):
    return _same_code(ground, racers, lambda phone: phone.drawer()[0], "code_wrong")


def _same_code(ground: Field, racers: Racers, shown: Callable[[Phone], str], refusal: str):
    """One of two signs; the other is told ``refusal``."""
    user = ground.cast.physician
    articles = [ground.cast.article_in(Stage.MEDICAL_REVIEW) for _ in range(2)]
    code = shown(Phone(user))
    pages = [
        replace(_page(ground, article, session=f"a session for {article.pk}"), code=code)
        for article in articles
    ]
    outcomes = racers.race(
        [
            Order("sign_off", user.username, str(article.pk), {"page": page})
            for article, page in zip(articles, pages, strict=True)
        ]
    )
    Authenticator.objects.filter(user=user).delete()
    _forget(user)
    given = sum(len(referee.read(article).signatures) for article in articles)
    told = sorted(outcome.detail for outcome in outcomes)
    found = []
    if given != 1 or told != ["", refusal]:
        found.append(referee.Finding("double", f"{given} signatures with one code: {told}"))
    return outcomes, found


def _page(ground: Field, article: Article, password: str = "", **typed: Any) -> Authentication:
    given = {"password": password} if password else {}
    return signing_page("sign_off", article, ground.cast.physician, **given, **typed)


def _answer(article: Article, user: User, page: Authentication) -> tuple[str, str]:
    try:
        acts.sign_off(article, user, page)
    except (PermissionDenied, ReviewFlowError) as error:
        return acts.outcome(error)
    return acts.outcome(None)


def _locks() -> int:
    found = referee.rows(
        "SELECT COUNT(*) AS n FROM articles_ledgerentry WHERE kind = %s", "signing.lock"
    )
    return int(found[0]["n"])


def _forget(user: User) -> None:
    """As fifteen minutes later."""
    SigningAccess.objects.filter(user=user).update(tries=0, tried_at=None, locked_until=None)


CROWDS = (
    Crowd("guesses on fifty pages", _many_pages, share=0.04, size=GUESSERS),
    Crowd("guesses on one page", _one_page, share=0.04, size=GUESSERS),
    Crowd("right ones on one page", _one_right_page, share=0.1, size=SENDERS),
    Crowd("one code in two processes", _one_code, share=0.1),
    Crowd("one recovery code in two", _one_recovery_code, share=0.1),
)
