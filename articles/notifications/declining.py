"""The decline link of a mail: it speaks for one account about one review, and signs nobody in."""

from __future__ import annotations

import datetime as dt

from django.core import signing

from articles.models import Review

SALT = "articles.decline"
GOOD_FOR = dt.timedelta(days=60)
"""At most: the link closes with its review, and few reviews stay open that long."""

REVIEW = Review.objects.select_related("reviewer__user", "round__record", "invited_by")


def token_for(review: Review) -> str:
    """What the link carries. It is kept nowhere: the review's own state says whether it is used."""
    return signing.dumps([review.pk, review.reviewer.user_id], salt=SALT)


def review_of(token: str) -> Review | None:
    """The open review of a link, with the account that the mail went to; else nothing.

    Forged, too old, already answered, or mailed to an account that has lost the profile or was
    deactivated: all the same.
    """
    try:
        review_id, user_id = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    account = {"reviewer__user": user_id, "reviewer__user__is_active": True}
    return REVIEW.open().filter(pk=review_id, **account).first()
