"""Manuscripts as Word documents: by python-docx, and as the source that LibreOffice converts."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from .manuscript import Manuscript, pieces
from .pages import DOT, in_words

STYLES = {
    "p": "Normal", "item": "List Bullet", "sub": "List Bullet 2", "number": "List Number",
    "quote": "Quote", "h2": "Heading 1", "h3": "Heading 2",
}  # fmt: skip


def by_python_docx(m: Manuscript, *, picture: str = "") -> bytes:
    """``picture``: the alternative text of one below the text."""
    document = docx.Document()
    document.add_paragraph(m.title, style="Title")
    document.add_paragraph(f"{m.byline()} on {in_words(m.date)}")
    for kind, group in m.groups():
        if kind == "row":
            _add_table(document, [text for _, text in group])
            continue
        for style, text in group:
            _add_runs(document.add_paragraph(style=STYLES[style]), text)
    if picture:
        shape = document.add_picture(io.BytesIO(DOT))
        shape._inline.docPr.set("descr", picture)
    document.add_heading("References", 1)
    for line in m.references:
        document.add_paragraph(line, style="List Number")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add_table(document, rows: list[str]) -> None:
    cells = [row.split(" | ") for row in rows]
    table = document.add_table(len(cells), len(cells[0]))
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True


def _add_runs(paragraph, text: str) -> None:
    for kind, words, address in pieces(text):
        if kind == "a":
            _add_link(paragraph, words, address)
            continue
        run = paragraph.add_run(words)
        run.bold, run.italic = kind == "b" or None, kind == "i" or None
        run.font.superscript = kind in ("c", "n") or None


def _add_link(paragraph, words: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), relation)
    run = OxmlElement("w:r")
    run.text = words
    link.append(run)
    paragraph._p.append(link)


def reviewed(m: Manuscript) -> bytes:
    """Tracked changes, two comments, real footnotes for citations and remarks, and a picture."""
    marks: list[str] = []
    changed = Manuscript(m.name, m.title, m.author, m.reviewer, m.date, [], [], [])
    for kind, text in m.blocks:
        found = text
        for piece, words, _ in pieces(text):
            if piece in ("c", "n"):
                numbers = [
                    m.references[int(n) - 1] if piece == "c" else m.notes[int(n) - 1]
                    for n in words.split(",")
                ]
                marks += numbers
                begin = len(marks) - len(numbers) + 1
                shown = "".join(f"\u27e6{n}\u27e7" for n in range(begin, len(marks) + 1))
                found = found.replace(f"{{{piece}:{words}}}", shown, 1)
        changed.blocks.append((kind, found))
    data = by_python_docx(changed, picture="Pale inner eyelid")
    return _with_footnotes(_without_references(data), marks)


def _without_references(data: bytes) -> bytes:
    """Citations are footnotes here; and a change each that nobody has settled."""
    document = docx.Document(io.BytesIO(data))
    paragraphs = document.paragraphs
    for paragraph in paragraphs:
        if paragraph.text == "References":
            paragraph._p.getparent().remove(paragraph._p)
    first = next(p for p in paragraphs if p.text.startswith("Iron carries"))
    document.add_comment(first.runs[0], "Say how common this is in children.", "Lena Hart", "LH")
    document.add_comment(first.runs[0], "Kindly add a picture.", "Ida Voss", "IV")
    _track(first, "del", "w:delText", " Iron is a metal that rusts.")
    second = next(p for p in paragraphs if p.text.startswith("Anemia is a finding"))
    _wrap_first_run(second)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _track(paragraph, kind: str, text_tag: str, words: str) -> None:
    change = OxmlElement(f"w:{kind}")
    change.set(qn("w:author"), "Lena Hart")
    change.set(qn("w:id"), "91")
    run, text = OxmlElement("w:r"), OxmlElement(text_tag)
    text.text = words
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    change.append(run)
    paragraph._p.append(change)


def _wrap_first_run(paragraph) -> None:
    change = OxmlElement("w:ins")
    change.set(qn("w:author"), "Ida Voss")
    change.set(qn("w:id"), "92")
    run = paragraph.runs[0]._r
    run.addprevious(change)
    change.append(run)


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def _with_footnotes(data: bytes, texts: list[str]) -> bytes:
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r>'
        "</w:p></w:footnote>"
        for n, text in enumerate(texts, start=1)
    )
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", 8) as new:
        for info in old.infolist():
            part = old.read(info).decode("latin-1")
            if info.filename == "word/document.xml":
                part = _marked(old.read(info).decode(), len(texts)).encode().decode("latin-1")
            elif info.filename == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rIdF" Type="{_FOOTNOTES}" Target="footnotes.xml"/>'
                part = part.replace("</Relationships>", f"{relation}</Relationships>")
            elif info.filename == "[Content_Types].xml":
                kind = f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}"/>'
                part = part.replace("</Types>", f"{kind}</Types>")
            new.writestr(zipfile.ZipInfo(info.filename), part.encode("latin-1"), 8)
        body = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {_W}>{notes}</w:footnotes>'
        new.writestr(zipfile.ZipInfo("word/footnotes.xml"), body, 8)
    return written.getvalue()


def _marked(xml: str, count: int) -> str:
    for number in range(1, count + 1):
        mark = (
            f'</w:t></w:r><w:r><w:footnoteReference w:id="{number}"/></w:r>'
            '<w:r><w:t xml:space="preserve">'
        )
        xml = xml.replace(f"\u27e6{number}\u27e7", mark)
    return xml


_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_STYLES = """<office:styles>
<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="Table_20_Contents" style:display-name="Table Contents"
 style:family="paragraph"/><style:style style:name="Table_20_Heading"
 style:display-name="Table Heading" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:default-outline-level="1"/><style:style style:name="Heading_20_2"
 style:display-name="Heading 2" style:family="paragraph" style:default-outline-level="2"/>
</office:styles>"""
_AUTOMATIC = """<office:automatic-styles>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/>
</style:style><style:style style:name="I" style:family="text"><style:text-properties
 fo:font-style="italic"/></style:style><style:style style:name="S" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<text:list-style style:name="N"><text:list-level-style-number text:level="1"
 style:num-format="1" style:num-suffix="."/></text:list-style>
<text:list-style style:name="U"><text:list-level-style-bullet text:level="1"
 text:bullet-char="•"/><text:list-level-style-bullet text:level="2" text:bullet-char="◦"/>
</text:list-style></office:automatic-styles>"""


def flat_text(m: Manuscript) -> str:
    """A flat OpenDocument text (.fodt), with styles, real lists and real footnotes."""
    lines = [_paragraph("Title", m.title), _paragraph("", f"{m.byline()} on {in_words(m.date)}")]
    for kind, group in m.groups():
        texts = [(k, _runs(text, m)) for k, text in group]
        if kind in ("h2", "h3"):
            level = int(kind[1]) - 1
            lines.append(
                f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
                f"{texts[0][1]}</text:h>"
            )
        elif kind in ("p", "quote"):
            style = "Quotations" if kind == "quote" else "Text_20_body"
            lines.append(f'<text:p text:style-name="{style}">{texts[0][1]}</text:p>')
        elif kind == "row":
            lines.append(_table(group, m))
        else:
            lines.append(_list("N" if kind == "number" else "U", texts))
    lines.append(
        '<text:h text:style-name="Heading_20_1" text:outline-level="1">References</text:h>'
    )
    lines.append(_list("N", [("number", escape(line)) for line in m.references]))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_NAMES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.text">{_STYLES}{_AUTOMATIC}'
        f"<office:body><office:text>{''.join(lines)}</office:text></office:body></office:document>"
    )


def _paragraph(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style or "Text_20_body"}">{escape(text)}</text:p>'


def _runs(text: str, m: Manuscript) -> str:
    found = []
    for kind, words, address in pieces(text):
        shown = escape(words)
        if kind in ("b", "i", "c"):
            style = {"b": "B", "i": "I", "c": "S"}[kind]
            shown = f'<text:span text:style-name="{style}">{shown}</text:span>'
        elif kind == "a":
            shown = f'<text:a xlink:type="simple" xlink:href="{address}">{shown}</text:a>'
        elif kind == "n":
            note = _paragraph("Footnote", m.notes[int(words) - 1])
            shown = (
                f'<text:note text:note-class="footnote"><text:note-citation>{words}'
                f"</text:note-citation><text:note-body>{note}</text:note-body></text:note>"
            )
        found.append(shown)
    return "".join(found)


def _list(style: str, texts) -> str:
    items, inner = [], []
    for kind, text in [*texts, ("", "")]:
        if kind == "sub":
            inner.append(f"<text:list-item><text:p>{text}</text:p></text:list-item>")
            continue
        if inner:
            items[-1] = items[-1].replace(
                "</text:list-item>", f"<text:list>{''.join(inner)}</text:list></text:list-item>"
            )
            inner = []
        if kind:
            items.append(f"<text:list-item><text:p>{text}</text:p></text:list-item>")
    return f'<text:list text:style-name="{style}">{"".join(items)}</text:list>'


def _table(group, m: Manuscript) -> str:
    rows = []
    for place, (_, text) in enumerate(group):
        style = "Table_20_Heading" if not place else "Table_20_Contents"
        cells = "".join(
            f'<table:table-cell><text:p text:style-name="{style}">{_runs(cell, m)}</text:p>'
            "</table:table-cell>"
            for cell in text.split(" | ")
        )
        row = f"<table:table-row>{cells}</table:table-row>"
        rows.append(row if place else f"<table:table-header-rows>{row}</table:table-header-rows>")
    width = len(group[0][1].split(" | "))
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    return f"<table:table>{columns}{''.join(rows)}</table:table>"
