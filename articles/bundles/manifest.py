"""manifest.json, its detached signature, and the public key that goes along for convenience."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from articles import canonical
from articles.dossier import Dossier

from .verify import HEADER, base64url, jwk, sha256, signing_input, thumbprint

SCHEMA = "reviewflow/bundle@1"
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "md": "text/markdown; charset=utf-8",
    "png": "image/png",
    "py": "text/x-python; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """The public half of the issuer's key, and how to have bytes signed (64 raw bytes back)."""

    public: Ed25519PublicKey
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a bundle comes from. ``created_at`` is aware; it is the only time in the manifest."""

    bundle_id: str
    created_at: dt.datetime
    issuer: str
    producer_name: str
    producer_version: str

    @property
    def said(self) -> dict[str, Any]:
        """As manifests and receipts write it."""
        created_at = self.created_at.astimezone(dt.UTC)
        return {
            "created_at": f"{created_at:%Y-%m-%dT%H:%M:%S.%fZ}",
            "issuer": self.issuer,
            "producer": {"name": self.producer_name, "version": self.producer_version},
        }


@dataclass(frozen=True, slots=True)
class Omitted:
    """An article of the selection that is not in the bundle, with every reason."""

    slug: str
    reasons: tuple[str, ...]


def _file(path: str, data: bytes, media_types: Mapping[str, str]) -> dict[str, Any]:
    ending = path.rpartition(".")[2]
    return {
        "path": path,
        "bytes": len(data),
        "sha256": sha256(data).hex(),
        "media_type": media_types.get(path) or MEDIA_TYPES.get(ending, "application/json"),
    }


def article(dossier: Dossier) -> dict[str, Any]:
    return {
        "id": dossier.id,
        "slug": dossier.slug,
        "version": dossier.version,
        "edition": dossier.edition,
        "stage": str(dossier.stage),
        "content_digest": dossier.content_digest,
        "signatures": [signature.id for signature in dossier.counted],
    }


def build(
    origin: Origin,
    *,
    files: Mapping[str, bytes],
    media_types: Mapping[str, str],
    articles: Sequence[Mapping[str, Any]],
    omitted: Sequence[Omitted],
    ledger: Mapping[str, Any],
) -> bytes:
    """RFC 8785 bytes of the manifest.

    ``articles``: one ``article`` each. ``files`` are all files but manifest and signature,
    ``media_types`` the types of those whose ending does not say it, ``ledger`` is origin, size and
    root (base64) of the checkpoint.
    """
    manifest = {
        "schema": SCHEMA,
        "bundle_id": origin.bundle_id,
        **origin.said,
        "hash": "sha-256",
        "files": [_file(path, files[path], media_types) for path in sorted(files)],
        "articles": list(articles),
        "refused": [{"slug": each.slug, "reasons": list(each.reasons)} for each in omitted],
        "ledger": dict(ledger),
    }
    return canonical.canonical_bytes(manifest)


def detached_jws(payload: bytes, key: IssuerKey, header: Mapping[str, str] = HEADER) -> bytes:
    """``header..signature`` over the payload (RFC 7515 App. F; algorithm name of RFC 9864)."""
    protected = canonical.canonical_bytes({**header, "kid": thumbprint(key.public)})
    signature = key.sign(signing_input(protected, payload))
    return f"{base64url(protected)}..{base64url(signature)}".encode()


def jwks(public: Ed25519PublicKey) -> bytes:
    """A JWK set with the one public key. Nobody should trust it: it came with the bundle."""
    key = {**jwk(public), "alg": HEADER["alg"], "kid": thumbprint(public), "use": "sig"}
    return canonical.canonical_bytes({"keys": [key]})
