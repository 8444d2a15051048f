"""Pages, exports and front matter that mean harm: read quickly and shown safely, or refused."""

from __future__ import annotations

import tracemalloc

import pytest

from articles.content.markdown import render
from articles.errors import InputRefused
from articles.importers import ImportedArticle, ImportFault, read
from tests.growth import within

SECONDS = 30
"""For one file of 10 MB on a busy machine; what is not linear takes hours."""


def page(body: str, name: str = "a.html") -> ImportedArticle:
    [article] = read(f"<h1>Title</h1><p>First words.</p>{body}".encode(), name)
    assert isinstance(article, ImportedArticle)
    return article


def outcome(data: bytes, name: str) -> str:
    """The body, or the sentence of the refusal."""
    try:
        [article] = read(data, name)
    except InputRefused as refused:
        return str(refused)
    return article.body if isinstance(article, ImportedArticle) else article.sentence


SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=a()&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' \x0bjavascript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='https:\\\\evil.example'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p>[x](javascript:alert(1)) <b>[y]</b>(javascript:alert(1))</p>",
    "<p>![x](https://evil.example/a.png)</p>",
    "<img alt='](javascript:alert(1))' src='data:image/png;base64,aGk='>",
    "<img alt='\"><script>alert(1)</script>' src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<a href='https://a.example/)[x](javascript:alert(1)'>x</a>",
    "<a href='https://a.example/\"onmouseover=alert(1)'>x</a>",
    "<p>&#60;img src=x onerror=alert(1)&#62;</p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<template><img src=x onerror=alert(1)></template>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<table><td><![CDATA[<script>alert(1)</script>]]></td></table>",
    "<code>`</code>`<img src=x onerror=alert(1)>`",
    "<pre>```\n<script>alert(1)</script></pre>",
    "<p>[@key] [@a; @b] &#91;@c]</p>",
]


@pytest.mark.parametrize("markup", SCRIPTS)
def test_no_script_survives_and_what_is_shown_is_stable(markup):
    try:
        article = page(markup)
    except InputRefused:
        return
    html = render(article.body, article.references).html
    assert "<script" not in html and "<img" not in html and "<svg" not in html
    assert "href=" not in html or 'href="https://a.example/' in html
    assert "<mark" not in html, "a citation that nobody made"
    [again] = read(f"<h1>Title</h1>{html}".encode(), "a.html")
    assert render(again.body, again.references).html == html


@pytest.mark.parametrize(
    "address", ["//evil.example/x", "/\\evil.example", "\t//evil.example", "javascript:x", "x:y"]
)
def test_a_page_that_says_its_address_leads_nowhere_else(address):
    article = page(f"<base href='https://a.example/b/'><p><a href='{address}'>words</a></p>")
    assert article.body.endswith("words")
    assert any("Links were left out" in note for note in article.notes)
    good = page("<base href='https://a.example/b/'><p><a href='../c'>words</a></p>")
    assert good.body.endswith("[words](https://a.example/c)")


@pytest.mark.parametrize(
    "address",
    ["https://a.example/x?y=1&z=(2)", "mailto:desk@a.example", "https://a.example:8443/"],
)
def test_good_links_survive(address):
    html = render(page(f"<a href='{address}'>x</a>").body).html
    assert 'href="' + address.replace("&", "&amp;").replace("(", "%28").replace(")", "%29") in html


DEEP = 100_000
MONSTERS = {
    "signs": "<" * 10_000_000,
    "open tags": "<a" * 4_000_000,
    "open quotes": '<a "' * 2_000_000,
    "open comments": "<!--" * 2_000_000,
    "declarations": "<!" * 4_000_000,
    "scripts": "<script>" * 1_000_000,
    "divisions": "<div>" * DEEP,
    "lists": "<ul><li>" * (DEEP // 2) + "word",
    "quotes": "<blockquote>word" * (DEEP // 2),
    "tables": "<table><tr><td>" * (DEEP // 4) + "word",
    "bold": "<b>" * DEEP + "word" + "</b>" * DEEP,
    "bold paragraphs": "<b><p>word" * (DEEP // 4),
    "links": "<a href=x>" * DEEP + "word",
    "raised": "<sup>" * DEEP + "1",
    "attributes": "<p " + "a=1 " * 1_000_000 + ">",
    "spans": "<table><tr>" + "<td colspan=60 rowspan=1000>x" * 3_000 + "</table>",
    "brackets": "<p>" + "[" * 100_000,
    "stars": "<p>" + "*a **b" * 20_000,
    "footnotes": "".join(f"<p><a href=#f{n} id=r{n}>{n % 100}</a>" for n in range(3_000))
    + "".join(f"<li id=f{n}>note {n}" for n in range(3_000)),
    "captions": "[caption]" * 100_000,
    "ampersands": "&" * 1_000_000,
    "digits": "&#" + "9" * 1_000_000 + ";",
}


@pytest.mark.slow
@pytest.mark.parametrize("case", MONSTERS)
def test_what_is_deep_or_endless_is_read_or_refused_in_time(case):
    data = f"<h1>Title</h1><p>Words.</p>{MONSTERS[case]}".encode()[:10_000_000]
    with within(SECONDS):
        assert outcome(data, "a.html")


@pytest.mark.slow
def test_no_page_needs_much_memory():
    worst = {}
    for case in ("divisions", "attributes"):
        data = f"<h1>Title</h1><p>Words.</p>{MONSTERS[case]}".encode()[:10_000_000]
        tracemalloc.start()
        outcome(data, "a.html")
        worst[case] = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
    print({case: f"{peak:.0f} MB" for case, peak in worst.items()})
    assert max(worst.values()) < 150


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<h1>T</h1><p>a\x00b", "holds NUL bytes; it is not text."),
        ("<h1>T</h1><p>words".encode("utf-16-le"), "holds NUL bytes; it is not text."),
        (b"<h1>T</h1><p>\xed\xa0\x80 words", "is neither UTF-8 nor Windows-1252 text"),
        ("<h1>T</h1><p>a\u202eb".encode(), "the character U+202E on line 1 cannot be stored"),
        (b"<h1>T</h1><p>a&#x202e;b", "the character U+202E on line 1 cannot be stored"),
        (b"<h1>T</h1><script>words()</script>", "has a title but no text."),
        (b"<p>words", "has no title: neither a first heading nor a title in its head."),
        (b"%PDF-1.7", "is a PDF document, not text."),
    ],
)
def test_what_cannot_be_text_is_refused(data, sentence):
    assert sentence in outcome(data, "a.html")


@pytest.mark.parametrize(
    ("declared", "encoded"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("utf-8", "cp1252"),
        ("no-such-charset", "cp1252"),
        ("zip", "cp1252"),
        ("macintosh", "mac-roman"),
        ("utf-16", "utf-16"),
        ("", "utf-16"),
    ],
)
def test_a_page_is_read_whatever_it_says_of_its_encoding(declared, encoded):
    text = "The patient’s café has a “quiet” corner and many other words of no weight at all."
    source = f"<meta charset='{declared}'><h1>T</h1><p>{text}</p>"
    assert outcome(source.encode(encoded), "a.html") == text


def test_surrogates_and_unknown_characters_by_number_become_a_sign():
    assert page("<p>a&#xD800;b&#0;c&#x110000;d&#99999999999;e</p>").body.endswith("a�b�c�d�e")


WXR = (
    '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>'
    "<link>https://a.example</link>"
)


def post(number: int, content: str = "<p>Words.</p>", title: str = "Post") -> str:
    return (
        f"<item><title>{title} {number}</title><wp:post_id>{number}</wp:post_id>"
        f"<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded></item>"
    )


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("<rss><channel><item/></channel></rss>", "is XML, but no WordPress export."),
        ("<feed/>", "is XML, but no WordPress export."),
        ("no xml", "is no XML, from line 1 on."),
        ("<rss><channel>" + "<a>" * 200_000, "is no XML, from line 0 on."),
        ('<!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>', "has a document type or entities"),
        ('<!DOCTYPE r SYSTEM "file:///etc/passwd"><rss/>', "has a document type or entities"),
    ],
)
def test_xml_that_is_no_export_is_refused(source, sentence):
    assert sentence in outcome(source.encode(), "a.xml")


def test_a_fault_in_one_post_leaves_the_others_alone():
    posts = [post(1), post(2, "<p>a&#x202e;b"), post(3, ""), post(4, title="x" * 301), post(5)]
    found = list(read(f"{WXR}{''.join(posts)}</channel></rss>".encode(), "a.xml"))
    assert [type(item) for item in found] == [
        *(ImportedArticle, ImportFault, ImportFault, ImportFault, ImportedArticle),
    ]
    assert [item.item for item in found] == [0, 1, 2, 3, 4]
    assert "U+202E" in found[1].sentence
    assert found[2] == ImportFault(2, "Post 3", "has a title but no text.")


def test_a_file_that_ends_in_the_middle_says_where():
    found = list(read(f"{WXR}\n{post(1)}\n{post(2)[:90]}".encode(), "a.xml"))
    assert [type(item) for item in found] == [ImportedArticle, ImportFault]
    assert found[1] == ImportFault(
        1, "", "the file is damaged at line 3; what follows was not read."
    )


@pytest.mark.slow
def test_an_export_is_never_in_memory_at_once():
    """Beside the bytes of the file, which the caller holds; ten times the posts need no more."""
    words = "<p>The joint is warm, and the pain comes at night with a fever of some days.</p>\n"
    data = f"{WXR}{''.join(post(n, words * 5) for n in range(1_000))}</channel></rss>".encode()
    tracemalloc.start()
    count = sum(1 for _ in read(data, "a.xml"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"{len(data) / 1e6:.1f} MB of posts, peak {peak / 1e6:.1f} MB")
    assert count == 1_000
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("matter", "sentence"),
    [
        ("a: &x [1, 2]\nb: *x", "line 2, in the front matter: uses anchors."),
        ("a: 1\nb: [*x]", "line 3, in the front matter: uses anchors."),
        ("a: one two\nb:\n  c: 1\n  c: 2", "line 5, in the front matter: repeats a key"),
        ("? [a, b]\n: 1\nx: {y: 2}", "line 2, in the front matter: repeats a key"),
        ("a: !!python/object/apply:os.system [ls]", "line 2, in the front matter: could not"),
        ("a: " + "[" * 90_000, "front matter"),
        ("a: {b: " + "9" * 50_000 + "}", "line 2, in the front matter: has a number or day"),
        ("- a\n- b", "has front matter that is no list of keys and values."),
        ("a: [1\nb: 2", "in the front matter: "),
        ("x: '" + "a" * 200_000, "has front matter of more than 100,000 characters."),
    ],
)
def test_front_matter_that_means_harm_is_refused(matter, sentence):
    assert sentence in outcome(f"---\n{matter}\n---\n# T\n\nWords.".encode(), "a.md")
