"""Every code that a redline can give has words of its own, and they say what is there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.content import blocks
from articles.content.kinds import Kind, Touched
from articles.content.redline import Note, letters, redline
from articles.presenting import count_words, naming, summed
from articles.presenting.naming import note_words, touched_words

REDLINE = Path(letters.__file__).parent


def codes() -> set[str]:
    """Every code that a module of the redline writes into a note."""
    found = set(letters._CODES.values())
    for module in ("notes", "marks", "letters", "assembly"):
        tree = ast.parse((REDLINE / f"{module}.py").read_text())
        found |= {str(code) for call in ast.walk(tree) for code in _written(call)}
    return found


def _written(call: ast.AST) -> Iterator[str]:
    """The strings that a call of ``Note`` may have for its first argument."""
    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Note":
        for part in ast.walk(call.args[0]):
            is_test = isinstance(part, ast.Constant) and part.value in {"quote", "bullet", "number"}
            if isinstance(part, ast.Constant) and not is_test:
                yield part.value


ONE_SIDED = {"emphasis_added", "emphasis_removed", "line_break", "white_space", "column"}
ONE_SIDED |= {"header_row", "invisible_character", "unusual_space"}
TWO_SIDED = {"heading_level", "kind", "list_kind", "container", "list_start", "indent"}
TWO_SIDED |= {"alignment", "split", "joined", "moved", "grouping"}
BOTH = {"link_target", "citation", "image_text", "image_source", "code_language", "look_alike"}


def test_the_codes_are_those_the_redline_writes() -> None:
    assert codes() == ONE_SIDED | TWO_SIDED | BOTH


@pytest.mark.parametrize("code", sorted(ONE_SIDED | TWO_SIDED | BOTH))
def test_a_note_is_said_in_words_whatever_was_and_is(code: str) -> None:
    added, removed = Note(code, new="1", words="w"), Note(code, old="0", words="w")
    sides = [Note(code, "0", "1", "w")] if code not in ONE_SIDED else []
    if code in ONE_SIDED | BOTH:
        sides += [n for n in (added, removed) if not code.endswith(("_added", "_removed"))]
    if code == "emphasis_added":
        sides = [added]
    if code == "emphasis_removed":
        sides = [removed]
    said = [note_words(note) for note in sides]
    assert all(words[0].isupper() or words[0] == "“" for words in said), said
    assert not [words for words in said if "→" in words or "_" in words]
    assert len(set(said)) == len(said)


def test_every_kind_of_block_list_and_mark_has_a_name() -> None:
    kinds = set(blocks.Kind.__args__)
    assert kinds | {"em", "strong", "code", "none"} <= set(naming.NAMES)
    assert set(Kind) == set(naming.KINDS)


BOTH_TEXTS = [
    ("## Doses", "### Doses", "Heading of level 3, was 2"),
    ("Rest.", "> Rest.", "Indented to level 1, was 0"),
    ("- Rest.", "1. Rest.", "Now a numbered list, was a bullet list"),
    ("1. Rest.", "4. Rest.", "Numbered from 4, was from 1"),
    ("Rest well.", "Rest **well**.", "“well” is bold now"),
    ("Rest *well*.", "Rest well.", "“well” is no longer italic"),
    (
        "[Rest](https://a.example)",
        "[Rest](https://b.example)",
        "“Rest” leads to https://b.example, led to https://a.example",
    ),
    ("Rest.", "[Rest](https://a.example).", "“Rest” is a link now, to https://a.example"),
    ("Rest[@moss].", "Rest.", "No longer cites [@moss]"),
    ("Rest[@moss].", "Rest[@reed].", "Cites [@reed], cited [@moss]"),
    ("Rest  \nwell.", "Rest\nwell.", "Line break removed"),
    ("Rest\nwell.", "Rest  \nwell.", "Line break added"),
    ("```\na\n```", "```number\na\n```", "Code marked as “number”"),
    ("Rest well.", "Rest\u200b well.", "Invisible character added: U+200B ZERO WIDTH SPACE"),
]


@pytest.mark.parametrize(("old", "new", "words"), BOTH_TEXTS)
def test_what_words_alone_do_not_show_is_told(old: str, new: str, words: str) -> None:
    said = [note_words(note) for change in redline(old, new).changes for note in change.notes]
    assert words in said


def test_what_somebody_wrote_is_quoted_and_not_renamed() -> None:
    assert note_words(Note("citation", new="number")) == "Cites number now"
    assert note_words(Note("image_text", "rule", "row")) == "Image text “row”, was “rule”"
    assert note_words(Note("kind", "row", "rule")) == "Now a rule, was a table row"


def test_a_dose_is_a_danger_and_other_words_are_not() -> None:
    dose = Touched(Kind.DOSE, ("7.5 mg",), ("5 mg",))
    wording = Touched(Kind.WORDING, (), ("calmly",))
    assert [
        (each.label, each.old, each.new, each.is_danger) for each in touched_words((dose,))
    ] == [("dose", "7.5 mg", "5 mg", True)]
    assert not touched_words((wording,))[0].is_danger
    assert summed([(1, (wording,)), (2, (wording, dose))]) == [
        ("dose", [2]),
        ("wording only", [1, 2]),
    ]


def test_how_much_changed_is_one_phrase() -> None:
    assert count_words(7, 113) == "113 words changed in 7 places"
    assert count_words(1, 1) == "1 word changed in 1 place"
    assert count_words(0, 0) == "nothing changed"
