"""`verify_bundle`, `verify_ledger`, `anchor`, `keys`: what they say and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from articles import keys
from articles.models import (
    Article,
    Credential,
    CredentialStatus,
    CredentialVerification,
    HistoricalArticle,
    HistoricalReviewPolicy,
    LedgerEntry,
    LedgerHead,
    Publication,
    Signature,
)
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


VICTIMS = (
    Article,
    CredentialStatus,
    CredentialVerification,
    HistoricalArticle,
    HistoricalReviewPolicy,
    Credential.history.model,
    LedgerEntry,
    Publication,
    Signature,
)

TAMPERINGS = {
    "an edited signature": (
        "UPDATE articles_signature SET printed_name = 'Somebody Else, MD'",
        "another printed name",
    ),
    "a deleted signature": (
        "DELETE FROM articles_publication; DELETE FROM articles_signature",
        "its signature is gone",
    ),
    "an edited record": (
        "UPDATE articles_historicalarticle SET body = 'Take ten.'",
        "does not have its digest",
    ),
    "a record nobody saved": (
        "UPDATE articles_historicalarticle SET version = 7",
        "no ledger entry says that version 7 was saved",
    ),
    "a live row that no record explains": (
        "UPDATE articles_article SET version = 9",
        "no record explains its live row",
    ),
    "an edited entry": (
        "UPDATE articles_ledgerentry SET actor = 'somebody' WHERE seq = 3",
        "Entry 3: its column actor was altered",
    ),
    "an edited payload": (
        'UPDATE articles_ledgerentry SET payload = \'{"says":"x"}\' WHERE seq = 3',
        "Entry 3: its payload was altered",
    ),
    "a deleted entry": (
        "DELETE FROM articles_ledgerentry WHERE seq = 3",
        "stands where entry 3 should",
    ),
    "a confirmation nobody gave": (
        (
            "INSERT INTO articles_credentialverification (id, outcome, method, source_url,"
            " checked_on, evidence_digest, note, recorded_at, checked_by_id,"
            " confirms_id, credential_id)"
            " SELECT 900, outcome, method, '', checked_on, '', '', recorded_at,"
            " checked_by_id, NULL, credential_id FROM articles_credentialverification WHERE id ="
            " (SELECT MIN(id) FROM articles_credentialverification)"
        ),
        "credential verification 900: the ledger does not say this",
    ),
    "an edited credential status": (
        "UPDATE articles_credentialstatus SET effective_from = '2001-01-01'",
        "the ledger does not say this",
    ),
    "deleted records of credentials": (
        "DELETE FROM articles_historicalcredential",
        "the row it binds is gone or was altered",
    ),
    "a policy record that asks for less": (
        "UPDATE articles_historicalreviewpolicy SET specialist_sign_offs = 0",
        "the ledger does not say this",
    ),
    "another writer in the records": (
        (
            "UPDATE articles_historicalarticle SET history_user_id ="
            " (SELECT id FROM auth_user WHERE username = 'otto')"
        ),
        "the ledger names another person or reason",
    ),
    "another reason in the records": (
        "UPDATE articles_historicalarticle SET history_change_reason = 'Nothing'",
        "the ledger names another person or reason",
    ),
    "a stage that no act led to": (
        "UPDATE articles_article SET stage = 'approved'",
        "no act in the ledger led to its stage",
    ),
    "a signature moved to another article": (
        "UPDATE articles_signature SET content_digest = 'sha256:00'",
        "another text than its record",
    ),
}


@pytest.mark.req("P11-02", "P11-04")
@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_behind_the_triggers_is_named(cast: Cast, run, what: str) -> None:
    cast.article_in(Stage.PUBLISHED)
    statements, said = TAMPERINGS[what]
    with disarmed(*VICTIMS), connection.cursor() as cursor:
        for statement in statements.split("; "):
            cursor.execute(statement)
    ran = run("verify_ledger")
    assert ran.code == 1
    assert said in ran.out


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
