"""Rounds: opened and ended by acts on record, and by no others."""

from __future__ import annotations

from collections.abc import Iterator

from articles.models import Round
from articles.stages import Outcome

from .standing import Stories
from .stories import RoundSaid
from .tally import Tally


def round_faults(stories: Stories, tally: Tally) -> Iterator[str]:
    """Rounds that nobody opened or that ended otherwise, and acts whose round is gone."""
    left = {(key, n): told for key, story in stories.items() for n, told in story.rounds.items()}
    rounds = Round.objects.filter(article__in=list(stories)).select_related(
        "article", "submitted_by"
    )
    for round in tally.over("rounds", rounds.order_by("pk").iterator(200)):
        told = left.pop((round.article_id, round.number), None)
        for fault in _round_faults(round, told):
            yield f"Round {round.number} of {round.article.slug}: {fault}."
    for told in left.values():
        yield f"Entry {told.opened.seq}: the round it opened is gone."


def _round_faults(round: Round, told: RoundSaid | None) -> Iterator[str]:
    if told is None:
        yield "no ledger entry says that it was opened"
        return
    opened = told.opened
    for what, stored, said in (
        ("record", round.record_id, opened.number("record")),
        ("policy", round.policy_id, opened.number("policy")),
        ("checklist", round.checklist_id or 0, opened.number("checklist")),
        ("due date", round.due_on.isoformat(), told.due_on),
        ("submitter", round.submitted_by.username, opened.actor),
        ("time of submission", round.submitted_at, opened.at),
        ("note", round.note, opened.text("note")),
    ):
        if stored != said:
            yield f"the ledger says another {what}"
    if (round.outcome, round.ended_at, round.end_note) != (
        told.outcome,
        told.ended_at,
        told.end_note,
    ):
        yield f"its end is not the one on record ({Outcome(told.outcome).label.lower()})"
