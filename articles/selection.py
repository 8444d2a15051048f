"""Which articles may leave, in which text, and every reason why one may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import assets, canonical, signing
from articles.content import images
from articles.credentials import eligibility
from articles.credentials.facts import Profile
from articles.credentials.loading import load_many
from articles.days import editorial_date, in_words
from articles.errors import Refusal
from articles.models import (
    Article,
    Asset,
    Publication,
    Review,
    Reviewer,
    Round,
    Signature,
)
from articles.stages import Event, Meaning, Stage
from articles.workflow import waiting
from articles.workflow.case import reaches
from articles.workflow.release_guards import went_stale

_BEHIND_LIVE = '"concern":true'
"""In the entry of a withdrawn signature: it stood behind the text that readers had."""
MOVES = (Event.PUBLISH, Event.WITHDRAW)
MOVED = Q(kind__in=MOVES) | Q(kind=Event.WITHDRAW_SIGNATURE, payload__contains=_BEHIND_LIVE)
"""What a reader's copy depends on: released, withdrawn, or a signature behind it taken back.

The cursor of `--since` and of the feed is the entry number of such a move.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One article asked for, with the round and the signatures that stand behind its text.

    ``withdrawn``: those of the round that were taken back; they are shown, and count for nothing.
    ``not_before``: the moment for which its release is ordered. ``editions``: what readers were
    given up to and with ``publication``, in that order.
    """

    article: Article
    round: Round | None
    publication: Publication | None
    signatures: tuple[Signature, ...]
    withdrawn: tuple[Signature, ...] = ()
    not_before: dt.datetime | None = None
    editions: tuple[Publication, ...] = ()

    @property
    def medical(self) -> list[Signature]:
        """Standing medical signatures of this very round."""
        return [s for s in self.signatures if s.meaning == Meaning.MEDICAL_REVIEW]


def candidates(articles: Iterable[Article], *, include_approved: bool) -> Iterator[Candidate]:
    """The text that would leave of each article, in a constant number of statements.

    The live text where there is one; with ``include_approved``, the approved text of an article
    that readers do not see yet.
    """
    wanted = list(articles)
    given = _editions(wanted)
    rounds = [editions[-1].round_id for editions in given.values()]
    keys = [*rounds, *(a.round_id for a in wanted if a.round_id and not a.is_live)]
    by_id = Round.objects.select_related("policy", "record").in_bulk(keys)
    standing: dict[int, list[Signature]] = {}
    withdrawn: dict[int, list[Signature]] = {}
    unseen = [a.subject for a in wanted if a.stage == Stage.APPROVED and not a.is_live]
    ahead = waiting.moments(unseen) if include_approved else {}
    for review in Review.objects.filter(round__in=keys).select_related(
        "signature__round", "signature__reviewer", "signature__withdrawal"
    ):
        if hasattr(review, "signature"):
            found = withdrawn if review.signature.is_withdrawn else standing
            found.setdefault(review.round_id, []).append(review.signature)
    for article in wanted:
        editions = given.get(article.pk, ())
        publication = editions[-1] if editions else None
        approved = article.stage == Stage.APPROVED and not article.is_live and include_approved
        key = publication.round_id if publication else article.round_id if approved else None
        signatures = standing.get(key or 0, [])
        release = [publication.signature] if publication else []
        taken_back = tuple(withdrawn.get(key or 0, ()))
        round = by_id.get(key or 0)
        signed, waits = (*signatures, *release), ahead.get(article.subject)
        yield Candidate(article, round, publication, signed, taken_back, waits, editions)


def _editions(articles: Sequence[Article]) -> dict[object, tuple[Publication, ...]]:
    """What readers were given, by article: the last one is the newest of what is live now."""
    live = {article.pk: article.published_record_id for article in articles if article.is_live}
    rows = Publication.objects.filter(article__in=live).select_related("signature__round")
    read: dict[object, list[Publication]] = {}
    given: dict[object, tuple[Publication, ...]] = {}
    for row in rows.order_by("released_at", "pk"):
        read.setdefault(row.article_id, []).append(row)
        # A newer one may have come since the article was read; it is not told of yet.
        if row.record_id == live[row.article_id]:
            given[row.article_id] = tuple(read[row.article_id])
    return given


@dataclass(frozen=True, slots=True)
class _Known:
    """What judging takes besides the candidates, for all of them: read before the first is judged.

    ``profiles``: of the signers of texts that are not released yet, on today's date.
    """

    pictures: Mapping[str, Asset]
    profiles: Mapping[int, Profile]
    at: dt.datetime


def judged(candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, list[Refusal]]]:
    """Each with every reason why it may not leave, in a constant number of statements."""
    wanted = list(candidates)
    bodies = [candidate.round.record.body for candidate in wanted if candidate.round]
    signers = {
        signature.reviewer_id
        for candidate in wanted
        if candidate.round and candidate.publication is None
        for signature in candidate.medical
        if signature.reviewer_id
    }
    at = timezone.now()
    known = _Known(
        assets.stored(digest for body in bodies for digest in images.named(body)),
        load_many(Reviewer.objects.filter(pk__in=signers), on=editorial_date(at))
        if signers
        else {},
        at,
    )
    for candidate in wanted:
        yield candidate, list(_refusals(candidate, known))


def refusals(candidate: Candidate) -> list[Refusal]:
    """Every reason why a text may not leave; empty when it may (docs/exports.md, What leaves)."""
    return next(judged([candidate]))[1]


def _refusals(candidate: Candidate, known: _Known) -> Iterator[Refusal]:
    article, round = candidate.article, candidate.round
    if round is None:
        yield Refusal("not_live", _unseen(article))
        return
    if candidate.publication is None and not round.policy.export_approved:
        yield Refusal("not_released", _("Its policy lets it leave only after release."))
    if not reaches(candidate.medical, round):
        yield Refusal("not_reviewed", _("Its medical sign-offs do not suffice any more."))
    if candidate.publication is None:
        # Its release would judge the signers again; leaving without one asks no less.
        given = [(s.reviewer, s) for s in candidate.medical if s.reviewer]
        yield from eligibility.no_longer_stood(
            given, round.record.specialty, round.policy, at=known.at, profiles=known.profiles
        )
        yield from went_stale(article, round, candidate.medical, on=editorial_date(known.at))
        if candidate.not_before and candidate.not_before > known.at:
            due = in_words(candidate.not_before, settings.EDITORIAL_TIME_ZONE)
            yield Refusal("not_before", _("Its release is scheduled for %s.") % due)
    yield from _faults(candidate, round, known)
    if article.is_live and candidate.publication is None:
        yield Refusal("no_publication", _("No release stands behind its live text."))


def _unseen(article: Article) -> str:
    if article.stage == Stage.APPROVED and not article.is_live:
        return _(
            "It is approved, but not released here; ask for approved texts as well "
            "(--include-approved)."
        )
    return _("Readers do not see it, and it is not approved.")


def _faults(candidate: Candidate, round: Round, known: _Known) -> Iterator[Refusal]:
    """Words, pictures and statements that are not those that were signed."""
    actual = canonical.content_digest(round.record.content)
    carried = {signature.content_digest for signature in candidate.signatures}
    if carried | {round.record.content_digest} != {actual}:
        yield Refusal("digest_differs", _("Its text is not the one that was signed."))
    for fault in assets.faults(round.record.body, known.pictures):
        yield Refusal("picture_gone", fault)
    for signature in candidate.signatures:
        for fault in signing.faults(signature):
            yield Refusal("signature_fault", f"{signature.printed_name}: {fault}.")
