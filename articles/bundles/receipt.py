"""The receipt of a single file: what a bundle holds beside an article, and a seal over the file."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from articles import canonical
from articles.dossier import Dossier, LedgerEvidence, LedgerProof
from articles.errors import InputRefused

from . import manifest, proofs
from .verify import BEHIND, SEAL, SEAL_HEADER, embedded, join, sealed_text, verify

SCHEMA = "reviewflow/receipt@1"
FORMS = frozenset(BEHIND)
"""Exporters whose files can carry a receipt, by slug."""


class Sealer:
    """Seals exported files of one run: one checkpoint, one time, one key.

    The same dossier, file, evidence and ``origin.created_at`` give the same bytes.
    """

    def __init__(
        self, evidence: LedgerEvidence, *, origin: manifest.Origin, key: manifest.IssuerKey
    ) -> None:
        self._evidence, self._origin, self._key = evidence, origin, key
        self._proofs = {statement_of(proof): proof for proof in evidence.entries}

    def sealed(self, dossier: Dossier, data: bytes, form: str) -> bytes:
        """The file that the exporter called ``form`` wrote, with its receipt.

        A form that carries no receipt comes back as it is. Raises ``InputRefused`` for an article
        without a medical sign-off, and for whatever the verifier would not accept.
        """
        if form not in FORMS:
            return data
        if not dossier.reviewed:
            message = f"version {dossier.version} carries no medical sign-off of these words."
            raise InputRefused(dossier.slug, message, "not_reviewed")
        before, after = _opened(data, form)
        empty = embedded({"receipt": self._receipt(dossier, form), "seal": ""})
        text = empty.removesuffix(SEAL + b'"}')
        signed = sealed_text(before, text, after, form)
        seal = manifest.detached_jws(signed, self._key, header=SEAL_HEADER)
        return self._proven(join(before, text + SEAL + seal + b'"}', after, form), dossier.slug)

    def _receipt(self, dossier: Dossier, form: str) -> dict[str, Any]:
        known = (self._proofs.get(each.statement_digest) for each in dossier.counted)
        found = tuple(proof for proof in known if proof)
        return {
            "schema": SCHEMA,
            "form": form,
            **self._origin.said,
            "article": manifest.article(dossier),
            "content": json.loads(canonical.content_bytes(dossier.content)),
            "statements": [json.loads(each.statement) for each in dossier.counted],
            "ledger": proofs.written(replace(self._evidence, entries=found)),
        }

    def _proven(self, data: bytes, slug: str) -> bytes:
        report = verify(data, [self._key.public])
        if not report.genuine:
            raise InputRefused(slug, "; ".join(report.problems), "not_genuine")
        return data


def statement_of(proof: LedgerProof) -> str:
    """The digest of the statement that an entry binds; empty where it binds none."""
    return str(json.loads(proof.payload).get("statement", ""))


def _opened(data: bytes, form: str) -> tuple[bytes, bytes]:
    """The file, taken apart where the receipt goes."""
    follows = BEHIND[form]
    at = data.rfind(follows) if form == "html" else data.find(b"\n" + follows) + 1
    return data[:at], data[at:]
