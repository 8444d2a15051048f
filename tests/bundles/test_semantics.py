"""What the issuer's own key cannot make true: a signature moved, a form that lies.

Every bundle here is listed and signed correctly; only its meaning is wrong.
"""

from __future__ import annotations

import json

import pytest

from articles import canonical
from articles.bundles.verify import members, verify
from tests.exporters import samples as dossiers

from . import samples

BASE = "articles/stiff-mornings/"
SIGNATURE = dossiers.identifier("stiff-mornings ruth")
STATEMENT = f"{BASE}signatures/{SIGNATURE}.json"


def changed(genuine, name, **changes):
    """A canonical JSON member with some values replaced."""
    return {name: canonical.canonical_bytes(json.loads(members(genuine)[name]) | changes)}


def test_signing_anew_without_a_change_changes_nothing(genuine, keys):
    assert verify(samples.resigned(genuine, {}), keys).problems == []


@pytest.mark.req("P11-18")
def test_a_signature_moved_from_another_article_is_refused(genuine, problems):
    foreign = f"articles/two-looked/signatures/{dossiers.identifier('two-looked ruth')}.json"
    found = problems({STATEMENT: members(genuine)[foreign]})
    for name in ("id", "article", "content_digest"):
        assert f"the statement's {name} is" in found


@pytest.mark.req("P11-18")
@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"version": 2}, "the statement's version is 2, not 3"),
        ({"content_digest": "sha256:" + "0" * 64}, "the statement's content_digest"),
        ({"article": dossiers.identifier("x")}, "the statement's article"),
        ({"schema": "other@1"}, "the statement's schema"),
        ({"printed_name": "Eve Quick, MD"}, "reviewers are not those who signed"),
        ({"meaning": "withdrawal"}, "no medical review is on record"),
        ({"may_sign": False}, "the signer was not allowed to sign"),
        ({"signed_at": "2026-11-20T14:51:49.123456Z"}, "reviewers are not those who signed"),
        ({"signed_at": "2026-11-24T14:51:49"}, "has no zone"),
        ({"credentials": []}, "the byline rests on no credential in force"),
        ({"text": "I glanced at it."}, "does not show what was signed"),
    ],
)
def test_an_edited_statement_is_refused(genuine, problems, change, finding):
    found = problems(changed(genuine, STATEMENT, **change))
    assert finding in found
    if "zone" not in finding:
        assert "0 ledger entries record the signature" in found


@pytest.mark.parametrize("day", ["2026-11-25", "2027-01-01"])
def test_a_credential_verified_after_the_signature_is_refused(genuine, problems, day):
    credential = {"board": "B", "certificate": "C", "status": "", "verified_on": day}
    found = problems(changed(genuine, STATEMENT, credentials=[credential]))
    assert f"a credential was verified on {day}, after the signature" in found


def test_a_statement_in_another_json_form_is_refused(genuine, problems):
    spaced = json.dumps(json.loads(members(genuine)[STATEMENT])).encode()
    assert "is not a canonical JSON object" in problems({STATEMENT: spaced})


def test_other_words_under_the_signed_digest_are_refused(genuine, problems):
    found = problems(changed(genuine, f"{BASE}content.json", body="Take 3 g."))
    assert "content.json does not have the digest of the signed words" in found


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"title": "Other"}, "title"),
        ({"body": {"format": "markdown", "text": "Take 3 g."}}, "body"),
        ({"disclosure": "Paid"}, "disclosure"),
        ({"authors": [{"name": "Eve"}]}, "authors"),
        ({"references": []}, "references"),
        ({"topics": []}, "topics"),
        ({"version": 4}, "version"),
        ({"edition": "9.9"}, "edition"),
        ({"stage": "approved"}, "stage"),
        ({"slug": "other"}, "slug"),
        ({"content_digest": "sha256:0"}, "content_digest"),
        ({"reviewers": []}, "reviewers"),
    ],
)
def test_article_json_that_says_other_things_is_refused(genuine, problems, change, finding):
    name = f"{BASE}article.json"
    article = json.loads(members(genuine)[name]) | change
    assert f"{name}: {finding} " in problems({name: json.dumps(article).encode()})


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("Joints rest", "Joints ache", "the text is not what was signed"),
        ('title: "Stiff', 'title: "Loose', "title is not what was signed"),
        ('"Ruth Amsel, MD"', '"Eve Quick, MD"', "reviewers are not those who signed"),
        ("---\nschema", "--\nschema", "the text is not what was signed"),
        ("version: 3", "version: 3.0", "is not whole"),
    ],
)
def test_markdown_that_says_other_things_is_refused(genuine, problems, old, new, finding):
    name = f"{BASE}article.md"
    text = members(genuine)[name].decode()
    assert old in text
    assert finding in problems({name: text.replace(old, new).encode()})


@pytest.mark.parametrize(
    "old", ["Ruth Amsel", "Joints rest", "Stiff mornings</h1>", "sha256:", "Pat"]
)
def test_a_page_that_says_other_things_is_refused(genuine, problems, old):
    name = f"{BASE}article.html"
    text = members(genuine)[name].decode()
    assert old in text
    assert "does not show what was signed" in problems({name: text.replace(old, "!").encode()})


def test_a_file_that_no_article_owns_is_refused(problems):
    assert "belongs to no article" in problems({"articles/ghost/article.html": b"x"})
    assert "belongs to no article" in problems({f"{BASE}signatures/more.json": b"{}"})
    assert "belongs to no article" in problems({"run.sh": b"x"})


@pytest.mark.parametrize(
    ("edit", "finding"),
    [
        (lambda m: m["articles"][0]["signatures"].clear(), "belongs to no article"),
        (lambda m: m["articles"].append(m["articles"][0]), "lists an article twice"),
        (lambda m: m["articles"][0].update(stage="draft"), "not one that may be exported"),
        (lambda m: m["articles"][0].update(slug="../x"), "belongs to no article"),
        (lambda m: m["articles"][0].update(version=4), "the statement's version is 3, not 4"),
        (lambda m: m["files"].pop(), "is in the bundle but not in manifest.json"),
        (lambda m: m["files"].append(m["files"][0]), "lists a file twice"),
        (lambda m: m["files"][0].update(path="gone"), "gone is missing"),
        (lambda m: m["files"][0].update(bytes=1), "is not the file that was signed"),
        (lambda m: m["files"][0].update(sha256="00"), "is not the file that was signed"),
        (lambda m: m["ledger"].update(size=8), "names another state of the ledger"),
        (lambda m: m.update(hash="md5"), "a form that this verifier does not know"),
        (lambda m: m.update(schema="reviewflow/bundle@2"), "a form that this verifier"),
        (lambda m: m.pop("refused"), "malformed"),
        (lambda m: m.update(articles=7), "malformed"),
        (lambda m: m.update(files=[None]), "malformed"),
    ],
)
def test_a_manifest_that_does_not_fit_its_bundle_is_refused(problems, edit, finding):
    assert finding in problems({}, edit)
