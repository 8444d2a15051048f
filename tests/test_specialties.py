"""Our specialties: a code, a label, and a schema.org member where one fits."""

from __future__ import annotations

from articles import specialties
from articles.models import Article


def test_codes_stand_in_order_and_fit_their_column() -> None:
    codes = list(specialties.SPECIALTIES)
    assert codes == sorted(codes)
    assert max(map(len, codes)) <= Article._meta.get_field("specialty").max_length


def test_a_specialty_without_a_member_of_schema_org_has_no_address_there() -> None:
    assert specialties.schema_org("rheumatology") == "https://schema.org/Rheumatologic"
    assert specialties.schema_org("pain_medicine") is None
    assert specialties.schema_org("podiatry") is None


def test_an_unknown_code_reads_as_itself() -> None:
    assert specialties.label("pain_medicine") == "Pain medicine"
    assert specialties.label("podiatry") == "podiatry"
