"""A real bundle: generated key, a small Merkle tree written straight from RFC 6962."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from articles import canonical, exporters
from articles.bundles import manifest
from articles.bundles.assemble import assemble
from articles.bundles.verify import members
from articles.dossier import Dossier, LedgerEvidence, LedgerProof
from tests.exporters import samples

from .zips import packed

ORIGIN = "health.example.org"
KINDS = {"medical_review": "article.sign_off", "publication_release": "article.publish"}
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, by its recursive definition (leaves are hashed already)."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:]))


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [*path(index, leaves[:split]), root(leaves[split:])]
    return [*path(index - split, leaves[split:]), root(leaves[:split])]


@dataclass
class Ledger:
    """An in-memory ledger in the fixed format."""

    key: Ed25519PrivateKey = KEY
    origin: str = ORIGIN
    entries: list[tuple[str, str, str]] = field(default_factory=list)  # core, salt, payload

    def append(
        self, kind: str, subject: str, payload: dict[str, Any], *, salted: int = 16, **odd: Any
    ) -> None:
        seq = len(self.entries)
        salt = sha256(b"salt %d" % seq)[:salted]
        text = canonical.canonical_bytes(payload)
        core = {
            "v": 1,
            "seq": seq,
            "prev": self.leaves[-1].hex() if self.entries else "0" * 64,
            "kind": kind,
            "subject": subject,
            "actor": "ruth",
            "at": "2026-11-24T14:51:49.123456Z",
            "commit": sha256(b"\x02" + salt + text).hex(),
            **odd,
        }
        core_text = canonical.canonical_bytes(core).decode()
        self.entries.append((core_text, salt.hex(), text.decode()))

    @property
    def leaves(self) -> list[bytes]:
        return [sha256(b"\x00" + core.encode()) for core, _, _ in self.entries]

    def checkpoint(self) -> str:
        encoded = base64.b64encode(root(self.leaves)).decode()
        text = f"{self.origin}\n{len(self.entries)}\n{encoded}\n"
        public = self.key.public_key().public_bytes_raw()
        name = sha256(f"{self.origin}\n".encode() + b"\x01" + public)[:4]
        signature = base64.b64encode(name + self.key.sign(text.encode())).decode()
        return f"{text}\n— {self.origin} {signature}\n"

    def evidence(self) -> LedgerEvidence:
        proofs = [
            LedgerProof(core, salt, payload, tuple(n.hex() for n in path(seq, self.leaves)))
            for seq, (core, salt, payload) in enumerate(self.entries)
            if "statement" in json.loads(payload)
        ]
        return LedgerEvidence(self.origin, self.checkpoint(), tuple(proofs))


def ledger_of(*dossiers: Dossier, **changes: Any) -> Ledger:
    """A ledger with one entry for each signature, others between them."""
    ledger = Ledger(**changes)
    ledger.append("ledger.genesis", "ledger", {})
    for dossier in dossiers:
        ledger.append("article.submit", f"article:{dossier.id}", {"version": 3})
        for signature in dossier.signatures:
            payload = {"statement": signature.statement_digest, "content": dossier.content_digest}
            ledger.append(KINDS[signature.meaning], f"article:{dossier.id}", payload)
    ledger.append("export.deliver", "export:1", {})
    return ledger


def issuer(key: Ed25519PrivateKey = KEY) -> manifest.IssuerKey:
    return manifest.IssuerKey(key.public_key(), key.sign)


def origin() -> manifest.Origin:
    return manifest.Origin(
        bundle_id=samples.identifier("bundle"),
        created_at=dt.datetime(2026, 11, 26, 8, 0, tzinfo=dt.UTC),
        issuer=ORIGIN,
        producer_name="ReviewFlow",
        producer_version="0.1.0",
    )


def bundle(*dossiers: Dossier, evidence: LedgerEvidence | None = None) -> bytes:
    return assemble(
        dossiers,
        evidence or ledger_of(*dossiers).evidence(),
        formats=[exporters.get(slug) for slug in ("html", "json", "markdown")],
        origin=origin(),
        key=issuer(),
        omitted=[manifest.Omitted("nobody-read", ("It is not signed.",))],
    )


def other() -> Dossier:
    """Another article at the address of one that ``genuine`` holds."""
    words, slug = samples.content(title="Stiff evenings"), "stiff-mornings"
    said = samples.signature(samples.statement(words, slug, "omar"))
    return samples.dossier(slug, words, said)


def genuine() -> bytes:
    return bundle(samples.plain(), samples.two_reviewers())


def resigned(
    data: bytes, changes: dict[str, bytes | None], *, key: Ed25519PrivateKey = KEY, edit: Any = None
) -> bytes:
    """The bundle as a holder of ``key`` would forge it: files changed, then listed and signed anew.

    ``changes`` maps names to new bytes (None removes); ``edit`` may change the manifest too.
    """
    files = members(data)
    old = json.loads(files.pop("manifest.json"))
    del files["manifest.json.jws"]
    files = {name: new for name, new in {**files, **changes}.items() if new is not None}
    old["files"] = [
        {
            "path": name,
            "bytes": len(new),
            "sha256": hashlib.sha256(new).hexdigest(),
            "media_type": "application/octet-stream",
        }
        for name, new in sorted(files.items())
    ]
    if edit:
        edit(old)
    files["manifest.json"] = canonical.canonical_bytes(old)
    files["manifest.json.jws"] = manifest.detached_jws(files["manifest.json"], issuer(key))
    return packed(files)
