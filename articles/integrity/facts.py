"""Facts, and records outside the articles: each row is bound to an entry by its digest."""

from __future__ import annotations

from collections.abc import Iterator

from articles import files
from articles.models import FACTS, HISTORISED, Article, Asset, Evidence
from articles.rows import row_digest

from .saying import Said, key_of
from .tally import Tally

BOUND = (*FACTS, *(model.history.model for model in HISTORISED if model is not Article))


def bound_faults(said: Said, tally: Tally) -> Iterator[str]:
    """Rows that no entry binds, and entries whose row is gone. Takes ``said.rows`` apart."""
    for model in BOUND:
        what = str(model._meta.verbose_name_plural)
        for row in tally.over(what, model.objects.order_by("pk").iterator(500)):
            if said.rows.pop(key_of(row_digest(row)), None) is None:
                yield f"{model._meta.verbose_name} {row.pk}: the ledger does not say this."
    for seq in sorted(said.rows.values()):
        yield f"Entry {seq}: the row it binds is gone or was altered."


def file_faults(tally: Tally) -> Iterator[str]:
    """Kept files that are gone or are others."""
    for evidence in tally.over("files of evidence", Evidence.objects.order_by("pk").iterator(500)):
        if fault := files.fault_of("evidence", evidence.digest):
            yield f"Evidence {evidence.pk}: {fault}"
    for asset in tally.over("files of pictures", Asset.objects.order_by("pk").iterator(500)):
        if fault := files.fault_of("assets", asset.digest):
            yield f"Picture {asset.pk}: {fault}"
