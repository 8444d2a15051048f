"""What each transition does besides moving the stage.

An effect runs inside the claim, after the judge and the signature. It writes rounds, reviews and
publications, and returns the ``Move``: the columns that go into the engine's one UPDATE, and what
the ledger entry says. The stage itself is the engine's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from articles import outbox
from articles.credentials import concerns
from articles.errors import InputRefused
from articles.stages import ConcernKind, Decision, DeliveryKind, Outcome, Stage

from . import answering, drafting, filling, rounds
from .cycle import live_round, review_dates
from .moves import Act, Move
from .releasing import publish

DEFAULT_DAYS = 14
"""How long reviewers get when nobody names a date."""


def submit(act: Act) -> Move:
    """Open a round that pins the record and the policy record, and invite the reviewers."""
    case = act.case
    policy = case.policy_record
    assert policy is not None  # a guard saw to it
    reviewers = rounds.invited(case, policy)
    due_on: dt.date = case.inputs.get("due_on") or case.on + dt.timedelta(days=DEFAULT_DAYS)
    if due_on < case.on:
        raise InputRefused("due_on", _("the due date lies in the past."), "past")
    opened = rounds.open_round(case, policy, due_on, act.note)
    rounds.invite(opened, reviewers, case.actor, due_on=due_on, at=case.at)
    return Move(
        {"round": opened},
        {
            "round": opened.number,
            "record": act.held.record_id,
            "policy": policy.history_id,
            "due_on": due_on.isoformat(),
            "reviewers": [reviewer.printed_name for reviewer in reviewers],
            **({"checklist": policy.asks} if policy.asks else {}),
        },
    )


def sign_off(act: Act) -> Move:
    """Seal the answers and close the review; at the quorum end the round, set the review dates."""
    case, round = act.case, act.round
    payload = {"round": round.number, **answering.seal(case)}
    at_quorum = act.target == Stage.APPROVED
    because = _("The sign-offs that the policy asks for were given.")
    rounds.close_reviews(act.round, case, Decision.SIGNED_OFF, because, everyone=at_quorum)
    if not at_quorum:
        return Move({}, payload)
    rounds.end(round, Outcome.APPROVED, case)
    return Move(review_dates(round), payload)


def request_changes(act: Act) -> Move:
    """End the round at once: its open reviews close, its signatures count no more."""
    rounds.close_reviews(
        act.round, act.case, Decision.CHANGES_REQUESTED, _("Changes were requested.")
    )
    rounds.end(act.round, Outcome.CHANGES_REQUESTED, act.case, act.note)
    return Move({"round": None}, {"round": act.round.number})


def recall(act: Act) -> Move:
    rounds.close_reviews(
        act.round, act.case, Decision.NONE, _("The text was recalled by its writer.")
    )
    rounds.end(act.round, Outcome.RECALLED, act.case, act.note)
    return Move({"round": None}, {"round": act.round.number})


def revise(act: Act) -> Move:
    """An approval that was not released falls; a live text and its dates stay as they are."""
    case = act.case
    if case.article.stage == Stage.APPROVED:
        rounds.end(act.round, Outcome.REVISED, case, act.note)
        return Move({"round": None, **review_dates(live_round(case.article))})
    return Move({"round": None})


def discard_revision(act: Act) -> Move:
    """Back to the live text: as a new version where the draft differs, so nothing is lost."""
    article = act.case.article
    live = article.published_record
    assert live is not None
    if live.content_digest != article.content_digest:
        filling.bring_back(article, live.content)
        reason = act.note or _("Back to the live text.")
        drafting.write_version(article, actor=act.case.actor, reason=reason)
    round = live_round(article)
    return Move({"round": round, **review_dates(round)}, {"record": live.history_id})


def withdraw(act: Act) -> Move:
    """Take the live text from readers; an open round ends."""
    case = act.case
    payload = {"record": case.article.published_record_id}
    if case.article.stage == Stage.MEDICAL_REVIEW:
        rounds.close_reviews(act.round, case, Decision.NONE, _("The article was withdrawn."))
        rounds.end(act.round, Outcome.WITHDRAWN, case, act.note)
    return Move({"published_record": None, "round": None}, payload)


def withdraw_signature(act: Act) -> Move:
    """An approval that counted the signature falls; elsewhere the stage stays."""
    case, withdrawn = act.case, act.case.inputs["signature"]
    live = live_round(case.article)
    is_behind_live = live is not None and withdrawn.round_id == live.pk
    if is_behind_live:
        kind = ConcernKind.SIGNATURE_WITHDRAWN
        concerns.open_concern(withdrawn, kind, act.note, actor=case.actor)
    if withdrawn.signer_id != case.actor.pk and act.signature is not None:
        about = str(act.signature.pk)
        outbox.owe(DeliveryKind.SIGNATURE_WITHDRAWN, withdrawn.signer, about, case.at)
    payload = {"withdraws": str(withdrawn.pk), "concern": is_behind_live}
    if act.target == case.article.stage:
        return Move({}, payload)
    rounds.end(act.round, Outcome.SIGNATURE_WITHDRAWN, case, act.note)
    return Move({"round": None, **review_dates(live)}, payload)


EFFECTS: dict[str, Callable[[Act], Move]] = {
    effect.__name__: effect
    for effect in (
        submit,
        sign_off,
        publish,
        request_changes,
        recall,
        revise,
        discard_revision,
        withdraw,
        withdraw_signature,
    )
}
