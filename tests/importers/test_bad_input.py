"""What is refused at the door: one sentence each, naming the file."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from articles.errors import InputRefused
from articles.importers import ImportedArticle, base, for_path, read, register, registered

NEITHER = "line 3 is neither UTF-8 nor Windows-1252 text; save the file as UTF-8."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty."),
        (b" \n\t\r\n", "is empty."),
        (b"\xef\xbb\xbf", "is empty."),
        (b"Title only", "has a title but no text."),
        (b"%PDF-1.7 ...", "is a PDF document, not text."),
        (b"PK\x03\x04...", "is a ZIP archive or office document, not text."),
        (b"{\\rtf1 x}", "is an RTF document, not text."),
        (b"\x89PNG\r\n", "is an image, not text."),
        (b"T\n\na\x00b", "holds NUL bytes; it is not text."),
        (b"\xff\x00\xfe", "holds NUL bytes; it is not text."),
        ("T\n\nспина".encode("cp1251"), NEITHER),
        (b"T\n\nsome text \x81 here", NEITHER),
        ("T\n\nA long caf\u00e9 line of words".encode() + b"\xe9", NEITHER),
        (b"\xff\xfea", "says it is UTF-16 text but is not; save the file as UTF-8."),
        (b"\xef\xbb\xbfT\n\n\xe9", "says it is UTF-8 text but is not; save the file as UTF-8."),
        ("T\n\na\u202eb".encode(), "the character U+202E on line 3 cannot be stored; remove it."),
        (b"T\n\na\x07b", "the character U+0007 on line 3 cannot be stored; remove it."),
        (
            "T\n\na\U000e0041b".encode(),
            "the character U+E0041 on line 3 cannot be stored; remove it.",
        ),
        (b"x" * 301 + b"\n\nText.", "has a title of 301 characters; at most 300 fit."),
        (b"x" * 10_000_001, "is 10.0 MB; at most 10 MB can be imported."),
        (b"T\n\n" + b"word " * 240_000, "has a text of 1.2 MB; at most 1 MB can be stored."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_text_is_refused_with_one_sentence(data, sentence):
    with pytest.raises(InputRefused) as caught:
        read(data, "a.txt")
    assert str(caught.value) == f"a.txt: {sentence}"
    assert caught.value.field == "a.txt"


def test_an_unknown_kind_of_file_is_refused():
    with pytest.raises(InputRefused) as caught:
        read(b"T\n\nText.", "a.exe")
    assert str(caught.value).startswith("a.exe: no importer reads this kind of file; readable are ")


@pytest.mark.parametrize("name", ["old.doc", "Old.DOC", "a.docm", "a.rtf", "a.pdf", "a.odt"])
def test_another_kind_of_document_is_refused_with_what_to_do(name):
    with pytest.raises(InputRefused) as caught:
        read(b"\xd0\xcf\x11\xe0", name)
    assert (
        str(caught.value) == f"{name}: no importer reads this kind of document; save it as .docx."
    )


@pytest.mark.parametrize(
    "data",
    [
        "T\n\nCafé – “quoted”.".encode(),
        "\ufeffT\n\nCafé – “quoted”.".encode(),
        "\ufeffT\r\n\r\nCafé – “quoted”.".encode("utf-16-le"),
        "\ufeffT\r\rCafé – “quoted”.".encode("utf-16-be"),
        "T\n\nCafe\u0301 – “quoted”.".encode(),
    ],
)
def test_encodings_and_line_ends_are_understood(data):
    (article,) = read(data, "A.TXT")
    assert (article.title, article.body) == ("T", "Café – “quoted”.")


def test_windows_1252_is_read_and_said():
    text = "T\n\nThe patient’s café has a “quiet” corner and many other words."
    (article,) = read(text.encode("cp1252"), "a.txt")
    assert article.body == text.partition("\n\n")[2]
    assert article.notes[0] == "Read as Windows-1252, because it is not UTF-8."


def read_or_refusal(data: bytes, name: str) -> ImportedArticle | InputRefused:
    try:
        return next(read(data, name))
    except InputRefused as refusal:
        return refusal


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md"]))
def test_any_bytes_are_read_or_refused_by_name(data, name):
    outcome = read_or_refusal(data, name)
    if isinstance(outcome, InputRefused):
        assert outcome.field == name
        return
    assert outcome.title
    assert outcome.body


def test_formats_are_found_by_their_suffix():
    assert [importer.slug for importer in registered()] == [
        *("json", "jsonl", "markdown", "text", "html", "docx", "wordpress"),
    ]
    assert for_path("folder/A.MarkDown").slug == "markdown"


def test_two_formats_cannot_share_a_name_or_a_suffix(monkeypatch):
    monkeypatch.setattr(base, "_registry", dict(base._registry))
    with pytest.raises(ImproperlyConfigured, match="Two importers are called 'text'"):
        register("text", "Again", (".again",))(lambda data, name: [])
    with pytest.raises(ImproperlyConfigured, match=r"both read '\.txt' files"):
        register("again", "Again", (".txt",))(lambda data, name: [])
