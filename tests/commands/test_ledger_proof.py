"""`ledger_proof`: a file for somebody else, judged with the public key alone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from articles import checkpoints, keys, ledger
from articles.canonical import canonical_bytes
from articles.models import LedgerEntry
from articles.stages import Stage
from tests.cast import Cast
from tests.ledger.conftest import record
from tests.ledger.intruder import disarmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def six(db: None) -> list[LedgerEntry]:
    return [record(number) for number in range(6)]


@pytest.fixture
def proof(six, run, tmp_path: Path) -> Path:
    path = tmp_path / "proof.json"
    assert run("ledger_proof", "3", f"--output={path}").code == 0
    return path


@pytest.fixture
def pem(db: None, tmp_path: Path) -> Path:
    path = tmp_path / "issuer.pem"
    path.write_text(keys.pem(keys.in_use().key))
    return path


def test_a_proof_is_written_and_said_where(six, run, tmp_path) -> None:
    path = tmp_path / "proof.json"
    ran = run("ledger_proof", "3", f"--output={path}")

    assert ran.out == f"wrote {path}: entry 3, proven in a ledger of 6 entries\n"
    assert path.read_bytes() == ledger.prove(3).as_bytes()
    assert json.loads(run("ledger_proof", "3", f"--output={path}", "--json").out) == {
        "ok": True,
        "says": ran.out.strip(),
        "seq": 3,
        "size": 6,
        "path": str(path),
    }


def test_without_a_file_the_proof_itself_is_printed(six, run) -> None:
    assert run("ledger_proof", "3").out.strip().encode() == ledger.prove(3).as_bytes()
    assert json.loads(run("ledger_proof", "3", "--size=4").out)["checkpoint"] == six[3].checkpoint


def test_a_proof_is_there_whole_or_not_at_all(six, run, tmp_path, monkeypatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device", "disk")

    monkeypatch.setattr(os, "fsync", full)

    assert run("ledger_proof", "3", f"--output={tmp_path / 'proof.json'}").code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["9"], ["-1"], ["3", "--size=2"], ["3", "--size=9"]])
def test_what_is_not_there_ends_with_2(six, run, arguments) -> None:
    assert run("ledger_proof", *arguments[1:], "--", arguments[0]).code == 2


def test_a_ledger_that_does_not_bear_it_out_ends_with_1(six, run) -> None:
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=3).update(payload="{}")

    ran = run("ledger_proof", "3")

    assert (ran.code, ran.out, ran.err) == (1, "", "Entry 3: its payload was altered.")


def test_a_genuine_proof_ends_with_0_and_shows_the_entry(proof, pem, run) -> None:
    ran = run("ledger_proof", f"--check={proof}", f"--key={pem}")

    assert ran.code == 0
    assert ran.out.startswith(f"GENUINE: entry 3 of {settings.ISSUER}, in a ledger of 6 entries\n")
    told = json.loads(run("ledger_proof", f"--check={proof}", "--json").out)
    assert told["entries"] == [
        {
            "seq": 3,
            "kind": "article.save_draft",
            "subject": "article:3",
            "actor": "wren",
            "at": "2026-03-01T09:33:00.123456Z",
            "payload": {"number": 3, "reason": "Ein schöner Satz"},
        }
    ]


def edit(proof: Path, changes: dict[str, Any]) -> None:
    whole = json.loads(proof.read_text())
    whole["entries"][0] |= changes
    proof.write_bytes(canonical_bytes(whole))


@pytest.mark.parametrize(
    "changes",
    [
        {"payload": '{"number":4,"reason":"Ein schöner Satz"}'},
        {"salt": "00" * 16},
        {"salt": "zz"},
        {"proof": []},
        {"proof": "none"},
        {"core": "{}"},
        {"core": "[]"},
    ],
)
def test_a_proof_that_was_changed_ends_with_1(proof, run, changes) -> None:
    edit(proof, changes)

    ran = run("ledger_proof", f"--check={proof}")

    assert ran.code == 1
    assert ran.out.startswith("NOT GENUINE: ")


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"checkpoint": 1}', "\x00"])
def test_what_is_no_proof_at_all_ends_with_1(db, run, tmp_path, text) -> None:
    (tmp_path / "proof.json").write_text(text)

    assert run("ledger_proof", f"--check={tmp_path / 'proof.json'}").code == 1


def test_by_another_key_it_is_not_genuine(proof, run, tmp_path) -> None:
    (tmp_path / "other.pem").write_text(keys.pem(Ed25519PrivateKey.generate().public_key()))

    ran = run("ledger_proof", f"--check={proof}", f"--key={tmp_path / 'other.pem'}", "--json")

    assert (ran.code, json.loads(ran.out)["ok"]) == (1, False)


def test_without_file_or_key_it_cannot_be_judged(proof, run, settings, tmp_path) -> None:
    (tmp_path / "no.pem").write_text("no key")
    assert run("ledger_proof", f"--check={tmp_path / 'none'}").code == 2
    assert run("ledger_proof", f"--check={proof}", f"--key={tmp_path / 'none'}").code == 2
    assert run("ledger_proof", f"--check={proof}", f"--key={tmp_path / 'no.pem'}").code == 2
    settings.KEY_DIR = tmp_path / "empty"
    assert run("ledger_proof", f"--check={proof}").code == 2


def test_a_ledger_that_went_on_continues_what_was_proven_before(proof, run) -> None:
    record(6)

    ran = run("ledger_proof", f"--extends={proof}")

    assert (ran.code, ran.out) == (0, "Today's ledger of 7 entries continues it.\n")


def test_a_checkpoint_from_a_mail_or_a_bundle_is_held_up_to_the_ledger(
    cast: Cast, run, tmp_path
) -> None:
    cast.article_in(Stage.PUBLISHED)
    run("export_articles", "--format=json", f"--output={tmp_path / 'bundle.zip'}", "--bundle")
    (tmp_path / "mailed").write_text(LedgerEntry.objects.get(seq=4).checkpoint)

    for name in ("bundle.zip", "mailed"):
        assert run("ledger_proof", f"--extends={tmp_path / name}").code == 0, name


def test_a_ledger_that_was_rewritten_or_cut_off_does_not_continue_it(six, run, tmp_path) -> None:
    for size, said in ((4, "other entries before entry 4"), (9, "saw 9 entries; the ledger holds")):
        note = checkpoints.seal(settings.ISSUER, size, bytes(32), keys.signing_key())
        (tmp_path / "mailed").write_text(note)
        ran = run("ledger_proof", f"--extends={tmp_path / 'mailed'}")
        assert ran.code == 1
        assert said in ran.out


@pytest.mark.parametrize("data", [b"PK\x03\x04 but no bundle", b"{", b"\xff\xfe"])
def test_what_holds_no_checkpoint_cannot_be_judged(six, run, tmp_path, data) -> None:
    (tmp_path / "file").write_bytes(data)

    assert run("ledger_proof", f"--extends={tmp_path / 'file'}").code == 2


def test_one_thing_is_asked_at_a_time(six, run, proof) -> None:
    assert run("ledger_proof").code == run("ledger_proof", "3", f"--check={proof}").code == 1


@pytest.mark.req("CX-05")
@pytest.mark.parametrize("name", ["article.zip", "out/live-words.html", "out/live-words.md"])
def test_an_export_is_held_to_the_ledger_of_today(cast: Cast, run, tmp_path: Path, name) -> None:
    cast.article_in(Stage.PUBLISHED, title="Live words")
    path, newer = tmp_path / name, tmp_path / "newer"
    formats = ("--format=html", "--format=markdown")
    if name.endswith("zip"):
        run("export_articles", *formats, f"--output={path}", "--bundle")
    else:
        run("export_articles", *formats, f"--output={path.parent}")
    cast.article_in(Stage.DRAFT)
    assert run("ledger_proof", f"--extends={path}", f"--output={newer}").code == 0
    ran = run("verify_bundle", str(path), f"--checkpoint={newer}")
    assert ran.code == 0, ran.out
    assert f"held to a state of {LedgerEntry.objects.count()} entries: superseded by" in ran.out
    newer.write_text(newer.read_text().replace("old ", "old 1"))
    assert run("verify_bundle", str(path), f"--checkpoint={newer}").code == 2
    assert run("verify_bundle", str(path), f"--checkpoint={tmp_path / 'none'}").code == 2
