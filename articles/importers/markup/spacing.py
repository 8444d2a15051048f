"""White space of runs as HTML reads it: one space for many, none at the ends of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, groupby

from articles.importers.markup.runs import Break, Run, Style, Text

_SPACES = re.compile(r"[ \t\n\r\f]+")


def tidied(runs: Sequence[Run], *, one_line: bool) -> list[Run]:
    """Runs with single spaces, which stand outside of links and emphasis.

    ``one_line``: breaks are spaces.
    """
    spaced = _without_ends(_single(runs, one_line=one_line))
    apart = [piece for run in spaced for piece in _spaces_apart(run)]
    grouped = [run for href, group in groupby(apart, href_of) for run in _unlinked(href, [*group])]
    return merged(grouped)


def merged(runs: Sequence[Run]) -> list[Run]:
    """Neighbouring words of one style as one run; empty ones are left out."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if isinstance(run, Text) and isinstance(last, Text) and run.style == last.style:
            found[-1] = Text(last.text + run.text, run.style)
        elif not isinstance(run, Text) or run.text:
            found.append(run)
    return found


def href_of(run: Run) -> str:
    return run.style.href if isinstance(run, Text) else ""


def _single(runs: Sequence[Run], *, one_line: bool) -> list[Run]:
    found: list[Run] = []
    after_space = True
    for given in runs:
        run = Text(" ") if one_line and isinstance(given, Break) else given
        if isinstance(run, Break):
            _trim_end(found, breaks=False)
            found.append(run)
            after_space = True
        elif isinstance(run, Text):
            text = _SPACES.sub(" ", run.text)
            text = text.removeprefix(" ") if after_space else text
            if text:
                found.append(Text(text, run.style))
                after_space = text.endswith(" ")
        else:
            found.append(run)
            after_space = False
    return found


def _without_ends(runs: list[Run]) -> list[Run]:
    """Without space at the end, and without breaks at either end."""
    found = list(dropwhile(lambda run: isinstance(run, Break), runs))
    _trim_end(found, breaks=True)
    return found


def _trim_end(found: list[Run], *, breaks: bool) -> None:
    """In place, for a text of a hundred thousand lines asks for it at the end of each."""
    while found:
        last = found[-1]
        if isinstance(last, Text) and last.text.endswith(" "):
            found[-1] = last = Text(last.text.removesuffix(" "), last.style)
            if last.text:
                break
        elif not (breaks and isinstance(last, Break)):
            break
        del found[-1]


def _spaces_apart(run: Run) -> list[Run]:
    if not isinstance(run, Text) or run.style == Style():
        return [run]
    inside = run.text.strip(" ")
    before, _, after = run.text.partition(inside) if inside else (run.text, "", "")
    plain = Style(href=run.style.href)
    return [Text(before, plain), Text(inside, run.style), Text(after, plain)]


def _unlinked(href: str, runs: list[Run]) -> list[Run]:
    """The runs of one link, spaces at its ends outside it."""
    if not href:
        return runs
    shown = [bool(isinstance(run, Text) and run.text.strip(" ")) for run in runs]
    if not any(shown):
        return [Text(run.text) for run in runs if isinstance(run, Text)]
    first, last = shown.index(True), len(shown) - shown[::-1].index(True)
    return [
        run if first <= place < last or not isinstance(run, Text) else Text(run.text)
        for place, run in enumerate(runs)
    ]
