"""Words that comments stand on, within a redline."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from articles.content.redline import redline
from articles.content.redline.anchored import Anchor
from articles.content.redline.html import html

OLD = "Take *5 mg* of prednisone a day[@a], or less. Ask."
NEW = "Take *7 mg* of prednisone each day[@a], or **much less**. Ask."
LINK = re.compile(r'<a href="#note-[A-Z]"[^>]*>[A-Z]</a>')


def change(old=OLD, new=NEW):
    return redline(old, new).changes[-1]


def on(change, letter, words):
    start = change.new.text.index(words)
    return Anchor(letter, start, start + len(words))


def anchored(html, letter):
    """What stands between an anchor's opening and its link."""
    found = re.search(rf'id="words-{letter}">(.*?)<a href="#note-{letter}"', html)
    return found and re.sub(r"<[^>]+>", "", found[1])


def test_words_under_a_comment_carry_its_letter():
    shown = html(change(), anchors=[on(change(), "A", "7 mg of")])
    assert anchored(shown, "A") == "7 mg of"
    assert shown.count("<a href") == 1


def test_deleted_words_between_them_stand_under_it_too():
    shown = html(change(), anchors=[on(change(), "A", "prednisone each day")])
    assert anchored(shown, "A") == "prednisone a each day"


def test_a_citation_does_not_shift_what_follows_it():
    shown = html(change(), anchors=[on(change(), "A", "much less")])
    assert anchored(shown, "A") == "less much less"[5:]


def test_two_comments_on_overlapping_words_each_have_a_place_and_a_link():
    both = [on(change(), "A", "mg of"), on(change(), "B", "of prednisone")]
    shown = html(change(), view="clean", anchors=both)
    assert shown.count('id="words-A"') == shown.count('id="words-B"') == 1
    assert LINK.findall(shown) == [
        f'<a href="#note-{name}" aria-label="Comment {name}" rel="noopener noreferrer">{name}</a>'
        for name in "AB"
    ]


def test_words_of_a_table_are_found_in_their_cell():
    row = change("| a | b |\n|-|-|\n| one | two |", "| a | b |\n|-|-|\n| one | two three |")
    cells = html(row, anchors=[on(row, "A", "three")]).split("<td>")
    assert anchored(cells[2], "A") == "three"
    assert "anchor" not in cells[1]


def test_what_is_gone_carries_no_comment():
    gone = redline("One.\n\nTwo.", "One.").changes[-1]
    assert "anchor" not in html(gone, anchors=[Anchor("A", 0, 3)])


@given(
    st.lists(st.sampled_from(["5 mg", "*dose*", "[@a]", "day,", "`x`", "é "]), min_size=1).map(
        " ".join
    ),
    st.data(),
)
def test_anchors_change_no_word(body, data):
    shown = redline("", body).changes[0]
    length = len(shown.new.text)
    ends = st.tuples(st.integers(0, length), st.integers(0, length))
    drawn = [sorted(data.draw(ends)) for _ in "AB"]
    anchors = [Anchor(name, *ends) for name, ends in zip("AB", drawn, strict=True)]
    marked = LINK.sub("", html(shown, view="clean", anchors=anchors))
    plain = re.sub(r'<span(?! class="cite").*?>|(?<!\])</span>', "", marked)
    assert re.sub(r"<[^>]+>", "", plain) == re.sub(r"<[^>]+>", "", html(shown, view="clean"))
