"""Hard pairs of texts end within the cap, with a coarser redline."""

from __future__ import annotations

import random

import pytest

from articles.content.redline import Op, alignment, matching, redline
from articles.content.redline.matching import AT_LEAST, PER_ITEM, matches
from tests.content.redline.samples import article, edited, shuffled, strangers
from tests.growth import growth


def test_texts_without_a_common_word_are_deleted_and_inserted_whole():
    found = redline(*strangers(30_000))
    assert {change.op for change in found.changes} == {Op.DELETED, Op.INSERTED}
    assert all(len(change.runs) == 1 for change in found.changes)


def test_what_costs_more_than_the_cap_counts_as_different(monkeypatch):
    same = ["a", "b"] * 50
    old, new = ["x", *same, "y"], ["z", *reversed(same), "u"]
    assert matches(old, new)
    monkeypatch.setattr(matching, "AT_LEAST", 10)
    monkeypatch.setattr(matching, "PER_ITEM", 1)
    assert matches(old, new) == []


@pytest.mark.parametrize("size", [2_000, 20_000])
def test_the_work_stays_below_the_cap(monkeypatch, size):
    chance, compared = random.Random(size), []
    cost = matching._cost

    def counted(old, new, around):
        compared.append(cost(old, new, around))
        return compared[-1]

    searched = matching._longest

    def longest(old, new, around):
        spent.append(compared[-1])
        return searched(old, new, around)

    spent = []
    monkeypatch.setattr(matching, "_cost", counted)
    monkeypatch.setattr(matching, "_longest", longest)
    old, new = (chance.choices("abcdef", k=size) for _ in "ab")
    matches(old, new)
    assert sum(spent) <= max(AT_LEAST, PER_ITEM * 2 * size)


def test_a_repeated_word_does_not_hide_an_edit():
    body = "same words again and again " * 400
    found = redline(f"{body}\n\nthen 2 g", f"{body}\n\nthen 3 g")
    assert found.summary().words == 2


def test_a_word_in_every_paragraph_of_a_long_text_is_exchanged_in_each():
    paragraphs = [f"Paragraph {n} says that the dose of item{n} is low." for n in range(300)]
    old = "\n\n".join(paragraphs)
    found = redline(old, old.replace("low", "high"))
    assert {change.op for change in found.changes} == {Op.CHANGED}
    assert (found.summary().inserted, found.summary().deleted) == (300, 300)


def test_an_article_with_sixty_edits_is_marked_at_sixty_words():
    body = article()
    figures = redline(body, edited(body)).summary()
    assert 54 <= figures.inserted <= 60 and figures.deleted == 60


@pytest.mark.slow
@pytest.mark.parametrize("pair", [strangers, shuffled])
def test_the_time_grows_with_the_size(pair):
    assert growth(lambda size: redline(*pair(size)), 50_000) < 10


@pytest.mark.slow
def test_a_megabyte_of_strangers_has_a_redline():
    found = redline(*strangers(1_000_000))
    assert {change.op for change in found.changes} == {Op.DELETED, Op.INSERTED}


def test_too_many_changed_blocks_are_taken_out_and_put_in_and_not_paired(monkeypatch):
    old, new = (
        "\n\n".join(f"Take {dose + n} mg of tablet number {n} a day." for n in range(20))
        for dose in (100, 300)
    )
    assert {change.op for change in redline(old, new).changes} == {Op.CHANGED}
    monkeypatch.setattr(alignment, "MOST", 39)
    assert [change.op for change in redline(old, new).changes].count(Op.DELETED) == 20
