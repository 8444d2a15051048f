"""Tables as Markdown tables; tables that only place things on a page as their blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from articles.importers.markup.bold_lines import is_bold
from articles.importers.markup.inline import markdown
from articles.importers.markup.marks import settled
from articles.importers.markup.reading import Reading
from articles.importers.markup.runs import Style, runs_of
from articles.importers.markup.tree import Element

Blocks = Callable[[Sequence[Element | str], Style, Reading], list[str]]

MOST_COLUMNS = 60
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS_IN_CELL = 3
_NAME = re.compile(r"(?![\W_]*\d).{0,39}[^.!;,]")
"""Of a column: no number, and no sentence."""
_LONGEST_ROW = 60
"""Words in a table of a single row; more are columns of a page."""


@dataclass(slots=True)
class _Row:
    cells: list[Element]
    head: bool


def table(element: Element, style: Style, reading: Reading, blocks_of: Blocks) -> list[str]:
    """Blocks of a table: its caption, then the table; or of what it places."""
    rows = [row for row in _rows(element) if row.cells]
    caption = [child for child in element.elements() if child.tag == "caption"]
    if not rows or _is_layout(element, rows):
        return blocks_of(_placed(element), style, reading)
    lines = _lines(rows, reading, caption[0].text() if caption else rows[0].cells[0].text())
    if not lines:
        return blocks_of(_placed(element), style, reading)
    return [*blocks_of(caption, style, reading), "\n".join(lines)]


def is_layout(element: Element) -> bool:
    """Whether a table only places things on the page."""
    rows = [row for row in _rows(element) if row.cells]
    return not rows or _is_layout(element, rows)


def _rows(element: Element) -> list[_Row]:
    """The rows of this table, not of those in its cells."""
    found: list[_Row] = []
    for child in element.elements():
        if child.tag == "tr":
            cells = [cell for cell in child.elements() if cell.tag in ("td", "th")]
            head = bool(cells) and all(cell.tag == "th" for cell in cells)
            found.append(_Row(cells, head))
        elif child.tag in ("thead", "tbody", "tfoot"):
            inside = _rows(child)
            found += [_Row(r.cells, r.head or child.tag == "thead") for r in inside]
    return found


def _is_layout(element: Element, rows: list[_Row]) -> bool:
    if element.get("role") in ("presentation", "none"):
        return True
    inside = list(element.walk())[1:]
    if any(e.tag in _HEADINGS or e.tag == "table" for e in inside):
        return True
    if any(e.tag in ("th", "thead", "caption") for e in inside):
        return False
    if max(len(row.cells) for row in rows) == 1:
        return True
    if any(_paragraphs(cell) > _PARAGRAPHS_IN_CELL for row in rows for cell in row.cells):
        return True
    return len(rows) == 1 and len(element.text().split()) > _LONGEST_ROW


def _paragraphs(cell: Element) -> int:
    return sum(1 for e in cell.walk() if e.tag == "p")


def _placed(element: Element) -> list[Element | str]:
    """The contents of rows and cells, one block for each cell."""
    return [
        Element("div", {}, child.children, blocky=True)
        if isinstance(child, Element) and child.tag in ("td", "th", "caption")
        else Element("div", {}, _placed(child), blocky=True)
        if isinstance(child, Element) and child.tag in ("tr", "thead", "tbody", "tfoot")
        else child
        for child in element.children
    ]


def _lines(rows: list[_Row], reading: Reading, named: str) -> list[str]:
    """The table's lines: head, rule, rows. A cell over several columns or rows stands in the first
    of them, and the others are empty. None when it has more columns than a page.
    """
    grid = _grid(rows, reading, named)
    width = max(map(len, grid))
    if width > MOST_COLUMNS:
        return []
    head = rows[0].head or _is_bold(rows[0])
    if not head and _is_head(rows[0], width, alone=len(rows) == 1):
        head = True
        reading.remarks.add("First rows of tables were taken for their headings", named)
    if not head:
        reading.remarks.add("Tables without a row of headings were given an empty one", named)
    header, body = (grid[0], grid[1:]) if head else ([""] * width, grid)
    if any(row.head for row in rows[1:]):
        reading.remarks.add("Second rows of headings in tables became ordinary rows", named)
    return [
        _line([*header, *[""] * (width - len(header))]),
        _line(["---"] * width),
        *(_line(cells) for cells in body if any(cells)),
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _grid(rows: list[_Row], reading: Reading, named: str) -> list[list[str]]:
    grid: list[list[str]] = []
    below: dict[int, int] = {}
    spans = False
    for row in rows:
        line: list[str] = []
        for cell in row.cells:
            _fill(line, below)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            spans = spans or wide > 1 or high > 1
            for column in range(len(line), len(line) + wide):
                if high > 1:
                    below[column] = high
            line += [_cell(cell, reading), *[""] * (wide - 1)]
        _fill(line, below)
        below = {column: left - 1 for column, left in below.items() if left > 1}
        grid.append(line)
    if spans:
        reading.remarks.add("Cells over several columns or rows stand in the first", named)
    return grid


def _fill(line: list[str], below: dict[int, int]) -> None:
    """Leave free what a cell of an earlier row reaches down to."""
    while len(line) in below and len(line) <= MOST_COLUMNS:
        line.append("")


def _span(cell: Element, name: str) -> int:
    written = cell.get(name).strip()
    return max(1, min(int(written), MOST_COLUMNS)) if re.fullmatch(r"[0-9]{1,4}", written) else 1


def _cell(cell: Element, reading: Reading) -> str:
    if any(e.tag in ("ul", "ol", "dl") for e in cell.walk()):
        reading.remarks.add("Lists inside table cells became running text", cell.text())
    runs = settled(runs_of(cell.children, Style(), reading), reading)
    return markdown(runs, reading, one_line=True)


def _is_head(row: _Row, width: int, *, alone: bool) -> bool:
    """Whether a row that says nothing of itself reads like headings: a name above each column, but
    the first, that is short, is no number and ends no sentence. ``alone``: no row is below it.
    """
    names = [cell.text() for cell in row.cells]
    spans = any(cell.get("colspan") or cell.get("rowspan") for cell in row.cells)
    if alone or spans or not 1 < len(names) == width or any(c.tag == "th" for c in row.cells):
        return False
    named = [name for name in names[1:] if _NAME.fullmatch(name)]
    return len(named) == width - 1 == len(set(named)) and bool(_NAME.fullmatch(names[0] or "a"))


def _is_bold(row: _Row) -> bool:
    """Whether all its words are in bold."""
    return all(cell.tag == "th" or is_bold(cell) for cell in row.cells) and any(
        cell.text() for cell in row.cells
    )
