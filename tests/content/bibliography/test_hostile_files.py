"""Files made to harm: refused soon, with file and place."""

from __future__ import annotations

import pytest

from articles.content.bibliography.files import read
from articles.content.bibliography.tex import MOST
from articles.errors import InputRefused
from tests.growth import within

DEEP = 100_000
HOSTILE = {
    "ten megabytes": (b"TY  - JOUR\n" * 1_000_000, "is larger than 2 MB"),
    "binary": (b"PK\x03\x04\x00\x81" * 100, "is not a text file"),
    "undefined bytes": (b"TY  - JOUR\nTI  - \x81\x8d\n", "is not a text file"),
    "plain words": (b"Dear reader,\n", "is none of RIS, BibTeX, NBIB and CSL-JSON"),
    "empty": (b"", "is none of"),
    "empty list": (b"[]", "holds no reference"),
    "deep JSON": (b"[{" + b'"a":[{' * DEEP, "is JSON that is nested too deep"),
    "JSON cut off": (b'[{"id": "a",\n "title"', "is not JSON on line 2"),
    "duplicate names": (b'[{"id": "a", "id": "b"}]', "“id” is given twice"),
    "many names": (
        b'[{"a":1,' + b",".join(b'"%d":1' % n for n in range(150_000)) + b',"a":2}]',
        "“a” is given twice",
    ),
    "NaN": (b'[{"volume": NaN}]', "NaN is no number"),
    "long number": (b'[{"volume": ' + b"9" * 100_000 + b"}]", "too many digits"),
    "no object": (b'[{"id": "a"}, 7]', "item 2 is not an object"),
    "hidden direction": ('[{"title": "a\u202eb"}]'.encode(), "item 1: title: the character U+202E"),
    "many items": (b"[" + b"{}," * 5000 + b"{}]", "holds more than 1000 references"),
    "many RIS records": (b"TY  - JOUR\nER  - \n" * 50_000, "holds more than 1000 references"),
    "many openings": (b"\n@a{" * 400_000, "holds more than 3000 entries"),
    "many half openings": (b"@a{x," * 390_000, "holds more than 3000 entries"),
    "open braces": (b"@article{a, title=" + b"{" * 1_900_000, "cannot be read on line 1"),
    "open quotes": (b'@article{a, title="' + b'"' * 1_900_000, "cannot be read on line 1"),
    "field twice": (b"\n@book{a, title={A},\n title={B}}", "cannot be read on line 2: title is"),
    "TeX for hours": (
        b"@book{a, title={" + b"".join(b"\\'{e}%d " % n for n in range(100_000)) + b"}}",
        f"holds more than {MOST} characters of TeX macros",
    ),
    "deep TeX": (b"@book{a, title={\\emph" + b"{" * 240 + b"}" * 240 + b"}}", "nests TeX groups"),
    "long formula": (b"@book{a, title={$" + b"x " * 10_000 + b"$}}", "TeX formula"),
}


@pytest.mark.parametrize(("data", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_soon(data, reason):
    with within(5), pytest.raises(InputRefused) as refused:
        read(data, "list.txt")
    assert refused.value.field == "references"
    assert refused.value.message.startswith("“list.txt”")
    assert reason in refused.value.message
    assert len(refused.value.message) < 300


SLOW = {
    "at signs": b"TY  - JOUR\nTI  - x\n" + b"@" * 1_900_000,
    "spaces": b"TY  - JOUR\nTI  - x\n" + b"AB  - " + b" " * 1_900_000,
    "one long tag line": b"TY  - JOUR\nAU  - " + b"a-b, " * 380_000,
    "lists in lists": b'[{"title": ' + b"[" * 800 + b"]" * 800 + b', "custom": 1, "items": 5}]',
    "items that are none": b'{"items": 5}',
    "half markup": b'[{"title": "' + b"<i " * 600_000 + b'"}]',
    "entities": b'[{"title": "' + b"&amp" * 450_000 + b'"}]',
    "long note": b'[{"note": "' + b"PMID: " * 300_000 + b'"}]',
    "long date": b'[{"issued": "' + b"1 " * 900_000 + b'"}]',
    "long DOI": b'[{"DOI": "10.1000/' + b"." * 1_900_000 + b'"}]',
    "long medline": b"PMID- 1\nTI  - " + b"x\n      " * 200_000,
    "names": b"@book{a, title={t}, author={" + b"A and " * 300_000 + b"B}}",
}


@pytest.mark.slow
@pytest.mark.parametrize("data", SLOW.values(), ids=SLOW)
def test_a_file_that_tries_to_be_slow_is_not(data):
    with within(10):
        try:
            read(data, "slow.txt")
        except InputRefused as refused:
            assert len(refused.message) < 300  # noqa: PT017
