"""The organisation's Ed25519 key: load, generate, rotate, revoke.

The private key is a file outside the database (``signing.key``, mode 0600); the public keys ever
used stand beside it in ``keys.json``, so that whoever rewrites the database cannot add one. Only
``manage.py keys`` writes here; a server never does.
"""

from .making import generate, prepare, promote, revoke, rotate
from .reading import PublicKey, pem, raw, ring, signing_key, thumbprint, trusted

__all__ = [
    "PublicKey",
    "generate",
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
