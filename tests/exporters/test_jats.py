"""JATS: valid by the archiving DTD, whole in its words, true in its facts."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from articles import exporters
from articles.content.words import words
from articles.dossier import Dossier, PictureDossier

from . import samples
from .jats_dtd import dtd

TOE = "sha256:" + "7e" * 32
EVERYTHING = f"""Before any heading, *soft* **loud** `code` and a
second line\\
broken by hand [@smith2024; @jones2020].

## First & <second>

1. one

   - inside **bold [link](https://example.org/a?b=1&c=2)**

     > quoted

   ```
   kept  <as>  it is
   ```

   ## heading in an item

3) three

7. seven
8. eight

### Deeper

| Dose | Day |
|:-----|----:|
| 5 mg [@smith2024] | *1* |
| ![](x.png) | a \\| b |

> - list in a quote
>
>   second paragraph
>
> | a |
> |---|
> | b |

#### Deepest

---

![A swollen toe]({TOE}) and [mail](mailto:a@example.org), no [link](javascript:x).

## Second

-

Last.
"""


def written(dossier: Dossier) -> bytes:
    out = BytesIO()
    exporters.get("jats").write(dossier, out)
    return out.getvalue()


def parsed(dossier: Dossier) -> etree._Element:
    return etree.fromstring(written(dossier))


def faults(dossier: Dossier) -> list[str]:
    judge = dtd()
    judge.validate(parsed(dossier))
    return [str(error) for error in judge.error_log.filter_from_errors()]


def with_body(body: str, **changes: object) -> Dossier:
    words_ = samples.content(body=body)
    said = samples.signature(samples.statement(words_, "a", "ruth"))
    return samples.dossier("a", words_, said, **changes)


def test_every_sample_is_valid(dossier: Dossier) -> None:
    assert faults(dossier) == []


def test_every_kind_of_block_is_valid_and_keeps_its_words_in_order() -> None:
    dossier = with_body(EVERYTHING, pictures={TOE: PictureDossier("image/png", b"png")})
    assert faults(dossier) == []
    body = parsed(dossier).find("body")
    assert _words(body) == words(EVERYTHING)
    first, second = body.findall("sec")
    assert [title.text for title in first.iterfind(".//title")] == [
        "First & <second>",
        "Deeper",
        "Deepest",
    ]
    assert second.findtext("title") == "Second"
    assert [item.findtext("label") for item in body.iterfind(".//list-item[label]")] == [
        "3.",
        "7.",
        "8.",
    ]
    (graphic,) = body.iterfind(".//inline-graphic")
    assert graphic.get("{http://www.w3.org/1999/xlink}href") == f"assets/{'7e' * 32}.png"
    assert graphic.findtext("alt-text") == "A swollen toe"


def _words(body: etree._Element) -> list[str]:
    body = deepcopy(body)
    etree.strip_elements(body, "label", with_tail=False)
    for mark in body.xpath(".//sup[xref]"):
        mark.clear(keep_tail=True)
    blocks = {"p", "title", "td", "th", "preformat", "list-item", "sec"}
    for element in body.iter():
        if element.tag in blocks:
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"
    return "".join(body.itertext()).split()


def test_citations_point_to_references_that_are_there() -> None:
    root = parsed(samples.plain())
    there = {ref.get("id") for ref in root.iterfind(".//ref")}
    assert {xref.get("rid") for xref in root.iterfind(".//xref")} <= there
    first = root.find(".//ref/element-citation")
    assert first.findtext("person-group/name/surname") == "Smith"
    assert first.findtext("pub-id[@pub-id-type='doi']") == "10.1000/xyz123"


def test_a_list_of_authors_that_goes_on_says_so() -> None:
    one = {**samples.content()["references"][1], "custom": {"others": ["author"]}}
    content = samples.content(references=[one])
    said = samples.signature(samples.statement(content, "a", "ruth"))
    dossier = samples.dossier("a", content, said)
    assert faults(dossier) == []
    (group,) = parsed(dossier).iterfind(".//ref//person-group")
    assert [each.tag for each in group] == ["name", "etal"]


@pytest.mark.req("JT-02", "JT-03")
def test_the_reviewer_stands_apart_from_the_writer_with_the_day_and_the_interests() -> None:
    root = parsed(samples.plain())
    (group,) = root.iterfind(".//contrib-group[@content-type='medical-reviewers']")
    assert group.findtext("contrib/string-name") == "Ruth Amsel"
    assert group.findtext("contrib/degrees") == "MD"
    assert group.findtext("contrib/bio/p").startswith("Medically reviewed by Ruth Amsel, MD;")
    date = root.find(".//pub-history/event[@event-type='medical-review']/date")
    assert date.get("iso-8601-date") == "2026-11-24"
    assert root.findtext(".//author-notes/fn/p") == "Ruth Amsel, MD: No competing interests."
    assert root.find(".//history") is None
    facts = {m.findtext("meta-name"): m.findtext("meta-value") for m in root.iter("custom-meta")}
    assert facts["content-digest-sha256"] == samples.plain().content_digest.removeprefix("sha256:")
    assert facts["last-medical-review-date"] == "2026-11-24"


def test_unsigned_words_have_no_reviewer() -> None:
    root = parsed(samples.unreviewed())
    assert root.find(".//contrib[@contrib-type='reviewer']") is None
    assert root.find(".//pub-history") is None
    assert "Not medically reviewed (version 3)" in "".join(root.itertext())


def test_two_characters_that_xml_has_no_place_for_are_shown_as_replaced() -> None:
    assert "a\ufffdb\ufffdc" in "".join(
        parsed(with_body("a\ufffeb\uffffc")).find("body").itertext()
    )


def test_a_table_of_one_row_is_valid() -> None:
    assert faults(with_body("a | b\n--|--\n")) == []


MARKDOWN = st.text(alphabet="ab1 *_`#>-+.[]()!|\\\n\t&<@:;~=", max_size=120)


@given(MARKDOWN)
@settings(max_examples=150)
def test_any_text_is_valid(body: str) -> None:
    dossier = with_body(body)
    assert faults(dossier) == []
    assert _words(parsed(dossier).find("body")) == words(body)


@pytest.mark.slow
@given(MARKDOWN)
@settings(max_examples=3000)
def test_any_text_is_valid_at_length(body: str) -> None:
    dossier = with_body(body)
    assert faults(dossier) == []
    assert _words(parsed(dossier).find("body")) == words(body)
