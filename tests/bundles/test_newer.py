"""An old export beside a newer checkpoint: has the ledger gone on, or is there another one?"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from articles import checkpoints, merkle
from articles.bundles.verify import MALFORMED, NotGenuine, compare, continues, main, members, verify
from tests.exporters import samples as dossiers

from . import samples
from .test_outsider import pem


def leaves(size: int, mark: str = "") -> list[bytes]:
    return [samples.sha256(f"{mark}{n}".encode()) for n in range(size)]


def state(found: list[bytes]) -> tuple[int, bytes]:
    return len(found), samples.root(found)


@pytest.mark.req("CX-06")
def test_every_small_tree_continues_every_smaller_one():
    for size in range(1, 26):
        tree = merkle.Tree(leaves(size))
        for older in range(1, size + 1):
            proof = tree.consistency(older)
            assert continues(state(leaves(older)), state(leaves(size)), proof)


@pytest.mark.req("CX-06")
def test_no_other_tree_does():
    tried = 0
    for size in range(2, 18):
        tree = merkle.Tree(leaves(size))
        for older in range(1, size):
            proof, new = tree.consistency(older), state(leaves(size))
            other = leaves(older - 1) + leaves(1, "x")
            wrong = [
                (state(other), new, proof),
                (state(leaves(older)), state(leaves(size - 1) + leaves(1, "x")), proof),
                (state(leaves(older)), (size + 1, new[1]), [*proof, leaves(1)[0]]),
                (state(leaves(older)), new, proof[:-1]),
                (state(leaves(older)), new, [*proof, proof[0]]),
                ((older + 1, samples.root(leaves(older))), new, proof),
            ]
            for case in wrong:
                assert not continues(*case), (size, older, case)
                tried += 1
    assert tried > 800


class Grown:
    """The ledger of a bundle, and what became of it since."""

    def __init__(self, more: int, *, edit: int = -1) -> None:
        ledger = samples.ledger_of(dossiers.plain(), dossiers.two_reviewers())
        for number in range(more):
            ledger.append("export.deliver", f"export:{number}", {})
        found = ledger.leaves
        if edit >= 0:
            found[edit] = samples.sha256(b"rewritten")
        self.tree = merkle.Tree(found)
        self.note = checkpoints.seal(
            samples.ORIGIN, len(found), samples.root(found), samples.KEY
        ).encode()

    def proof(self, size: int) -> bytes:
        lines = [
            f"old {size}",
            *(base64.b64encode(n).decode() for n in self.tree.consistency(size)),
        ]
        return "\n".join([*lines, "", ""]).encode() + self.note


def held(genuine, keys, data):
    report = verify(genuine, keys)
    compare(data, report, keys)
    return report


def size_of(genuine) -> int:
    return json.loads(members(genuine)["manifest.json"])["ledger"]["size"]


def test_an_old_bundle_is_told_apart_from_a_current_one(genuine, keys):
    size = size_of(genuine)
    assert held(genuine, keys, Grown(0).note).facts["standing"] == "current"
    report = held(genuine, keys, Grown(5).proof(size))
    assert report.genuine
    assert report.facts["standing"] == "superseded by 5 entries"
    assert held(genuine, keys, members(genuine)["ledger.json"]).facts["standing"] == "current"
    unproven = held(genuine, keys, Grown(5).note)
    assert unproven.facts["standing"] == "superseded, continuation not shown"


@pytest.mark.parametrize("more", [0, 1, 5, 40])
def test_a_ledger_that_was_rewritten_behind_the_bundle_is_a_fork(genuine, keys, more):
    size = size_of(genuine)
    for entry in range(size):
        forked = Grown(more, edit=entry)
        report = held(genuine, keys, forked.proof(size) if more else forked.note)
        assert not report.genuine
        assert "the ledger was forked" in report.problems[0]


def test_a_checkpoint_that_says_nothing_of_this_ledger_is_not_judged(genuine, keys):
    other = checkpoints.seal("elsewhere", 3, bytes(32), samples.KEY).encode()
    assert size_of(genuine) == verify(genuine, keys).facts["ledger"]["size"]
    foreign = checkpoints.seal(samples.ORIGIN, 99, bytes(32), samples.OTHER_KEY).encode()
    for data in (other, b"", b"\xff", b"{}", b"{", b"old x\n\n" + Grown(3).note, Grown(3).proof(2)):
        with pytest.raises((NotGenuine, *MALFORMED)):
            held(genuine, keys, data)
    with pytest.raises(NotGenuine):
        held(genuine, keys, foreign)


def test_on_the_command_line_a_fork_is_1_and_an_older_state_0(genuine, tmp_path: Path, capsys):
    size = size_of(genuine)
    for name, data in {
        "bundle.zip": genuine,
        "issuer.pem": pem(samples.KEY),
        "newer": Grown(4).proof(size),
        "forked": Grown(4, edit=1).proof(size),
        "letter": b"Dear reader",
        "nothing": b"",  # what a download that failed leaves
    }.items():
        (tmp_path / name).write_bytes(data)

    def run(name):
        paths = [str(tmp_path / each) for each in ("bundle.zip", "issuer.pem", name)]
        return main([paths[0], "--key", paths[1], "--checkpoint", paths[2]])

    assert run("newer") == 0
    assert "superseded by 4 entries" in capsys.readouterr().out
    assert run("forked") == 1
    assert "the ledger was forked" in capsys.readouterr().out
    assert run("letter") == 2
    assert run("nothing") == 2
