"""All files of an export as one zip, made while it is fetched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from articles.models import Export

from .keeping import pieces

SUMS = "SHA256SUMS"


class _Outflow(io.RawIOBase):
    """What the archive wrote since it was last taken; it cannot seek, like the line it goes to."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # the archive writes bytes
        self._held += data
        return len(data)

    def take(self) -> bytes:
        held, self._held = bytes(self._held), bytearray()
        return held


def sums(export: Export) -> str:
    """Every digest, as ``sha256sum --check`` reads them."""
    return "".join(
        f"{file['digest'].removeprefix('sha256:')}  {file['name']}\n" for file in export.files
    )


def packed(export: Export) -> Iterator[bytes]:
    """The zip in pieces: every file as it is on record, and last ``SHA256SUMS``.

    Raises ``FileNotFoundError`` or ``keeping.Changed`` at a file that is not the one on record: a
    zip that breaks off has no directory and no sums, and what opens zips refuses it.
    """
    out = _Outflow()
    with zipfile.ZipFile(out, "w") as archive:
        for file in export.files:
            info = _member(export, file["name"])
            info.file_size = file["bytes"]  # whether it needs the fields of large archives
            with archive.open(info, "w") as target:
                for piece in pieces(export, file["name"]):
                    target.write(piece)
                    yield out.take()
        archive.writestr(_member(export, SUMS), sums(export))
    yield out.take()


def _member(export: Export, name: str) -> zipfile.ZipInfo:
    at = export.ended_at or export.ordered_at
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    # Bundles and pictures too: who reads the zip as it comes must see where a member ends.
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
