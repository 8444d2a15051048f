"""The zip of a bundle has one possible form."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.bundles import container
from articles.bundles.verify import NotGenuine, members
from articles.errors import InputRefused

FILES = {"manifest.json": b"{}", "articles/a/b.json": b"\x00\xff" * 9, "jwks.json": b""}
names = st.from_regex(r"\A[A-Za-z0-9]{1,9}(/[a-z0-9][a-z0-9._-]{0,9}){0,2}\Z")


def test_python_s_zipfile_reads_what_we_write_and_finds_nothing_but_the_files():
    with zipfile.ZipFile(BytesIO(container.write(FILES))) as archive:
        assert archive.testzip() is None
        assert archive.comment == b""
        for info in archive.infolist():
            assert archive.read(info) == FILES[info.filename]
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert (info.create_system, info.external_attr) == (3, 0o100644 << 16)
            assert (info.extra, info.comment, info.flag_bits) == (b"", b"", 0)


def test_the_order_is_fixed_whatever_the_order_of_the_files():
    fixed = ["manifest.json", "manifest.json.jws", "jwks.json", "VERIFY.md", "verify.py"]
    rest = ["ledger.json", "articles/a/x", "articles/b/a", "articles/b/b"]
    files = dict.fromkeys(reversed([*fixed, *rest]), b"x")
    assert list(members(container.write(files))) == [*fixed, *rest]


@given(st.dictionaries(names, st.binary(max_size=50), min_size=1, max_size=6))
def test_reading_is_the_inverse_of_writing(files):
    if len({name.lower() for name in files}) == len(files):
        assert members(container.write(files)) == files


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../x",
        "a/../b",
        "a//b",
        "a/",
        "",
        ".",
        "a\\b",
        "C:x",
        "a/.b",
        "-x",
        "caf\x00",
    ],
)
def test_a_name_that_could_leave_the_folder_is_refused(name):
    with pytest.raises(NotGenuine):
        members(container.rebuild([(name, b"x")]))


@pytest.mark.parametrize("twin", ["articles/a", "ARTICLES/a", "articles/A"])
def test_the_same_name_twice_is_refused_in_any_case(twin):
    pair = sorted([("articles/a", b"x"), (twin, b"y")])
    with pytest.raises(NotGenuine, match="is there twice"):
        members(container.rebuild(pair))


def zipped(**options):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", **options) as archive:
        archive.writestr("manifest.json", b"0" * 100_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x05\x06" + bytes(18),
        b"not a zip",
        zipped(),
        zipped(compression=zipfile.ZIP_DEFLATED),
        zipped(compression=zipfile.ZIP_BZIP2),
        container.rebuild([]),
    ],
)
def test_any_other_zip_is_refused_without_unpacking(data):
    with pytest.raises(NotGenuine):
        members(data)


def test_a_packed_member_is_named():
    with pytest.raises(NotGenuine, match=r"'manifest.json' is not stored plainly"):
        members(zipped(compression=zipfile.ZIP_DEFLATED))


def test_a_file_above_the_limit_is_refused(monkeypatch):
    from articles.bundles import verify

    monkeypatch.setattr(verify, "LIMIT", 100)
    with pytest.raises(NotGenuine, match="larger than 100 bytes"):
        members(container.write({"a": b"x" * 100}))


def test_too_large_a_bundle_is_not_written(monkeypatch):
    monkeypatch.setattr(container, "LIMIT", 100)
    with pytest.raises(InputRefused) as refusal:
        container.write({"a": b"x" * 101})
    assert refusal.value.code == "size"
