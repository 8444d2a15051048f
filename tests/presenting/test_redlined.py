"""The pieces of a page: what is numbered, folded, pointed to and noted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from articles.presenting import Folded, Piece, folded, shown


def pieces(old: str | None, new: str, **more: Any) -> list[Piece]:
    return shown(old, SimpleNamespace(body=new, references=[]), **more).pieces


def test_changes_are_numbered_in_reading_order_and_the_rest_is_not() -> None:
    found = pieces("Rest.\n\nWalk.\n\nSleep.", "Rest well.\n\nWalk.\n\nSleep long.")
    assert [piece.number for piece in found] == [1, 0, 2]
    assert found[0].html == "<p>Rest <ins>well</ins>.</p>"


def test_a_text_that_stands_alone_has_no_change_in_it() -> None:
    found = pieces(None, "Take 5 mg [daily](https://a.example).\n\nRest.", view="clean")
    assert [(piece.number, piece.touched, piece.notes) for piece in found] == [(0, (), ())] * 2
    assert "<ins" not in "".join(piece.html for piece in found)


def test_what_nobody_can_see_is_told_of_a_text_that_stands_alone() -> None:
    (piece,) = pieces(None, "Take\u200b 5 mg.", view="clean")
    assert piece.notes == ("Invisible character added: U+200B ZERO WIDTH SPACE",)


def test_an_empty_text_that_got_words_did_change() -> None:
    (piece,) = pieces("", "Take 5 mg.")
    assert piece.number == 1
    assert [each.label for each in piece.touched] == ["dose"]


def test_where_something_stood_leads_to_where_it_moved() -> None:
    old = "Walk every day, also in winter.\n\nRest the joint.\n\nDrink enough water each day."
    new = "Rest the joint.\n\nDrink enough water each day.\n\nWalk every day, also in winter."
    found = pieces(old, new)
    away, moved = found[0], found[-1]
    assert (away.html, away.number, away.moved_away) == ("", 0, moved.number)
    assert moved.number == 1
    assert "Moved here" in moved.notes


def test_neighbours_that_did_not_change_fold_and_a_heading_stays_above_what_did() -> None:
    old = "One.\n\nTwo.\n\n## Doses\n\nTake 5 mg.\n\n## Rest\n\nSleep."
    found = folded(pieces(old, old.replace("5 mg", "2 mg")))
    assert [part.count if isinstance(part, Folded) else part.number for part in found] == [
        2,
        0,
        1,
        2,
    ]
    assert folded(pieces(old, old)) == [Folded(tuple(pieces(old, old)))]


def test_a_piece_with_a_comment_is_not_folded_away() -> None:
    found = pieces("One.\n\nTwo.", "One.\n\nTwo.")
    found[1].threads.append("a thread")
    assert [isinstance(part, Folded) for part in folded(found)] == [True, False]


def test_side_by_side_has_each_word_on_its_own_side() -> None:
    (piece,) = pieces("Take 7.5 mg a day.", "Take 5 mg a day.", view="side")
    assert ("7.5" in piece.old, "7.5" in piece.html) == (True, False)
    assert ("<ins" in piece.old, "<ins" in piece.html) == (False, True)


def test_markup_in_a_text_is_text_in_every_view() -> None:
    evil = "Rest <script>alert(1)</script> **now**."
    for view in ("redline", "clean", "side"):
        for piece in pieces("Rest **now**.", evil, view=view):
            assert "<script" not in piece.html + piece.old
