"""One row is changed behind the triggers: the verifier names exactly that, and what it breaks."""

from __future__ import annotations

import pytest

from . import of_articles, of_editions, of_exports, of_orders, of_records, of_reviews, of_signatures
from .classes import CLASSES
from .hand import exactly, faults
from .town import Town

pytestmark = pytest.mark.slow

FILLED_BY = (of_articles, of_editions, of_exports, of_orders, of_records, of_reviews, of_signatures)


@pytest.mark.req("P11-02", "P11-04")
@pytest.mark.parametrize("what", CLASSES)
def test_the_verifier_names_exactly(town: Town, what: str) -> None:
    expected = CLASSES[what](town)

    exactly(faults(), expected)


def test_there_are_many_classes_of_tampering() -> None:
    assert len(CLASSES) >= 60
