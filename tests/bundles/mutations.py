"""Everything that can happen to a bundle on its way, by class; the same mutants in every run.

Each generator gets a genuine bundle and a source of chance, and yields mutants without end or until
there are no more of its kind. None has the bytes of the original.
"""

from __future__ import annotations

import json
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count, cycle, islice
from random import Random

from articles import canonical
from articles.bundles.verify import JWS, MANIFEST, members, ordered

from . import samples
from .zips import packed, rebuild

Mutants = Iterator[bytes]
Maker = Callable[[bytes, Random], Mutants]
CENTRAL = b"PK\x01\x02"
END = b"PK\x05\x06"
CLASSES: dict[str, Maker] = {}


def mutation(maker: Maker) -> Maker:
    CLASSES[maker.__name__] = maker
    return maker


def of(
    genuine: bytes, each: int, makers: dict[str, Maker] = CLASSES, seed: int = 20261124
) -> Iterator[tuple[str, bytes]]:
    """Up to ``each`` different mutants of every class, with the name of the class."""
    for name, maker in makers.items():
        seen = {genuine}
        for mutant in islice(maker(genuine, Random(f"{seed} {name}")), 2 * each):
            if mutant not in seen and len(seen) <= each:
                seen.add(mutant)
                yield name, mutant


def flipped(data: bytes, chance: Random) -> bytes:
    mutant = bytearray(data)
    mutant[chance.randrange(len(mutant))] ^= 1 << chance.randrange(8)
    return bytes(mutant)


@mutation
def flip(genuine, chance):
    """A bit anywhere in the file."""
    while True:
        yield flipped(genuine, chance)


@mutation
def flip_and_mend(genuine, chance):
    """A bit in one member, in a zip whose checksums fit again."""
    files = members(genuine)
    for name in cycle(files):
        yield packed(files | {name: flipped(files[name], chance)})


@mutation
def drop(genuine, chance):
    files = members(genuine)
    for name in files:
        yield packed({other: data for other, data in files.items() if other != name})
    while True:
        gone = set(chance.sample(list(files), 2))
        yield packed({name: data for name, data in files.items() if name not in gone})


@mutation
def add(genuine, chance):
    """A member that nobody listed, among the articles or beside them."""
    files = members(genuine)
    for number in count():
        folder = chance.choice(["", "articles/", "articles/stiff-mornings/", "articles/new/"])
        ending = chance.choice(["md", "html", "json", "exe", "py"])
        yield packed(files | {f"{folder}more-{number}.{ending}": b"x" * chance.randrange(3)})


@mutation
def duplicate(genuine, chance):
    """The same name twice, with the same bytes or others, side by side or apart."""
    files = list(members(genuine).items())
    while True:
        name, data = chance.choice(files)
        twin = (name, chance.choice([data, b"", flipped(data, chance)]))
        place = chance.choice([files.index((name, data)) + 1, len(files), 0])
        yield rebuild([*files[:place], twin, *files[place:]])


@mutation
def swap(genuine, chance):
    """The bytes of two members under each other's names."""
    files = members(genuine)
    while True:
        one, two = chance.sample(list(files), 2)
        if files[one] != files[two]:
            yield packed(files | {one: files[two], two: files[one]})


@mutation
def reorder(genuine, chance):
    files = list(members(genuine).items())
    while True:
        mixed = chance.sample(files, len(files))
        if mixed != files:
            yield rebuild(mixed)


@mutation
def prefix(genuine, chance):
    yield from (b"\0" + genuine, b"PK\x03\x04" + genuine, b"#!/bin/sh\n" + genuine)
    while True:
        yield chance.randbytes(chance.randrange(1, 60)) + genuine


@mutation
def suffix(genuine, chance):
    yield from (genuine + b"\0", genuine + genuine[-22:], genuine + b"\n")
    while True:
        yield genuine + chance.randbytes(chance.randrange(1, 60))


@mutation
def comment(genuine, chance):
    """A comment that the zip's own end announces."""
    for size in count(1):
        yield genuine[:-2] + struct.pack("<H", size % 300) + chance.randbytes(size % 300)


@mutation
def two_zips(genuine, chance):
    """Readers from the front find one, readers from the back the other."""
    other = packed(members(genuine) | {"VERIFY.md": b"Trust me.\n"})
    yield from (genuine + genuine, other + genuine, genuine + other)
    while True:
        cut = chance.randrange(1, len(genuine))
        yield genuine[:cut] + genuine


@mutation
def truncate(genuine, chance):
    yield from (genuine[:-1], genuine[:-22], genuine[1:], genuine[:4], genuine[:40])
    while True:
        yield genuine[: chance.randrange(4, len(genuine))]


def _central(genuine: bytes) -> list[int]:
    """Where each entry of the directory begins."""
    at, places = struct.unpack_from("<L", genuine, len(genuine) - 6)[0], []
    while genuine.startswith(CENTRAL, at):
        places.append(at)
        at += 46 + sum(struct.unpack_from("<3H", genuine, at + 28))
    return places


def _set(data: bytes, at: int, form: str, value: int) -> bytes:
    mutant = bytearray(data)
    struct.pack_into(form, mutant, at, value)
    return bytes(mutant)


@mutation
def symlink(genuine, chance):
    """A member that unpacks as a link, a folder, a device or a program."""
    for place in _central(genuine):
        for mode in (0o120777, 0o040755, 0o060644, 0o100755, 0o104755):
            yield _set(genuine, place + 38, "<L", mode << 16)


@mutation
def traversal(genuine, chance):
    """Names that leave the folder, or mean something to some system."""
    files = list(members(genuine).items())
    for name in ("../x", "/etc/x", "a/../../x", "C:\\x", "a\\b", "./x", "a//b", "~/.x", "a/", "."):
        for place in (0, len(files)):
            yield rebuild([*files[:place], (name, b"x"), *files[place:]])
        for at in range(len(files)):
            yield rebuild([*files[:at], (name, files[at][1]), *files[at + 1 :]])


@mutation
def case_twin(genuine, chance):
    files = list(members(genuine).items())
    for name, data in files:
        for twin in sorted({name.upper(), name.title(), name.swapcase()} - {name}):
            for new in (data, b"", b"x"):
                yield rebuild(sorted([*files, (twin, new)], key=_place(files)))
                yield rebuild([(twin if each == name else each, old) for each, old in files])


def _place(files):
    known = ordered([name for name, _ in files])
    return lambda file: (known.index(file[0]) if file[0] in known else 99, file[0])


@mutation
def unicode_twin(genuine, chance):
    """Names that one system composes and another takes apart, or that look alike."""
    files = list(members(genuine).items())
    names = ["café", "Å", "ﬁle", "а", "a\u200b", "a\u202egnp", "ＣＯＮ"]
    for name in names:
        for form in ("NFC", "NFD", "NFKC"):
            label = unicodedata.normalize(form, f"articles/{name}.md").encode()
            for flag in (0, 0x800):
                for at in range(0, len(files) + 1, 4):
                    yield _with_raw_name(files, at, label, flag)


def _with_raw_name(files, at, label, flag):
    """A bundle with one member whose name is these bytes."""
    stand_in = "x" * len(label)
    data = rebuild([*files[:at], (stand_in, b"x"), *files[at:]])
    for place in [data.index(stand_in.encode()), data.rindex(stand_in.encode())]:
        data = data[:place] + label + data[place + len(label) :]
    for head, offset in ((b"PK\x03\x04", 30), (CENTRAL, 46)):
        place = data.index(label) if offset == 30 else data.rindex(label)
        start = place - offset
        assert data.startswith(head, start)
        data = _set(data, start + (6 if offset == 30 else 8), "<H", flag)
    return data


@mutation
def bomb(genuine, chance):
    """Deflated members that unpack to much more, and sizes that promise it."""
    for megabytes in (1, 8, 32):
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members(genuine).items():
                archive.writestr(zipfile.ZipInfo(name), data)
            deep = zipfile.ZipInfo("articles/bomb.md")
            archive.writestr(deep, b"0" * megabytes * 2**20, zipfile.ZIP_DEFLATED)
        yield out.getvalue()
    for place in [0, *_central(genuine)]:
        for size in (0xFFFFFFFF, 0x7FFFFFFF, 0xFFFF, 0):
            base = 18 if place == 0 else 20
            yield _set(genuine, place + base, "<L", size)
            yield _set(genuine, place + base + 4, "<L", size)


@mutation
def overlap(genuine, chance):
    """Directory entries that point at another member's bytes, or nowhere."""
    places = _central(genuine)
    offsets = [struct.unpack_from("<L", genuine, place + 42)[0] for place in places]
    for place, own in zip(places, offsets, strict=True):
        for other in [*offsets, own + 1, len(genuine), 0xFFFFFFFF]:
            if other != own:
                yield _set(genuine, place + 42, "<L", other)


@mutation
def repack(genuine, chance):
    """The same members in another zip: deflated, dated, with other systems' marks."""
    files = members(genuine)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        for year in range(1980, 1990):
            out = BytesIO()
            with zipfile.ZipFile(out, "w", method) as archive:
                for name, data in files.items():
                    info = zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0))
                    info.compress_type = method
                    archive.writestr(info, data)
            if out.getvalue() != genuine:
                yield out.getvalue()


@mutation
def headers(genuine, chance):
    """One field of one header, here or in the directory: version, flags, method, date, extra."""
    starts = [(place, 4) for place in _central(genuine)]
    at = 0
    for name, data in members(genuine).items():
        starts.append((at, 4))
        at += 30 + len(name) + len(data)
    while True:
        place, first = chance.choice(starts)
        spot = place + first + 2 * chance.randrange(12)
        value = chance.choice([0, 1, 8, 0x800, 0xFFFF, chance.randrange(0xFFFF)])
        mutant = _set(genuine, spot, "<H", value)
        if mutant != genuine:
            yield mutant


@mutation
def two_names(genuine, chance):
    """One name before the bytes, another in the directory."""
    for name in members(genuine):
        for old, new in (("e", "o"), ("a", "A"), (".", "_"), ("/", ".")):
            if old not in name:
                continue
            label = name.replace(old, new).encode()
            for find in (genuine.index, genuine.rindex):
                place = find(name.encode())
                yield genuine[:place] + label + genuine[place + len(label) :]


@mutation
def resign(genuine, chance):
    """Another key signs the same, or a changed, bundle; alone or with a ledger of its own."""
    files = members(genuine)
    yield samples.resigned(genuine, {}, key=samples.OTHER_KEY)
    while True:
        name = chance.choice([name for name in files if name not in (MANIFEST, JWS)])
        change = chance.choice([None, b"", flipped(files[name], chance)])
        yield samples.resigned(genuine, {name: change}, key=samples.OTHER_KEY)


@mutation
def edit_manifest(genuine, chance):
    """The list says something else, in canonical form; the signature is the old one."""
    files = members(genuine)
    value = json.loads(files[MANIFEST])
    for at, entry in enumerate(value["files"]):
        for change in ({"sha256": "0" * 64}, {"bytes": entry["bytes"] + 1}, {"path": "x"}):
            listed = [*value["files"][:at], entry | change, *value["files"][at + 1 :]]
            edited = canonical.canonical_bytes(value | {"files": listed})
            yield packed(files | {MANIFEST: edited})
    for name in value:
        edited = {other: said for other, said in value.items() if other != name}
        yield packed(files | {MANIFEST: canonical.canonical_bytes(edited)})
        yield packed(files | {MANIFEST: canonical.canonical_bytes(value | {name: "x"})})


@mutation
def edit_signature(genuine, chance):
    """Another header, another spelling, another length of the JWS."""
    files = members(genuine)
    text = files[JWS].decode()
    head, _, signature = text.split(".")
    yield from (
        packed(files | {JWS: new.encode()})
        for new in (
            *(text + "=", text + "\n", " " + text, head + "." + signature, text.upper(), "", ".."),
            *(
                f"{head}.e30.{signature}",
                f"..{signature}",
                f"{head}..",
                f"{head}..{signature[:-2]}",
            ),
        )
    )
    while True:
        at = chance.randrange(len(text))
        new = text[:at] + chance.choice("ABCxyz019-_.=") + text[at + 1 :]
        if new != text:
            yield packed(files | {JWS: new.encode()})


@mutation
def transplant(genuine, chance):
    """Members of another genuine bundle of the same issuer."""
    files, other = members(genuine), members(samples.bundle(samples.other()))
    while True:
        names = chance.sample(list(other), chance.randrange(1, 5))
        mixed = files | {name: other[name] for name in names}
        if mixed not in (files, other):
            yield packed(mixed)


@mutation
def crc(genuine, chance):
    """Checksums that do not fit, or that fit other bytes."""
    places = [(place, 16) for place in _central(genuine)]
    at = 0
    for name, data in members(genuine).items():
        places.append((at, 14))
        at += 30 + len(name) + len(data)
    while True:
        place, offset = chance.choice(places)
        yield _set(genuine, place + offset, "<L", zlib.crc32(chance.randbytes(4)))


@mutation
def end_record(genuine, chance):
    """Counts, sizes and disks at the end of the zip."""
    at = len(genuine) - 22
    assert genuine.startswith(END, at)
    while True:
        mutant = _set(genuine, at + 4 + 2 * chance.randrange(9), "<H", chance.randrange(0x10000))
        if mutant != genuine:
            yield mutant
