"""What word processors and pages lay on the clipboard, as Markdown for the body of an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.content.markdown import render
from articles.errors import InputRefused
from articles.importers.pasted import MOST, Pasted, markdown_of
from tests.growth import within

WORD, DOCS = (
    (Path(__file__).parent / "clipboards" / name).read_text("utf-8")
    for name in ("word.html", "docs.html")
)

WORD_MARKDOWN = """## Gout

Take **colchicine** 0.5\xa0mg _twice_; see [the trial](https://example.org/trial).

### When to call

- Fever
  - above **38\xa0°C**
- A red joint

1. Rest
2. Cool

| **Dose** | **Times** |
| --- | --- |
| 0.5\xa0mg | 2 |"""


DOCS_MARKDOWN = """## Gout

Count above 4 × 10⁹/L: take **colchicine**, [as tried](https://example.org/trial) _soon_ 10 mg

- One
  - Two"""


def test_a_word_document_keeps_headings_lists_links_and_tables() -> None:
    pasted = markdown_of(WORD)
    assert pasted.markdown == WORD_MARKDOWN
    assert pasted.notes == (
        "Lines of a table of contents were left out (2).",
        "Pictures were left out (1): A knee.",
    )


def test_a_text_of_google_docs_is_bold_only_where_it_is() -> None:
    pasted = markdown_of(DOCS)
    assert pasted.markdown == DOCS_MARKDOWN
    assert pasted.notes == (
        "Pictures were left out (1): A knee.",
        "Struck-out words are kept as words (1): 10 mg.",
    )


LISTED = "<p style='mso-list:l{0} level{1} lfo{0}'><span style='mso-list:Ignore'>{2} </span>{3}</p>"


def items(*given: tuple[int, int, str, str]) -> str:
    return "\n".join(LISTED.format(*item) for item in given)


SAMPLES = [
    ("<h1>A</h1><h2>B</h2><h3>C</h3>", "## A\n\n### B\n\n#### C"),
    ("<h3>A</h3><h4>B</h4>", "### A\n\n#### B"),
    ("<p class=MsoTitle>A</p><h1>B</h1>", "## A\n\n## B"),
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("<q>So</q> <b>it</b>", "“So” **it**"),
    ("a <b>b</b>&nbsp;c<span class='Apple-converted-space'>\xa0</span>d", "a **b**\xa0c d"),
    ("[@key] <i>is</i> no *mark*", "\\[@key] _is_ no \\*mark\\*"),
    (items((0, 1, "a)", "x"), (0, 1, "b)", "y")), "1. x\n2. y"),
    (items((0, 1, "4.", "x"), (0, 1, "5.", "y"), (1, 1, "·", "z")), "4. x\n5. y\n\n- z"),
    (items((0, 2, "o", "x"), (0, 1, "·", "y"), (0, 3, "1.1.", "z")), "- x\n\n* y\n  1. z"),
    ("<div><p>1</p>" + items((0, 1, "·", "x")) + "</div>", "1\n\n- x"),
    ("<b>a</b><span style='mso-hide:all'>b</span><p hidden>c</p>", "**a**"),
    ("<div style='mso-element:comment-list'><p>Why?</p></div><p><b>a</b></p>", "**a**"),
    ("H<span style='vertical-align: sub'>2</span>O", "H₂O"),
    ("<p><a href='https://docs.example/d/1#heading=h.x'>Gout</a></p><h2>Gout</h2>", "## Gout"),
]


@pytest.mark.parametrize(("source", "markdown"), SAMPLES)
def test_what_is_pasted_is_written_as_markdown(source: str, markdown: str) -> None:
    assert markdown_of(source).markdown == markdown


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<meta charset='utf-8'><span style='color: red'>only *words*</span>",
        "<b style='font-weight:normal'><p>one paragraph</p></b>",
        "<div>one<br>two</div>",
        "<p>&nbsp;</p><p>one</p>",
    ],
)
def test_words_without_structure_are_left_to_the_browser(source: str) -> None:
    assert markdown_of(source) == Pasted("", ())


def test_of_a_picture_alone_stays_the_sentence_that_it_was_left_out() -> None:
    assert markdown_of("<img src='x.png'>") == Pasted("", ("Pictures were left out.",))


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script><b>x</b>",
        "<b onclick=alert(1)>x</b><svg onload=alert(1)>",
        "<a href='java\tscript:alert(1)'><b>x</b></a>",
        "<p>&lt;img src=x onerror=alert(1)&gt; <b>x</b></p>",
        "<img src='data:image/png;base64,aGk=' alt='](javascript:alert(1))'><b>x</b>",
        "<b>x</b><iframe srcdoc='<script>alert(1)</script>'></iframe>",
        f"<span style='mso-list:Ignore'>{'<b>x</b>'}<script>alert(1)</script></span><b>x</b>",
    ],
)
def test_nothing_hostile_comes_of_it(source: str) -> None:
    html = render(markdown_of(source).markdown).html
    assert "<strong>x</strong>" in html
    assert not any(sign in html for sign in ("<script", "<img", "<svg", "javascript:", "embedded:"))


def test_too_much_is_refused_in_a_sentence() -> None:
    with pytest.raises(InputRefused) as refused:
        markdown_of("<b>x</b>" + " " * MOST)
    assert refused.value.code == "size"
    assert refused.value.message == (
        "so much cannot be turned into Markdown at once; 1,000,000 characters can be."
    )


def test_a_sign_that_no_body_may_hold_is_refused() -> None:
    with pytest.raises(InputRefused) as refused:
        markdown_of("<p><b>x</b>\u202e</p>")
    assert refused.value.code == "character"


@pytest.mark.parametrize(
    "source",
    [
        "<p>" + "<span style='mso-list:Ignore'>x</span>" * 15_000,
        "<p style='mso-list:l0 level9'>x</p><p style='mso-list:l1 level1'>x</p>" * 5_000,
        "<h1><b style='font-weight:700'>" * 10_000,
        f"<b style='{'text-decoration' * 60_000}'>x</b>",
    ],
)
def test_what_means_harm_takes_no_longer_than_its_length(source: str) -> None:
    assert len(source) <= MOST
    with within(20):
        markdown_of(source)
