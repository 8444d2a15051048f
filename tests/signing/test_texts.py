"""The sentences that people put their names to: shipped ones never change, others have gaps."""

from __future__ import annotations

import hashlib

import pytest

from articles.signing import texts
from articles.stages import Meaning
from tests.workflow.answers import bad_input

FROZEN = {
    "medical_review": "a47d7e3afee11e2a725c114ce4ee914ddebcb0ea8d74b1114ba7d9f8b46402ea",
    "publication_release": "8eb708bdf7bbd4db94fda724d8e4a32a10d34a55eeac80d344abe6987cb0900f",
    "withdrawal": "e13794638fa90e72df245db5a73853c1af25b81849d310387ead630eee431f2f",
    "signature_withdrawal": "573ea2be3dc9942fd1513bd715bfda754914add6ce904a7fcc31c7223f3e0313",
    "correction_approval": "cd9fab71cdffa6212ed459022dfa91f170647665276f6ce39373a3caacec64a6",
    "periodic_review": "44e5aa7ad8dc5b20610bd025fcb82f7390887d7fe514d5132da7fc4be88e9e6b",
    "authorship": "3a6e82d71784a3840cdd8f2ab2457dc4b1125f64ad67112764df18165383e474",
    "changes_required": "597174b89545bec26ffd69db3b8f3abe48edccfa0516c0d8b86d965b3814675b",
    "credential_verification": "483908d3c451d1c7fa1b830c90eccdba4842bdab8d1455685fcadc51e5b8cb0b",
}
"""SHA-256 by meaning."""


def test_the_shipped_sentences_are_the_ones_that_were_signed() -> None:
    """Statements name version 1. Another wording is a new version: a row, not an edit."""
    shipped = {
        meaning.value: hashlib.sha256(text.encode()).hexdigest()
        for meaning, text in texts.SHIPPED.items()
    }
    assert shipped == FROZEN


def test_every_meaning_has_a_sentence_with_the_gaps_that_its_act_fills() -> None:
    assert set(texts.SHIPPED) == set(Meaning)
    for meaning, text in texts.SHIPPED.items():
        texts.check_gaps(meaning, text)


GAPS = {
    Meaning.MEDICAL_REVIEW: ["title", "version"],
    Meaning.PUBLICATION_RELEASE: ["title", "version"],
    Meaning.WITHDRAWAL: ["note", "title", "version"],
    Meaning.SIGNATURE_WITHDRAWAL: ["note", "title", "version", "withdraws"],
    Meaning.CORRECTION_APPROVAL: ["title", "version"],
    Meaning.PERIODIC_REVIEW: ["title", "version"],
    Meaning.AUTHORSHIP: ["title", "version"],
    Meaning.CHANGES_REQUIRED: ["note", "title", "version"],
    Meaning.CREDENTIAL_VERIFICATION: [],
}


def test_the_gaps_are_these() -> None:
    assert {meaning: texts.gaps_of(meaning) for meaning in Meaning} == GAPS


@pytest.mark.parametrize("meaning", Meaning)
def test_a_sentence_lacks_none_of_its_gaps_and_has_no_other(meaning: Meaning) -> None:
    gaps = GAPS[meaning]
    whole = "I say so: " + ", ".join(f"{{{gap}}}" for gap in gaps)
    texts.check_gaps(meaning, whole)
    asked = ", ".join(f"{{{gap}}}" for gap in gaps) or "none"
    answer = ("text", "gaps", f"the gaps of this sentence must be: {asked}.")
    for gap in gaps:
        assert bad_input(texts.check_gaps, meaning, whole.replace(f"{{{gap}}}", "it")) == answer
    for gap in ("signer", "0", "", " title"):
        assert bad_input(texts.check_gaps, meaning, f"{whole} {{{gap}}}") == answer


@pytest.mark.parametrize(
    "gap",
    [
        "{title!r}",
        "{title:>99999999}",
        "{title:{version}}",
        "{title.__class__}",
        "{title[0]}",
        "{title.format}",
        "{version:x}",
        "{version!s}",
    ],
)
def test_a_gap_is_a_name_and_nothing_else(gap: str) -> None:
    """No format, no conversion, no way into what stands in the gap."""
    text = f"Version {{version}} of {{title}}: {gap}"
    assert bad_input(texts.check_gaps, Meaning.MEDICAL_REVIEW, text)[1] == "gaps"


@pytest.mark.parametrize("text", ["{version} of {title} {", "{version} of {title} }", "{version"])
def test_a_brace_that_stands_alone_is_named(text: str) -> None:
    answer = ("text", "brace", "a brace { or } stands alone.")
    assert bad_input(texts.check_gaps, Meaning.MEDICAL_REVIEW, text) == answer


def test_braces_in_a_title_or_a_reason_stay_as_they_were_typed() -> None:
    from articles.models import Article

    article = Article(title="{note} {0} {title!r}", version=3)
    text = texts.Text(Meaning.WITHDRAWAL, 1, texts.SHIPPED[Meaning.WITHDRAWAL])
    assert text.about(article, note="{version}") == (
        "I withdraw version 3 of “{note} {0} {title!r}” from readers. Reason: {version}"
    )
