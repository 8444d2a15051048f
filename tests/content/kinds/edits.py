"""An edit, the kinds it is expected to have, and the words that show them."""

from __future__ import annotations

from dataclasses import dataclass

from articles.content.kinds import Kind


@dataclass(frozen=True)
class Edit:
    """``expected``: for each kind what went and what came, in order of place."""

    old: str
    new: str
    expected: dict[Kind, tuple[tuple[str, ...], tuple[str, ...]]]
    heading: bool = False
    reference: bool = False

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


def edit(old, new, *, is_heading=False, is_reference=False, **evidence) -> Edit:
    """``evidence``: by kind, "what went > what came", with "; " between several."""
    expected = {Kind(kind): _both(said) for kind, said in evidence.items()}
    return Edit(old, new, expected, is_heading, is_reference)


def _both(said):
    went, _, came = said.partition(">")
    return _several(went), _several(came)


def _several(said):
    return tuple(piece.strip() for piece in said.split("; ") if piece.strip())
