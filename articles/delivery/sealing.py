"""Whose key seals an export, and where it says it comes from; receipts for single files.

One time and one key for a run, proofs as the run goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from articles import __version__, collecting, keys
from articles.bundles.manifest import IssuerKey, Origin
from articles.bundles.receipt import Sealer
from articles.ledger import Prover
from articles.selection import Candidate


class Sealing:
    """Makes the sealer of each chunk; asks for the key and reads the ledger when first used."""

    def __init__(self) -> None:
        self._prover = Prover()

    def of(self, chunk: Sequence[Candidate]) -> Sealer:
        """Seals files of these articles. The chunk may hold signatures of a moment ago, so the
        prover takes in what the ledger has gained. Raises ``LedgerBroken``.
        """
        self._prover.catch_up()
        signatures = [signature for candidate in chunk for signature in candidate.signatures]
        evidence = collecting.evidence(signatures, self._prover)
        return Sealer(evidence, origin=self._origin, key=self._key)

    @cached_property
    def _key(self) -> IssuerKey:
        return issuer_key()

    @cached_property
    def _origin(self) -> Origin:
        return origin(timezone.now().replace(microsecond=0))


def issuer_key() -> IssuerKey:
    """The key in use, to sign with. Raises ``KeyMissing``."""
    key = keys.signing_key()
    return IssuerKey(key.public_key(), key.sign)


def origin(created_at: dt.datetime, *, bundle_id: str = "") -> Origin:
    """What bundles and receipts say of where a file comes from; a receipt has no ``bundle_id``."""
    return Origin(
        bundle_id=bundle_id,
        created_at=created_at,
        issuer=settings.ISSUER,
        producer_name="ReviewFlow",
        producer_version=__version__,
    )
