"""Hostile rich text: safe where it is shown, and the same after it was edited again."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from articles.canonical import clean_text
from articles.content import markdown
from articles.content.redline import redline
from articles.content.redline.html import html, runs_html
from articles.errors import InputRefused
from tests.cast import REFERENCES

from .corpus import BODIES, RICH
from .markup import Elements, faults

FOREIGN = {"svg", "math", "style", "script", "template", "iframe", "form", "noscript"}


def rendered(body: str) -> str:
    return markdown.render(body, REFERENCES).html


def stored(body: str) -> str:
    """As the record keeps it; what it refuses is tried as it would be without the refusal."""
    try:
        return clean_text(body, "body")
    except InputRefused:
        return body


def edited(body: str) -> str:
    """Through the box of a form and back, untouched, as a browser does it (CR LF)."""
    box = Elements(forms.Textarea().render("body", body))
    assert [tag for tag, _ in box.opened] == ["textarea"]
    return "".join(box.text).removeprefix("\n").strip("\n").replace("\n", "\r\n")


@pytest.mark.parametrize("kind", RICH)
def test_no_class_of_attack_leaves_more_than_an_article_is_made_of(kind):
    for body in RICH[kind]:
        for text in (body, f"Take 5 mg.\n\n{body}\n\nThen stop.", f"- {body}", f"> {body}"):
            assert faults(rendered(text)) == [], text


def test_the_corpus_is_as_large_as_it_says_and_its_judge_can_tell():
    assert len(BODIES) >= 80 and len(set(BODIES)) == len(BODIES)
    raw = [body for body in BODIES if "<" in body and faults(body)]
    assert len(raw) > 60


def test_what_was_typed_as_markup_is_read_as_words():
    for body in ("<script>pwned()</script>", "<svg onload=pwned()>", "<math><mtext>x"):
        assert body in "".join(Elements(rendered(body)).text)
        assert not FOREIGN & {tag for tag, _ in Elements(rendered(body)).opened}


def test_storing_rendering_editing_and_rendering_again_is_the_same():
    changed = []
    for body in BODIES:
        first = stored(body).strip("\n")
        again = stored(edited(first)).strip("\n")
        if again != first or rendered(again) != rendered(first):
            changed.append(body)
    assert changed == []


def test_cleaning_what_is_clean_changes_nothing():
    for body in BODIES:
        once = rendered(body)
        assert markdown._CLEANER.clean(once) == once, body


def test_two_hostile_texts_compared_are_safe_in_every_view():
    pairs = [*pairwise(BODIES), *((body, "") for body in BODIES), *(("x", body) for body in BODIES)]
    for old, new in pairs:
        for change in redline(old, new).changes:
            for view in ("redline", "clean"):
                assert faults(html(change, view=view, numbers={"handbook": 1})) == [], (old, new)
            assert faults(runs_html(change.runs)) == [], (old, new)


PIECES = st.sampled_from(
    [
        piece
        for body in BODIES
        for piece in re.findall(r"</?\w+|[\w-]+=|\S+\s?|[<>\"'`\[\]()|]", body)
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=30).map(" ".join))
def test_pieces_of_attacks_put_together_anew_are_safe(old, new):
    for text in (old, new, f"{old}\n\n{new}"):
        once = rendered(text)
        assert faults(once) == []
        assert markdown._CLEANER.clean(once) == once
    for change in redline(old, new).changes:
        assert faults(html(change)) == []
