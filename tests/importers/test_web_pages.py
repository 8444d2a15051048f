"""What of a page becomes what in Markdown; no word of the article is lost or made."""

from __future__ import annotations

import re
import unicodedata
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content.markdown import render
from articles.content.words import words
from articles.importers import ImportedArticle, read
from tests.html_words import words_of_html


def imported(source: str) -> ImportedArticle:
    [article] = read(f"<h1>Title</h1>{source}".encode(), "a.html")
    assert isinstance(article, ImportedArticle)
    return article


def body(source: str) -> str:
    return imported(source).body


INLINE = [
    ("a <b> bold </b>x", "a **bold** x"),
    ("<b>a<i>b</i>c</b>", "**a*b*c**"),
    ("<b>a</b><i>b</i>", "**a***b*"),
    ("foo<b>(x)</b>b", "foo(x)b"),
    (
        "<b style='font-weight:normal'>no</b> <span style='font-weight: 700'>yes</span>",
        "no **yes**",
    ),
    ("<q>So</q> it is", "“So” it is"),
    ("10<sup>9</sup>/L, CO<sub>2</sub>, 1<sup>st</sup>", "10⁹/L, CO₂, 1st"),
    ("one<br>two<br># three", "one\\\ntwo\\\n\\# three"),
    ("<code>a*b</code>", "`a*b`"),
    ("snake<b>_case</b>_", "snake_case\\_"),
    ("5 < 6 & 7 &amp;amp; [@x] *y*", "5 < 6 & 7 \\&amp; \\[@x] \\*y\\*"),
    ("<a href='https://a.example/b(c)'> link </a>!", "[link](https://a.example/b%28c%29) !"),
    ("x!<a href='https://a.example/'>y</a>", "x\\![y](https://a.example/)"),
    ("<a href='/rel'>z</a> <a href='#here'>w</a>", "z w"),
    ("<del>10 mg</del> 5 mg", "10 mg 5 mg"),
]


@pytest.mark.parametrize(("source", "markdown"), INLINE)
def test_a_line_is_written_so_that_it_reads_the_same(source, markdown):
    assert body(f"<p>{source}</p>") == markdown


BLOCKS = [
    ("<h3>A</h3><p>b<h5>C</h5>", "## A\n\nb\n\n#### C"),
    ("<ol start=4><li>a<li>b</ol><ol><li>c</ol>", "4. a\n5. b\n\n1) c"),
    ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
    ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b"),
    ("<blockquote>a<p>b</blockquote>", "> a\n>\n> b"),
    ("<dl><dt>T<dd>def</dl>", "- **T**\\\n  def"),
    ("<pre>a  b\n c</pre>", "```\na  b\n c\n```"),
    ("<table><tr><th>A<th>B<tr><td>1<td>2|3</table>", "| A | B |\n| --- | --- |\n| 1 | 2\\|3 |"),
    (
        "<table><tr><th>A<th colspan=2>B<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>",
        "| A | B |  |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |",
    ),
    (
        "<table><tr><td><b>A</b><td><b>B</b><tr><td>1<td>2</table>",
        "| **A** | **B** |\n| --- | --- |\n| 1 | 2 |",
    ),
    ("<table role=presentation><tr><td>a<td>b</table>", "a\n\nb"),
    ("<table><tr><td><h2>A</h2>b<td>c</table>", "## A\n\nb\n\nc"),
    ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
    ("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"),
]


@pytest.mark.parametrize(("source", "markdown"), BLOCKS)
def test_a_block_becomes_the_block_that_it_is(source, markdown):
    assert body(source) == markdown


PIECES = st.lists(
    st.tuples(
        st.sampled_from(
            ["p", "b", "i", "em", "li", "td", "code", "blockquote", "div", "span", "a"]
        ),
        st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Co", "Cn"]), max_size=12),
    ),
    max_size=12,
)


@given(PIECES, st.booleans())
def test_every_word_of_any_markup_survives_in_order(pieces, closed):
    source = "".join(
        f"<{tag}>{escape(text)}" + (f"</{tag}>" if closed else " ") for tag, text in pieces
    )
    article = imported(f"<p>First.</p>{source}<p>Last.</p>")
    shown = render(article.body).html
    wanted = "".join(
        f" {text} " if tag in ("p", "li", "td", "div", "blockquote") or not closed else text
        for tag, text in pieces
    )
    flat = "".join(unicodedata.normalize("NFC", f"First.{wanted}Last.").split())
    assert "".join(words_of_html(shown)) == flat
    assert "".join(words(article.body)) == flat


ALL = ("roe2020", "other-words", "a-page-here")
REFERENCES = (
    "<h2>References</h2><ol><li id=r1>Roe J. On gout. J Joint. 2020;3(2):10-12. "
    "<a href='https://doi.org/10.1000/x'>doi</a> <a href='#b1'>↩</a></li>"
    "<li id=r2>Other words <a href='https://pubmed.ncbi.nlm.nih.gov/123/'>PubMed</a></li>"
    "<li id=r3>A page <a href='https://a.example/p'>here</a></li></ol>"
)


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        ("x<sup><a href=#r1 id=b1>1</a></sup>", [("roe2020",)]),
        ("x<sup><a href=#r1>1</a>,<a href=#r2>2</a></sup>", [("roe2020", "other-words")]),
        ("x<sup><a href=#r1>1</a>–<a href=#r3>3</a></sup>", [ALL]),
        ("x.<sup>1-3</sup>", [ALL]),
        ("x [1, 3] y [2].", [("roe2020", "a-page-here"), ("other-words",)]),
        ("x [<a href=#r1>1</a>]", [("roe2020",)]),
        ("10<sup>3</sup> m<sup>2</sup> x [4] y [0]", []),
    ],
)  # fmt: skip
def test_marks_cite_the_entries_that_they_mean(source, cited):
    article = imported(f"<p>{source}</p>{REFERENCES}")
    found = [
        tuple(re.findall(r"@([\w-]+)", mark)) for mark in re.findall(r"\[@[^\]]*\]", article.body)
    ]
    assert found == cited
    assert [(r.get("DOI"), r.get("PMID"), r.get("URL")) for r in article.references] == [
        *(("10.1000/x", None, None), (None, "123", None), (None, None, "https://a.example/p")),
    ]
    assert "References" not in article.body


def test_a_footnote_cites_or_goes_to_the_end():
    article = imported(
        "<p>a<sup><a href=#f1 id=b1>1</a></sup> b<sup><a href=#f2 id=b2>2</a></sup></p><hr>"
        "<ol><li id=f1>Taken <b>with</b> food. <a href=#b1>↩</a></li>"
        "<li id=f2>Roe J. On gout. J Joint. 2020;3(2):10-12. <a href=#b2>↩</a></li></ol>"
    )
    assert article.body == "a \\[note 1] b[@roe2020]\n\n## Notes\n\n1. Taken **with** food."
    assert article.notes[-1] == "1 footnote was put at the end."


AROUND = [
    "<nav><a href=/>Home</a></nav>",
    "<div id=cookie-banner>We use cookies</div>",
    "<div class='share-bar'>Share this</div>",
    "<footer>Imprint</footer>",
    "<aside>More</aside>",
    "<p hidden>Not seen</p>",
    "<div style='display:none'>Not seen</div>",
    "<button>Send</button>",
    "<!-- remark --><script>let x</script><style>p{}</style><noscript>No</noscript>",
    "<ul><li><a href=/a>One</a><li><a href=/b>Two</a><li><a href=/c>Three</a></ul>",
]


@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_an_article_is_left_out(around):
    assert body(f"<div>{around}</div><p>The words of it are these.</p>") == (
        "The words of it are these."
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<div class='social-anxiety'>Anxiety among people</div>",
        "<div class='shared-care'>Care that is shared</div>",
        "<section id=comments-on-dose>About the dose</section>",
        "<article><aside>Know this</aside></article>",
    ],
)
def test_words_of_the_article_stay_whatever_their_class_is(inside):
    shown = re.sub(r"<[^>]+>", "", inside)
    assert shown in body(f"<p>First words of it.</p>{inside}<p>Last words of it.</p>")


def test_the_main_part_is_the_article():
    page = "<div>Banner</div><main><h1>T</h1><p>Words of the article.</p></main><div>Other</div>"
    [article] = read(page.encode(), "a.html")
    assert (article.title, article.body) == ("T", "Words of the article.")


@pytest.mark.parametrize(
    ("byline", "name", "day"),
    [
        ("<p>Medically reviewed by Jo Roe, MD on March 3, 2024</p>", "Jo Roe, MD", "2024-03-03"),
        ("<div><div>Medically reviewed by</div><div>Jo Roe, MD</div></div>", "Jo Roe, MD", "None"),
        ("<p>By Ann Lee | Reviewed by Jane Roe, MD</p>", "Jane Roe, MD", "None"),
        ("<p>Medically reviewed by Jane Roe, MD<br>Last reviewed: 5 May 2023</p>", "Jane Roe, MD",
         "2023-05-05"),
        ("<p>Medical reviewer: <a href=/roe>Jane Roe</a></p>", "Jane Roe", "None"),
    ],
)  # fmt: skip
def test_a_byline_is_a_claim_and_leaves_the_text(byline, name, day):
    article = imported(f"{byline}<p>Words of the article.</p>")
    assert article.body == "Words of the article."
    assert [claim.printed_name for claim in article.claims] == [name]
    assert str(article.claimed_on) == day


def test_a_byline_among_other_words_stays_with_them():
    kept = "Reviewed by the board in 2019, the rule | says that nobody may."
    assert body(f"<p>{kept}</p>") == kept.replace("|", "\\|")


def test_a_picture_in_the_page_is_kept_and_one_elsewhere_is_words():
    article = imported(
        "<p><img src='data:image/png;base64,aGk=' alt='A toe'> and "
        "<img src='https://a.example/b.png' alt='a heel'></p>"
    )
    [(source, picture)] = article.pictures.items()
    assert (picture.data, picture.name) == (b"hi", "picture.png")
    assert article.body == f"![A toe]({source}) and a heel"
    assert re.fullmatch(r"embedded:[0-9a-f]{64}", source)
