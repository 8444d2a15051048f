"""ReviewFlow articles as a line of CSV each: address, title, content digest."""

import csv
import io
from typing import BinaryIO, ClassVar

from articles.dossier import Dossier
from articles.exporters import Exporter

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


class Titles(Exporter):
    """One line, RFC 4180. No cell is a formula."""

    slug: ClassVar[str] = "titles"
    label: ClassVar[str] = "Titles (CSV)"
    extension: ClassVar[str] = "csv"
    content_type: ClassVar[str] = "text/csv; charset=utf-8"

    def write(self, dossier: Dossier, out: BinaryIO) -> None:
        line = io.StringIO()
        csv.writer(line).writerow(
            [_cell(dossier.slug), _cell(dossier.text("title")), dossier.content_digest]
        )
        out.write(line.getvalue().encode())


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
