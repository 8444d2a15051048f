"""Articles that went through every act, and what leaves of them."""

from __future__ import annotations

from pathlib import Path

from articles import delivery
from tests.cast import Cast


def delivered(cast: Cast, folder: Path, form: str) -> Path:
    """A folder with every live article in one form, as an export order leaves it."""
    done = delivery.deliver(
        delivery.Order(formats=[form], output=folder / form), actor=cast.publisher
    )
    assert done.refused == []
    return folder / form
