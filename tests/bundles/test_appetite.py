"""What the verifier takes of memory before it knows who signed, and what it says at most."""

from __future__ import annotations

import re
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.bundles import verify
from articles.bundles.verify import OPENING, NotGenuine, split

from . import samples, sealing
from .zips import packed

PLACES = {
    "html": re.compile(
        rb"(<!DOCTYPE html>\n.*\n)    " + OPENING + rb"([^\n]*)</script>\n(  </body>\n</html>\n)",
        re.DOTALL,
    ),
    "markdown": re.compile(
        rb"(---\n(?:(?!receipt:|---\n)[^\n]+\n)*)receipt: ([^\n]*)\n(---\n\n.*)", re.DOTALL
    ),
}
"""The place of a receipt, as one would write it down; memory does not follow for long files."""
PIECES = {
    "html": [b"<!DOCTYPE html>\n", b"    ", OPENING, b"</script>\n", b"  </body>\n</html>\n"],
    "markdown": [b"---\n", b"receipt: ", b"receipt:", b"---\n\n", b"a: 1\n"],
}
FEW = [b"\n", b"x", b" ", b"{}"]
LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, (500_000_000, 500_000_000))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def files(form: str):
    """Near misses, and what is right: pieces of such files in any order."""
    first, *_rest, last = PIECES[form]
    middle = st.lists(st.sampled_from(PIECES[form] + FEW), max_size=9).map(b"".join)
    begin, end = verify.AROUND[form]
    right = st.tuples(middle, st.sampled_from([b"", b"{}", b"x x"]), middle).map(
        lambda given: first + given[0] + begin + given[1] + end + verify.BEHIND[form] + given[2]
    )
    return middle | right | middle.map(lambda text: first + text + last)


@pytest.mark.parametrize("form", PLACES)
@given(data=st.data())
def test_a_file_is_taken_apart_as_its_form_says(form, data):
    whole = data.draw(files(form))
    found = PLACES[form].fullmatch(whole)
    if not found or (form == "html" and whole.count(OPENING) != 1):
        with pytest.raises(NotGenuine):
            split(whole, form)
    else:
        assert split(whole, form) == found.groups()


def hungry(form: str, size: int) -> bytes:
    """A file of nobody, long in the one place that is looked at before its seal."""
    lines, seal = b"a\n" * (size // 2), b'{"seal":"'
    return {
        "lines": b"---\n" + lines + b"receipt: x\n---\n\n",
        "receipt": b"---\nreceipt: " + b"x" * size + b"\n---\n\n",
        "seal": b"---\nreceipt: {" + verify.SEAL + b"e" * size + b'"}\n---\n\n',
        "dots": b"---\nreceipt: {" + verify.SEAL + b"." * size + b'"}\n---\n\n',
        "text": b"---\nreceipt: x\n---\n\n" + lines,
        "head": b"---\n" + lines,
        "openings": b"<!DOCTYPE html>\n" + (b"\n    " + OPENING) * (size // 60),
        "quotes": b"---\nreceipt: {" + (verify.SEAL + seal) * (size // 20) + b'"}\n---\n\n',
        "jws": packed({**dict.fromkeys(("manifest.json", "ledger.json"), b""),
                       "manifest.json.jws": b"." * size}),
        "manifest": packed({"manifest.json": b"0" * size, "manifest.json.jws": b"..",
                            "ledger.json": b""}),
        "names": packed({f"{n:06}" + "a/b" * 1_000: b"" for n in range(size // 6_200)}),
    }[form]  # fmt: skip


HUNGRY = ("lines", "receipt", "seal", "dots", "text", "head", "openings", "quotes")
HUNGRY += ("jws", "manifest", "names")


@pytest.mark.parametrize("form", HUNGRY)
def test_what_nobody_signed_takes_no_more_than_three_times_its_size(form, keys):
    data = hungry(form, 3_000_000)
    tracemalloc.start()
    try:
        report = verify.verify(data, keys)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.problems
    assert most < 3 * len(data) + 100_000
    assert all(len(problem) <= 301 for problem in report.problems)


def test_sixty_megabytes_of_lines_are_judged_in_little_memory(tmp_path: Path):
    (tmp_path / "a.md").write_bytes(hungry("lines", 60_000_000))
    (tmp_path / "key.pem").write_bytes(public_pem())
    command = [sys.executable, "-c", LIMITED, verify.__file__, "a.md", "--key", "key.pem"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert b"the receipt carries no seal" in ran.stdout


def public_pem() -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = samples.KEY.public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_a_long_header_is_not_read(genuine, keys):
    header = verify.canonical({**verify.HEADER, "kid": "k" * 100_000})
    jws = f"{verify.base64url(header)}..{'A' * 86}".encode()
    found = verify.verify(packed({**verify.members(genuine), verify.JWS: jws}), keys)
    assert found.problems == ["manifest.json.jws is longer than 1000 bytes"]


def test_a_finding_does_not_repeat_a_whole_file(keys):
    data = sealing.sealed(samples.samples.plain(), "html")
    long = sealing.resealed(data, lambda r: r["article"].update(stage="x" * 10_000))
    report = verify.verify(long, keys)
    assert any(len(found) == 301 and found.endswith("xxx…") for found in report.problems)
    assert max(map(len, report.problems)) == 301


@pytest.mark.parametrize(
    ("start", "limit"), [(b"PK\x03\x04", "LIMIT"), (b"---\nreceipt: ", "FILE_LIMIT")]
)
def test_what_is_too_large_is_not_judged(tmp_path, monkeypatch, capsys, start, limit):
    monkeypatch.setattr(verify, limit, 1_000)
    (tmp_path / "key.pem").write_bytes(public_pem())
    (tmp_path / "x").write_bytes(start.ljust(1_001))
    command = [str(tmp_path / "x"), "--key", str(tmp_path / "key.pem")]
    assert verify.main(command) == 2
    assert "too large: a bundle has at most 512 MiB, another file 64 MiB" in capsys.readouterr().err
    (tmp_path / "x").write_bytes(start.ljust(1_000))
    assert verify.main(command) == 1
