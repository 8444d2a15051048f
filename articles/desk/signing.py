"""What the sign page says before anything is signed: exactly what will be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import presenting, signing
from articles.credentials import eligibility
from articles.credentials.eligibility import Verdict
from articles.days import editorial_date, in_words, months_later
from articles.models import Article, Reviewer, Round, Signature
from articles.stages import Meaning
from articles.workflow import Transition, interests, threads
from articles.workflow.case import reaches

from .remedies import conditions

CONSEQUENCES: dict[str, tuple[Any, ...]] = {
    "submit": (
        _("This version is frozen: nobody can change a word while it is in review."),
        _("The reviewers you name are asked; they see your note and the due date."),
        _("The round keeps today’s review policy, even if the policy changes later."),
    ),
    "publish": (
        _("Readers see this version from now on, with the byline of its reviewers."),
        _("Or at the time you choose: it is judged again then, and not released on a doubt."),
        _("Your release is a signature: it stays on record, and nobody can edit it."),
        _("A live text is never deleted. It can be corrected or withdrawn, and both show."),
    ),
    "request_changes": (
        _("The article goes back to its writer as a draft, with your note."),
        _("This round ends for everybody: open reviews close, sign-offs stop counting."),
        _("When the text is submitted again, you are asked again."),
    ),
    "recall": (
        _("The article becomes a draft again and can be edited."),
        _("This round ends for everybody: sign-offs already given in it no longer count."),
    ),
    "revise": (
        _("The text opens for editing. A live version stays live until the next release."),
        _("An approval that was not released falls; new words need a new sign-off."),
    ),
    "discard_revision": (
        _("The working text becomes what readers see again, as a new version where it differs."),
        _("The discarded versions stay in the history."),
    ),
    "withdraw": (
        _("Readers no longer see this article; a notice stands in its place."),
        _("A review that is open ends. Signatures, versions and releases stay on record."),
        _("Your reason is part of what you sign."),
    ),
    "withdraw_signature": (
        _("The signature stays on record, marked as withdrawn, with your reason."),
        _("An approved text goes back to draft. A live text stays, with a concern on record."),
        _("Its signer can sign this article again only in a new round of review."),
    ),
}
"""What each act does, in words that stand before its button."""


DONE: dict[str, Any] = {
    "submit": _("Submitted: “%(title)s” is in review, and its reviewers are asked."),
    "sign_off": _("Signed: your sign-off of “%(title)s” is on record."),
    "publish": _("Published: edition %(edition)s of “%(title)s” is live."),
    "request_changes": _("Sent back: “%(title)s” is a draft again, with your note."),
    "recall": _("Recalled: “%(title)s” is a draft again."),
    "revise": _("Opened: “%(title)s” can be edited."),
    "discard_revision": _("Discarded: “%(title)s” is again what readers see."),
    "withdraw": _("Withdrawn: readers no longer see “%(title)s”."),
    "withdraw_signature": _("Withdrawn: the signature on “%(title)s” no longer counts."),
}
"""What an act did, in a sentence for who did it."""


def act_facts(chosen: Transition) -> dict[str, Any]:
    """What an act does."""
    return {
        "consequences": CONSEQUENCES[chosen.name],
        "is_danger": chosen.name in presenting.TAKES_AWAY,
    }


def said_sentence(chosen: Transition, article: Article) -> str:
    """The sentence that an act without a signature puts on record; “…” is still to be typed."""
    return signing.in_use(chosen.says).about(article, note="…") if chosen.says else ""


def said_of(chosen: Transition, done: Article, given: Mapping[str, Any] | None = None) -> str:
    """What was recorded, in a sentence. ``given``: what was typed with it."""
    if given and (release_at := given.get("release_at")):
        moment = in_words(release_at, given["time_zone"])
        return gettext("Signed. It is released on %s, if nothing speaks against it then.") % moment
    told = {"title": done.title, "edition": ""}
    if chosen.name == "publish":
        told["edition"] = done.publications.latest("released_at", "pk").edition
    return str(DONE[chosen.name] % told)


def sign_facts(article: Article, user: User, verdict: Verdict | None = None) -> dict[str, Any]:
    """Names, credentials and consequence for the round that is open now."""
    round = article.round
    assert round is not None
    reviewer = Reviewer.objects.filter(user=user).first()
    if verdict is None and reviewer is not None:
        verdict = eligibility.of(reviewer, article, policy=round.policy)
    now = timezone.now()
    review = round.reviews.filter(reviewer=reviewer).first()
    return {
        "round": round,
        "record": round.record,
        "review": review,
        "reviewer": reviewer,
        "verdict": verdict,
        "conditions": conditions(verdict),
        "line": interests.stated(review, verdict.profile.statement if verdict else ""),
        "credentials": presenting.relied_on(verdict.evidence()["credentials"] if verdict else []),
        "reading": presenting.reading(round.record),
        "now": now,
        "settled": threads.settled(article),
        "review_due": months_later(editorial_date(now), round.policy.review_interval_months),
        **_quorum(round, is_specialist=bool(verdict and verdict.is_specialist)),
    }


def _quorum(round: Round, *, is_specialist: bool) -> dict[str, Any]:
    """How many sign-offs stand, and whether one more like this makes the quorum."""
    standing = list(round.signatures.medical().standing().defer("statement"))
    one_more = Signature(meaning=Meaning.MEDICAL_REVIEW, is_specialist=is_specialist)
    return {"given": len(standing), "completes": reaches([*standing, one_more], round)}
