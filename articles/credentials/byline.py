"""The line readers see: generated from what is in force, never typed."""

from __future__ import annotations

from collections.abc import Iterable

from articles.stages import CertificateKind

from .facts import Facts

_WORDING = {
    CertificateKind.SUBSPECIALTY: "with subspecialty in",
    CertificateKind.ADDED_QUALIFICATION: "with a Certification of Added Qualifications in",
    CertificateKind.FOCUSED_PRACTICE: "with a focused practice designation in",
}


def byline(printed_name: str, in_force: Iterable[Facts]) -> str:
    """``Medically reviewed by NAME; BOARD with subspecialty in A and B; BOARD …``.

    Boards stand in the order of their oldest certificate. It names the board, not the primary
    certificate, so it stays true for a specialist who need not keep that one. No certification
    in force: the empty string, not a shorter line.
    """
    boards: dict[str, list[Facts]] = {}
    for facts in sorted((f for f in in_force if f.board), key=_age):
        boards.setdefault(facts.board, []).append(facts)
    if not boards:
        return ""
    parts = [_board_part(board, certificates) for board, certificates in boards.items()]
    return f"Medically reviewed by {printed_name}; {'; '.join(parts)}"


def _board_part(board: str, certificates: list[Facts]) -> str:
    words = [board]
    for kind, wording in _WORDING.items():
        names = [facts.certificate for facts in certificates if facts.certificate_kind == kind]
        if names:
            words.append(f"{wording} {_listed(names)}")
    return " ".join(words)


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _age(facts: Facts) -> tuple[str, int]:
    return (facts.initial_on.isoformat() if facts.initial_on else "9999", facts.id)
