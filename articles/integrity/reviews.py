"""Reviews: asked for, answered, decided and closed by acts on record, and by no others."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator

from articles.models import Review
from articles.stages import Decision, Event, Meaning, Outcome, Response
from articles.workflow.answering import answers_digest

from .saying import Line
from .standing import Stories
from .tally import Tally

CLOSING = {
    Event.SIGN_OFF,
    Event.REQUEST_CHANGES,
    Event.RECALL,
    Event.WITHDRAW,
    Event.REVIEW_DECLINE,
    Event.REVIEW_RELEASE,
}
ANSWERS = {Event.REVIEW_ACCEPT: Response.ACCEPTED, Event.REVIEW_DECLINE: Response.DECLINED}


def review_faults(stories: Stories, tally: Tally) -> Iterator[str]:
    """Reviews that nobody asked for, or whose answer, decision or end no act explains."""
    asked: Counter[int] = Counter()
    closed: set[tuple[uuid.UUID, dt.datetime]] = set()
    reviews = Review.objects.filter(round__article__in=list(stories)).select_related(
        "round__article", "invited_by", "reviewer__user", "signature"
    )
    reviews = reviews.prefetch_related("answers", "reference_checks")
    for review in tally.over("reviews", reviews.order_by("pk").iterator(200)):
        key = review.round.article_id
        acts = [line for number, line in stories[key].acts if number == review.round.number]
        asking = _asking(review, acts)
        if asking is not None:
            asked[asking.seq] += 1
        if review.closed_at is not None:
            closed.add((key, review.closed_at))
        for fault in _review_faults(review, acts, asking):
            yield f"Review {review.pk} of {review.round.article.slug}: {fault}."
    for key, story in stories.items():
        for _, line in story.acts:
            asks = line.kind in (Event.SUBMIT, Event.REVIEW_ASSIGN)
            if asks and asked[line.seq] != line.count("reviewers"):
                yield f"Entry {line.seq}: the reviews that it asked for are others."
            if line.kind == Event.REVIEW_RELEASE and (key, line.at) not in closed:
                yield f"Entry {line.seq}: the review that it took back is not closed."


def _asking(review: Review, acts: list[Line]) -> Line | None:
    """The act that asked for a review; a sign-off, where the reviewer took it themselves."""
    kinds = (Event.SUBMIT, Event.REVIEW_ASSIGN, Event.SIGN_OFF)
    return next((a for a in acts if a.at == review.invited_at and a.kind in kinds), None)


def _due(review: Review, asking: Line, acts: list[Line]) -> str:
    """The day by which it was asked for, or the last one that it was given since."""
    moves = [a for a in acts if a.kind == Event.REVIEW_DUE and review.pk in a.items("reviews")]
    return (moves[-1] if moves else asking).text("due_on")


def _review_faults(review: Review, acts: list[Line], asking: Line | None) -> Iterator[str]:
    if asking is None or asking.actor != review.invited_by.username:
        yield "no ledger entry says that it was asked for so"
    elif asking.kind != Event.SIGN_OFF and review.due_on.isoformat() != _due(review, asking, acts):
        yield "the ledger says another due date"
    if review.decision != _decided(review, acts):
        yield "its decision is not the one on record"
    elif (review.response, review.responded_at) != _answered(review, acts):
        yield "its answer is not the one on record"
    if _sealed(review) != next((act.text("answers") for act in acts if _signs(review, act)), ""):
        yield "its answers to the checklist are not those that were signed with"
    if review.closed_at is None and review.round.outcome != Outcome.OPEN:
        yield "it is open in a round that is over"
    if review.closed_at and not any(
        act.at == review.closed_at and act.kind in CLOSING for act in acts
    ):
        yield "no act on record closed it"


def _sealed(review: Review) -> str:
    """The digest of what was answered before a sign-off; empty where nothing was asked."""
    checklist = review.round.checklist_id
    if checklist is None or not hasattr(review, "signature"):
        return ""
    return answers_digest(checklist, review.answers.all(), review.reference_checks.all())


def _signs(review: Review, act: Line) -> bool:
    signature = getattr(review, "signature", None)
    return signature is not None and act.text("signature") == str(signature.pk)


def _decided(review: Review, acts: list[Line]) -> str:
    signature = getattr(review, "signature", None)
    if signature is not None and signature.meaning == Meaning.MEDICAL_REVIEW:
        return Decision.SIGNED_OFF
    asked = (act for act in acts if act.kind == Event.REQUEST_CHANGES)
    if any(_is_theirs(review, act) for act in asked):
        return Decision.CHANGES_REQUESTED
    return Decision.NONE


def _answered(review: Review, acts: list[Line]) -> tuple[str, dt.datetime | None]:
    """A decision is an answer, too. Who declines after accepting has declined."""
    if review.decision:
        return Response.ACCEPTED, review.closed_at
    answers = [
        act
        for act in acts
        if act.kind in ANSWERS and (act.at == review.responded_at or act.actor == _username(review))
    ]
    return (
        (ANSWERS[Event(answers[-1].kind)], answers[-1].at) if answers else (Response.INVITED, None)
    )


def _is_theirs(review: Review, act: Line) -> bool:
    """Whether the act is this reviewer's; a profile may have had another account before."""
    if act.actor == _username(review):
        return True
    return bool(
        review.decision == Decision.CHANGES_REQUESTED
        and review.reviewer.history.filter(user__username=act.actor).exists()
    )


def _username(review: Review) -> str:
    user = review.reviewer.user
    return user.username if user else ""
