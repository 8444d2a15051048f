"""Which articles may leave, in which text, and every reason why one may not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import canonical, signing
from articles.credentials import eligibility
from articles.errors import InputRefused, Refusal
from articles.models import Article, LedgerEntry, Publication, Review, Round, Signature
from articles.stages import Event, Meaning, Stage
from articles.workflow.case import reaches

MOVES = (Event.PUBLISH, Event.WITHDRAW)
"""What a reader's copy depends on; the cursor of `--since` is the entry number of such a move."""


def selected(slugs: Sequence[str] = (), since: int | None = None) -> list[Article]:
    """Articles by name; else those that moved after ledger entry ``since``; else all.

    Raises ``InputRefused`` for a name that no article has.
    """
    articles = Article.objects.order_by("slug")
    if slugs:
        found = list(articles.filter(slug__in=slugs))
        if unknown := sorted(set(slugs) - {article.slug for article in found}):
            raise InputRefused("article", f"there is no article “{unknown[0]}”.", "unknown")
        return found
    if since is not None:
        moved = LedgerEntry.objects.filter(kind__in=MOVES, seq__gt=since)
        subjects = moved.values_list("subject", flat=True).distinct()
        articles = articles.filter(pk__in=[s.removeprefix("article:") for s in subjects])
    return list(articles)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One article asked for, with the round and the signatures that stand behind its text.

    ``withdrawn``: those of the round that were taken back; they are shown, and count for nothing.
    """

    article: Article
    round: Round | None
    publication: Publication | None
    signatures: tuple[Signature, ...]
    withdrawn: tuple[Signature, ...] = ()

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
    published = _publications(wanted)
    rounds = {p.pk: p.round_id for p in published.values()}
    keys = [*rounds.values(), *(a.round_id for a in wanted if a.round_id and not a.is_live)]
    by_id = Round.objects.select_related("policy", "record").in_bulk(keys)
    standing: dict[int, list[Signature]] = {}
    withdrawn: dict[int, list[Signature]] = {}
    for review in Review.objects.filter(round__in=keys).select_related(
        "signature__round", "signature__reviewer", "signature__withdrawal"
    ):
        if hasattr(review, "signature"):
            found = withdrawn if review.signature.is_withdrawn else standing
            found.setdefault(review.round_id, []).append(review.signature)
    for article in wanted:
        publication = published.get(article.pk)
        approved = article.stage == Stage.APPROVED and not article.is_live and include_approved
        key = publication.round_id if publication else article.round_id if approved else None
        signatures = standing.get(key or 0, [])
        release = [publication.signature] if publication else []
        taken_back = tuple(withdrawn.get(key or 0, ()))
        round = by_id.get(key or 0)
        yield Candidate(article, round, publication, (*signatures, *release), taken_back)


def _publications(articles: Sequence[Article]) -> dict[object, Publication]:
    """The newest publication of what is live now, by article."""
    live = {article.pk: article.published_record_id for article in articles if article.is_live}
    rows = Publication.objects.filter(article__in=live).select_related("signature__round")
    return {
        row.article_id: row
        for row in rows.order_by("released_at", "pk")
        if row.record_id == live[row.article_id]
    }


def refusals(candidate: Candidate) -> list[Refusal]:
    """Every reason why a text may not leave; empty when it may (decisions.md, export)."""
    article, round = candidate.article, candidate.round
    if round is None:
        return [Refusal("not_live", _("Readers do not see it, and it is not approved."))]
    found = []
    if candidate.publication is None and not round.policy.export_approved:
        found.append(Refusal("not_released", _("Its policy lets it leave only after release.")))
    if not reaches(candidate.medical, round):
        found.append(Refusal("not_reviewed", _("Its medical sign-offs do not suffice any more.")))
    if candidate.publication is None:
        # Its release would judge the signers again; leaving without one asks no less.
        given = [(s.reviewer, s) for s in candidate.medical if s.reviewer]
        specialty, now = round.record.specialty, timezone.now()
        found += eligibility.no_longer_stood(given, specialty, round.policy, at=now)
    actual = canonical.content_digest(round.record.content)
    carried = {signature.content_digest for signature in candidate.signatures}
    if carried | {round.record.content_digest} != {actual}:
        found.append(Refusal("digest_differs", _("Its text is not the one that was signed.")))
    for signature in candidate.signatures:
        found += [
            Refusal("signature_fault", f"{signature.printed_name}: {fault}.")
            for fault in signing.faults(signature)
        ]
    if article.is_live and candidate.publication is None:
        found.append(Refusal("no_publication", _("No release stands behind its live text.")))
    return found
