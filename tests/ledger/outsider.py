"""What somebody without our code needs to judge a ledger, written from the RFCs alone.

Nothing here imports ``articles``: RFC 6962 section 2.1 (recursive definitions), RFC 9162 section
2.1.3.2 (verifying an inclusion proof), and the C2SP texts signed-note and tlog-checkpoint.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def _sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def tree_hash(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962 over entries (not over their hashes)."""
    if not entries:
        return _sha256()
    if len(entries) == 1:
        return _sha256(b"\x00", entries[0])
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return _sha256(b"\x01", tree_hash(entries[:k]), tree_hash(entries[k:]))


def is_included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """Whether the proof leads from this leaf, at this place, to this root."""
    if not 0 <= index < size:
        return False
    fn, sn, found = index, size - 1, leaf
    for step in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = _sha256(b"\x01", step, found)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = _sha256(b"\x01", found, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root


def read_checkpoint(note: str, name: str, public: bytes) -> tuple[str, int, bytes]:
    """Origin, size and root of a note that this key signed under this name."""
    assert note.endswith("\n")
    text, signatures = note.split("\n\n")
    text += "\n"
    lines = [line for line in signatures.split("\n") if line]
    key_id = _sha256(name.encode(), b"\n", b"\x01", public)[:4]
    for line in lines:
        dash, signer, blob = line.split(" ")
        assert dash == "\u2014"
        data = base64.b64decode(blob, validate=True)
        if signer == name and data[:4] == key_id:
            Ed25519PublicKey.from_public_bytes(public).verify(data[4:], text.encode())
            break
    else:
        raise AssertionError(f"no signature of {name}")
    origin, size, root = text.rstrip("\n").split("\n")
    assert size == str(int(size))
    return origin, int(size), base64.b64decode(root, validate=True)
