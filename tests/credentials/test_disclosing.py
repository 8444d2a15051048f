"""The yearly disclosure: thirteen answers, by the holder alone, the details private."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from articles import integrity
from articles.credentials import disclosing
from articles.errors import InputRefused
from articles.models import Disclosure, LedgerEntry
from articles.stages import InterestCategory
from tests.cast import Cast, today

pytestmark = pytest.mark.django_db
NONE = {category.value: [] for category in InterestCategory}
GRANT = {"entity": "Acme Pharma", "payee": "institution", "comment": "A trial, 40,000 USD"}


def declare(cast: Cast, interests: dict, statement: str = "", actor=None) -> Disclosure:
    return disclosing.declare(
        cast.physician.reviewer,
        actor=actor or cast.physician,
        interests=interests,
        statement=statement,
    )


@pytest.mark.req("IC-01")
def test_thirteen_times_none_is_declared_as_none(cast: Cast) -> None:
    made = declare(cast, NONE)
    assert (made.statement, made.declared_on) == ("None declared.", today())
    assert made.interests == NONE and len(NONE) == 13
    assert integrity.check().faults == ()


@pytest.mark.req("IC-03")
def test_the_ledger_tells_what_readers_are_told_and_no_more(cast: Cast) -> None:
    declare(cast, NONE | {"grants": [GRANT]}, "Grants from a maker of drugs.")
    entry = LedgerEntry.objects.latest("seq")
    assert "Grants from a maker of drugs." in entry.payload
    for row in LedgerEntry.objects.values_list("core", "payload"):
        assert "Acme" not in str(row) and "40,000" not in str(row)
    assert integrity.check().faults == ()


@pytest.mark.req("IC-01")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"grants": None}, "grants"),
        ({"grants": "none"}, "grants"),
        ({"grants": [{**GRANT, "entity": "  "}]}, "grants"),
        ({"grants": [{**GRANT, "payee": "my cat"}]}, "grants"),
        ({"grants": [{**GRANT, "comment": "a\0b"}]}, "grants"),
        ({"grants": [GRANT] * 51}, "grants"),
        ({"grants": [GRANT]}, "statement"),
    ],
)
def test_what_is_not_answered_or_makes_no_sense_leaves_nothing(
    cast: Cast, changes: dict, field: str
) -> None:
    before = (Disclosure.objects.count(), LedgerEntry.objects.count())
    with pytest.raises(InputRefused) as refused:
        declare(cast, NONE | changes)
    assert refused.value.field == field
    assert (Disclosure.objects.count(), LedgerEntry.objects.count()) == before


def test_none_declared_does_not_stand_over_interests(cast: Cast) -> None:
    with pytest.raises(InputRefused) as refused:
        declare(cast, NONE | {"grants": [GRANT]}, "None declared.")
    assert refused.value.field == "statement"


@pytest.mark.parametrize("part", ["officer", "editor", "second_physician", "superuser"])
def test_nobody_declares_for_another(cast: Cast, part: str) -> None:
    with pytest.raises(PermissionDenied):
        declare(cast, NONE, actor=getattr(cast, part))


def test_the_sentence_for_readers_can_be_written_from_the_answers() -> None:
    stock = {"entity": "Beta", "payee": "self", "comment": ""}
    assert disclosing.statement_of(NONE) == "None declared."
    assert disclosing.statement_of(NONE | {"stock": [stock, stock], "grants": [GRANT]}) == (
        "Grants or contracts: Acme Pharma (to the institution). Stock or options: Beta."
    )
