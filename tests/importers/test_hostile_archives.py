"""Documents that mean harm are refused before they are unpacked, each with its sentence."""

from __future__ import annotations

import http.server
import io
import threading
import tracemalloc
import zipfile

import pytest
from docx import Document

from articles.errors import InputRefused
from articles.importers import read, word_document
from articles.importers.word import archive
from tests.assets import pictures

from .archives import (
    OFFICE,
    ROOT,
    TEXT,
    TYPES,
    document,
    docx,
    link,
    of_many,
    overlapping,
    packed,
    relation,
    with_flag,
    with_size,
)  # fmt: skip

RELS = "word/_rels/document.xml.rels"
BILLION = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "&a{n - 1 or ""};&a{n - 1 or ""};">' for n in range(1, 20))
    + "]>"
)

pytestmark = pytest.mark.slow  # many cases


def refusal(data: bytes, name: str = "a.docx") -> str:
    with pytest.raises(InputRefused) as caught:
        list(read(data, name))
    assert caught.value.field == name
    return caught.value.message


def with_member(name: str, data: str | bytes = "x") -> bytes:
    return docx({name: data})


def decoyed(text: str, target: str = "word/document.dat") -> bytes:
    """An honest document, and another one that the package calls its text."""
    root = ROOT.replace("word/document.xml", target)
    return docx({"_rels/.rels": root, "word/document.dat": text})


def duplicated() -> bytes:
    written = io.BytesIO(docx())
    with zipfile.ZipFile(written, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", document())
    return written.getvalue()


def linked() -> bytes:
    written = io.BytesIO(docx())
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr(*link("word/media/image1.png", "/etc/passwd"))
    return written.getvalue()


def test_a_document_that_means_no_harm_is_read():
    [article] = read(docx(), "a.docx")
    assert (article.title, article.body) == ("A title", "Some words.")


ARCHIVES = {
    "a bomb by ratio": (
        lambda: with_member("word/media/image1.bmp", bytes(30_000_000)),
        "unpacks to far more than it is",
    ),
    "a part of XML that no text is": (
        lambda: docx({"word/document.xml": document(" " * 13_000_000)}),
        "unpacks to far more than it is",
    ),
    "a bomb by declared sizes": (
        lambda: with_size(with_member("a.bin0"), "a.bin0", 4_000_000_000),
        "unpacks to far more than it is",
    ),
    "a hundred thousand members": (
        lambda: of_many(100_000),
        "is an archive of more parts than a document has (2000).",
    ),
    "overlapping entries": (
        lambda: overlapping(docx({"word/a.xml": "<a/>"}), "word/a.xml", "_rels/.rels"),
        "holds parts that overlap",
    ),
    "an archive inside by name": (
        lambda: with_member("word/more.zip", docx()), "holds an archive, “word/more.zip”.",
    ),
    "an archive inside by content": (
        lambda: with_member("word/styles.xml", docx()), "holds an archive, “word/styles.xml”.",
    ),
    "an encrypted part": (
        lambda: with_flag(docx(), 1), "is encrypted (“[Content_Types].xml”)",
    ),
    "a symbolic link": (
        linked, "holds a link to another file, “word/media/image1.png”.",
    ),
    "a name that climbs": (
        lambda: with_member("word/../../evil.xml"), "holds a part that would leave its folder",
    ),
    "an absolute name": (
        lambda: with_member("/etc/cron.d/evil"), "holds a part that would leave its folder",
    ),
    "a name with backslashes": (
        lambda: with_member("word\\..\\evil.xml"), "holds a part that would leave its folder",
    ),
    "a name with a drive": (
        lambda: with_member("c:evil.xml"), "holds a part that would leave its folder",
    ),
    "two parts of one name": (
        duplicated, "holds two parts of one name, “word/document.xml”.",
    ),
    "a size that lies low": (
        lambda: with_size(docx(), "word/document.xml", 40),
        "holds a damaged part, “word/document.xml”.",
    ),
    "an archive cut off": (lambda: docx()[:-40], "is not the archive that its name says it is."),
    "no archive": (lambda: b"Words.", "is not the archive that its name says it is."),
    "an archive that is no document": (
        lambda: packed({"a.txt": "x"}), "is an archive, but no Word document.",
    ),
    "a program": (
        lambda: with_member("word/vbaProject.bin"), "carries a program or an embedded object",
    ),
    "an embedded object": (
        lambda: with_member("word/embeddings/sheet1"), "carries a program or an embedded object",
    ),
    "an attached template": (
        lambda: with_member("word/_rels/settings.xml.rels",
                            relation("attachedTemplate", "http://127.0.0.1/t.dotm")),
        "would fetch its attachedTemplate from elsewhere, http://127.0.0.1/t.dotm.",
    ),
    "a picture elsewhere": (
        lambda: with_member(RELS, relation("image", "file:///etc/passwd")),
        "would fetch its image from elsewhere",
    ),
    "an object elsewhere": (
        lambda: with_member(RELS, relation("oleObject", "http://127.0.0.1/x")),
        "would fetch its oleObject from elsewhere",
    ),
    "another document inside": (
        lambda: with_member(RELS, relation("aFChunk", "chunk.html", external=False)),
        "holds another document, chunk.html.",
    ),
    "entities without end": (
        lambda: docx({"word/document.xml": document("<w:p>&a19;</w:p>", BILLION)}),
        "has a document type or entities in word/document.xml",
    ),
    "an entity that reads a file": (
        lambda: docx({"word/document.xml": document(
            TEXT, '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>')}),
        "has a document type or entities in word/document.xml",
    ),
    "entities in UTF-16": (
        lambda: docx({"word/styles.xml": f'<?xml version="1.0" encoding="utf-16"?>{BILLION}<a/>'
                      .encode("utf-16")}),
        "has a document type or entities in word/styles.xml",
    ),
    "elements without end": (
        lambda: docx({"word/document.xml": document("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000)}),
        "has a part, word/document.xml, that is deeper or longer than a text.",
    ),
    "more elements than any article": (
        lambda: docx({"word/document.xml": document("".join(
            f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(27_000)))}),
        "has a part, word/document.xml, that is deeper or longer than a text.",
    ),
    "more elements in all parts than any article": (
        lambda: docx({f"word/{kind}.xml": document("".join(
            f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(14_000)))
            for kind in ("document", "footnotes")}),
        "that is deeper or longer than a text.",
    ),
    "a part that is no XML": (
        lambda: docx({"word/document.xml": "<w:document"}),
        "has a part that is no XML, word/document.xml.",
    ),
    "another main part": (
        lambda: decoyed(document()),
        "keeps its officeDocument in word/document.dat, not in word/document.xml.",
    ),
    "another main part, by a whole path": (
        lambda: decoyed(document(), "/word/document.dat"), "keeps its officeDocument in",
    ),
    "entities in another main part": (
        lambda: decoyed(document("<w:p>&a19;</w:p>", BILLION)), "keeps its officeDocument in",
    ),
    "300,000 elements in another main part": (
        lambda: decoyed(document("<w:p/>" * 300_000)), "to far more than it is",
    ),
    "100,000 elements in another main part": (
        lambda: decoyed(document("<w:p/>" * 100_000)), "keeps its officeDocument in",
    ),
    "other footnotes": (
        lambda: docx({RELS: relation("footnotes", "notes.dat", external=False),
                      "word/notes.dat": BILLION}),
        "keeps its footnotes in word/notes.dat, not in word/footnotes.xml.",
    ),
    "a type that calls another part the text": (
        lambda: docx({"[Content_Types].xml": TYPES.replace("/word/document.xml", "/word/a.dat")}),
        "calls /word/a.dat its text, which is in word/document.xml.",
    ),
    "a size no archive has": (
        lambda: bytes(10_000_001), "is 10.0 MB; at most 10 MB can be imported.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ARCHIVES)
def test_an_archive_that_means_harm_is_refused(case):
    make, sentence = ARCHIVES[case]
    assert sentence in refusal(make())


def test_what_is_refused_is_not_unpacked(monkeypatch):
    """None of the refusals by the directory reads a byte of a member."""
    made = [ARCHIVES[case][0]() for case in list(ARCHIVES)[:6]]
    read_members: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: read_members.append("opened"))
    for data in made:
        refusal(data)
    assert read_members == []


def test_no_bomb_needs_memory():
    """At most 20 MB above the file itself, whatever it says it unpacks to."""
    made = [make() for make, _ in ARCHIVES.values()]
    worst = 0
    for data in made:
        tracemalloc.start()
        refusal(data)
        worst = max(worst, tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    print(f"worst peak while refusing: {worst / 1e6:.1f} MB")
    assert worst < 20_000_000


@pytest.fixture
def canary():
    """A server on loopback that counts who comes."""
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    server.server_close()
    thread.join()


def test_nothing_is_ever_fetched(canary):
    address, hits = canary
    page = (
        f"<html><head><base href='{address}/'><link rel=stylesheet href='{address}/a.css'>"
        f"<script src='{address}/a.js'></script></head><body><h1>T</h1><p>Words <img "
        f"src='{address}/a.png' alt=pic srcset='{address}/b.png 2x'><iframe src='{address}/f'>"
        f"</iframe><object data='{address}/o'></object><video src='{address}/v'></video></p>"
    )
    [article] = read(page.encode(), "a.html")
    assert "pic" in article.body
    linked = (
        f'<w:p><w:r><w:t>T</w:t></w:r></w:p><w:p><w:hyperlink xmlns:r="{OFFICE}" r:id="rX"><w:r>'
        "<w:t>words</w:t></w:r></w:hyperlink></w:p>"
    )
    parts = {"word/document.xml": document(linked), RELS: relation("hyperlink", f"{address}/l")}
    assert len(list(read(docx(parts), "a.docx"))) == 1
    refusal(docx({RELS: relation("image", f"{address}/i.png")}))
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{address}/e">]><rss>&x;</rss>'
    refusal(f'<?xml version="1.0"?>{entity}'.encode(), "a.xml")
    refusal(f'<!DOCTYPE rss SYSTEM "{address}/dtd"><rss/>'.encode(), "a.xml")
    assert hits == []


def test_limits_are_those_that_the_page_names():
    assert (archive.MOST_MEMBERS, archive.MOST_UNPACKED) == (2_000, 60_000_000)


def test_a_note_that_is_pointed_to_again_and_again_is_refused_before_it_is_read():
    mark = '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert "points to one note more than 20 times" in refusal(
        docx({"word/document.xml": document(TEXT + mark * 21)})
    )


def test_a_picture_shown_again_and_again_is_refused(monkeypatch):
    monkeypatch.setattr(word_document, "MOST_SHOWN", 1000)
    shown = Document()
    for _ in range(3):
        shown.add_picture(io.BytesIO(pictures.noise()))
    shown.add_heading("Toes", 0)
    shown.add_paragraph("They hurt.")
    out = io.BytesIO()
    shown.save(out)
    assert "shows more than 0 MB of pictures" in refusal(out.getvalue())
