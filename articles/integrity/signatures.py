"""Signatures: each says what its statement says, and an entry about its article binds that."""

from __future__ import annotations

import json
from collections.abc import Iterator

from articles import signing
from articles.models import Signature
from articles.stages import Event

from .saying import Line
from .standing import Stories
from .tally import Tally


def signature_faults(stories: Stories, tally: Tally) -> Iterator[str]:
    """Signatures that were altered or moved, and entries whose signature is gone."""
    left = {
        (key, digest): line
        for key, story in stories.items()
        for digest, line in story.signed.items()
    }
    signatures = Signature.objects.filter(article__in=list(stories)).select_related(
        "record", "round", "review", "signer"
    )
    for signature in tally.over("signatures", signatures.order_by("signed_at", "pk").iterator(200)):
        line = left.pop((signature.article_id, signature.statement_digest), None)
        for fault in _faults(signature, line):
            yield f"Signature {signature.pk}: {fault}."
    for line in sorted(left.values(), key=lambda line: line.seq):
        yield f"Entry {line.seq}: its signature is gone or was altered."


def _faults(signature: Signature, line: Line | None) -> Iterator[str]:
    yield from (found := signing.faults(signature))
    if line is None:
        yield "no ledger entry about its article binds its statement"
    elif not found:
        yield from _against_entry(signature, line)
    if signature.record.content_digest != signature.content_digest:
        yield "it names another text than its record"
    if signature.record.id != signature.article_id:
        yield "its record belongs to another article"
    if signature.round and signature.round.article_id != signature.article_id:
        yield "its round belongs to another article"
    review = signature.review
    if review and (review.round_id, review.reviewer_id) != (
        signature.round_id,
        signature.reviewer_id,
    ):
        yield "its review belongs to another round or reviewer"


def _against_entry(signature: Signature, line: Line) -> Iterator[str]:
    """The statement holds whole seconds, the entry more; and the entry names the signature."""
    if line.actor != signature.signer.username:
        yield "the ledger names another signer"
    if line.text("signature") != str(signature.pk):
        yield f"entry {line.seq} binds its statement under another name"
    waits = "not_before" in json.loads(signature.statement)
    if waits != (line.kind == Event.SCHEDULE):
        yield "it waits for a moment, or does not, otherwise than the ledger says"
    if line.at != signature.signed_at:
        yield "the ledger says another time"
