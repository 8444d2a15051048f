"""The zip of a bundle has one possible form."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.bundles import container
from articles.bundles.verify import NotGenuine, members, verify
from articles.errors import InputRefused

from .zips import packed, rebuild

FILES = {"manifest.json": b"{}", "articles/a/b.json": b"\x00\xff" * 9, "jwks.json": b""}
LOCAL = struct.Struct("<4s5H3L2H")
names = st.from_regex(r"\A[A-Za-z0-9]{1,9}(/[a-z0-9][a-z0-9._-]{0,9}){0,2}\Z")


def filled(files):
    """As the product writes it, by way of a file."""
    out = BytesIO()
    found = container.fill(out, files, sum(map(len, files.values())))
    assert dict(found) == files
    return out.getvalue()


def test_python_s_zipfile_reads_what_we_write_and_finds_nothing_but_the_files():
    with zipfile.ZipFile(BytesIO(filled(FILES))) as archive:
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
    assert list(members(filled(files))) == [*fixed, *rest]


@given(st.dictionaries(names, st.binary(max_size=50), min_size=1, max_size=6))
def test_reading_is_the_inverse_of_writing(files):
    if len({name.lower() for name in files}) == len(files):
        assert members(filled(files)) == files


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
        members(rebuild([(name, b"x")]))


@pytest.mark.parametrize(
    "names", [["articles/_x/a"], ["articles/-x/a"], ["a b"], ["articles/A/x", "articles/a/x"], [""]]
)
def test_what_the_verifier_would_not_take_is_not_written(names):
    out = BytesIO()
    with pytest.raises(NotGenuine) as written:
        container.fill(out, dict.fromkeys(names, b""), 0)
    assert out.getvalue() == b""
    with pytest.raises(NotGenuine) as read:
        members(packed(dict.fromkeys(names, b"")))
    assert str(read.value) == str(written.value)


@pytest.mark.parametrize("twin", ["articles/a", "ARTICLES/a", "articles/A"])
def test_the_same_name_twice_is_refused_in_any_case(twin):
    pair = sorted([("articles/a", b"x"), (twin, b"y")])
    with pytest.raises(NotGenuine, match="is there twice"):
        members(rebuild(pair))


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
        rebuild([]),
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
        members(filled({"a": b"x" * 100}))


def test_too_large_a_bundle_is_not_written(monkeypatch):
    monkeypatch.setattr(container, "LIMIT", 100)
    with pytest.raises(InputRefused) as refusal:
        filled({"a": b"x" * 101})
    assert refusal.value.code == "size"


def test_more_members_than_a_plain_zip_counts_are_refused_without_a_crash(keys):
    head = (b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0)
    crowd = b"".join(LOCAL.pack(*head, 5, 0) + b"%05d" % n for n in range(65_537))
    with pytest.raises(ValueError, match="no more than 65535"):
        rebuild((f"{n:05}", b"") for n in range(65_536))
    assert verify(crowd, keys).problems == ["there are more than 65535 members"]
