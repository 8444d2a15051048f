"""Hostile addresses: only https and mailto become links, wherever an address may be typed."""

from __future__ import annotations

import pytest

from articles.content import markdown, references
from articles.content.redline import redline
from articles.content.redline.html import html
from articles.credentials import checking, recording
from articles.errors import InputRefused
from articles.models import Board, Credential, CredentialVerification
from tests.cast import SEEN, Cast
from tests.desk.site import signed_in

from .corpus import BAD_LINKS, HALF_LINKS
from .markup import LINK, Elements, faults, links

FORMS = ("[x]({})", "[x](<{}>)", "[x]\n\n[x]: {}", "[x]\n\n[x]: <{}>", "<{}>", "![x]({})", "{}")
"""How Markdown can be made to link. The last would be one only where bare addresses are."""


@pytest.mark.parametrize("form", FORMS)
def test_no_bad_address_becomes_a_link_in_a_text(form):
    for address in BAD_LINKS:
        shown = markdown.render(form.format(address)).html
        assert links(shown) == [], (form, address)
        assert faults(shown) == [], (form, address)


def test_what_may_look_like_another_site_leads_where_it_says_or_nowhere():
    for address in HALF_LINKS:
        for form in FORMS[:-1]:
            for target in links(markdown.render(form.format(address)).html):
                assert LINK.match(target) and "\\" not in target, (form, address)
                assert not any(character < "!" for character in target), (form, address)


def test_a_good_address_does_become_a_link():
    for address in ("https://x.example/a?b=c#d", "mailto:a@x.example"):
        assert links(markdown.render(f"[x]({address})").html) == [address]


def test_no_bad_address_becomes_a_link_where_texts_are_compared():
    for address in BAD_LINKS:
        for old, new in (("x", f"[x]({address})"), (f"[x]({address})", "[x](https://x.example)")):
            for change in redline(old, new).changes:
                shown = links(html(change))
                assert set(shown) <= {"https://x.example"}, address


@pytest.mark.parametrize("field", ["URL", "DOI"])
def test_a_reference_keeps_no_bad_address(field):
    for address in BAD_LINKS:
        with pytest.raises(InputRefused) as refused:
            references.validate([{"id": "x", "type": "book", field: address}])
        assert refused.value.field == "references" and field in refused.value.message


def test_a_pasted_line_with_a_bad_address_is_words_and_no_address():
    for address in BAD_LINKS:
        made = references.from_line(f"A handbook of joints. {address} 10.1000/x")
        assert made.get("URL", "https://").startswith("https://"), address


@pytest.mark.django_db
@pytest.mark.parametrize("address", [link for link in (*BAD_LINKS, HALF_LINKS[0]) if link])
def test_a_source_or_a_board_is_not_looked_up_at_a_bad_address(cast: Cast, address: str) -> None:
    credential = Credential.objects.earliest("pk")
    checks = CredentialVerification.objects.count()
    with pytest.raises(InputRefused) as refused:
        checking.check(
            credential,
            actor=cast.officer,
            method="primary_source_web",
            note="Looked up",
            evidence_digest=SEEN,
            source_url=address,
        )
    assert refused.value.field == "source_url"
    board = Board.objects.get()
    board.verify_url = address
    with pytest.raises(InputRefused) as refused:
        recording.save(board, actor=cast.officer, reason="New address")
    assert refused.value.field == "verify_url"
    assert CredentialVerification.objects.count() == checks
    assert Board.objects.get().verify_url == ""


@pytest.mark.django_db
def test_a_bad_address_in_a_summary_is_words_on_every_page(cast: Cast) -> None:
    storable = [address for address in BAD_LINKS if not set(address) & {"\x00", "\x01"}]
    article = cast.draft(summary=" ".join(f"[x]({address}) {address}" for address in storable))
    page = signed_in(cast.writer).get(article.get_absolute_url()).content.decode()
    own = [target for target in links(page) if ":" in target and not LINK.match(target)]
    assert own == []
    assert "javascript:pwned()" in "".join(Elements(page).text)
