"""Byline lines: who a source says reviewed it, with which degrees and which board."""

from __future__ import annotations

import re

from articles.importers.base import ClaimedReviewer

LONGEST_LINE = 400
LONGEST_BARE = 120
"""Characters; what is longer, or longer without any degree or board, is prose."""

_SURE = re.compile(
    r"\s*[*_]{0,3}(?:(?:This (?:article|page) (?:was|has been) )?"
    r"(?:medically|clinically)[ -](?:reviewed|checked|approved)(?: and \w+)? by"
    r"|(?:medical|clinical) review(?:er|ers|ed by| by)?(?=\s*:))\s*:?[*_]{0,3}\s*(?P<who>\S.*)",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"\s*[*_]{0,3}(?:Review(?:ed by|er|ers)|(?:Medical|Clinical) [Rr]eview(?:ed)? by)\b"
    r"\s*:?[*_]{0,3}\s*(?P<who>\S.*)"
)
_DATED = re.compile(
    r"[,;]?\s+(?:on|[-\u2013\u2014|])\s+(?=[^;]*\b(?:19|20)\d\d\b)[\w ,./-]{6,30}$", re.IGNORECASE
)
_DEGREE = re.compile(
    r"M\.?D|D\.?O|M\.?B\.?,? ?(?:B\.?S|Ch\.?B|B\.?Ch)|BMBS|Ph\.?D|Pharm\.?D|Dr\.?PH|Psy\.?D|"
    r"D\.?D\.?S|D\.?M\.?D|D\.?P\.?M|O\.?D|D\.?C|D\.?N\.?P|R\.?N|N\.?P|PA(?:-C)?|FNP(?:-BC)?|"
    r"M\.?P\.?H|M\.?Sc?|M\.?A|M\.?H\.?S|M\.?B\.?A|M\.?Ed|RDN?|F(?:A[A-Z]{1,4}|RC[A-Z]{1,4}|IDSA)|"
    r"MRC[A-Z]{1,3}"
)
_BOARD = re.compile(
    r"(?P<board>.*?\b(?:Board|College)\b.*?)"
    r"(?:,? with (?:a )?(?:sub)?special(?:ty|ties|ization) in (?P<subspecialty>.+))?"
)
_NEXT_PERSON = re.compile(r"\s+(?:and|&)\s+")


def claims_in(line: str) -> list[ClaimedReviewer]:
    """The claims of one line of a source, to the letter; none when it is no byline.

    ``Medically reviewed by NAME, DEGREES; BOARD with subspecialty in X`` and its relatives. A
    bare "Reviewed by" counts only with a degree or a board, because prose begins so too.
    """
    if len(line) > LONGEST_LINE:
        return []
    sure = _SURE.fullmatch(line)
    match = sure or _PERHAPS.fullmatch(line)
    if not match:
        return []
    who, *rest = _DATED.sub("", match["who"].rstrip().rstrip("*_").removesuffix(".")).split(";")
    boards = [_board(part) for part in rest] or [("", "")]
    people = _people(who)
    claims = [
        ClaimedReviewer(line, printed, board, subspecialty, degrees)
        for printed, degrees in people
        for board, subspecialty in boards
    ]
    if any(claim.degrees or claim.board for claim in claims):
        return claims
    return claims if sure and len(line) <= LONGEST_BARE else []


def _board(text: str) -> tuple[str, str]:
    """Board and subspecialty of one part; both empty when it names no board."""
    match = _BOARD.fullmatch(text.strip())
    return (match["board"], match["subspecialty"] or "") if match else ("", "")


def _people(who: str) -> list[tuple[str, tuple[str, ...]]]:
    """Printed name and degrees of each person; "A, MD, and B, DO" are two."""
    pieces = _NEXT_PERSON.split(who.strip())
    people = [_person(piece) for piece in pieces]
    if len(pieces) > 1 and not all(degrees for _, degrees in people):
        return [_person(who.strip())]
    return people


def _person(text: str) -> tuple[str, tuple[str, ...]]:
    """The printed name is as written: the degrees are read from it, not cut off."""
    printed = text.strip().rstrip(",")
    parts = [part.strip() for part in printed.split(",")[1:]]
    return printed, tuple(part for part in parts if _DEGREE.fullmatch(part.rstrip(".")))
