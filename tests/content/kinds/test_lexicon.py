"""Every listed term is found where it stands, whatever the other lists hold."""

from __future__ import annotations

from itertools import pairwise

from articles.content.kinds import Kind, kinds, lexicon, touched

TERMS = sorted({(" ".join(term.words), term.kind) for term in lexicon._terms() if not term.weak})


def test_no_term_that_goes_is_wording_only():
    missed = [
        term
        for term, _ in TERMS
        if kinds(touched(f"We saw {term} today.", "We saw today."))[0] == Kind.WORDING
    ]
    assert missed == []


def test_a_drug_that_replaces_another_is_a_drug():
    drugs = [term for term, kind in TERMS if kind == Kind.DRUG]
    missed = [
        (old, new)
        for old, new in pairwise(drugs)
        if Kind.DRUG not in kinds(touched(f"We gave {old} today.", f"We gave {new} today."))
    ]
    assert missed == []


def test_an_unlisted_name_with_the_stem_of_a_drug_is_a_drug():
    missed = [
        stem
        for stem in lexicon.listed("stems")
        if kinds(touched("It works.", f"It works like qev{stem}.")) != (Kind.DRUG,)
    ]
    assert missed == []


def test_no_word_is_listed_as_ordinary_that_needs_no_listing():
    for ordinary, endings in (("ordinary", "stems"), ("plain", "conditions")):
        endings_ = tuple(lexicon.listed(endings))
        assert [word for word in lexicon.listed(ordinary) if not word.endswith(endings_)] == []
