"""From dossiers and ledger proofs to the bytes of one bundle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Protocol

from articles import canonical
from articles.dossier import Dossier, LedgerEvidence
from articles.errors import InputRefused

from . import container, manifest, proofs
from .verify import (
    JWS,
    LEDGER,
    MANIFEST,
    MOST_FILES,
    NotGenuine,
    Report,
    check_checkpoint,
    judge_files,
)

MAX_ARTICLES = 1_000
ENOUGH = 256 * 1024 * 1024
"""Bytes of article files after which a bundle takes no more: half of what a verifier reads."""
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
    key: manifest.IssuerKey,
    omitted: Sequence[manifest.Omitted] = (),
) -> bytes:
    """The bytes of a bundle, as ``Assembly`` writes it.

    The same arguments give the same bytes.
    """
    out = BytesIO()
    assembly = Assembly(BytesIO(), formats)
    for dossier in dossiers:
        assembly.add(dossier)
    assembly.seal(out, evidence, origin=origin, key=key, omitted=omitted)
    return out.getvalue()


class Assembly:
    """A bundle while its articles come in. ``scratch`` takes their files; memory holds one."""

    def __init__(self, scratch: BinaryIO, formats: Sequence[Format]) -> None:
        self._scratch = scratch
        self._files = container.OnDisk(scratch)
        self._formats = formats
        self._articles: list[Mapping[str, Any]] = []
        self._media_types: dict[str, str] = {}

    @property
    def is_full(self) -> bool:
        """Whether the next article begins another bundle."""
        return (
            len(self._articles) >= MAX_ARTICLES
            or self._files.size >= ENOUGH
            or len(self._files) >= MOST_FILES // 2
        )

    def add(self, dossier: Dossier) -> None:
        """Write an article in every format, with its evidence.

        Raises ``InputRefused`` for one without a medical sign-off of its words, and for more than
        1,000.
        """
        self._check(dossier)
        self._articles.append(manifest.article(dossier))
        for path, data in _evidence_files(dossier).items():
            self._files[path] = data
        for each in self._formats:
            path = f"articles/{dossier.slug}/article.{each.extension}"
            out = BytesIO()
            each.write(dossier, out)
            self._files[path], self._media_types[path] = out.getvalue(), each.content_type

    def put_down(self) -> bytes:
        """What memory holds of it, for ``take_up``; until then it takes no articles."""
        state = [self._articles, self._media_types, self._files.places]
        self._articles, self._media_types = [], {}
        self._files = container.OnDisk(self._scratch)
        return json.dumps(state).encode()

    def take_up(self, state: bytes) -> None:
        """Go on where it was put down."""
        self._articles, self._media_types, places = json.loads(state)
        for name, (start, length) in places.items():
            self._files.note(name, start, length)

    def _check(self, dossier: Dossier) -> None:
        if len(self._articles) >= MAX_ARTICLES:
            raise InputRefused("bundle", f"it holds at most {MAX_ARTICLES} articles.", "size")
        if not dossier.reviewed:
            message = f"version {dossier.version} carries no medical sign-off of these words."
            raise InputRefused(dossier.slug, message, "not_reviewed")

    def seal(
        self,
        out: BinaryIO,
        evidence: LedgerEvidence,
        *,
        origin: manifest.Origin,
        key: manifest.IssuerKey,
        omitted: Sequence[manifest.Omitted] = (),
    ) -> None:
        """Write the bundle into an empty file, checked by its own verifier before anyone gets it.

        Raises ``InputRefused`` for whatever the verifier would not accept.
        """
        files = _Joined(self._files, _fixed_files(evidence, key))
        listed = manifest.build(
            origin,
            files=files,
            media_types=self._media_types,
            articles=sorted(self._articles, key=lambda article: str(article["slug"])),
            omitted=omitted,
            ledger=check_checkpoint(evidence.checkpoint, [key.public]),
        )
        files.beside |= {MANIFEST: listed, JWS: manifest.detached_jws(listed, key)}
        del evidence, listed  # the verifier reads all of it again
        _fill(out, files, key)


class _Joined(Mapping[str, bytes]):
    """Files on the disk, and a few beside them in memory."""

    def __init__(self, disk: container.OnDisk, beside: dict[str, bytes]) -> None:
        self.disk, self.beside = disk, beside

    @property
    def size(self) -> int:
        return self.disk.size + sum(map(len, self.beside.values()))

    def __getitem__(self, name: str) -> bytes:
        return self.beside[name] if name in self.beside else self.disk[name]

    def __iter__(self) -> Iterator[str]:
        return chain(self.beside, self.disk)

    def __len__(self) -> int:
        return len(self.beside) + len(self.disk)


def _fixed_files(evidence: LedgerEvidence, key: manifest.IssuerKey) -> dict[str, bytes]:
    return {
        "jwks.json": manifest.jwks(key.public),
        "VERIFY.md": (HERE / "VERIFY.md").read_bytes(),
        "verify.py": (HERE / "verify.py").read_bytes(),
        LEDGER: canonical.canonical_bytes(proofs.written(evidence)),
    }


def _evidence_files(dossier: Dossier) -> dict[str, bytes]:
    """The signed words, statements and pictures, each exactly as it was digested."""
    base = f"articles/{dossier.slug}"
    statements = {
        f"{base}/signatures/{signature.id}.json": signature.statement.encode()
        for signature in dossier.counted
    }
    pictures = {
        f"{base}/{name}": dossier.pictures[digest].data
        for digest, name in dossier.picture_files.items()
    }
    content = {f"{base}/content.json": canonical.content_bytes(dossier.content)}
    return {**content, **statements, **pictures}


def _fill(out: BinaryIO, files: _Joined, key: manifest.IssuerKey) -> None:
    report = Report()
    try:
        judge_files(container.fill(out, files, files.size), [key.public], report)
    except NotGenuine as reason:
        report.problems.append(str(reason))
    if not report.genuine:
        raise InputRefused("bundle", "; ".join(report.problems), "not_genuine")
