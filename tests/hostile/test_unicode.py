"""Unicode that deceives: stored as written in NFC or refused with its place, the same on both
databases, since this table is the same; and whoever reviews is told of every character unseen.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import presenting
from articles.canonical import clean_text
from articles.content.oddities import oddities
from articles.content.slugs import slug
from articles.errors import InputRefused
from articles.models import Article
from articles.stages import Stage
from tests.cast import Cast
from tests.desk.site import signed_in

REFUSED = {
    "override": "\u202e", "embedding": "\u202a", "isolate": "\u2066", "end of isolate": "\u2069",
    "mark": "\u200f", "arabic mark": "\u061c", "NUL": "\x00", "escape": "\x1b", "delete": "\x7f",
    "next line": "\x85", "high surrogate": "\ud800", "low surrogate": "\udfff",
    "tag": "\U000e0041", "vertical tab": "\x0b",
}  # fmt: skip
KEPT = {
    "zero width space": ("a\u200bb", "a\u200bb", 1), "joiner": ("a\u200db", "a\u200db", 1),
    "byte order mark": ("a\ufeffb", "a\ufeffb", 1), "word joiner": ("a\u2060b", "a\u2060b", 1),
    "soft hyphen": ("a\u00adb", "a\u00adb", 1), "no-break space": ("5\u00a0mg", "5\u00a0mg", 1),
    "thin space": ("5\u2009mg", "5\u2009mg", 1), "line separator": ("a\u2028b", "a\u2028b", 1),
    "filler": ("a\u3164b", "a\u3164b", 1), "selector": ("a\ufe0fb", "a\ufe0fb", 1),
    "look-alike drug": ("m\u0435thotrexate", "m\u0435thotrexate", 1),
    "look-alike by Greek": ("c\u03bflchicine", "c\u03bflchicine", 1),
    "decomposed": ("cafe\u0301", "caf\u00e9", 0), "composed": ("caf\u00e9", "caf\u00e9", 0),
    "angstrom": ("\u212b", "\u00c5", 0), "four bytes": ("\U0001f9b4", "\U0001f9b4", 0),
    "a thousand marks": ("a" + "\u0323" * 1000, "\u1ea1" + "\u0323" * 999, 0),
    "line ends": ("a\r\nb\rc", "a\nb\nc", 0),
}  # fmt: skip
"""What is typed, what is stored, and how many signs the reviewer is told of."""


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "summary", "body", "funding"])
def test_what_could_turn_a_sentence_round_is_refused_with_its_place(cast: Cast, field: str) -> None:
    for character in REFUSED.values():
        with pytest.raises(InputRefused) as refused:
            cast.draft(**{field: f"Take 5{character} mg."})
        assert (refused.value.field, refused.value.code) == (field, "character")
        assert f"U+{ord(character):04X} on line 1" in refused.value.message
    assert Article.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("case", KEPT)
def test_what_is_kept_is_kept_to_the_letter_and_told_to_the_reviewer(cast: Cast, case: str) -> None:
    typed, stored, signs = KEPT[case]
    article = cast.article_in(Stage.MEDICAL_REVIEW, title="T", body=f"{typed} [@handbook]")
    held = Article.objects.get(pk=article.pk)
    assert held.body == f"{stored} [@handbook]"
    assert held.round is not None and held.round.record.body == held.body
    assert len(presenting.reading(held).odd) == signs
    review = held.round.reviews.get()
    page = signed_in(cast.physician).get(f"/review/{review.pk}/").content.decode()
    for odd in oddities(stored):
        names = [odd.name] if odd.kind != "mixed_script" else [odd.text]
        assert all(name in page for name in names), names


@pytest.mark.django_db
def test_twins_of_one_name_are_one_text(cast: Cast) -> None:
    one, two = (cast.draft(title=title) for title in ("Cafe\u0301 disease", "Caf\u00e9 disease"))
    assert one.content_digest == two.content_digest
    assert {one.slug, two.slug} == {"cafe-disease", "cafe-disease-2"}


@given(st.text(max_size=60))
def test_every_text_is_stored_as_its_normal_form_or_refused_for_a_reason(text: str) -> None:
    bad = [character for character in text if character in set(REFUSED.values())]
    try:
        stored = clean_text(text, "body")
    except InputRefused:
        assert any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in text)
        return
    assert not bad
    assert stored == unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert clean_text(stored, "body") == stored
    stored.encode()


@given(st.text(alphabet=st.characters(categories=["Cf", "Zs", "Zl", "Zp"]), min_size=1, max_size=9))
def test_every_character_without_a_glyph_is_told_of_or_refused(unseen: str) -> None:
    try:
        stored = clean_text(f"a{unseen}b", "body")
    except InputRefused:
        return
    told = {odd.start for odd in oddities(stored)}
    assert {at for at, character in enumerate(stored) if character not in "ab "} <= told


@given(st.text(max_size=80))
def test_an_address_is_plain_ascii_whatever_the_title(text: str) -> None:
    made = slug(text)
    assert made.isascii() and len(made) <= 60
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.django_db
def test_searching_and_signing_in_with_any_text_answers(cast: Cast) -> None:
    client = signed_in(cast.superuser)
    for text in [*REFUSED.values(), *(typed for typed, _, _ in KEPT.values())]:
        sent = text.encode("utf-8", "surrogatepass")
        for address in (
            "/articles/",
            "/reviewers/",
            "/admin/articles/article/",
            "/admin/auth/user/",
        ):
            quoted = "".join(f"%{byte:02X}" for byte in sent)
            assert client.get(f"{address}?q={quoted}").status_code < 500, (address, text)
        answer = signed_in(None).post("/login/", {"login": sent, "password": "x"})
        assert answer.status_code in {422, 429}
