"""Word documents and archives that mean harm, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT = (
    f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = "<w:p><w:r><w:t>A title</w:t></w:r></w:p><w:p><w:r><w:t>Some words.</w:t></w:r></w:p>"


def document(body: str = TEXT, before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}" xmlns:r="{OFFICE}">'
        f"<w:body>{body}</w:body></w:document>"
    )


def relation(kind: str, target: str, *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}"><Relationship Id="rX" '
        f'Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    )


def docx(parts: dict[str, str | bytes] | None = None, **changed: str | bytes) -> bytes:
    """A small document with other parts put in, or its own replaced."""
    written = {"[Content_Types].xml": TYPES, "_rels/.rels": ROOT, "word/document.xml": document()}
    return packed({**written, **(parts or {}), **changed})


def packed(parts: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return written.getvalue()


def with_flag(data: bytes, flag: int) -> bytes:
    """Every entry of the directory says it is encrypted (1), say."""
    found = bytearray(data)
    at = 0
    while (at := found.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<H", found, at + 8, flag)
        at += 4
    return bytes(found)


def with_size(data: bytes, name: str, size: int) -> bytes:
    """The directory lies about how long a part is."""
    found = bytearray(data)
    at = _entry(found, name)
    struct.pack_into("<L", found, at + 24, size)
    return bytes(found)


def overlapping(data: bytes, name: str, other: str) -> bytes:
    """Two entries that name the same bytes, as bombs without layers have them."""
    found = bytearray(data)
    (offset,) = struct.unpack_from("<L", found, _entry(found, other) + 42)
    struct.pack_into("<L", found, _entry(found, name) + 42, offset)
    return bytes(found)


def _entry(data: bytearray, name: str) -> int:
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        (length,) = struct.unpack_from("<H", data, at + 28)
        if data[at + 46 : at + 46 + length] == name.encode():
            return at
    raise KeyError(name)


def link(name: str, target: str) -> tuple[zipfile.ZipInfo, str]:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info, target


def of_many(count: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}", "")
    return written.getvalue()
