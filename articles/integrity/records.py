"""Records and editions of articles: each was saved or released so by an act on record."""

from __future__ import annotations

from collections.abc import Iterator

from articles import canonical
from articles.models import HistoricalArticle, Publication

from .saying import CLOCKS_AND_WAITS, Line, json_object
from .schedules import unsigned_words
from .standing import Stories
from .stories import Story
from .tally import Tally


def record_faults(stories: Stories, tally: Tally) -> Iterator[str]:
    """Records that nobody saved so, and entries whose record is gone."""
    left = {
        (key, *version): line
        for key, story in stories.items()
        for version, line in story.saved.items()
    }
    left |= {
        (key, 0, line.text("content")): line
        for key, story in stories.items()
        if (line := story.deleted) is not None
    }
    records = HistoricalArticle.objects.filter(id__in=list(stories)).select_related("history_user")
    for record in tally.over("records of articles", records.order_by("history_id").iterator(100)):
        version = 0 if record.history_type == "-" else record.version
        line = left.pop((record.id, version, record.content_digest), None)
        for fault in _record_faults(record, line):
            yield f"Record {record.history_id} of article {record.id}: {fault}."
    for line in sorted(left.values(), key=lambda line: line.seq):
        yield f"Entry {line.seq}: the record it binds is gone or was altered."


def _record_faults(record: HistoricalArticle, line: Line | None) -> Iterator[str]:
    if canonical.content_digest(record.content) != record.content_digest:
        yield "its text does not have its digest"
    deletes = record.history_type == "-"
    if line is None:
        what = "the draft was deleted" if deletes else f"version {record.version} was saved"
        yield f"no ledger entry says that {what}"
        return
    if (line.actor, line.text("reason")) != (
        record.history_user.username,
        record.history_change_reason,
    ):
        yield "the ledger names another person or reason for it"
    if abs(record.history_date - line.at) > CLOCKS_AND_WAITS:
        yield "it is dated otherwise than its ledger entry"
    if not deletes and (record.history_type == "+") != (record.version == 1):
        yield "only a first version begins an article"


def edition_faults(stories: Stories, tally: Tally) -> Iterator[str]:
    """Publications that nobody released so, and releases whose publication is gone."""
    left = {
        (key, edition): line
        for key, story in stories.items()
        for edition, line in story.editions.items()
    }
    rows = Publication.objects.filter(article__in=list(stories)).select_related(
        "round", "signature"
    )
    for row in tally.over("publications", rows.order_by("pk").iterator(500)):
        line = left.pop((row.article_id, row.edition), None)
        name = f"Publication {row.pk}"
        if line is None:
            yield f"{name}: no ledger entry says that edition {row.edition} was released."
            continue
        if "statement" not in line.said and not _was_ordered(line, stories[row.article_id]):
            yield f"{name}: no signature was taken for it, and no order waited for its moment."
        for what, stored, told in (
            ("record", row.record_id, line.number("record")),
            ("round", row.round.number, line.number("round")),
            ("round", row.round.article_id, row.article_id),
            ("signature", str(row.signature_id), line.text("signature")),
            ("time", row.released_at, line.at),
            ("note", row.note, line.text("note")),
        ):
            if stored != told:
                yield f"{name}: the ledger says another {what}."
        signed = json_object(row.signature.statement)
        for fault in unsigned_words(signed, note=row.note, minor=row.minor > 0):
            yield f"{name}: {fault}."
    for line in sorted(left.values(), key=lambda line: line.seq):
        yield f"Entry {line.seq}: the publication it binds is gone or was altered."


def _was_ordered(line: Line, story: Story) -> bool:
    """Whether a release without a signature of its own names an order that was signed."""
    order = story.orders.get(line.number("schedule"))
    return order is not None and order.ordered.text("signature") == line.text("signature")
