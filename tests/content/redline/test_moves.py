"""Paragraphs that move, split and join are recognised; a table keeps its shape."""

from __future__ import annotations

from articles.content.redline import Column, Op, block_digest, redline
from articles.content.redline.changes import Part

ONE = "Take the tablet with a full glass of water every single morning."
TWO = "Bone density falls fastest within the first six months of treatment."
THREE = "Tell your doctor at once about fever, swelling or any new pain."


def body(*paragraphs):
    return "\n\n".join(paragraphs)


def ops(found):
    return [change.op.value for change in found.changes]


def codes(change):
    return [note.code for note in change.notes]


def test_a_moved_paragraph_is_one_change_with_both_places():
    found = redline(body(ONE, TWO, THREE), body(THREE, ONE, TWO))
    assert ops(found) == ["moved", "same", "same", "moved_away"]
    moved, *_, away = found.changes
    assert (moved.moved_from, away.moved_to, codes(moved)) == (2, 0, ["moved"])
    assert (found.summary().words, found.summary().moved, found.summary().places) == (0, 1, 1)
    assert block_digest(moved.old) == block_digest(moved.new)


def test_a_paragraph_that_moved_and_changed_is_both():
    found = redline(body(ONE, TWO, THREE), body(THREE.replace("fever", "**fever**"), ONE, TWO))
    moved = found.changes[0]
    assert ops(found) == ["moved", "same", "same", "moved_away"]
    assert codes(moved) == ["moved", "emphasis_added"]
    assert [word.text for run in moved.runs if run.op is Part.INSERTED for word in run.words] == [
        "fever"
    ]


def test_a_rewritten_paragraph_elsewhere_has_not_moved():
    found = redline(body(ONE, TWO), body(THREE, ONE, TWO))
    assert ops(found) == ["inserted", "same", "same"]


def test_a_rule_does_not_move():
    assert "moved" not in ops(redline(body("---", ONE, TWO), body(ONE, TWO, "---")))


def test_a_deleted_paragraph_stands_where_it_stood():
    assert ops(redline(body(ONE, TWO, THREE), body(ONE, THREE))) == ["same", "deleted", "same"]
    assert ops(redline(body(ONE, TWO), body(ONE, THREE))) == ["same", "deleted", "inserted"]


def test_a_split_paragraph_is_one_change_for_each_part():
    found = redline(body(ONE, f"{TWO} {THREE}"), body(ONE, TWO, THREE.replace("any", "some")))
    assert ops(found) == ["same", "split", "split"]
    _, first, second = found.changes
    assert (first.old, first.new.text) == (second.old, TWO)
    assert codes(first) == codes(second) == ["split"]
    assert second.runs[0].words[0].nature == "paragraph"
    assert found.summary().words == 2


def test_joined_paragraphs_are_one_change():
    found = redline(body(ONE, TWO, THREE), body(f"{ONE} {TWO} {THREE}"))
    (joined,) = found.changes
    assert joined.op is Op.JOINED and codes(joined) == ["joined"]
    assert [block.text for block in (joined.old, *joined.joined)] == [ONE, TWO, THREE]


def test_a_paragraph_that_became_a_list_is_a_split():
    found = redline(f"{ONE} {TWO}", f"- {ONE}\n- {TWO}")
    assert ops(found) == ["split", "split"]
    assert codes(found.changes[0]) == ["split", "kind", "indent"]


def test_a_new_column_stands_in_one_place_in_every_row():
    old = "|Who|Dose|\n|-|-|\n|Adults|5 mg|\n|Children|2 mg|\n"
    new = "|Who|How|Dose|\n|-|-|-|\n|Adults|orally|5 mg|\n|Babies|never|0 mg|\n"
    found = redline(old, new)
    assert ops(found) == ["changed", "changed", "deleted", "inserted"]
    assert [change.columns for change in found.changes] == [
        *((Column(0, 0), Column(None, 1), Column(1, 2)),) * 2,
        (Column(0, None), Column(None, None), Column(1, None)),
        (Column(None, 0), Column(None, 1), Column(None, 2)),
    ]


def test_texts_that_read_the_same_differ_in_spelling_alone():
    found = redline("*now*\n\n\n- one", "_now_\n\n* one\n")
    assert found.spelling and ops(found) == ["same", "same"]
