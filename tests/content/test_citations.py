"""Which references a text cites, and in which order they print."""

from __future__ import annotations

from articles.content.citations import Citation, anchor, cited, dangling, numbered, places, uncited

REFERENCES = [{"id": "a"}, {"id": "b"}, {"id": "c"}]
BODY = "One[@c] `[@b]`\ntwo\nthree[@a; @c]\n\n- four [@gone]\n\n| x |\n|---|\n| y[@c] |\n"


def test_places_name_the_line_of_every_citation():
    assert places(BODY) == [
        Citation("c", 1),
        Citation("a", 3),
        Citation("c", 3),
        Citation("gone", 5),
        Citation("c", 9),
    ]


def test_cited_keys_come_once_in_order_of_first_citation():
    assert cited(BODY) == ("c", "a", "gone")


def test_dangling_and_uncited():
    assert dangling(BODY, REFERENCES) == ("gone",)
    assert uncited(BODY, REFERENCES) == ("b",)


def test_references_print_cited_first_then_as_stored():
    assert numbered(BODY, REFERENCES) == [{"id": "c"}, {"id": "a"}, {"id": "b"}]
    assert anchor(1) == "ref-1"


def test_what_only_looks_like_a_citation_is_text():
    assert cited("a@b.org [@] [a] [@a b] [@a,@b] [ @a] \\[@a] [@.a]") == ()
    assert cited("[@a\n;\n@b]") == ("a", "b")
