"""JSON becomes bytes by RFC 8785, so that anyone can make the same bytes again."""

from __future__ import annotations

import json
import re

import pytest
from rfc8785 import CanonicalizationError, IntegerDomainError

from articles import canonical

pytestmark = pytest.mark.req("CX-01")


def test_the_worked_example_of_the_rfc_gives_its_bytes() -> None:
    """RFC 8785, section 3.2.2 and 3.2.4."""
    source = r"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    expected = bytes.fromhex(
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a"
        "5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d3237"
        "5d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d"
    )

    assert canonical.canonical_bytes(json.loads(source)) == expected


def test_keys_are_ordered_by_utf16_code_units() -> None:
    """RFC 8785, section 3.2.3: an emoji (D83D DE00) stands before U+FB33."""
    names = ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]

    written = canonical.canonical_bytes(dict.fromkeys(sorted(names, reverse=True), 0))

    assert list(json.loads(written)) == names


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, b"{}"),
        ([], b"[]"),
        ({"b": [], "a": {}}, b'{"a":{},"b":[]}'),
        ('\b\t\n\f\r"\\', rb'"\b\t\n\f\r\"\\"'),
        ("\x01\x1f", rb'"\u0001\u001f"'),
        ("\x7f </script> é 😀", '"\x7f </script> é 😀"'.encode()),
        (2**53 - 1, b"9007199254740991"),
        (-(2**53) + 1, b"-9007199254740991"),
        (-0.0, b"0"),
        (1e21, b"1e+21"),
        (1.0, b"1"),
        (5e-324, b"5e-324"),
    ],
)
def test_spelling_has_one_form(value, expected) -> None:
    assert canonical.canonical_bytes(value) == expected


@pytest.mark.parametrize("number", [2**53, -(2**53)])
def test_whole_numbers_that_others_would_round_are_refused(number) -> None:
    with pytest.raises(IntegerDomainError):
        canonical.canonical_bytes({"n": number})


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), -float("inf"), "\ud800", {1: "key"}, b"bytes", {1, 2}]
)
def test_what_is_not_json_is_refused(value) -> None:
    with pytest.raises(CanonicalizationError):
        canonical.canonical_bytes(value)


def test_bytes_are_not_normalised_so_what_is_hashed_is_what_is_stored() -> None:
    composed, decomposed = "\u00e9", "e\u0301"

    assert canonical.canonical_bytes(composed) != canonical.canonical_bytes(decomposed)


@pytest.mark.req("AL-8")
def test_a_digest_names_its_algorithm() -> None:
    assert canonical.digest(b"abc") == (
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", canonical.digest(b""))
