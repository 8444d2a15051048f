"""What proves the signatures of an export: entries of the ledger under a signed checkpoint."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LedgerProof:
    """One ledger entry with its opened commitment; ``salt`` and ``proof`` in hexadecimal."""

    core: str
    salt: str
    payload: str
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerEvidence:
    """Proofs against one signed checkpoint (a C2SP note) of the ledger called ``origin``."""

    origin: str
    checkpoint: str
    entries: tuple[LedgerProof, ...]
