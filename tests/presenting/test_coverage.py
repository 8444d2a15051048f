"""How much of a text was signed as it stands, and by whom: counted by wording, not by place."""

from __future__ import annotations

import datetime as dt

import pytest

from articles import presenting
from articles.content.blocks import parse
from articles.content.redline import block_digest
from articles.models import Article
from articles.presenting.coverage import Coverage, Seen, Witness, coverage, signed_by
from tests.cast import Cast, standing_signature

FIRST, SECOND = "Rest the joint for two days.", "Drink water through the day."


@pytest.mark.parametrize(
    ("covered", "words", "sentence"),
    [
        (0, 0, "The text has no words."),
        (0, 1, "No word of this text has been signed."),
        (1, 1, "Every word of the text stands as it was signed."),
        (2_000, 2_000, "Every word of the text stands as it was signed."),
        (1, 2_000, "1 of 2,000 words stand as they were signed (1 %)."),
        (1_999, 2_000, "1,999 of 2,000 words stand as they were signed (99 %)."),
        (1, 3, "1 of 3 words stand as they were signed (33 %)."),
    ],
)
def test_the_share_is_never_rounded_to_none_or_to_all(
    covered: int, words: int, sentence: str
) -> None:
    assert Coverage({}, covered, words).sentence == sentence


def test_everybody_is_named_once_with_the_newest_sign_off() -> None:
    ada, bela = "Ada Moss, MD", "Bela Nemeth, MD"
    days = [dt.date(2026, month, 3) for month in (5, 4, 3)]
    seen = [Witness(name, on) for name, on in zip((ada, bela, ada), days, strict=True)]
    assert signed_by(seen) == "Ada Moss, MD, 3 May 2026 and Bela Nemeth, MD, 3 Apr 2026"


@pytest.fixture
def signed(cast: Cast) -> Article:
    return cast.sign_off(cast.submit(cast.draft(body=f"{FIRST}\n\n{SECOND}")))


@pytest.mark.django_db
def test_a_wording_that_moved_is_covered_and_one_that_changed_is_not(signed: Article) -> None:
    given = presenting.signatures_of(signed)
    body = f"{SECOND}\n\nRest the joint for three days.\n\nAsk for help."
    found = coverage(body, given)
    moved, changed, new = parse(body)
    was = parse(signed.body)[0]

    assert (found.covered, found.words) == (5, 14)
    assert [each.name for each in found.witnesses(block_digest(moved))] == ["Ada Moss, MD"]
    assert [
        found.seen(block_digest(each), block_digest(was) if each is changed else "")
        for each in (moved, changed, new)
    ] == [
        Seen.COVERED,
        Seen.CHANGED,
        Seen.NOBODY,
    ]


@pytest.mark.django_db
def test_a_withdrawn_sign_off_covers_nothing(cast: Cast, signed: Article) -> None:
    signature = standing_signature(signed)
    cast.act("withdraw_signature", signed, cast.editor, signature=signature, note="In error.")
    given = presenting.signatures_of(signed)

    assert given == []
    assert coverage(signed.body, given).covered == 0


@pytest.mark.django_db
def test_a_list_signed_in_parts_says_so(cast: Cast) -> None:
    cast.policy("Default", sign_offs=1)
    article = cast.sign_off(cast.submit(cast.draft(body="- Rest.\n- Sleep.")))
    article = cast.revised(article, body="- Sleep.\n- Drink.")
    article = cast.submit(article, cast.second_physician)
    article = cast.sign_off(article, cast.second_physician)
    seen = coverage("- Rest.\n- Drink.", presenting.signatures_of(article))
    article.body = "- Rest.\n- Drink."
    (piece,) = presenting.shown(None, article, coverage=seen).pieces

    assert piece.seen == "covered"
    assert piece.signed.startswith("in parts, by Ada Moss, MD, ")
    assert " and Bela Nemeth, MD, " in piece.signed
