"""What imports of the sample files keep: ``python -m tests.importers.measure [--write]``.

The table stands in docs/import.md; a test compares.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
PAGE = Path(__file__).resolve().parents[2] / "docs/import.md"
BEGIN, END = "<!-- kept: begin -->", "<!-- kept: end -->"
COLUMNS = (
    *("words", "order", "headings", "list items", "table cells", "links", "references"),
    *("citations", "footnotes", "pictures", "claims"),
)
_NOTE_MARK = re.compile(r"\s?\[note \d+\]")


@dataclass
class Measured:
    """Of each column: how many there were, and how many came through. ``lost``: which did not."""

    counts: dict[str, list[int]] = field(default_factory=lambda: {c: [0, 0] for c in COLUMNS})
    lost: list[str] = field(default_factory=list)

    def take(self, column: str, wanted: list, got: list) -> None:
        """Each thing counts once, wherever it stands."""
        missing = Counter(map(str, wanted)) - Counter(map(str, got))
        self.counts[column][0] += len(wanted)
        self.counts[column][1] += len(wanted) - missing.total()
        self.lost += [f"{column}: {thing}" for thing in missing]

    def take_count(self, column: str, wanted: int, got: int) -> None:
        self.take(column, ["mark"] * wanted, ["mark"] * got)


def words_of(text: str) -> list[str]:
    return _NOTE_MARK.sub("", unicodedata.normalize("NFC", text)).split()


def measured(article, kept: dict) -> Measured:
    from articles.content import citations
    from articles.content.blocks import parse
    from articles.content.parser import inline_tokens, tokens
    from articles.content.visible import visible

    found = Measured()
    blocks = parse(article.body)
    wanted = [word for text in (kept["title"], *kept["text"]) for word in words_of(text)]
    got = words_of("\n".join([article.title, *(block.text for block in blocks)]))
    found.take("words", wanted, got)
    matcher = SequenceMatcher(None, wanted, got, autojunk=False)
    in_order = sum(block.size for block in matcher.get_matching_blocks())
    found.counts["order"] = [len(wanted), in_order]
    if extra := Counter(got) - Counter(wanted):
        found.lost.append(f"words that nobody wrote: {' '.join(list(extra)[:9])}")
    headings = [[b.level, b.text] for b in blocks if b.kind == "heading"]
    found.take("headings", kept["headings"], headings)
    items = [_bare(b.text) for b in blocks if b.kind in ("bullet", "number")]
    found.take("list items", kept["list_items"], items)
    cells = [cell for b in blocks if b.kind == "row" for cell in b.text.split("\t") if cell]
    found.take("table cells", kept["table_cells"], cells)
    links: list[list[str]] = []
    for block in tokens(article.body):
        children = block.children or []
        for place, child in enumerate(children):
            if child.type == "link_open":
                end = next(
                    n for n in range(place, len(children)) if children[n].type == "link_close"
                )
                links.append([visible(children[place:end]), str(child.attrGet("href"))])
    found.take("links", kept["links"], links)
    named = [item.get("DOI") or item.get("URL") for item in article.references]
    found.take("references", kept["references"], named)
    found.take_count("citations", kept["citations"], len(citations.places(article.body)))
    body = "\n".join(block.text for block in blocks)
    found.take_count("footnotes", kept["footnotes"], len(re.findall(r"\[note \d+\]", body)))
    shown = sum(child.type == "image" for _, child in inline_tokens(tokens(article.body)))
    found.take_count("pictures", kept.get("pictures_kept", 0), min(shown, len(article.pictures)))
    found.take("claims", kept["claims"], [claim.printed_name for claim in article.claims])
    day = article.claimed_on.isoformat() if article.claimed_on else None
    found.take("claims", [kept["claimed_on"]], [day])
    return found


def _bare(text: str) -> str:
    return _NOTE_MARK.sub("", text)


def of_file(path: Path) -> Measured:
    """All articles of one sample together."""
    from articles.importers import ImportedArticle, read

    kept = json.loads(path.with_name(f"{path.name}.expected.json").read_text("utf-8"))
    found = list(read(path.read_bytes(), path.name))
    assert all(isinstance(article, ImportedArticle) for article in found), found
    wanted = kept.get("posts", [kept])
    total = Measured()
    for article, one in zip(found, wanted, strict=True):
        part = measured(article, one)
        total.lost += part.lost
        for column, (there, came) in part.counts.items():
            total.counts[column][0] += there
            total.counts[column][1] += came
    return total


def samples() -> list[Path]:
    return sorted(
        path for path in CORPUS.iterdir() if path.with_name(f"{path.name}.expected.json").exists()
    )


def table() -> str:
    head = f"| File | {' | '.join(COLUMNS)} |"
    lines = [head, "|" + "---|" * (len(COLUMNS) + 1)]
    for path in samples():
        counts = of_file(path).counts.values()
        cells = [f"{came} of {there}" if there else "–" for there, came in counts]
        lines.append(f"| {path.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewflow.settings")
    if "--write" not in sys.argv:
        for path in samples():
            found = of_file(path)
            print(path.name, {c: n for c, n in found.counts.items() if n[0] != n[1]})
            print(*(f"    {line}" for line in dict.fromkeys(found.lost)), sep="\n")
        return
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
