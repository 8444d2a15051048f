"""A file for each article and format, or one for all, with the pictures that they point to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from io import BytesIO
from typing import BinaryIO

from articles import collecting
from articles.bundles import receipt
from articles.dossier import Dossier
from articles.exporters import Exporter
from articles.selection import Candidate

from .ordering import Order
from .sealing import Sealing
from .staging import Staging


class Loose:
    """Writes what leaves without a bundle; a form that can carry its receipt is sealed."""

    def __init__(self, order: Order, staging: Staging, stack: ExitStack) -> None:
        self._staging = staging
        self._each: list[Exporter] = []
        self._lines: list[tuple[Exporter, BinaryIO]] = []
        self._pictures: set[str] = set()
        self._sealing = Sealing()
        for exporter in order.exporters():
            if exporter.one_file:
                name = order.output.name if order.is_file else f"articles.{exporter.extension}"
                self._lines.append((exporter, stack.enter_context(staging.file(name))))
            else:
                self._each.append(exporter)

    def add(self, chunk: Sequence[Candidate]) -> None:
        seals = any(exporter.slug in receipt.FORMS for exporter in self._each)
        sealer = self._sealing.of(chunk) if seals else None
        for dossier in collecting.dossiers(chunk):
            for exporter, lines in self._lines:
                exporter.write(dossier, lines)
            for exporter in self._each:
                with self._staging.file(f"{dossier.slug}.{exporter.extension}") as file:
                    if sealer and exporter.slug in receipt.FORMS:
                        file.write(_sealed(exporter, dossier, sealer))
                    else:
                        exporter.write(dossier, file)
            if any(exporter.beside for exporter in self._each):
                self._add_pictures(dossier)

    def _add_pictures(self, dossier: Dossier) -> None:
        """Each once, however many articles show it."""
        for digest, name in dossier.picture_files.items():
            if digest not in self._pictures:
                self._pictures.add(digest)
                with self._staging.file(name) as file:
                    file.write(dossier.pictures[digest].data)


def _sealed(exporter: Exporter, dossier: Dossier, sealer: receipt.Sealer) -> bytes:
    out = BytesIO()
    exporter.write(dossier, out)
    return sealer.sealed(dossier, out.getvalue(), exporter.slug)
