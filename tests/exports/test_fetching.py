"""What is handed out is what is on record, to the last byte, whoever touches the disk meanwhile."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from articles import exports
from articles.canonical import digest
from articles.exports import keeping
from articles.models import Export
from articles.stages import Stage
from tests.cast import Cast
from tests.desk.test_exports import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Export:
    monkeypatch.setattr(keeping, "PIECE", 100)
    cast.article_in(Stage.PUBLISHED)
    return made(cast, formats=("json",), bundle=False)


def until_changed(export: Export, pieces: Iterator[bytes]) -> bytes:
    """What came until the fetching broke off: the end of the file is another after one piece."""
    came = [next(pieces)]
    path = exports.folder(export) / export.files[0]["name"]
    path.write_bytes(path.read_bytes()[:-20] + b"x" * 20)
    with pytest.raises(exports.Changed):
        came.extend(pieces)
    return b"".join(came)


def test_a_file_that_changes_while_it_is_fetched_does_not_come_whole(export: Export) -> None:
    name, size = export.files[0]["name"], export.files[0]["bytes"]
    came = until_changed(export, exports.pieces(export, name))
    assert 0 < len(came) < size and b"xxx" not in came


def test_a_file_that_changes_while_all_are_fetched_breaks_the_zip_off(export: Export) -> None:
    came = until_changed(export, exports.packed(export))
    assert b"SHA256SUMS" not in came
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(BytesIO(came))


def test_as_it_was_it_comes_whole(export: Export) -> None:
    assert export.files
    for file in export.files:
        came = b"".join(exports.pieces(export, file["name"]))
        assert (len(came), digest(came)) == (file["bytes"], file["digest"])


def test_the_zip_can_be_read_as_it_comes(cast: Cast) -> None:
    """Where sizes follow the data, only a compressed member tells where it ends (APPNOTE 4.4.4)."""
    cast.article_in(Stage.PUBLISHED)
    zipped = b"".join(exports.packed(made(cast, bundle=True)))
    members: list[Any] = zipfile.ZipFile(BytesIO(zipped)).infolist()
    assert any(member.filename.endswith(".zip") for member in members)
    for member in members:
        flags, method = struct.unpack_from("<HH", zipped, member.header_offset + 6)
        assert method == zipfile.ZIP_DEFLATED or not flags & 8, member.filename
