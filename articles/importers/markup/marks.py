"""Marks beside the words: raised numbers and numbers in brackets that cite, powers and indices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from articles.importers.markup.reading import Reading
from articles.importers.markup.runs import Cite, Raised, Run, Style, Text

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
_ABOVE = re.compile(r"[0-9+\-−=()ni]+")
_BELOW = re.compile(r"[0-9+\-−=()aeoxhklmnpst]+")
_SIGN = re.compile(r"\s*|[®™©℠]")
NUMBERS = r"\d{1,3}(?:\s*[,;\u2013\u2012-]\s*\d{1,3})*"
_BARE = re.compile(rf"\s*\[?\(?({NUMBERS})\)?\]?\s*")
_BRACKETED = re.compile(rf"\[({NUMBERS})\]")
_UNIT = re.compile(r"(?:\b(?:[cdkmnμµ]?m|km|in|ft|dm|s|h|L|kg|mol)|[\d)])$")
_BETWEEN = re.compile(r"\s*[,;]?\s*|\]?,?\s*\[")
_RANGE = re.compile(r"\s*[\u2013\u2012-]\s*")
MOST_IN_RANGE = 50
LEADS_NOWHERE = "Numbers in brackets lead to no reference and stay as they are"


def settled(runs: Sequence[Run], reading: Reading) -> list[Run]:
    """The same runs with every mark told apart, neighbouring citations as one."""
    plain: list[Run] = []
    for run in runs:
        if isinstance(run, Raised):
            plain.append(_raised(run, plain, reading))
        elif isinstance(run, Text) and run.style == _unlinked(run.style):
            plain += _with_brackets(run, reading)
        else:
            plain.append(run)
    return _without_brackets(_joined(plain, reading))


def _unlinked(style: Style) -> Style:
    return Style(style.bold, style.italic)


def _raised(run: Raised, before: Sequence[Run], reading: Reading) -> Run:
    found = _BARE.fullmatch(run.text) if run.above else None
    if found and not _is_power(run.text, before):
        if keys := keys_of(found[1], reading.numbered):
            return Cite(keys, run.text.strip("[]() "))
        reading.remarks.add("Raised numbers lead to no reference and stay as they are", run.text)
    if run.above and _ABOVE.fullmatch(run.text):
        return Text(run.text.translate(_SUPERSCRIPTS), run.style)
    if not run.above and _BELOW.fullmatch(run.text):
        return Text(run.text.translate(_SUBSCRIPTS), run.style)
    if not _SIGN.fullmatch(run.text):
        where = "above" if run.above else "below"
        reading.remarks.add(f"Words {where} the line were put on the line", run.text)
    return Text(run.text, run.style)


def _is_power(text: str, before: Sequence[Run]) -> bool:
    """Whether a raised number belongs to a number or unit before it, as in 10⁹ and m²."""
    last = before[-1] if before else None
    written = last.text if isinstance(last, Text) else ""
    single = text.strip().isdigit()
    return single and bool(_UNIT.search(written[-8:])) and not written.endswith(("].", ")."))


def _with_brackets(run: Text, reading: Reading) -> list[Run]:
    """Numbers in brackets that are places in the list of references cite them."""
    found: list[Run] = []
    at = 0
    for match in _BRACKETED.finditer(run.text):
        if keys := keys_of(match[1], reading.numbered):
            found += [Text(run.text[at : match.start()], run.style), Cite(keys, match[1])]
            at = match.end()
        else:
            reading.remarks.add(LEADS_NOWHERE, match[0])
    return [*found, Text(run.text[at:], run.style)]


def keys_of(numbers: str, listed: Sequence[str]) -> tuple[str, ...]:
    """The references of “1, 3–5”; none when one of the numbers is no place in the list."""
    wanted: list[int] = []
    for part in re.split(r"\s*[,;]\s*", numbers):
        first, *last = (int(number) for number in _RANGE.split(part))
        wanted += range(first, (last or [first])[-1] + 1)
    if not wanted or len(wanted) > MOST_IN_RANGE:
        return ()
    if min(wanted) < 1 or max(wanted) > len(listed):
        return ()
    return tuple(dict.fromkeys(listed[number - 1] for number in wanted))


def _joined(runs: Sequence[Run], reading: Reading) -> list[Run]:
    """Citations with nothing but commas or a dash between them are one."""
    found: list[Run] = []
    for run in runs:
        found.append(run)
        if not isinstance(run, Cite):
            continue
        for place in (-2, -3):
            first = found[place] if len(found) >= -place else None
            between = "".join(r.text for r in found[place + 1 : -1] if isinstance(r, Text))
            if isinstance(first, Cite) and (keys := _both(first, between, run, reading)):
                found[place:] = [Cite(keys, run.label)]
                break
    return found


def _both(first: Cite, middle: str, last: Cite, reading: Reading) -> tuple[str, ...]:
    if _RANGE.fullmatch(middle) and first.label.isdigit() and last.label.isdigit():
        between = keys_of(f"{first.label}-{last.label}", reading.numbered)
        return tuple(dict.fromkeys((*first.keys, *between, *last.keys)))
    if _BETWEEN.fullmatch(middle):
        return tuple(dict.fromkeys((*first.keys, *last.keys)))
    return ()


def _without_brackets(runs: list[Run]) -> list[Run]:
    """A citation prints brackets of its own, or none."""
    found = list(runs)
    for place, ((before, here), (_, after)) in enumerate(pairwise(pairwise(runs)), start=1):
        if not (isinstance(before, Text) and isinstance(here, Cite) and isinstance(after, Text)):
            continue
        if before.text.endswith(("[", "(")) and after.text.startswith(("]", ")")):
            opened = found[place - 1]
            assert isinstance(opened, Text)
            found[place - 1] = Text(opened.text[:-1], opened.style)
            found[place + 1] = Text(after.text[1:], after.style)
    return found
