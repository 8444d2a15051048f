"""What readers get from a body: safe HTML, every word, numbered citations."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.content.blocks import parse
from articles.content.markdown import render
from articles.content.words import word_count, words
from tests.growth import growth
from tests.html_words import words_of_html

ASSET = "sha256:" + "a1" * 32

PIECES = (
    *[
        "[",
        "]",
        "(",
        ")",
        "!",
        "<",
        ">",
        "*",
        "_",
        "`",
        "```",
        "#",
        "##",
        "-",
        "+",
        "1.",
        "|",
        "\\",
        "&",
        ";",
        ":",
        '"',
        "'",
        "=",
        "~",
        "[@a]",
        "[@b;",
        "[@a;@b]",
        "@",
        "---",
        "|-|",
    ],
    *[
        "<script>",
        "</p>",
        "<img",
        "onerror=x>",
        "javascript:",
        "https://x.org",
        "mailto:a@b.org",
        "sha256:",
    ],
    *["style=", "&#106;", "é", "\u200b", "\xa0", "word", "Word"],
    *(" ", "    ", "\t", "\n", "\n\n"),
)
MARKDOWNISH = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
ANY_BODY = st.one_of(
    MARKDOWNISH, st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=200)
)


class Elements(HTMLParser):
    """Every start tag of a page, as (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Elements(html).found:
        assert tag in SAFE_TAGS
        assert attributes.keys() <= {
            *("href", "rel", "role", "src", "alt", "start", "scope", "id", "class")
        }
        assert re.match(
            r"(?i:https://|mailto:)|#ref-\d+$", attributes.get("href") or "mailto:", re.IGNORECASE
        )
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", attributes.get("src") or ASSET)
        if tag == "a":
            assert attributes["rel"] == "noopener noreferrer"


SAFE_TAGS = {
    *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "ul", "ol", "li", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td", "sup", "mark", "h2", "h3", "h4", "h5", "h6"),
}

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example)",
    "[x](/admin/)",
    "[x](http://evil.example)",
    "[x](file:///etc/passwd)",
    "[x](sha256:" + "a1" * 32 + ")",
    "[x](#s-a)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/beacon.png)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![x](sha256:abc)",
    '![x" onerror="alert(1)](' + ASSET + ")",
    '[x](https://a.example "t\\" onmouseover=alert(1) ")',
    "[x](https://a.example/\"onmouseover='alert(1)')",
    "`<script>`\n\n```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>@import 'https://evil.example'</style>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "| a |\n|:-:|\n| <td onclick=x> |",
    "[@a<script>]",
    '[@a"><script>alert(1)</script>]',
    "# <script>alert(1)</script>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_becomes_markup(attack):
    assert_harmless(render(attack, [{"id": "a"}]).html)


@given(ANY_BODY)
@example("[x](javascript:1)")
def test_any_text_renders_to_harmless_html(body):
    assert_harmless(render(body, [{"id": "a"}]).html)


@given(ANY_BODY)
@example("> " * 60 + "deep")
@example("a[@a]b ![c `d` [@a]](x)e")
@example("`a`\n\n    code\n\n| a | b |\n|---|---|\n| c | d |")
def test_every_word_of_the_text_is_in_the_html_in_order(body):
    assert words_of_html(render(body, [{"id": "a"}]).html) == words(body)


@given(ANY_BODY)
def test_blocks_lie_in_order_within_the_text(body):
    starts = [block.lines[0] for block in parse(body)]
    assert starts == sorted(starts)
    assert all(0 <= block.lines[0] < block.lines[1] for block in parse(body))


def test_raw_html_is_shown_as_text():
    assert render("a <b>c</b>").html == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"


def test_the_page_title_keeps_level_one_to_itself():
    assert render("# A\n\n## B\n\n### C").html == (
        '<h2 id="s-a">A</h2>\n<h2 id="s-b">B</h2>\n<h3 id="s-c">C</h3>\n'
    )


def test_heading_ids_are_unique_and_do_not_move_with_their_neighbours():
    def ids(body: str) -> list[str]:
        return re.findall(r'id="([^"]+)"', render(body).html)

    assert ids("## Pain\n\n## Pain 2\n\n## Pain\n\n## Боль") == [
        *("s-pain", "s-pain-2", "s-pain--2", "s-40067dbf")
    ]
    assert ids("## New\n\n## Pain *now* [@a]")[1] == ids("## Pain now")[0]


def test_table_cells_are_aligned_by_class():
    html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |").html
    assert '<th class="align-center" scope="col">a</th>' in html
    assert '<td class="align-right">2</td>' in html
    assert "style" not in html


def test_only_a_stored_image_is_an_image():
    assert render(f"![A *knee*]({ASSET})").html == f'<p><img src="{ASSET}" alt="A knee"></p>\n'
    assert render("![A *knee*](https://x.org/k.png)").html == "<p>A knee</p>\n"


def test_links_open_safely_and_carry_no_title():
    assert render('[a](https://x.org "hidden")').html == (
        '<p><a href="https://x.org" rel="noopener noreferrer">a</a></p>\n'
    )
    assert render("[a](mailto:a@x.org)").html.startswith('<p><a href="mailto:a@x.org"')
    assert render("[a](http://x.org)").html == "<p>a</p>\n"


def test_citations_are_numbered_by_first_citation():
    rendered = render("x[@b]. y[@a; @b] z", [{"id": "a"}, {"id": "b"}, {"id": "never"}])
    assert rendered.cited == ("b", "a")
    assert rendered.dangling == ()
    link = '<a href="#ref-{0}" role="doc-noteref" rel="noopener noreferrer">{0}</a>'
    assert rendered.html == (
        f'<p>x<sup class="citation">{link.format(1)}</sup>. '
        f'y<sup class="citation">{link.format(2)},{link.format(1)}</sup> z</p>\n'
    )


def test_a_citation_that_points_nowhere_is_an_error_mark():
    rendered = render("x[@gone]", [])
    assert rendered.html == '<p>x<mark class="citation-error">[@gone?]</mark></p>\n'
    assert rendered.dangling == ("gone",)


def test_code_holds_no_citation():
    rendered = render("`[@a]`\n\n    [@a]\n\n```\n[@a]\n```\n\n\\[@a]", [{"id": "a"}])
    assert rendered.cited == ()
    assert "<sup" not in rendered.html


def test_what_is_nested_too_deep_is_shown_and_not_dropped():
    assert words("> " * 200 + "deep")[-1] == "deep"
    assert "deep" in render("- " * 200 + "deep").html


def test_words_count_what_readers_see():
    body = "# One **two**\n\nthr*ee* [four](https://x.org)[@a] ![five](x)\n\n| six | 7 |\n|-|-|\n"
    assert words(body) == ["One", "two", "three", "four", "five", "six", "7"]
    assert word_count(body) == 7


def test_words_of_a_page_leave_out_what_is_not_text():
    page = (
        "<head><title>t</title></head><style>s</style><p>a<b>b</b><br>c&amp;</p><p>d</p>"
        '<sup class="citation"><sup>1</sup></sup><script>x</script>e'
    )
    assert words_of_html(page) == ["ab", "c&", "d", "e"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "[",
            "]",
            "*",
            "_",
            ">",
            "> ",
            "- ",
            "1. ",
            "`",
            "![",
            "<",
            "&",
            "\\",
            "|",
            "~",
            "[a](",
            "(",
        ),
        *(
            "*a ",
            "_a ",
            "**a*",
            "[a][",
            "[@a]",
            "[@a;",
            "#",
            "a\n=\n",
            "[a]: x\n",
            "![a](",
            "<a ",
            "`a",
        ),
    ],
)
def test_the_time_of_marks_grows_with_their_number(piece):
    assert growth(lambda size: render((piece * size)[:size], [{"id": "a"}]), 25_000) < 10


@pytest.mark.slow
def test_the_time_of_nested_images_grows_with_their_number():
    assert growth(lambda depth: render("![" * depth + "x" + "](y)" * depth), 2_500) < 10


@pytest.mark.slow
def test_the_time_of_a_text_grows_with_its_length():
    paragraph = "Some *words* of a long text with a [link](https://x.org) and a mark[@a].\n\n"
    section = "## Heading\n\n" + paragraph * 20
    assert growth(lambda count: render(section * count, [{"id": "a"}]), 170) < 10
