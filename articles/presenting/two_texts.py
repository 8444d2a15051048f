"""Two records of an article against each other: everything that a page about both shows."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from articles.models import Signature

from .coverage import coverage
from .fields import FieldLine, field_lines
from .naming import count_words, summed
from .pieces import VIEWS, Piece, folded
from .redlined import shown
from .threads import Thread, anchors_of, apart, set_beside

VIEW_NAMES = (
    ("redline", _("Redline")),
    ("side", _("Side by side")),
    ("clean", _("Clean")),
)


def shown_facts(
    asked: str, old: Any, new: Any, threads: list[Thread], given: list[Signature]
) -> dict[str, Any]:
    """Two records as pieces, with comments beside their words and who signed each wording.

    ``asked``: how to see them, a redline where nothing is asked. Raises ``Http404`` for any other.
    """
    if asked and asked not in VIEWS:
        raise Http404
    view: Any = (asked or "redline") if old else "clean"
    covered = coverage(new.body, given, new)
    fields = field_lines(old, new)
    found = shown(
        old.body if old else None,
        new,
        view=view,
        coverage=covered,
        anchors=anchors_of(threads),
        references=old.references if old else (),
        first=len(fields) + 1,
    )
    set_beside(found.pieces, threads)
    whole, gone = apart(threads)
    changed: list[FieldLine | Piece] = [*fields, *found.changed]
    words = found.redline.summary().words + sum(line.words for line in fields)
    return {
        "view": view,
        "views": VIEWS,
        "coverage": covered,
        "parts": found.pieces if view == "clean" else folded(found.pieces),
        "changed": changed,
        "spelling": found.redline.spelling,
        "changes": count_words(len(changed), words) if old else "",
        "fields": fields,
        "summed": summed((each.number, each.found) for each in changed),
        "threads": threads,
        "whole": whole,
        "gone": gone,
    }
