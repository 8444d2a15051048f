"""Nobody changes a bundle unnoticed: no outsider, no repacker, no other key."""

from __future__ import annotations

import random
import struct
import zipfile
from io import BytesIO

import pytest

from articles.bundles import manifest
from articles.bundles.verify import base64url, members, ordered, verify

from . import samples
from .zips import packed, rebuild


def refused(data, keys):
    report = verify(data, keys)
    assert not report.genuine
    assert report.as_json() == {"genuine": False, "problems": report.problems}
    return " ".join(report.problems)


def positions(data):
    """Byte positions: 500 at random, every byte of the zip's own structure, and of the JWS."""
    found = set(random.Random(20261124).sample(range(len(data)), 500))
    at = 0
    for name, content in members(data).items():
        head = 30 + len(name)
        found |= set(range(at, at + 30))
        if name == "manifest.json.jws":
            found |= set(range(at + head, at + head + len(content)))
        at += head + len(content)
    return sorted(found | set(range(at, len(data))))


@pytest.mark.req("CX-03", "CX-04")
def test_no_changed_byte_is_accepted(genuine, keys):
    tried = positions(genuine)
    assert len(tried) > 2_000
    accepted = []
    for position in tried:
        for mask in (0x01, 0x20):
            mutant = bytearray(genuine)
            mutant[position] ^= mask
            if verify(bytes(mutant), keys).genuine:
                accepted.append((position, mask))
    assert accepted == []


def test_no_changed_byte_is_accepted_in_a_zip_that_was_made_good_again(genuine, keys):
    files = members(genuine)
    chance = random.Random(7)
    accepted = []
    for name, data in files.items():
        for position in chance.sample(range(len(data)), min(40, len(data))):
            mutant = bytearray(data)
            mutant[position] ^= 1 << chance.randrange(7)
            forged = packed(files | {name: bytes(mutant)})
            if verify(forged, keys).genuine:
                accepted.append((name, position))
    assert accepted == []


@pytest.mark.parametrize("cut", [1, 22, 100, 10_000])
def test_no_shortened_file_is_accepted(genuine, keys, cut):
    refused(genuine[:-cut], keys)
    refused(genuine[cut:], keys)


@pytest.mark.parametrize("extra", [b"\x00", b"PK\x03\x04", b"x" * 1000])
def test_nothing_may_stand_before_or_after(genuine, keys, extra):
    refused(extra + genuine, keys)
    refused(genuine + extra, keys)
    refused(genuine + genuine, keys)


def test_a_comment_is_noticed(genuine, keys):
    commented = genuine[:-2] + struct.pack("<H", 4) + b"note"
    with zipfile.ZipFile(BytesIO(commented)) as archive:
        assert archive.testzip() is None
    refused(commented, keys)


def test_the_same_files_in_another_zip_are_noticed(genuine, keys):
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        out = BytesIO()
        with zipfile.ZipFile(out, "w", compression) as archive:
            for name, data in members(genuine).items():
                archive.writestr(zipfile.ZipInfo(name), data)
        refused(out.getvalue(), keys)


def repacked(genuine):
    """Every way to drop, add, double, swap and move members, in an otherwise perfect zip."""
    files = list(members(genuine).items())
    names = [name for name, _ in files]
    for index, (name, data) in enumerate(files):
        yield f"without {name}", files[:index] + files[index + 1 :]
        yield f"twice {name}", [*files[: index + 1], (name, data), *files[index + 1 :]]
        yield f"empty {name}", [*files[:index], (name, b""), *files[index + 1 :]]
        yield (
            f"last {name}",
            [*files[:index], *files[index + 1 :], (name, data)]
            if (index + 1 < len(files))
            else files[::-1],
        )
        other = (index + 1) % len(files)
        swapped = dict(files) | {name: files[other][1], names[other]: data}
        yield f"swapped {name}", list(swapped.items())
        upper = name.upper()
        yield f"case twin {name}", sorted([*files, (upper, data)])
    for extra in ("README", "articles/other/article.md", "articles/stiff-mornings/article.exe"):
        more = dict(files) | {extra: b"x"}
        yield f"added {extra}", [(name, more[name]) for name in ordered(more)]


def test_no_repacked_bundle_is_accepted(genuine, keys):
    mutants = list(repacked(genuine))
    assert len(mutants) > 100
    for what, files in mutants:
        assert not verify(rebuild(files), keys).genuine, what


@pytest.mark.req("CX-03")
def test_a_bundle_signed_anew_with_another_key_is_not_the_issuer_s(genuine, keys):
    forged = samples.resigned(genuine, {}, key=samples.OTHER_KEY)
    assert "signed with another key" in refused(forged, keys)
    assert verify(forged, [samples.OTHER_KEY.public_key()]).problems == [
        "the ledger's checkpoint is not signed with a key you gave"
    ]


def test_without_a_trusted_key_nothing_is_genuine(genuine):
    assert not verify(genuine, []).genuine


def test_one_of_several_trusted_keys_is_enough(genuine):
    both = [samples.OTHER_KEY.public_key(), samples.KEY.public_key()]
    assert verify(genuine, both).genuine


@pytest.mark.req("CX-03")
@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "EdDSA"},
        {"alg": "HS256"},
        {"typ": "JWT"},
        {"typ": "reviewflow-ledger"},
        {"cty": "text"},
        {"crit": ["b64"], "b64": False},
        {"kid": None},
        {"kid": ["x"]},
        {"kid": "1"},
        {"jwk": {}},
    ],
)
def test_a_header_that_says_anything_else_is_refused_even_if_signed(
    genuine, keys, change, monkeypatch
):
    header = dict(manifest.HEADER)
    original = manifest.canonical.canonical_bytes

    def changed(value):
        return original(value | change if header.items() <= value.items() else value)

    monkeypatch.setattr(manifest.canonical, "canonical_bytes", changed)
    refused(samples.resigned(genuine, {}), keys)


@pytest.mark.parametrize(
    "jws",
    [b"", b"..", b"a.b.c", b"e30..", b"e30.." + b"A" * 86, b"\xff..x", b"{}", b"a.b", b"a..b.c"],
)
def test_a_file_that_is_no_detached_signature_is_refused(genuine, keys, jws):
    files = members(genuine)
    refused(packed(files | {"manifest.json.jws": jws}), keys)


def test_a_signature_that_carries_a_payload_of_its_own_is_refused(genuine, keys):
    files = members(genuine)
    header, _, signature = files["manifest.json.jws"].decode().split(".")
    for payload in ("e30", base64url(files["manifest.json"])):
        attached = f"{header}.{payload}.{signature}".encode()
        found = refused(packed(files | {"manifest.json.jws": attached}), keys)
        assert "not a detached signature" in found or "longer than 1000 bytes" in found


@pytest.mark.req("CX-03")
def test_an_unsigned_manifest_is_not_even_parsed(genuine, keys):
    files = members(genuine) | {"manifest.json": b"[" * 100_000}
    assert refused(packed(files), keys) == "the signature does not fit manifest.json"


def test_a_signature_with_bytes_to_spare_in_its_base64_is_refused(genuine, keys):
    files = members(genuine)
    jws = files["manifest.json.jws"].decode()
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(jws[-1])
    twin = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last ^ 1]
    for other in (jws[:-1] + twin, jws + "=", jws + "\n", " " + jws):
        refused(packed(files | {"manifest.json.jws": other.encode()}), keys)
