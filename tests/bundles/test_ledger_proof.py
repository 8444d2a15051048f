"""Every signature in a bundle is bound by one entry, proven against one signed checkpoint."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from articles import canonical, checkpoints, merkle
from articles.bundles.receipt import Sealer
from articles.bundles.verify import check_checkpoint, members, root_from, verify
from articles.dossier import Dossier, LedgerEvidence
from articles.errors import InputRefused
from tests.exporters import samples as dossiers

from . import samples, sealing


def test_the_house_s_own_tree_and_checkpoint_are_what_the_verifier_reads(keys):
    leaves = [merkle.leaf_hash(b"%d" % n) for n in range(11)]
    top = merkle.Tree(leaves).root()
    for index, leaf in enumerate(leaves):
        proof = merkle.Tree(leaves).proof(index)
        assert root_from(index, 11, leaf, proof) == top
    note = checkpoints.seal(samples.ORIGIN, 11, top, samples.KEY)
    root = base64.b64encode(top).decode()
    assert check_checkpoint(note, keys) == {"origin": samples.ORIGIN, "size": 11, "root": root}


def ledger(genuine):
    return json.loads(members(genuine)["ledger.json"])


def with_ledger(value):
    return {"ledger.json": canonical.canonical_bytes(value)}


@pytest.mark.parametrize(
    ("edit", "finding"),
    [
        (lambda e: e["proof"].pop(), "not in the ledger that the checkpoint signs"),
        (lambda e: e["proof"].reverse(), "not in the ledger that the checkpoint signs"),
        (lambda e: e["proof"].append("00" * 32), "not in the ledger that the checkpoint signs"),
        (lambda e: e.update(salt="00" * 16), "commits to another payload"),
        (lambda e: e.update(salt="00"), "commits to another payload"),
        (lambda e: e.update(payload="{}"), "commits to another payload"),
        (lambda e: e.update(core=e["core"].replace('"seq":2', '"seq":3')), "not in the ledger"),
        (lambda e: e.update(core=e["core"].replace("ruth", "eve")), "not in the ledger"),
        (lambda e: e.update(core=e["core"] + " "), "not a canonical JSON object"),
        (lambda e: e.update(core='{"v":2}'), "does not have the form of an entry"),
    ],
)
def test_an_entry_that_its_proof_does_not_carry_is_refused(genuine, problems, edit, finding):
    value = ledger(genuine)
    edit(value["entries"][0])
    assert finding in problems(with_ledger(value))


def test_a_signature_recorded_twice_or_never_is_refused(genuine, problems):
    value = ledger(genuine)
    value["entries"].append(value["entries"][0])
    assert "2 ledger entries record the signature" in problems(with_ledger(value))
    value["entries"] = value["entries"][1:-1]
    assert "0 ledger entries record the signature" in problems(with_ledger(value))


def test_a_proof_against_an_older_checkpoint_is_refused(genuine, problems):
    grown = samples.ledger_of(dossiers.plain(), dossiers.two_reviewers())
    grown.append("export.deliver", "export:2", {})
    value = ledger(genuine) | {"checkpoint": grown.checkpoint()}
    assert "names another state of the ledger" in problems(with_ledger(value))

    def follow(manifest):
        lines = grown.checkpoint().split("\n")
        manifest["ledger"] = {"origin": lines[0], "size": int(lines[1]), "root": lines[2]}

    assert "not in the ledger that the checkpoint signs" in problems(with_ledger(value), follow)


@pytest.mark.parametrize(
    ("kind", "subject", "content", "finding"),
    [
        ("article.publish", None, None, "with the kind 'article.publish'"),
        (None, "article:x", None, "with the subject 'article:x'"),
        (None, None, "sha256:0", "with the content 'sha256:0'"),
    ],
)
def test_an_entry_about_something_else_does_not_bind_a_signature(
    kind, subject, content, finding, genuine, keys
):
    dossier = dossiers.plain()
    book = samples.Ledger()
    for signature in dossier.signatures:
        wrong = signature.meaning == "medical_review"
        payload = {
            "statement": signature.statement_digest,
            "content": (content if wrong else None) or dossier.content_digest,
        }
        right = samples.KINDS[signature.meaning]
        book.append(
            (kind if wrong else None) or right,
            (subject if wrong else None) or f"article:{dossier.id}",
            payload,
        )
    with pytest.raises(InputRefused) as refusal:
        samples.bundle(dossier, evidence=book.evidence())
    assert finding in refusal.value.message


@pytest.mark.parametrize("odd", [{"salted": 15}, {"salted": 17}, {"note": "x"}, {"v": 2}])
def test_an_entry_in_another_format_binds_nothing(odd):
    dossier, book = dossiers.plain(), samples.Ledger()
    for signature in dossier.signatures:
        payload = {"statement": signature.statement_digest, "content": dossier.content_digest}
        kind = samples.KINDS[signature.meaning]
        book.append(kind, f"article:{dossier.id}", payload, **odd)
    with pytest.raises(InputRefused) as refusal:
        samples.bundle(dossier, evidence=book.evidence())
    assert "ledger entry 0" in refusal.value.message


@pytest.mark.parametrize("change", [{"schema": "other@1"}, {"origin": "elsewhere.example"}])
def test_a_ledger_file_that_does_not_fit_its_checkpoint_is_refused(genuine, problems, change):
    assert "do not belong together" in problems(with_ledger(ledger(genuine) | change))


def renamed(note):
    """The same valid signature under another key's short name."""
    text, _, encoded = note.rpartition(" ")
    raw = base64.b64decode(encoded)
    return f"{text} {base64.b64encode(bytes(4) + raw[4:]).decode()}\n"


def note_of(**changes):
    return samples.ledger_of(dossiers.plain(), dossiers.two_reviewers(), **changes).checkpoint()


FORM, KEY = "is not origin, size and root", "is not signed with a key you gave"


@pytest.mark.parametrize(
    ("note", "finding"),
    [
        ("", FORM),
        ("\n\n", FORM),
        (note_of(key=samples.OTHER_KEY), KEY),
        (note_of(origin="elsewhere.example"), "do not belong together"),
        (note_of().replace("\n9\n", "\n09\n"), FORM),
        (note_of().replace("\n9\n", "\n10\n"), KEY),
        (note_of().replace("\n9\n", "\n9\nextra\n"), FORM),
        (note_of().replace("— ", "- "), KEY),
        (note_of().partition("\n\n")[0] + "\n\n", KEY),
        (note_of()[:-6] + "\n", "malformed"),
        (renamed(note_of()), KEY),
    ],
)
def test_a_checkpoint_that_the_issuer_did_not_sign_is_refused(genuine, problems, note, finding):
    assert finding in problems(with_ledger(ledger(genuine) | {"checkpoint": note}))


def test_a_witness_may_sign_the_checkpoint_too(genuine, keys):
    witness = f"— witness.example {base64.b64encode(bytes(68)).decode()}\n"
    value = ledger(genuine)
    value["checkpoint"] += witness
    assert verify(samples.resigned(genuine, with_ledger(value)), keys).genuine


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b'{"entries":1}', b"\xff"])
def test_a_ledger_file_of_another_form_is_refused(problems, data):
    problems({"ledger.json": data})


@pytest.mark.parametrize(
    ("waits", "kind", "is_bound"),
    [
        (False, "article.publish", True),
        (False, "article.schedule", False),
        (True, "article.schedule", True),
        (True, "article.publish", False),
    ],
)
def test_a_release_that_says_not_before_is_bound_by_its_order_and_no_other(waits, kind, is_bound):
    dossier, evidence = released(kind, "2026-11-25T08:00:00Z" if waits else "")
    if is_bound:
        assert samples.bundle(dossier, evidence=evidence)
        return
    with pytest.raises(InputRefused, match=f"records the signature with the kind '{kind}'"):
        samples.bundle(dossier, evidence=evidence)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        ("2026-11-26T08:00:00Z", True),
        ("2026-11-26T08:00:00.999999Z", True),  # files name whole seconds
        ("2026-11-26T08:00:01Z", False),
    ],
)
def test_what_shall_not_be_released_yet_is_in_no_genuine_file(moment, leaves):
    dossier, evidence = released("article.schedule", moment)
    sealer = Sealer(evidence, origin=samples.origin(), key=samples.issuer())
    page = sealing.written(dossier, "html")
    if leaves:
        assert samples.bundle(dossier, evidence=evidence)
        assert sealer.sealed(dossier, page, "html")
        return
    with pytest.raises(InputRefused, match="nothing before 2026-11-26T08:00:01Z"):
        samples.bundle(dossier, evidence=evidence)
    with pytest.raises(InputRefused, match="nothing before 2026-11-26T08:00:01Z"):
        sealer.sealed(dossier, page, "html")


def released(kind: str, not_before: str) -> tuple[Dossier, LedgerEvidence]:
    """An article whose release was signed for a moment (or none), bound by an entry of a kind."""
    dossier, book = dossiers.plain(), samples.Ledger()
    signed = []
    for signature in dossier.signatures:
        said = json.loads(signature.statement)
        is_release = signature.meaning == "publication_release"
        if not_before and is_release:
            said["not_before"] = not_before
        data = canonical.canonical_bytes(said)
        signed.append(
            replace(signature, statement=data.decode(), statement_digest=canonical.digest(data))
        )
        act = kind if is_release else samples.KINDS[signature.meaning]
        payload = {"statement": canonical.digest(data), "content": dossier.content_digest}
        book.append(act, f"article:{dossier.id}", payload)
    assert "publication_release" in {signature.meaning for signature in signed}
    return replace(dossier, signatures=tuple(signed)), book.evidence()
