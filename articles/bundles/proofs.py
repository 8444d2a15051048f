"""The ledger's proofs as ``ledger.json`` and receipts hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from articles.dossier import LedgerEvidence
from articles.schemas import LEDGER_PROOF


def written(evidence: LedgerEvidence) -> Mapping[str, Any]:
    entries = [
        {
            "core": entry.core,
            "salt": entry.salt,
            "payload": entry.payload,
            "proof": list(entry.proof),
        }
        for entry in evidence.entries
    ]
    return {
        "schema": LEDGER_PROOF,
        "origin": evidence.origin,
        "checkpoint": evidence.checkpoint,
        "entries": entries,
    }
