"""The organisation's Ed25519 key: load, generate, rotate, revoke.

The private key stands outside the database: in a file (``signing.key``, mode 0600) or in the
environment (``REVIEWFLOW_SIGNING_KEY``). The public keys ever used stand in ``keys.json``, so that
whoever rewrites the database cannot add one; a key that the ring does not know signs nothing. Only
``manage.py keys`` writes here; a server never does.
"""

from .making import generate, prepare, promote, revoke, rotate
from .reading import (
    IssuerKey,
    in_use,
    judged_by,
    known,
    pem,
    raw,
    ring,
    signing_key,
    thumbprint,
    trusted,
)

__all__ = [
    "IssuerKey",
    "generate",
    "in_use",
    "judged_by",
    "known",
    "pem",
    "prepare",
    "promote",
    "raw",
    "revoke",
    "ring",
    "rotate",
    "signing_key",
    "thumbprint",
    "trusted",
]
