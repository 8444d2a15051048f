"""Which references a reviewer marked as checked: in this round, or in an earlier one."""

from __future__ import annotations

from collections import defaultdict

from articles.content.citing import citing_digests
from articles.models import HistoricalArticle, ReferenceCheck, Review


def ticks(review: Review) -> dict[str, ReferenceCheck | None]:
    """By the key of each reference of the round's record, in stored order: its tick, or none.

    The reviewer's newest tick of an earlier round is carried over, unsaved, with its time and
    ``carried_from``, while the reference and every sentence that cites it are unchanged; unless
    they took it back. Reads once.
    """
    record = review.round.record
    own, earlier = _checks(review)
    now = fingerprints(record) if earlier.keys() - own.keys() else {}
    found: dict[str, ReferenceCheck | None] = {}
    for key in (reference["id"] for reference in record.references):
        check = own.get(key) or _carried(review, key, now.get(key, ""), earlier[key])
        found[key] = check if check is not None and check.checked_at is not None else None
    return found


def fingerprints(record: HistoricalArticle) -> dict[str, str]:
    """By the key of each reference, ``sha256:`` of what a tick behind it is about."""
    return citing_digests(record.body, record.references)


def _checks(
    review: Review,
) -> tuple[dict[str, ReferenceCheck], defaultdict[str, list[ReferenceCheck]]]:
    """The reviewer's checks in this round, and those of earlier ones, the newest first."""
    round = review.round
    rows = ReferenceCheck.objects.filter(
        review__reviewer=review.reviewer_id,
        review__round__article=round.article_id,
        review__round__number__lte=round.number,
    )
    own: dict[str, ReferenceCheck] = {}
    earlier = defaultdict[str, list[ReferenceCheck]](list)
    related = ("review__round", "carried_from__review__round")
    for row in rows.select_related(*related).order_by("-review__round__number"):
        if row.review_id == review.pk:
            own[row.key] = row
        else:
            earlier[row.key].append(row)
    return own, earlier


def _carried(
    review: Review, key: str, now: str, earlier: list[ReferenceCheck]
) -> ReferenceCheck | None:
    before = next((check for check in earlier if check.digest == now), None)
    if before is None:
        return None
    return ReferenceCheck(
        review=review,
        key=key,
        digest=now,
        checked_at=before.checked_at,
        carried_from=before.carried_from or before,
    )
