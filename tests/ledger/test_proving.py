"""Any entry is proven to somebody who has one file, one public key and no part of our code."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from hypothesis import given
from hypothesis import settings as settled
from hypothesis import strategies as st

from articles import checkpoints, keys, ledger, merkle
from articles.bundles import verify
from articles.canonical import canonical_bytes
from articles.errors import InputRefused, LedgerBroken
from articles.ledger.entry import core_of
from articles.models import LedgerEntry

from . import outsider
from .conftest import BEGAN
from .intruder import disarmed


def parts(proof: dict[str, Any]) -> tuple[bytes, list[bytes]]:
    """Core and steps of the one entry of a proof."""
    [entry] = proof["entries"]
    return entry["core"].encode(), [bytes.fromhex(step) for step in entry["proof"]]


def believed(data: bytes, public: bytes) -> dict[str, Any] | None:
    """What an outsider takes from a proof file: index and size from signed or hashed bytes only."""
    proof = json.loads(data)
    try:
        origin, size, root = outsider.read_checkpoint(proof["checkpoint"], proof["origin"], public)
    except (AssertionError, InvalidSignature, ValueError):
        return None
    core, steps = parts(proof)
    said = json.loads(core)
    leaf = hashlib.sha256(b"\x00" + core).digest()
    if not outsider.is_included(leaf, said["seq"], size, steps, root):
        return None
    [entry] = proof["entries"]
    salted = b"\x02" + bytes.fromhex(entry["salt"]) + entry["payload"].encode()
    if hashlib.sha256(salted).hexdigest() != said["commit"]:
        return None
    return {**said, "origin": origin, "size": size, "payload": json.loads(entry["payload"])}


@pytest.fixture
def public(db: None) -> bytes:
    return keys.raw(keys.in_use().key)


def test_every_entry_is_proven_at_every_size_that_has_it(six, append, public) -> None:
    for number in range(6, 11):
        append(number)
    for seq in range(11):
        for size in (*range(seq + 1, 12), None):
            proof = ledger.prove(seq, size)
            said = believed(proof.as_bytes(), public)

            assert said is not None, (seq, size)
            assert (said["seq"], said["size"]) == (seq, size or 11)
            assert (said["subject"], said["payload"]["number"]) == (f"article:{seq}", seq)
            assert said["origin"] == settings.ISSUER


@pytest.mark.parametrize(
    ("seq", "size", "field"), [(6, None, "seq"), (-1, None, "seq"), (3, 3, "size"), (3, 7, "size")]
)
def test_what_is_not_there_is_not_proven(six, seq, size, field) -> None:
    with pytest.raises(InputRefused) as refused:
        ledger.prove(seq, size)

    assert refused.value.field == field


def test_there_is_nothing_to_prove_in_an_empty_ledger(db) -> None:
    with pytest.raises(InputRefused):
        ledger.prove(0)


@pytest.mark.parametrize(
    ("seq", "columns"),
    [
        (2, {"leaf": bytes(32)}),
        (3, {"leaf": bytes(32)}),
        (3, {"core": '{"v":1}'}),
        (3, {"payload": "{}"}),
        (3, {"salt": bytes(16)}),
        (5, {"checkpoint": "reviewflow.example\n6\nAAAA\n\n"}),
    ],
)
def test_a_ledger_that_was_tampered_with_gives_no_proof(six, seq, columns) -> None:
    """Else an outsider would be the first to see it."""
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=seq).update(**columns)

    with pytest.raises(LedgerBroken):
        ledger.prove(3)


def test_a_deleted_entry_before_it_gives_no_proof(six) -> None:
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=1).delete()

    with pytest.raises(LedgerBroken):
        ledger.prove(3)


def test_the_verifier_of_a_bundle_judges_a_proof_without_our_code(six, tmp_path) -> None:
    """The few lines that docs/trust.md gives to whoever holds a proof."""
    verifier = Path(verify.__file__)
    (tmp_path / "verify.py").write_bytes(verifier.read_bytes())
    (tmp_path / "proof.json").write_bytes(ledger.prove(4).as_bytes())
    (tmp_path / "issuer.pem").write_text(keys.pem(keys.in_use().key))
    lines = (
        "import json, verify; keys = [verify.load_key(open('issuer.pem', 'rb').read())]\n"
        "data = open('proof.json', 'rb').read()\n"
        "signed = verify.check_checkpoint(json.loads(data)['checkpoint'], keys)\n"
        "print(signed['size'], verify.check_ledger(data, signed, keys)[0]['subject'])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", lines], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert run.stdout == "6 article:4\n"


# Attacks on the verifier (no database: a tree of numbers, signed with a key of its own).

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
ORIGIN = "reviewflow.example"


def core(number: int, actor: str = "wren") -> bytes:
    said = {"kind": "article.publish", "subject": "article:1", "actor": actor, "at": BEGAN}
    commit = ledger.commitment(bytes(16), b"{}")
    return core_of(number, bytes(32), **said, commit=commit).encode()


def tree(size: int, actor: str = "wren") -> merkle.Tree:
    return merkle.Tree([merkle.leaf_hash(core(number, actor)) for number in range(size)])


def note(size: int, root: bytes, key: Ed25519PrivateKey = KEY) -> str:
    return checkpoints.seal(ORIGIN, size, root, key)


def file(core: bytes, steps: list[bytes], checkpoint: str) -> bytes:
    entry = {"core": core.decode(), "salt": bytes(16).hex(), "payload": "{}"}
    entry["proof"] = [step.hex() for step in steps]
    whole = {"schema": "reviewflow/ledger-proof@1", "origin": ORIGIN}
    return canonical_bytes({**whole, "checkpoint": checkpoint, "entries": [entry]})


def judged(data: bytes) -> tuple[bool, bool]:
    """By the outsider's reading of the RFCs, and by the verifier that we ship."""
    try:
        signed = verify.check_checkpoint(json.loads(data)["checkpoint"], [KEY.public_key()])
        verify.check_ledger(data, signed, [KEY.public_key()])
    except verify.NotGenuine:
        ours = False
    else:
        ours = True
    return believed(data, keys.raw(KEY.public_key())) is not None, ours


def attacks(index: int, size: int, other: int) -> Iterator[tuple[str, bytes]]:
    """The classes of lies about one place of one tree; ``other`` is any other number."""
    steps, mine, root = tree(size).proof(index), core(index), tree(size).root()
    sealed, forged = note(size, root), tree(size, "eve")
    yield "long", file(mine, [*steps, root], sealed)
    yield "long at its foot", file(mine, [root, *steps], sealed)
    yield "another entry", file(core(index, "eve"), steps, sealed)
    yield "rewritten history", file(core(index, "eve"), forged.proof(index), sealed)
    own = note(size, forged.root(), OTHER_KEY)
    yield "rewritten history, own key", file(core(index, "eve"), forged.proof(index), own)
    if other != index:
        yield "wrong index", file(core(other), steps, sealed)
    if other not in {0, size}:
        yield "old or new size", file(mine, steps, note(other, tree(other).root()))
        resized = sealed.replace(f"\n{size}\n", f"\n{other}\n", 1)
        yield "size that nobody signed", file(mine, steps, resized)
    if steps:
        yield "short", file(mine, steps[:-1], sealed)
        yield "short at its foot", file(mine, steps[1:], sealed)
        yield "altered", file(mine, [*steps[:-1], bytes(32)], sealed)
    if steps != steps[::-1]:
        yield "turned round", file(mine, steps[::-1], sealed)


@settled(max_examples=40, deadline=None)
@given(st.data())
def test_a_proof_is_believed_for_its_own_place_and_no_lie_about_it_is(data) -> None:
    size = data.draw(st.integers(1, 70), "size")
    index = data.draw(st.integers(0, size - 1), "index")
    other = data.draw(st.integers(0, 80), "other")
    honest = tree(size)

    whole = file(core(index), honest.proof(index), note(size, honest.root()))
    assert judged(whole) == (True, True)
    for name, lie in attacks(index, size, other):
        assert judged(lie) == (False, False), name


def test_a_proof_is_made_without_holding_the_leaves() -> None:
    size = 10_000
    leaves = (merkle.leaf_hash(b"%d" % number) for number in range(size))
    tracemalloc.start()
    steps, root = merkle.prove(leaves, 6_789, size)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    whole = merkle.Tree([merkle.leaf_hash(b"%d" % number) for number in range(size)])
    assert (steps, root) == (whole.proof(6_789), whole.root())
    assert peak < 50_000


@pytest.mark.parametrize("size", range(1, 34))
def test_the_streamed_proof_is_the_same_as_the_trees(size) -> None:
    whole = tree(size)
    leaves = [merkle.leaf_hash(core(number)) for number in range(size)]
    for index in range(size):
        assert merkle.prove(leaves, index, size) == (whole.proof(index), whole.root())
