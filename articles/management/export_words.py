"""What a command says of an export: on the way, at its end, and where it broke off."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import OutputWrapper
from django.utils.translation import ngettext

from articles.delivery import Delivered, Order, Unwatched, Written
from articles.exporters.printed import utc
from articles.management.progress import Progress


class Bar(Unwatched):
    """Shows on a terminal how far an export is."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._progress = Progress(stream, 0, named=_articles)
        self._on_record: Delivered | None = None

    def planned(self, total: int) -> None:
        self._progress.total = total

    def written(self, done: int) -> None:
        self._progress.reach(done)

    def recorded(self, done: Delivered, files: Sequence[Written]) -> None:
        self._on_record = done

    def standing(self, order: Order) -> str:
        """What an end on the way left behind."""
        if (done := self._on_record) is None:
            return "Nothing was exported."
        where = "" if done.paths else ", or in .export-… there"
        said = f"The export is on record; its files are in {order.folder}{where}."
        return f"{said} Its cursor is {done.cursor}."

    def clear(self) -> None:
        self._progress.clear()


def _articles(number: int) -> str:
    return ngettext("article", "articles", number)


def why(error: OSError, order: Order) -> str:
    """Which file, and what is the matter; for one that nobody knows by name, the output."""
    named = str(error.filename or "")
    where = named if named and ".export-" not in named else order.output
    return f"{where}: {error.strerror or error}"


def lines(done: Delivered, *, as_json: bool) -> Iterator[str]:
    if as_json:
        yield json.dumps(_report_of(done), ensure_ascii=False, indent=2)
        return
    for path in done.paths:
        yield f"wrote {path}"
    for item in done.refused:
        reasons = " ".join(str(reason) for reason in item.reasons)
        still = " (readers still see it)" if item.held else ""
        yield f"left out {item.slug}{still}: {reasons}"
    for gone in done.withdrawn:
        yield f"withdrawn {gone.slug}: take it down. {gone.why}".rstrip()
    yield counted(done)
    yield f"cursor {done.cursor}"


def counted(done: Delivered) -> str:
    return f"{len(done.slugs)} exported, {len(done.refused)} left out"


def _report_of(done: Delivered) -> dict[str, Any]:
    return {
        "cursor": done.cursor,
        "articles": done.slugs,
        "paths": [str(path) for path in done.paths],
        "refused": [
            {"slug": item.slug, "reasons": [reason.code for reason in item.reasons]}
            for item in done.refused
        ],
        "held": done.held,
        "withdrawn": [
            {"slug": gone.slug, "withdrawn_at": utc(gone.at), "reason": gone.why}
            for gone in done.withdrawn
        ],
    }
