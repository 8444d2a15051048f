"""Concerns: raised and settled by acts on record, in these very words."""

from __future__ import annotations

from collections.abc import Iterator

from articles.credentials.concerns import fingerprint
from articles.models import Concern
from articles.stages import Event

from .saying import Line
from .standing import Stories
from .tally import Tally


def concern_faults(stories: Stories, tally: Tally) -> Iterator[str]:
    """Concerns that nobody raised or settled so, and acts whose concern is gone."""
    acts = [line for story in stories.values() for _, line in story.acts]
    raised = [line for line in acts if line.kind == Event.CONCERN_OPEN]
    settled = {line.number("concern"): line for line in acts if line.kind == Event.CONCERN_RESOLVE}
    rows = Concern.objects.filter(article__in=list(stories)).select_related(
        "article", "opened_by", "resolved_by"
    )
    for concern in tally.over("concerns", rows.order_by("pk").iterator(200)):
        name = f"Concern {concern.pk} about {concern.article.slug}"
        opening = next((line for line in raised if _opened(concern, line)), None)
        if opening is None:
            yield f"{name}: no ledger entry says that it was raised so."
        else:
            raised.remove(opening)
        if not _settled(concern, settled.pop(concern.pk, None)):
            yield f"{name}: the ledger says that it was settled otherwise, or not at all."
    for line in (*raised, *settled.values()):
        yield f"Entry {line.seq}: the concern it names is gone or was altered."


def _opened(concern: Concern, line: Line) -> bool:
    return (
        line.subject == concern.article.subject
        and line.at == concern.opened_at
        and line.actor == concern.opened_by.username
        and line.text("signature") == str(concern.signature_id)
        and line.text("concern") == concern.kind
        and line.text("because") == fingerprint(concern.because)
    )


def _settled(concern: Concern, line: Line | None) -> bool:
    if line is None or not concern.resolution:
        return line is None and not concern.resolution
    return (
        line.at == concern.resolved_at
        and concern.resolved_by is not None
        and line.actor == concern.resolved_by.username
        and line.text("resolution") == concern.resolution
        and line.text("decided") == fingerprint(concern.note)
    )
