"""From dossiers and ledger proofs to the bytes of one bundle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Protocol

from articles import canonical
from articles.dossier import Dossier, LedgerEvidence
from articles.errors import InputRefused

from . import container, manifest
from .verify import JWS, LEDGER, MANIFEST, check_checkpoint, verify

MAX_ARTICLES = 1_000
LEDGER_SCHEMA = "reviewflow/ledger-proof@1"
HERE = Path(__file__).parent


class Format(Protocol):
    """What a bundle asks of an exporter."""

    extension: ClassVar[str]
    content_type: ClassVar[str]

    def write(self, dossier: Dossier, out: BinaryIO) -> None: ...


def assemble(
    dossiers: Sequence[Dossier],
    evidence: LedgerEvidence,
    *,
    formats: Sequence[Format],
    origin: manifest.Origin,
    key: manifest.Sealer,
    omitted: Sequence[manifest.Omitted] = (),
) -> bytes:
    """The bytes of a bundle, checked by its own verifier before anyone gets them.

    The same arguments give the same bytes. Raises ``InputRefused`` for an article without a
    medical sign-off of its words, for more than 1,000 articles, and for whatever the verifier
    would not accept.
    """
    _check(dossiers)
    dossiers = sorted(dossiers, key=lambda dossier: dossier.slug)
    files = _fixed_files(evidence, key)
    media_types: dict[str, str] = {}
    for dossier in dossiers:
        files |= _evidence_files(dossier)
        for each in formats:
            path = f"articles/{dossier.slug}/article.{each.extension}"
            out = BytesIO()
            each.write(dossier, out)
            files[path], media_types[path] = out.getvalue(), each.content_type
    files[MANIFEST] = manifest.build(
        origin,
        files=files,
        media_types=media_types,
        dossiers=dossiers,
        omitted=omitted,
        ledger=check_checkpoint(evidence.checkpoint, [key.public]),
    )
    files[JWS] = manifest.detached_jws(files[MANIFEST], key)
    return _proven(container.write(files), key)


def _check(dossiers: Sequence[Dossier]) -> None:
    if len(dossiers) > MAX_ARTICLES:
        raise InputRefused("bundle", f"it holds at most {MAX_ARTICLES} articles.", "size")
    for dossier in dossiers:
        if not dossier.reviewed:
            message = f"version {dossier.version} carries no medical sign-off of these words."
            raise InputRefused(dossier.slug, message, "not_reviewed")


def _fixed_files(evidence: LedgerEvidence, key: manifest.Sealer) -> dict[str, bytes]:
    return {
        "jwks.json": manifest.jwks(key.public),
        "VERIFY.md": (HERE / "VERIFY.md").read_bytes(),
        "verify.py": (HERE / "verify.py").read_bytes(),
        LEDGER: canonical.canonical_bytes(_ledger(evidence)),
    }


def _ledger(evidence: LedgerEvidence) -> Mapping[str, Any]:
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
        "schema": LEDGER_SCHEMA,
        "origin": evidence.origin,
        "checkpoint": evidence.checkpoint,
        "entries": entries,
    }


def _evidence_files(dossier: Dossier) -> dict[str, bytes]:
    """The signed words and the signed statements, each exactly as it was digested."""
    base = f"articles/{dossier.slug}"
    statements = {
        f"{base}/signatures/{signature.id}.json": signature.statement.encode()
        for signature in dossier.counted
    }
    return {f"{base}/content.json": canonical.content_bytes(dossier.content), **statements}


def _proven(data: bytes, key: manifest.Sealer) -> bytes:
    report = verify(data, [key.public])
    if not report.genuine:
        raise InputRefused("bundle", "; ".join(report.problems), "not_genuine")
    return data
