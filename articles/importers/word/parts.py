"""What a Word document is besides its text: what it points to, what was changed, who remarked."""

# ruff: noqa: SIM905 -- names of parts are read best as running text

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count
from xml.etree.ElementTree import Element

from articles.errors import InputRefused
from articles.importers.remarks import Remarks
from articles.importers.word.archive import Archive
from articles.importers.word.xml import finished

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_T = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = f"{_R}Relationship"
_INSERTED = frozenset({f"{_W}ins", f"{_W}moveTo"})
_DELETED = frozenset({f"{_W}del", f"{_W}moveFrom"})
_COMMENT = f"{_W}comment"
_FORMULA = f"{_M}oMath"
_TITLE = f"{_DC}title"
_PARAGRAPH = f"{_W}p"
_TYPES = frozenset({f"{_T}Override", f"{_T}Default"})
_NOTED = frozenset({f"{_W}footnoteReference", f"{_W}endnoteReference"})
_KEPT = _INSERTED | _DELETED | _TYPES | _NOTED | {_RELATION, _COMMENT, _FORMULA, _TITLE}
_MOST_MARKS = 20
"""Marks of one note. Word writes one; each would bring the whole note into the text again."""
_MAIN = "word/document.xml"
_PLACES = {
    "officeDocument": _MAIN,
    **{kind: f"word/{kind}.xml" for kind in "styles numbering footnotes endnotes comments".split()},
}
"""Where each part lies that becomes text. Elsewhere, no survey would have read it."""
_POINTING = {"_rels/.rels": "", "word/_rels/document.xml.rels": "word/"}
"""Parts that point to those, and the folder that their targets count from."""
_ACTIVE = ("vbaProject", "word/embeddings/", "word/activeX/", ".bin", "oleObject")
_CHUNK = "aFChunk"


def survey(archive: Archive, remarks: Remarks) -> str:
    """Read every part once; the title that the document's properties give it.

    Raises ``InputRefused`` for macros, embedded objects, and anything it would fetch.
    """
    for member in archive.names():
        if any(sign in member for sign in _ACTIVE):
            raise InputRefused(
                archive.name, f"carries a program or an embedded object, {member}.", "active"
            )
    title = ""
    found: list[Element] = []
    counted = count(1)
    for part, data in archive.xml():
        if part == "[Content_Types].xml" and b"macroEnabled" in data:
            raise InputRefused(archive.name, "is a document with macros.", "active")
        keep = frozenset({_PARAGRAPH}) if _is_margin(part) else _KEPT
        for element in finished(data, part, archive.name, keep, counted):
            if element.tag == _RELATION:
                _judge(element, archive.name)
                _judge_place(element, part, archive)
            elif element.tag in _TYPES:
                _judge_type(element, archive.name)
            elif element.tag == _TITLE:
                title = title or _words(element)
            elif element.tag == _PARAGRAPH:
                _tell_margin(element, remarks)
            else:
                found.append(element)
    _refuse_repeated(found, archive.name)
    _tell(found, remarks)
    return title


def _refuse_repeated(found: list[Element], name: str) -> None:
    marks = Counter((e.tag, e.get(f"{_W}id", "")) for e in found if e.tag in _NOTED)
    if marks and marks.most_common(1)[0][1] > _MOST_MARKS:
        raise InputRefused(name, f"points to one note more than {_MOST_MARKS} times.", "repeated")


def _is_margin(part: str) -> bool:
    return part.startswith(("word/header", "word/footer"))


def _judge(relation: Element, name: str) -> None:
    """Links may lead out; nothing else may, and no other document may be inside."""
    kind = relation.get("Type", "").rpartition("/")[2]
    target = relation.get("Target", "")[:100]
    if kind == _CHUNK:
        raise InputRefused(name, f"holds another document, {target}.", "active")
    if relation.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
        raise InputRefused(name, f"would fetch its {kind} from elsewhere, {target}.", "external")


def _judge_place(relation: Element, part: str, archive: Archive) -> None:
    """A part that becomes text is the one of its well-known name, which was surveyed."""
    kind = relation.get("Type", "").rpartition("/")[2]
    target = relation.get("Target", "")
    if kind not in _PLACES or part not in _POINTING:
        return
    member = target.lstrip("/") if target.startswith("/") else _POINTING[part] + target
    if member in archive.names() and member != _PLACES[kind]:
        raise InputRefused(
            archive.name, f"keeps its {kind} in {member[:100]}, not in {_PLACES[kind]}.", "place"
        )


def _judge_type(declared: Element, name: str) -> None:
    place = declared.get("PartName") or f"every .{declared.get('Extension', '')}"
    if declared.get("ContentType", "").endswith(".document.main+xml") and place != f"/{_MAIN}":
        raise InputRefused(name, f"calls {place[:100]} its text, which is in {_MAIN}.", "place")


def _tell_margin(paragraph: Element, remarks: Remarks) -> None:
    if words := _words(paragraph):
        remarks.add("Headers and footers were left out", words[:60])


def _tell(found: list[Element], remarks: Remarks) -> None:
    """Changes and remarks that were never settled, and what cannot be read."""
    _tell_changes(
        [element for element in found if element.tag in _INSERTED],
        "Tracked insertions are in the text, as if accepted",
        remarks,
    )
    _tell_changes(
        [element for element in found if element.tag in _DELETED],
        "Tracked deletions are not in the text, as if accepted",
        remarks,
    )
    for element in found:
        if element.tag == _COMMENT:
            who = element.get(f"{_W}author", "") or "nobody named"
            remarks.add("Comments were not imported", f"{who}: “{_first(element)}”")
        if element.tag == _FORMULA:
            remarks.add("Formulas could not be read", _words(element))


def _tell_changes(changes: list[Element], kind: str, remarks: Remarks) -> None:
    told = [change for change in changes if _words(change)]
    people = Counter(change.get(f"{_W}author", "") or "nobody named" for change in told)
    each = people.items() if len(people) > 1 else ()
    by = ", ".join(f"{name}: {count}" for name, count in each) or next(iter(people), "")
    for change in told:
        remarks.add(f"{kind} (by {by})", f"“{_first(change)}”")


def _first(element: Element) -> str:
    words = _words(element).split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def _words(element: Element) -> str:
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    for inside in element.iter():
        if inside.tag in (f"{_W}p", f"{_W}br", f"{_W}tab"):
            yield " "
        yield inside.text or ""
