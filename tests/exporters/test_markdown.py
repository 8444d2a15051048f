"""Front matter that no YAML reader misreads, over a body that no byte of is changed."""

from __future__ import annotations

import html
import json
import re

import pytest
import yaml

from articles.exporters.markdown_article import scalar

from . import samples


class Strict(yaml.SafeLoader):
    """A YAML 1.1 reader (the one with the most traps) that refuses a name given twice."""

    def construct_mapping(self, node, deep=False):
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        assert len(set(names)) == len(names)
        return super().construct_mapping(node, deep)


def split(data):
    head, body = data.split(b"\n---\n\n", 1)
    assert head.startswith(b"---\n")
    return head[4:].decode(), body


def test_the_front_matter_says_what_the_json_says(dossier, exported):
    head, _ = split(exported("markdown", dossier))
    front = yaml.load(head, Strict)  # noqa: S506 - a subclass of the safe loader
    article = json.loads(exported("json", dossier))
    signed = front.pop("signed")
    front.pop("bibliography")
    assert front == {name: article[name] for name in article if name not in {"body", "html"}}
    assert list(front) == [name for name in article if name not in {"body", "html"}]
    assert all(isinstance(sentence, str) for sentence in signed)


def test_the_bibliography_is_the_numbered_list_of_the_page(dossier, exported):
    head, _ = split(exported("markdown", dossier))
    listed = yaml.safe_load(head)["bibliography"]
    shown = re.findall(r'<li id="ref-(\d+)">(.*?)</li>', exported("html", dossier).decode())
    assert [(str(each["number"]), each["text"]) for each in listed] == [
        (number, html.unescape(text)) for number, text in shown
    ]
    assert {each["id"] for each in listed} == {each["id"] for each in dossier.content["references"]}


def test_a_reference_that_is_cited_first_is_number_one(exported):
    head, _ = split(exported("markdown", samples.plain()))
    told = [(each["number"], each["id"]) for each in yaml.safe_load(head)["bibliography"]]
    assert told == [(1, "smith2024"), (2, "jones2020")]


def test_the_body_is_byte_identical_between_one_blank_line_and_one_newline(dossier, exported):
    _, body = split(exported("markdown", dossier))
    assert body == dossier.content["body"].encode() + b"\n"


@pytest.mark.parametrize(
    "value",
    ["NO", "1e3", "12:30", "~", "", "null", "0x1F", "2026-11-24", "- a", "a: b", "#", "%", "@"],
)
def test_a_string_stays_a_string(value):
    assert yaml.safe_load(scalar(value)) == value


@pytest.mark.parametrize("character", "\u0085\u2028\u2029\ufeff\ufffe\uffff\x7f\x80\x9f\t\n\\\"'")
def test_no_character_breaks_the_line_or_changes(character):
    value = {f"a{character}b": [f"{character}{character}"]}
    text = scalar(value)
    assert len(text.splitlines()) == 1
    assert yaml.safe_load(text) == value


def test_over_unsigned_words_the_front_matter_says_so(exported):
    head, _ = split(exported("markdown", samples.unreviewed()))
    assert yaml.safe_load(head)["signed"][0] == "Not medically reviewed (version 3)"
