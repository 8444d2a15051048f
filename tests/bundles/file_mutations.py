"""Everything that can happen to a single exported file on its way, by class.

As ``mutations``, for files that carry their receipt: each generator gets a genuine file and a
source of chance.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from random import Random

from articles.bundles.verify import AROUND, SEAL, embedded, form_of, join, split
from tests.exporters import samples as dossiers

from . import samples, sealing

Maker = Callable[[bytes, Random], Iterator[bytes]]
CLASSES: dict[str, Maker] = {}


def mutation(maker: Maker) -> Maker:
    CLASSES[maker.__name__] = maker
    return maker


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


@mutation
def flip(file, chance):
    while True:
        mutant = bytearray(file)
        mutant[chance.randrange(len(mutant))] ^= 1 << chance.randrange(8)
        yield bytes(mutant)


@mutation
def insert(file, chance):
    while True:
        at = chance.randrange(len(file) + 1)
        yield file[:at] + chance.choice([b" ", b"\n", b"0", b"\xc2\xad", b"<!-- -->"]) + file[at:]


@mutation
def delete(file, chance):
    while True:
        at = chance.randrange(len(file))
        yield file[:at] + file[at + chance.randrange(1, 40) :]


@mutation
def truncate(file, chance):
    yield from (file[:-1], file[1:], file[: len(file) // 2])
    while True:
        yield file[: chance.randrange(len(file))]


@mutation
def append(file, chance):
    yield from (file + b"\n", file + b" ", file + file, file + b"\0")
    while True:
        yield file + chance.randbytes(chance.randrange(1, 30))


@mutation
def prepend(file, chance):
    yield from (b"\xef\xbb\xbf" + file, b"\n" + file, b" " + file, b"<!-- -->" + file)
    while True:
        yield chance.randbytes(chance.randrange(1, 30)) + file


@mutation
def drop_line(file, chance):
    lines = _lines(file)
    for at in range(len(lines)):
        yield b"".join(lines[:at] + lines[at + 1 :])


@mutation
def repeat_line(file, chance):
    lines = _lines(file)
    for at in range(len(lines)):
        yield b"".join([*lines[:at], lines[at], *lines[at:]])


@mutation
def move_line(file, chance):
    lines = _lines(file)
    while True:
        moved = list(lines)
        moved.insert(chance.randrange(len(lines)), moved.pop(chance.randrange(len(lines))))
        yield b"".join(moved)


@mutation
def line_ends(file, chance):
    yield from (file.replace(b"\n", b"\r\n"), file.replace(b"\n", b"\r"), file.rstrip(b"\n"))
    lines = _lines(file)
    for at in range(len(lines)):
        yield b"".join(
            [*lines[:at], lines[at].rstrip(b"\n") + b" \n", *lines[at + 1 :]]
        )  # a blank at the end of a line


@mutation
def spelling(file, chance):
    """Letters that look alike, or are composed otherwise."""
    text = file.decode()
    for form in ("NFD", "NFKC", "NFKD"):
        yield unicodedata.normalize(form, text).encode()
    for old, new in (("a", "а"), ("o", "о"), (" ", "\u00a0"), ("e", "é"), ("1", "l"), ("-", "‑")):
        places = [at for at, letter in enumerate(text) if letter == old]
        for at in chance.sample(places, min(20, len(places))):
            yield (text[:at] + new + text[at + 1 :]).encode()


@mutation
def words(file, chance):
    """Numbers and negations in the text."""
    for old, new in (
        *((b"Joints", b"Bones"), (b"night", b"day"), (b"hour", b"day"), (b"2024", b"2025")),
        *((b"Ruth", b"Eve"), (b"version", b"Version"), (b"sha256", b"sha512"), (b"1", b"2")),
    ):
        at = file.find(old)
        while at >= 0:
            yield file[:at] + new + file[at + len(old) :]
            at = file.find(old, at + 1)


def _receipt(file):
    before, text, after = split(file, form_of(file))
    start, _, rest = text.rpartition(SEAL)
    return before, start, rest.removesuffix(b'"}'), after


def edited(value, chance):
    """The JSON value with one other value somewhere in it."""
    place = value
    while place:
        inner = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        if not isinstance(place[inner], dict | list) or not place[inner] or chance.random() < 0.1:
            place[inner] = chance.choice(["", "x", 0, -1, None, [], {}, [{}], {"a": 1}, True])
            break
        place = place[inner]
    return value


@mutation
def edit_receipt(file, chance):
    """Another value anywhere in the receipt, in its one form; the seal is the old one."""
    form, (before, text, after) = form_of(file), split(file, form_of(file))
    while True:
        yield join(before, embedded(edited(json.loads(text), chance)), after, form)


@mutation
def spell_receipt(file, chance):
    """The same values in other JSON."""
    form, (before, text, after) = form_of(file), split(file, form_of(file))
    value = json.loads(text)
    for options in ({"indent": 1}, {"sort_keys": True}, {"ensure_ascii": False}, {}):
        yield join(before, json.dumps(value, **options).encode(), after, form)
    for old, new in (
        (b":", b": "),
        (b",", b" ,"),
        (b"a", b"\\u0061"),
        (b"[", b"[ "),
        (b"}", b"} "),
    ):
        places = [at for at in range(len(text)) if text.startswith(old, at)]
        for at in chance.sample(places, min(20, len(places))):
            yield join(before, text[:at] + new + text[at + 1 :], after, form)


@mutation
def edit_seal(file, chance):
    """Another header, another spelling, another length of the seal."""
    form, (before, start, seal, after) = form_of(file), _receipt(file)
    files = samples.members(samples.bundle(dossiers.plain()))
    head, _, signature = seal.decode().split(".")
    odd = [seal + b"=", seal[:-1], b"", b"..", seal.upper(), files["manifest.json.jws"]]
    odd += [f"{head}.e30.{signature}".encode(), f"..{signature}".encode(), f"{head}..".encode()]
    for new in odd:
        yield join(before, start + SEAL + new + b'"}', after, form)
    while True:
        at = chance.randrange(len(seal))
        new = seal[:at] + chance.choice([b"A", b"b", b"0", b"-", b"_", b"."]) + seal[at + 1 :]
        yield join(before, start + SEAL + new + b'"}', after, form)


@mutation
def misplace(file, chance):
    """The receipt on another line, twice, or with another beginning or end."""
    form, (before, text, after) = form_of(file), split(file, form_of(file))
    begin, end = AROUND[form]
    line = begin + text + end
    rest = _lines(before + after)
    for at in range(len(rest) + 1):
        yield b"".join([*rest[:at], line, *rest[at:]])
        yield b"".join([*_lines(before)[:at], line, *_lines(before)[at:], line, after])
    for new in (
        begin.upper(),
        begin.strip(),
        begin + b" ",
        b" " + begin,
        begin.replace(b'"', b"'"),
    ):
        yield before + new + text + end + after


@mutation
def resign(file, chance):
    """Sealed anew by another key, as it is or with other words."""
    yield sealing.resealed(file, key=samples.OTHER_KEY)
    before, _, after = split(file, form_of(file))
    lines = [line for line in _lines(before + after) if line.strip()]
    while True:
        line = chance.choice(lines)
        new = chance.choice([b"", line + b" ", line * 2, line.swapcase()])
        if form_of(file.replace(line, new)) and line in before + after:
            yield sealing.resealed(file, key=samples.OTHER_KEY, old=line, new=new)


@mutation
def transplant(file, chance):
    """The receipt, or its seal, of another article or of the other form."""
    form, (before, start, _, after) = form_of(file), _receipt(file)
    for make in (dossiers.plain, dossiers.two_reviewers, dossiers.one_taken_back, samples.other):
        for other_form in sealing.FORMS:
            other = sealing.sealed(make(), other_form)
            _, text, _ = split(other, other_form)
            yield join(before, text, after, form)
            yield join(before, start + SEAL + _receipt(other)[2] + b'"}', after, form)
