"""A proposed wording takes the place of the quoted words, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from articles.content.blocks import parse
from articles.content.escaping import one_line
from articles.content.quotes import NotReplaceable, find, plain, quote, quote_words, replace
from articles.content.quotes.shape import shape

BODY = """\
Adults **take 5 mg** a day with food[@a].
Next *line* here &amp; there: [the link words](https://example.org/5) end.

> - Children take 5 mg
>   a week

| who | dose |
|-----|------|
| 0.5 mg \\| men | 25 mg twice |

```
code 5 mg
```

![an old picture](sha256:x)
"""
MARKDOWN = st.text(st.sampled_from("ab 5.\n*_[]()|-#>`&;@\\1"), max_size=60)
WORDING = st.text(st.sampled_from("xy 7.*_[]()|-#>`&;@\\<=~"), max_size=12)


def replaced(exact, wording, prefix="", suffix=""):
    """The lines that are new, and those that are gone."""
    after = replace(BODY, quote_words(BODY, exact, prefix, suffix), wording)
    new, old = after.split("\n"), BODY.split("\n")
    return [line for line in new if line not in old], [line for line in old if line not in new]


def refusal(exact, wording, **context):
    with pytest.raises(NotReplaceable) as refused:
        replace(BODY, quote_words(BODY, exact, **context), wording)
    return refused.value.code


def test_words_within_formatting_keep_it():
    (new,), _ = replaced("take 5 mg", "need 10 mg", prefix="Adults ")
    assert new == "Adults **need 10 mg** a day with food[@a]."


def test_a_wording_reads_as_plain_words():
    (new,), _ = replaced("with food", "*with* [@b] <b> &amp; | `x`")
    assert new.endswith(r"\*with\* \[@b] \<b> \&amp; \| \`x\`[@a].")


def test_words_over_two_lines_of_a_list_in_a_quote():
    new, old = replaced("take 5 mg a week", "- ask", prefix="Children ")
    assert (new, old) == ([r"> - Children \- ask"], ["> - Children take 5 mg", ">   a week"])


def test_words_written_as_an_entity_or_with_a_backslash():
    assert replaced("here & there", "x & y")[0][0].startswith("Next *line* x & y: [")
    assert replaced("mg | men", "g | 2")[0] == [r"| 0.5 g \| 2 | 25 mg twice |"]


def test_words_of_a_link_an_image_and_code():
    assert "[a \\] b](https://example.org/5)" in replaced("the link words", "a ] b")[0][0]
    assert replaced("old", "[new]", prefix="an ")[0] == [r"![an \[new\] picture](sha256:x)"]
    assert replaced("code 5", "a * b")[0] == ["a * b mg"]


def test_a_line_that_would_begin_something_else_is_escaped():
    assert replaced("Next", "---")[0][0].startswith(r"\--- *line*")
    assert replaced("Children", "1. #")[0] == [r"> - 1\. # take 5 mg"]


def test_an_empty_wording_removes_the_words_and_one_space():
    assert replaced("with food", "")[0] == ["Adults **take 5 mg** a day[@a]."]
    assert replaced("5 mg", "", prefix="Adults take ")[0] == [
        "Adults **take** a day with food[@a]."
    ]
    assert replaced("25 mg twice", "")[0] == [r"| 0.5 mg \| men |  |"]


def test_what_cannot_be_kept_is_refused_with_its_reason():
    assert refusal("take 5 mg a day", "x") == "formatting"
    assert refusal("food. Next", "x") == "citation"
    assert refusal("link words end", "x") == "link"
    assert refusal("a week who", "x") == "blocks"
    assert refusal("who dose", "x") == "cells"
    assert refusal("Children take 5 mg a week", "") == "whole"
    assert refusal("the link words", "") == "link"
    assert refusal("line", "", prefix="Next ") == "formatting"


def test_words_whose_source_cannot_be_written_are_refused():
    body = "See <https://example.org/here> now."
    with pytest.raises(NotReplaceable) as refused:
        replace(body, quote_words(body, "here", prefix="example.org/"), "there")
    assert refused.value.code == "source"


def test_words_that_are_gone_are_refused():
    with pytest.raises(NotReplaceable) as refused:
        replace("Other words.", quote_words(BODY, "with food"), "x")
    assert refused.value.code == "removed"


@given(MARKDOWN)
@example(BODY)
@example("| a | b |\n|---|---|\n| c |\n\n---\n\n    code\n\n- \n- x")
def test_a_shape_has_the_visible_text(body):
    assert shape(body).text == plain(body).text


@given(MARKDOWN, WORDING, st.data())
def test_only_the_quoted_range_changes(body, wording, data):
    text = plain(body).text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assume(text[start:end].strip() and one_line(wording))
    made = quote(body, start, end)
    found = find(body, made)
    try:
        after = replace(body, made, wording)
    except NotReplaceable:
        return
    assert plain(after).text == text[: found.start] + one_line(wording) + text[found.end :]
    ((number, _, _),) = plain(body).place(found.start, found.end)
    first, last = parse(body)[number].lines
    old, new = body.split("\n"), after.split("\n")
    assert new[:first] == old[:first]
    assert new[len(new) - (len(old) - last) :] == old[last:]
    assert len(parse(after)) == len(parse(body))
