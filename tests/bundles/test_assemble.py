"""What a bundle holds, and what never becomes one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import joserfc.jwk
import pytest
from joserfc import jws

from articles import canonical
from articles.bundles import assemble as room
from articles.bundles import verify as verifier
from articles.bundles.verify import members, thumbprint, verify
from articles.errors import InputRefused
from tests.exporters import samples as dossiers

from . import samples


@pytest.mark.req("CX-02")
def test_a_bundle_of_every_reviewed_sample_is_genuine(keys):
    found = [dossiers.plain(), dossiers.two_reviewers(), dossiers.hostile()]
    report = verify(samples.bundle(*found), keys)
    assert report.problems == []
    assert [article["slug"] for article in report.articles] == [
        "hostile",
        "stiff-mornings",
        "two-looked",
    ]


def test_the_same_content_gives_the_same_bytes_in_any_order(genuine):
    found = [dossiers.two_reviewers(), dossiers.plain()]
    evidence = samples.ledger_of(dossiers.plain(), dossiers.two_reviewers()).evidence()
    assert samples.bundle(*found, evidence=evidence) == genuine


def test_the_signed_words_and_statements_are_in_it_byte_for_byte(genuine):
    files = members(genuine)
    for dossier in (dossiers.plain(), dossiers.two_reviewers()):
        base = f"articles/{dossier.slug}"
        assert canonical.digest(files[f"{base}/content.json"]) == dossier.content_digest
        for signature in dossier.signatures:
            assert files[f"{base}/signatures/{signature.id}.json"].decode() == signature.statement
    assert files["verify.py"] == Path(verifier.__file__).read_bytes()


def test_the_manifest_names_everything_and_what_was_left_out(genuine):
    files = members(genuine)
    manifest = json.loads(files["manifest.json"])
    listed = [entry["path"] for entry in manifest["files"]]
    assert sorted(listed) == sorted(set(files) - {"manifest.json", "manifest.json.jws"})
    assert manifest["articles"][0] == {
        "id": dossiers.identifier("stiff-mornings"),
        "slug": "stiff-mornings",
        "version": 3,
        "edition": "2.1",
        "stage": "published",
        "content_digest": dossiers.plain().content_digest,
        "signatures": [s.id for s in dossiers.plain().signatures],
    }
    assert manifest["refused"] == [{"slug": "nobody-read", "reasons": ["It is not signed."]}]
    assert manifest["created_at"] == "2026-11-26T08:00:00.000000Z"
    assert manifest["producer"] == {"name": "ReviewFlow", "version": "0.1.0"}
    assert manifest["ledger"]["size"] == 9


def test_every_file_says_its_type(genuine):
    manifest = json.loads(members(genuine)["manifest.json"])
    types = {entry["path"].rpartition("/")[2]: entry["media_type"] for entry in manifest["files"]}
    assert types["article.html"] == "text/html; charset=utf-8"
    assert types["article.md"] == types["VERIFY.md"] == "text/markdown; charset=utf-8"
    assert types["article.json"] == types["content.json"] == "application/json"
    assert types["verify.py"] == "text/x-python; charset=utf-8"


@pytest.mark.req("CX-02")
def test_another_library_accepts_our_detached_signature(genuine):
    files = members(genuine)
    (public,) = json.loads(files["jwks.json"])["keys"]
    key = joserfc.jwk.OKPKey.import_key(public)
    assert key.thumbprint() == public["kid"] == thumbprint(samples.KEY.public_key())
    header, _, signature = files["manifest.json.jws"].decode().split(".")
    payload = verifier.base64url(files["manifest.json"])
    found = jws.deserialize_compact(f"{header}.{payload}.{signature}", key, algorithms=["Ed25519"])
    assert found.headers() == {
        "alg": "Ed25519",
        "kid": public["kid"],
        "typ": "reviewflow-bundle+jws",
        "cty": "json",
    }
    assert found.payload == files["manifest.json"]


@pytest.mark.parametrize("make", [dossiers.unreviewed])
def test_an_article_without_a_review_of_these_words_does_not_get_in(make):
    with pytest.raises(InputRefused) as refusal:
        samples.bundle(dossiers.plain(), make())
    assert (refusal.value.field, refusal.value.code) == ("nobody-read", "not_reviewed")


def test_a_signature_that_the_ledger_does_not_prove_does_not_leave_the_house():
    evidence = samples.ledger_of(dossiers.plain()).evidence()
    with pytest.raises(InputRefused) as refusal:
        samples.bundle(dossiers.plain(), evidence=replace(evidence, entries=evidence.entries[1:]))
    assert refusal.value.code == "not_genuine"
    assert "0 ledger entries record the signature" in refusal.value.message


def test_a_signer_that_was_not_allowed_to_sign_does_not_leave_the_house():
    words, slug = dossiers.content(), "stiff-mornings"
    said = dossiers.statement(words, slug, "ruth", may_sign=False)
    with pytest.raises(InputRefused, match="not allowed to sign"):
        samples.bundle(dossiers.dossier(slug, words, dossiers.signature(said)))


def test_at_most_a_thousand_articles_go_into_one_bundle(monkeypatch):
    monkeypatch.setattr(room, "MAX_ARTICLES", 1)
    with pytest.raises(InputRefused) as refusal:
        samples.genuine()
    assert refusal.value.code == "size"


def test_a_bundle_without_articles_or_forms_still_proves_its_ledger(keys):
    evidence = samples.ledger_of().evidence()
    data = room.assemble([], evidence, formats=[], origin=samples.origin(), key=samples.issuer())
    assert verify(data, keys).genuine
