"""The receipt: everything that was signed, how it was proved, and what it takes to check it."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from articles import keys
from articles.days import in_words
from articles.models import LedgerEntry, Signature
from articles.presenting import proved_with
from articles.stages import Stage
from articles.templatetags.times import moment
from tests.cast import Cast, standing_signature
from tests.ledger import intruder, outsider

from .site import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def signature(cast: Cast) -> Signature:
    return standing_signature(cast.article_in(Stage.APPROVED))


def sheet(client: Client, signature: Signature) -> str:
    html = client.get(reverse("receipt", args=[signature.pk])).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace(" .", ".")


def test_the_receipt_has_all_that_was_signed_and_how(cast: Cast, signature: Signature) -> None:
    said = json.loads(signature.statement)
    entry = LedgerEntry.objects.of_signature(signature).get()
    text = sheet(signed_in(cast.auditor), signature)
    for told in (
        said["printed_name"],
        said["text"],
        f"Medical review, signed {in_words(signature.signed_at, said['time_zone'])}",
        said["byline"],
        f"Disclosure: {said['disclosure']}",
        f"account {said['signer']}, on the page shown "
        + moment(datetime.fromisoformat(said["shown_at"])),
        "How it was proved Password",
        "Version 1 of what medical review says",
        signature.content_digest,
        signature.statement_digest,
        f"Leaf of entry {entry.seq} sha256:{bytes(entry.leaf).hex()}",
    ):
        assert told in text


@pytest.mark.parametrize(
    ("factors", "words"),
    [
        (["password"], "Password"),
        (["password", "totp"], "Password, and a code of the authenticator app"),
        (["password", "recovery_code"], "Password, and a recovery code"),
        (
            ["password", "series"],
            "Password; the code was given earlier in this series of signatures",
        ),
    ],
)
def test_what_a_statement_lists_as_proof_is_said_in_words(factors: list[str], words: str) -> None:
    assert proved_with(factors) == words


def test_only_who_signed_reads_what_to_do_if_it_was_not_them(
    cast: Cast, signature: Signature
) -> None:
    withdraw = reverse("transition", args=[signature.article.slug, "withdraw_signature"])
    mine = signed_in(cast.physician).get(reverse("receipt", args=[signature.pk])).content.decode()
    assert "If this was not you" in mine
    assert "Edda Editor" in mine
    assert reverse("password_change") in mine
    assert f"{withdraw}?signature={signature.pk}" in mine
    assert "If this was not you" not in sheet(signed_in(cast.editor), signature)


def test_a_release_cannot_be_withdrawn_from_its_receipt(cast: Cast) -> None:
    release = cast.article_in(Stage.PUBLISHED).signatures.get(signer=cast.publisher)
    text = sheet(signed_in(cast.publisher), release)
    assert "If this was not you" in text
    assert "withdraw this signature" not in text


def test_a_withdrawn_signature_and_its_withdrawal_lead_to_each_other(
    cast: Cast, signature: Signature
) -> None:
    article = cast.act(
        "withdraw_signature",
        signature.article,
        cast.editor,
        signature=signature,
        note="Signed the <wrong> text",
    )
    taken = article.signatures.get(withdraws=signature)
    client = signed_in(cast.physician)
    first = client.get(reverse("receipt", args=[signature.pk])).content.decode()
    assert "Withdrawn by Edda Editor on" in first
    assert "“Signed the &lt;wrong&gt; text”" in first
    assert reverse("receipt", args=[taken.pk]) in first
    assert "withdraw this signature" not in first
    second = client.get(reverse("receipt", args=[taken.pk])).content.decode()
    assert reverse("receipt", args=[signature.pk]) in second


def test_the_proof_on_the_sheet_convinces_an_outsider(cast: Cast, signature: Signature) -> None:
    entry = LedgerEntry.objects.of_signature(signature).get()
    client, address = signed_in(cast.physician), reverse("proof", args=[signature.pk])
    assert f'href="{address}"' in client.get(reverse("receipt", args=[signature.pk])).text
    answer = client.get(address)
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f'attachment; filename="ledger-proof-{entry.seq}.json"'
    proof = json.loads(answer.content)
    [proven], [key] = proof["entries"], keys.ring()
    _name, size, root = outsider.read_checkpoint(
        proof["checkpoint"], proof["origin"], keys.raw(key.key)
    )
    leaf = hashlib.sha256(b"\x00" + proven["core"].encode()).digest()
    steps = [bytes.fromhex(step) for step in proven["proof"]]
    assert outsider.is_included(leaf, entry.seq, size, steps, root)
    assert signature.statement_digest in proven["payload"]


def test_a_ledger_that_does_not_bear_the_proof_out_gives_none(
    cast: Cast, signature: Signature
) -> None:
    with intruder.disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=0).update(leaf=bytes(32))
    answer = signed_in(cast.physician).get(reverse("proof", args=[signature.pk]))
    assert answer.status_code == 409
    assert "No proof was made" in answer.content.decode()
    assert "the checkpoint covers another ledger" in answer.content.decode()
