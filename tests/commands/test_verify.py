"""`verify_bundle`, `verify_ledger`, `anchor`, `keys`: what they say and how they end."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command

from articles import keys
from articles.models import Article, LedgerEntry, LedgerHead, Signature
from articles.stages import Stage
from tests.cast import Cast
from tests.ledger.intruder import disarmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def bundle(cast: Cast, run, tmp_path: Path) -> Path:
    cast.article_in(Stage.PUBLISHED)
    path = tmp_path / "bundle.zip"
    run("export_articles", "--format=json", f"--output={path}", "--bundle")
    return path


def test_a_genuine_bundle_ends_with_0(bundle: Path, run) -> None:
    assert run("verify_bundle", str(bundle)).code == 0
    assert json.loads(run("verify_bundle", str(bundle), "--json").out)["genuine"] is True


def test_a_changed_bundle_ends_with_1_and_says_what(bundle: Path, run) -> None:
    data = bytearray(bundle.read_bytes())
    at = data.index(b"Gout is a painful")
    data[at] ^= 1
    bundle.write_bytes(data)
    ran = run("verify_bundle", str(bundle))
    assert ran.code == 1
    assert "NOT GENUINE" in ran.out


def test_what_cannot_be_judged_ends_with_2(bundle: Path, run, tmp_path: Path) -> None:
    assert run("verify_bundle", str(tmp_path / "none.zip")).code == 2
    (tmp_path / "not.pem").write_text("no key")
    assert run("verify_bundle", str(bundle), f"--key={tmp_path / 'not.pem'}").code == 2


def test_another_issuer_is_not_ours(bundle: Path, run, tmp_path: Path) -> None:
    other = keys.pem(Ed25519PrivateKey.generate().public_key())
    (tmp_path / "other.pem").write_text(other)
    assert run("verify_bundle", str(bundle), f"--key={tmp_path / 'other.pem'}").code == 1


@pytest.mark.req("P11-02")
def test_an_untouched_ledger_ends_with_0_and_says_that_no_anchor_was_used(
    cast: Cast, run, settings, tmp_path: Path
) -> None:
    settings.ANCHOR_DIR = tmp_path / "nowhere"
    cast.article_in(Stage.WITHDRAWN)
    ran = run("verify_ledger")
    assert ran.code == 0, ran.out
    assert "No anchor was used" in ran.out


@pytest.mark.req("P11-02", "P11-04")
def test_tampering_behind_the_triggers_is_named_and_ends_with_1(cast: Cast, run) -> None:
    """One for all: tests/tampering has the classes."""
    cast.article_in(Stage.PUBLISHED)
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=3).update(actor="somebody")
    ran = run("verify_ledger")
    assert ran.code == 1
    assert "FAULT  Entry 3: its column actor was altered.\n" in ran.out
    told = json.loads(run("verify_ledger", "--json").out)
    assert (told["ok"], told["faults"]) == (False, ["Entry 3: its column actor was altered."])


def test_what_was_compared_is_counted_by_kind(cast: Cast, run, tmp_path: Path) -> None:
    cast.article_in(Stage.PUBLISHED)
    assert run("anchor", f"--output={tmp_path}").code == 0
    told = json.loads(run("verify_ledger", "--json", f"--anchors={tmp_path}").out)
    size = LedgerEntry.objects.count()
    assert (told["ok"], told["entries"], told["records"], told["signatures"]) == (True, size, 1, 2)
    assert {told["rows"][what] for what in ("articles", "rounds", "reviews", "publications")} == {1}
    assert told["rows"]["reviewers"] == told["rows"]["historical reviewers"] == 4
    [anchor] = told["anchors"]
    assert anchor["name"] == f"{size:012}.checkpoint"
    assert 0 <= anchor["age_seconds"] < 60
    assert f"Compared: {size} ledger entries, 1 articles, " in run("verify_ledger").out


def test_the_age_of_an_anchor_that_saw_more_is_not_made_up(
    cast: Cast, run, settings, tmp_path: Path
) -> None:
    cast.article_in(Stage.DRAFT)
    newest = LedgerEntry.objects.latest("seq").checkpoint
    (tmp_path / "1.checkpoint").write_text(newest.replace("\n", "\n9", 1))
    (tmp_path / "2.checkpoint").write_bytes(b"\xff\xfe")
    ran = run("verify_ledger", f"--anchors={tmp_path}")
    assert ran.code == 1
    assert "Anchor 1.checkpoint: The checkpoint's signature is not genuine." in ran.out
    assert "Anchor 2.checkpoint: " in ran.out
    assert "the newest is of no entry that this ledger has." in ran.out


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_how_far_it_is_and_a_file_is_not(cast: Cast) -> None:
    terminal, file = Terminal(), StringIO()
    for err in (terminal, file):
        call_command("verify_ledger", stdout=StringIO(), stderr=err)
    assert "\r1 ledger entries " in terminal.getvalue()
    assert "\r1 reviewers " in terminal.getvalue()
    assert terminal.getvalue().endswith(f"\r{'':60}\r")
    assert file.getvalue() == ""


def test_a_missing_trigger_is_named(cast: Cast, run) -> None:
    with disarmed(Signature):
        ran = run("verify_ledger")
    assert ran.code == 1
    assert "The trigger articles_signature_no_update is missing." in ran.out


@pytest.mark.req("CX-05")
def test_a_ledger_cut_off_at_its_end_shows_against_an_anchor(
    cast: Cast, run, tmp_path: Path
) -> None:
    cast.article_in(Stage.PUBLISHED)
    assert run("anchor", f"--output={tmp_path}").code == 0
    assert run("verify_ledger", f"--anchors={tmp_path}").code == 0
    cut = LedgerEntry.objects.count() - 1
    kept = LedgerEntry.objects.get(seq=cut - 1)
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=cut).delete()
    LedgerHead.objects.update(size=cut, last=bytes(kept.leaf))

    ran = run("verify_ledger", f"--anchors={tmp_path}")
    assert ran.code == 1
    assert f"saw {cut + 1} entries; the ledger holds {cut}." in ran.out


def test_anchors_that_are_not_a_folder_cannot_be_judged(cast: Cast, run, tmp_path: Path) -> None:
    assert run("verify_ledger", f"--anchors={tmp_path / 'none'}").code == 2


def test_a_file_that_is_no_zip_cannot_be_judged(db: None, run, tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_text("Dear reader")
    assert run("verify_bundle", str(tmp_path / "letter.zip")).code == 2


def test_a_second_key_is_refused_and_rotation_keeps_the_ledger_whole(
    cast: Cast, run, settings, tmp_path: Path
) -> None:
    settings.KEY_DIR = tmp_path / "keys"
    assert run("keys", "list").out == "No key yet; run “keys generate”.\n"
    assert run("verify_ledger").code == 2


def test_rotation_is_on_record_by_the_old_key_and_the_new(
    db: None, run, settings, tmp_path: Path
) -> None:
    settings.KEY_DIR = tmp_path / "keys"
    assert run("keys", "generate").code == 0
    assert run("keys", "generate").code == 1
    assert run("keys", "rotate").code == 0
    assert run("verify_ledger", "--every-checkpoint").code == 0
    old, new = (key.thumbprint for key in keys.ring())
    assert [e.kind for e in LedgerEntry.objects.all()] == [
        "key.generate",
        "key.rotate",
        "key.generate",
    ]
    assert run("keys", "revoke", old, "--reason=Laptop lost").code == 0
    assert "revoked" in run("keys", "list").out
    assert run("keys", "revoke", new, "--reason= ").code == 1
    assert run("keys", "list", "--pem").out.startswith("-----BEGIN PUBLIC KEY-----")
    assert Article.objects.count() == 0
