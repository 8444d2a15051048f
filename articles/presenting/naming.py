"""Words for what a redline and the kinds of change only name by a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.content.kinds import Kind, Touched
from articles.content.redline import Note

_Words = str | Promise

NAMES: dict[str, _Words] = {
    "em": gettext_lazy("italic"),
    "strong": gettext_lazy("bold"),
    "code": gettext_lazy("code"),
    "paragraph": gettext_lazy("paragraph"),
    "heading": gettext_lazy("heading"),
    "quote": gettext_lazy("quotation"),
    "bullet": gettext_lazy("bullet list"),
    "number": gettext_lazy("numbered list"),
    "row": gettext_lazy("table row"),
    "rule": gettext_lazy("rule"),
    "none": gettext_lazy("as it comes"),
}
"""What a note calls by its code."""

CODED = {
    "kind",
    "list_kind",
    "container",
    "alignment",
    "emphasis_added",
    "emphasis_removed",
}
"""The notes that do; the others quote what somebody wrote."""

CHANGED: dict[str, _Words] = {
    "heading_level": gettext_lazy("Heading of level %(new)s, was %(old)s"),
    "kind": gettext_lazy("Now a %(new)s, was a %(old)s"),
    "list_kind": gettext_lazy("Now a %(new)s, was a %(old)s"),
    "container": gettext_lazy("Now in a %(new)s, was in a %(old)s"),
    "list_start": gettext_lazy("Numbered from %(new)s, was from %(old)s"),
    "indent": gettext_lazy("Indented to level %(new)s, was %(old)s"),
    "header_row": gettext_lazy("The first row is a header now"),
    "alignment": gettext_lazy("Column %(words)s is aligned %(new)s, was %(old)s"),
    "code_language": gettext_lazy("Code marked as “%(new)s”, was “%(old)s”"),
    "link_target": gettext_lazy("“%(words)s” leads to %(new)s, led to %(old)s"),
    "citation": gettext_lazy("Cites %(new)s, cited %(old)s"),
    "image_text": gettext_lazy("Image text “%(new)s”, was “%(old)s”"),
    "image_source": gettext_lazy("Another image: %(new)s, was %(old)s"),
    "invisible_character": gettext_lazy("Invisible character %(new)s, was %(old)s"),
    "unusual_space": gettext_lazy("Unusual space %(new)s, was %(old)s"),
    "look_alike": gettext_lazy("“%(new)s” looks like “%(old)s” and has other letters"),
    "white_space": gettext_lazy("White space between words changed"),
    "split": gettext_lazy("Split from one paragraph"),
    "joined": gettext_lazy("Joined from several paragraphs"),
    "moved": gettext_lazy("Moved here"),
}
ADDED: dict[str, _Words] = {
    "emphasis_added": gettext_lazy("“%(words)s” is %(new)s now"),
    "link_target": gettext_lazy("“%(words)s” is a link now, to %(new)s"),
    "citation": gettext_lazy("Cites %(new)s now"),
    "line_break": gettext_lazy("Line break added"),
    "white_space": gettext_lazy("White space added"),
    "image_text": gettext_lazy("Image added: “%(new)s”"),
    "image_source": gettext_lazy("Image added: %(new)s"),
    "invisible_character": gettext_lazy("Invisible character added: %(new)s"),
    "unusual_space": gettext_lazy("Unusual space added: %(new)s"),
    "column": gettext_lazy("Column %(new)s is new"),
    "header_row": gettext_lazy("The row is a header now"),
    "code_language": gettext_lazy("Code marked as “%(new)s”"),
    "look_alike": gettext_lazy("A word mixes alphabets: %(new)s"),
}
REMOVED: dict[str, _Words] = {
    "emphasis_removed": gettext_lazy("“%(words)s” is no longer %(old)s"),
    "link_target": gettext_lazy("“%(words)s” no longer leads to %(old)s"),
    "citation": gettext_lazy("No longer cites %(old)s"),
    "line_break": gettext_lazy("Line break removed"),
    "white_space": gettext_lazy("White space removed"),
    "image_text": gettext_lazy("Image removed: “%(old)s”"),
    "image_source": gettext_lazy("Image removed: %(old)s"),
    "invisible_character": gettext_lazy("Invisible character removed: %(old)s"),
    "unusual_space": gettext_lazy("Unusual space removed: %(old)s"),
    "column": gettext_lazy("Column %(old)s is gone"),
    "header_row": gettext_lazy("The row is no longer a header"),
    "code_language": gettext_lazy("Code no longer marked as “%(old)s”"),
    "look_alike": gettext_lazy("A word no longer mixes alphabets: %(old)s"),
}

_GROUPED: dict[str, _Words] = {
    "more": gettext_lazy("Stands in one list with the line before it now"),
    "less": gettext_lazy("No longer stands in one list with the line before it"),
}

KINDS: dict[Kind, _Words] = {
    Kind.DOSE: gettext_lazy("dose"),
    Kind.UNIT: gettext_lazy("unit"),
    Kind.NEGATION: gettext_lazy("negation"),
    Kind.DIRECTION: gettext_lazy("direction"),
    Kind.RED_FLAG: gettext_lazy("red-flag term"),
    Kind.DRUG: gettext_lazy("drug"),
    Kind.MODAL: gettext_lazy("may, must or should"),
    Kind.FREQUENCY: gettext_lazy("frequency"),
    Kind.DURATION: gettext_lazy("duration"),
    Kind.AGE: gettext_lazy("age"),
    Kind.NUMBER: gettext_lazy("number"),
    Kind.STRUCTURE: gettext_lazy("order or structure"),
    Kind.REFERENCE: gettext_lazy("reference"),
    Kind.HEADING: gettext_lazy("heading"),
    Kind.WORDING: gettext_lazy("wording only"),
}


PLAIN = {Kind.STRUCTURE, Kind.REFERENCE, Kind.HEADING, Kind.WORDING}
"""Kinds that need no words of the text as evidence: the mark or the note beside it shows them."""


@dataclass(frozen=True, slots=True)
class TouchedWords:
    """One kind at one place, as a page says it. ``old`` and ``new`` are the evidence."""

    label: str
    old: str
    new: str
    is_danger: bool


def note_words(note: Note) -> str:
    """``Heading of level 3, was 2``. A code that has no words of its own is shown as it is."""
    if note.code == "grouping":
        return str(_GROUPED["more" if note.new > note.old else "less"])
    table = CHANGED if note.old and note.new else ADDED if note.new else REMOVED
    words = table.get(note.code) or CHANGED.get(note.code)
    if words is None:
        return " ".join(filter(None, (note.code.replace("_", " "), note.old, "→", note.new)))
    names = NAMES if note.code in CODED else {}
    return str(words) % {
        "old": names.get(note.old, note.old),
        "new": names.get(note.new, note.new),
        "words": note.words,
    }


def touched_words(found: Iterable[Touched]) -> list[TouchedWords]:
    """The kinds of one place, the most dangerous first."""
    return [
        TouchedWords(
            label=str(KINDS[each.kind]),
            old=_evidence(each.old),
            new=_evidence(each.new),
            is_danger=each.kind not in PLAIN,
        )
        for each in found
    ]


def _evidence(tokens: Iterable[str]) -> str:
    return " … ".join(tokens)


def summed(places: Iterable[tuple[int, Iterable[Touched]]]) -> list[tuple[str, list[int]]]:
    """Each kind with the numbers of the places that touch it, the most dangerous kind first."""
    by_kind: dict[Kind, list[int]] = {}
    for number, found in places:
        for kind in {each.kind for each in found}:
            by_kind.setdefault(kind, []).append(number)
    ranked = sorted(by_kind, key=lambda kind: kind.rank)
    return [(str(KINDS[kind]), by_kind[kind]) for kind in ranked]


def count_words(places: int, words: int) -> str:
    """``113 words changed in 7 places``."""
    if not places:
        return _("nothing changed")
    changed = ngettext("%s word changed", "%s words changed", words) % words
    return ngettext(
        "%(changed)s in %(places)s place", "%(changed)s in %(places)s places", places
    ) % {
        "changed": changed,
        "places": places,
    }
