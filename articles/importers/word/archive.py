"""A ZIP archive that may be opened: judged by its directory, before anything is unpacked."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from articles.errors import InputRefused

MOST_MEMBERS = 2_000
MOST_UNPACKED = 60_000_000
LARGEST_XML = 12_000_000
"""Bytes of one part; the text of an article is 1 MB at most."""
LARGEST_RATIO = 200
_SMALL = 1_000_000
"""Bytes; what is smaller may be packed as tight as it likes."""
_LARGEST_DIRECTORY = 400_000
_ENCRYPTED = 0x1
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_NESTED = re.compile(
    r"\.(?:zip|docx|docm|xlsx|xlsm|pptx|pptm|odt|jar|7z|rar|gz|bz2|xz)$", re.IGNORECASE
)


class Archive:
    """``read`` gives a member's bytes, never more than the directory says."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises ``InputRefused`` naming the file, with what makes it unfit."""
        self.name = name
        self.data = data
        _refuse_directory(data, name)
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise InputRefused(name, "is a damaged archive.", "archive") from None
        infos = self.zip.infolist()
        for wrong in (*map(_fault, infos), _faults_together(infos), self._overlap(infos)):
            if wrong:
                raise InputRefused(name, wrong, "archive")

    def names(self) -> list[str]:
        return self.zip.namelist()

    def xml(self) -> Iterator[tuple[str, bytes]]:
        for member in self.names():
            if member.endswith((".xml", ".rels")):
                yield member, self.read(member)

    def read(self, member: str) -> bytes:
        """Raises ``InputRefused``; a member that is not there is empty."""
        if member not in self.zip.NameToInfo:
            return b""
        try:
            data = self.zip.read(member)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ):
            raise InputRefused(
                self.name, f"holds a damaged part, {_shown(member)}.", "archive"
            ) from None
        if data.startswith(b"PK\x03\x04"):
            raise InputRefused(self.name, f"holds an archive, {_shown(member)}.", "archive")
        return data

    def _overlap(self, infos: list[zipfile.ZipInfo]) -> str:
        """Two members that share bytes unpack to more than they are."""
        at = 0
        for info in sorted(infos, key=lambda one: one.header_offset):
            header = self.data[info.header_offset : info.header_offset + _LOCAL.size]
            if info.header_offset < at or len(header) < _LOCAL.size:
                return f"holds parts that overlap, at {_shown(info.filename)}."
            *_, name_length, extra_length = _LOCAL.unpack(header)
            at = info.header_offset + _LOCAL.size + name_length + extra_length + info.compress_size
        return "" if at <= len(self.data) else "is cut off."


def _refuse_directory(data: bytes, name: str) -> None:
    """The directory's own size, before it is read: 100,000 entries are no document."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if not data.startswith(b"PK") or at < 0 or len(data) < at + _END.size:
        raise InputRefused(name, "is not the archive that its name says it is.", "archive")
    _, _, _, _, entries, size, start, _ = _END.unpack_from(data, at)
    if entries > MOST_MEMBERS or size > _LARGEST_DIRECTORY or start > len(data):
        raise InputRefused(
            name, f"is an archive of more parts than a document has ({MOST_MEMBERS}).", "archive"
        )


def _fault(info: zipfile.ZipInfo) -> str:
    """What is wrong with one entry of the directory."""
    shown = _shown(info.filename)
    if info.flag_bits & _ENCRYPTED:
        return f"is encrypted ({shown}); save it without a password."
    if stat.S_ISLNK(info.external_attr >> 16):
        return f"holds a link to another file, {shown}."
    name = info.orig_filename
    if name.startswith(("/", "\\")) or "\\" in name or ":" in name or "\0" in name:
        return f"holds a part that would leave its folder, {shown}."
    if ".." in name.split("/"):
        return f"holds a part that would leave its folder, {shown}."
    if _NESTED.search(name):
        return f"holds an archive, {shown}."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return f"is packed in a way that no document is, at {shown}."
    if info.file_size > _SMALL and info.file_size > LARGEST_RATIO * max(info.compress_size, 1):
        return f"unpacks to far more than it is, at {shown}."
    if name.endswith((".xml", ".rels")) and info.file_size > LARGEST_XML:
        return f"holds a part of {info.file_size / 1e6:.0f} MB, {shown}; text is never that long."
    return ""


def _faults_together(infos: list[zipfile.ZipInfo]) -> str:
    names = [info.filename.casefold() for info in infos]
    if len(names) > MOST_MEMBERS:
        return f"is an archive of more parts than a document has ({MOST_MEMBERS})."
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        return f"holds two parts of one name, {_shown(twice)}."
    total = sum(info.file_size for info in infos)
    if total > MOST_UNPACKED:
        return f"unpacks to {total / 1e6:.0f} MB; at most {MOST_UNPACKED // 1_000_000} MB are read."
    return ""


def _shown(member: str) -> str:
    """A member's name as it may be printed."""
    return "“" + "".join(c if c.isprintable() else "\ufffd" for c in member)[:80] + "”"
