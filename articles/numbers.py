"""Numbers by which physicians are known, checked before they are stored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pycountry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_NPI = re.compile(r"[12]\d{9}", re.ASCII)
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.ASCII)
_NPI_PREFIX = "80840"
"""Health applications (80), United States (840): stands before an NPI while it is checked."""


def is_npi(value: str) -> bool:
    """Ten digits, the first 1 or 2, and a Luhn check digit over 80840 and the number.

    Rule: 45 CFR 162.406; CMS, Requirements for National Provider Identifier and NPI check digit.
    """
    return bool(_NPI.fullmatch(value)) and _luhn(map(int, _NPI_PREFIX + value)) == 0


def is_orcid(value: str) -> bool:
    """Four groups of four, the last character a check digit (ISO/IEC 7064, MOD 11-2)."""
    if not _ORCID.fullmatch(value):
        return False
    total = 0
    for character in value.replace("-", "")[:-1]:
        total = (total + int(character)) * 2
    return value[-1] == "0123456789X"[(12 - total % 11) % 11]


def is_jurisdiction(value: str) -> bool:
    """A subdivision in ISO 3166-2, such as ``US-AZ``, or a whole country, such as ``IE``."""
    places: Any = pycountry
    if value != value.upper():  # its look-ups do not mind the case, and what is stored would vary
        return False
    if "-" in value:
        return places.subdivisions.get(code=value) is not None
    return places.countries.get(alpha_2=value) is not None


def npi(value: str) -> None:
    """Field validator."""
    if value and not is_npi(value):
        raise ValidationError(
            _("This is no NPI: ten digits, the first 1 or 2, the last one a check digit."), "npi"
        )


def orcid(value: str) -> None:
    """Field validator."""
    if value and not is_orcid(value):
        raise ValidationError(_("This is no ORCID iD: write it as 0000-0002-1825-0097."), "orcid")


def jurisdiction(value: str) -> None:
    """Field validator."""
    if value and not is_jurisdiction(value):
        raise ValidationError(
            _("No such place in ISO 3166-2: write a code such as US-AZ, or a country such as IE."),
            "jurisdiction",
        )


def _luhn(digits: Iterable[int]) -> int:
    """What the weighted digits leave when divided by ten; 0 for a number that is right."""
    total = 0
    for place, digit in enumerate(reversed(list(digits))):
        total += sum(divmod(digit * 2, 10)) if place % 2 else digit
    return total % 10
