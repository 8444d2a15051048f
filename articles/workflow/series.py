"""Several releases signed on one page: each with its ticket, judged, signed, recorded alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from articles import roles, signing
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.models import Article, Signature
from articles.stages import Meaning, Stage

from . import cases, editions
from .engine import perform
from .preparing import Prepared, prepare_releases

MOST = 50
"""Of one series: what a person can read on one page, and sign within ten minutes."""
ACT = "publish"


@dataclass(frozen=True, slots=True)
class Edition:
    """What a release will be called: the one that is suggested. ``is_first``: readers see none."""

    number: str
    is_minor: bool
    is_first: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """One article of a series before it is signed: what would be, or every reason why not."""

    article: Article
    prepared: Prepared | None
    edition: Edition | None
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """One article of a series afterwards: the signature that released it, or why it was not."""

    article: Article
    signature: Signature | None
    refusals: tuple[Refusal, ...] = ()


def offer(
    articles: Sequence[Article], *, actor: User, session: str, tickets: Mapping[Any, str]
) -> list[Offered]:
    """Judge each as its release will, and make its ticket.

    ``tickets``: by key of the article, those of an earlier look at the same page. Raises
    ``PermissionDenied``.
    """
    _permit(actor)
    looked_at = prepare_releases(
        cases.of_many(articles, actor), actor=actor, session=session, tickets=tickets
    )
    pairs = list(zip(articles, looked_at, strict=True))
    named = _editions([article for article, found in pairs if isinstance(found, Prepared)])
    return [
        Offered(article, found, named[article.pk])
        if isinstance(found, Prepared)
        else Offered(article, None, None, found)
        for article, found in pairs
    ]


def _editions(articles: Sequence[Article]) -> dict[Any, Edition]:
    """By key of the article, what its release will be called."""
    numbers, found = editions.numbers(articles), {}
    for article in articles:
        is_minor = editions.suggested(article).minor
        number = numbers[article.pk]["minor" if is_minor else "major"]
        found[article.pk] = Edition(number, is_minor, article.published_record_id is None)
    return found


@sensitive_variables()
def release(
    articles: Sequence[Article],
    *,
    actor: User,
    authentication: signing.Authentication,
    tickets: Mapping[Any, str],
    notes: Mapping[Any, str],
    shown: Mapping[Any, str],
) -> list[Given]:
    """Release each with its own ticket; one that is refused stops no other.

    ``shown``: by key of the article, the number of the edition as the page named it. Where it would
    be another one now, the article is refused.

    The password is typed once. The first signature proves it (and the code, where one is asked
    for); the others are later signings of the same series (21 CFR 11.200(a)(1)(i)).

    Raises ``PermissionDenied``, and ``InputRefused`` for a password or code that is not right:
    nothing is signed then.
    """
    _permit(actor)
    once = replace(authentication, once=signing.Once())
    named = _editions([article for article in articles if article.stage == Stage.APPROVED])
    done: list[Given] = []
    for number, article in enumerate(articles):
        typed = replace(once, ticket=tickets.get(article.pk, ""))
        edition, note = named.get(article.pk), notes.get(article.pk, "")
        other = edition and _is_another(edition, shown.get(article.pk, ""))
        if other and typed.ticket:
            done.append(Given(article, None, (other,)))
            continue
        try:
            done.append(_one(article, actor, typed, edition, note))
        except InputRefused as refused:
            if not any(each.signature for each in done):
                raise
            # It was right before: the password is another one now. The rest is not guessed at.
            why = Refusal(refused.code, capfirst(refused.message))
            return [*done, *(Given(each, None, (why,)) for each in articles[number:])]
    return done


@sensitive_variables()
def _one(
    article: Article,
    actor: User,
    authentication: signing.Authentication,
    edition: Edition | None,
    note: str,
) -> Given:
    """Raises ``InputRefused`` for the password and the code, which are those of all."""
    minor = edition is not None and edition.is_minor
    try:
        released = perform(
            ACT, article, actor=actor, note=note, authentication=authentication, minor=minor
        )
    except TransitionRefused as refused:
        return Given(article, None, refused.refusals)
    except PermissionDenied:
        lost = Refusal("no_permission", _("Your role does not include this."))
        return Given(article, None, (lost,))
    except InputRefused as refused:
        if refused.field in {"password", "code"}:
            raise
        return Given(article, None, (Refusal(refused.code, capfirst(refused.message)),))
    return Given(released, _signature(released, actor))


def _is_another(edition: Edition, shown: str) -> Refusal | None:
    """Why an article is not released under the number that the page named.

    The number holds until its own release: whatever else would change it takes the article out of
    this round or this stage, and then nothing is released.
    """
    if shown == edition.number:
        return None
    said = {"now": edition.number, "shown": shown}
    text = _("It would be edition %(now)s now; the page said %(shown)s. Look at it again.")
    if not shown:
        text = _("The page did not say that it would be edition %(now)s. Look at it again.")
    return Refusal("edition_changed", text % said)


def _signature(article: Article, actor: User) -> Signature:
    given = article.signatures.filter(signer=actor, meaning=Meaning.PUBLICATION_RELEASE)
    return given.latest("signed_at")


def _permit(actor: User) -> None:
    if f"{ACT}_article" not in roles.permissions_of(actor):
        raise PermissionDenied(f"articles.{ACT}_article")
