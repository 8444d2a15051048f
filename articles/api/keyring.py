"""The organisation's public keys as a JWK set (RFC 7517), with what became of each."""

from __future__ import annotations

from typing import Any

from articles import keys
from articles.errors import KeyMissing
from articles.keys import IssuerKey

ALGORITHM = "Ed25519"


def jwks() -> dict[str, Any]:
    """Every key ever used, the oldest first. Whoever trusts one looks at its ``status`` first."""
    current = _current()
    return {"keys": [_jwk(item, current) for item in keys.ring()]}


def _jwk(item: IssuerKey, current: str) -> dict[str, str]:
    return {
        **item.jwk,
        "use": "sig",
        "alg": ALGORITHM,
        "status": _status(item, current),
        "valid_from": item.valid_from,
        "valid_to": item.valid_to,
        "revoked_at": item.revoked_at,
    }


def _status(item: IssuerKey, current: str) -> str:
    if item.revoked_at:
        return "revoked"
    if item.thumbprint == current:
        return "current"
    return "retired" if item.valid_to else "next"


def _current() -> str:
    """The thumbprint of the key in use; empty where this server has none."""
    try:
        return keys.in_use().thumbprint
    except KeyMissing:
        return ""
