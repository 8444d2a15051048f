"""Let articles leave: judged one by one, written whole or not at all, and on record.

The order is what a crash at any point survives: temporary file and fsync; the ledger entry with
the digest, committed; rename and fsync of the folder.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import (
    __version__,
    canonical,
    collecting,
    durable,
    exporters,
    keys,
    ledger,
    roles,
    selection,
)
from articles.bundles import assemble, manifest
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.exporters import Exporter
from articles.models import LedgerEntry
from articles.selection import Candidate
from articles.stages import Event


@dataclass(frozen=True, slots=True)
class Refused:
    """An article that stays here, with every reason."""

    slug: str
    reasons: tuple[Refusal, ...]


@dataclass(slots=True)
class Delivered:
    """What was written. ``cursor`` goes into the next `--since`."""

    cursor: int
    paths: list[Path] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: which articles, in which formats, where to."""

    formats: Sequence[str]
    output: Path
    slugs: Sequence[str] = ()
    since: int | None = None
    include_approved: bool = False
    bundle: bool = False


def deliver(order: Order, *, actor: User) -> Delivered:
    """Carry out an export order.

    Raises ``PermissionDenied``, ``InputRefused``, and ``TransitionRefused`` when an article that
    was asked for by name is refused: then nothing is written. In a selection the refused are left
    out and listed.
    """
    if "export_article" not in roles.permissions_of(actor):
        raise PermissionDenied("articles.export_article")
    formats = [exporters.get(slug) for slug in dict.fromkeys(order.formats)]
    if not formats:
        raise InputRefused("format", "choose at least one format.", "missing")
    done = Delivered(cursor=cursor())
    kept = []
    selected = selection.selected(order.slugs, order.since)
    for candidate in selection.candidates(selected, include_approved=order.include_approved):
        if found := selection.refusals(candidate):
            if order.slugs or candidate.round is not None:
                done.refused.append(Refused(candidate.article.slug, tuple(found)))
            continue
        done.slugs.append(candidate.article.slug)
        kept.append(candidate)
    if order.slugs and done.refused:
        reasons = [
            Refusal(reason.code, f"{refused.slug}: {reason.message}")
            for refused in done.refused
            for reason in refused.reasons
        ]
        raise TransitionRefused("export", reasons)
    if kept:
        (_write_bundles if order.bundle else _write_files)(order, kept, formats, done, actor)
    return done


def cursor() -> int:
    """The number of the newest ledger entry; -1 before the first."""
    newest = LedgerEntry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return -1 if newest is None else newest


def _write_files(
    order: Order, kept: list[Candidate], formats: list[Exporter], done: Delivered, actor: User
) -> None:
    """One file per article and format, each under its final name only when all are written."""
    order.output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=order.output.parent, prefix=".export-") as folder:
        digests = {}
        for candidate in kept:
            dossier = collecting.dossier(candidate)
            for exporter in formats:
                name = f"{dossier.slug}.{exporter.extension}"
                with durable.synced(Path(folder) / name) as file:
                    exporter.write(dossier, file)
                digests[name] = canonical.digest((Path(folder) / name).read_bytes())
        _record(order, kept, actor, canonical.digest(canonical.canonical_bytes(digests)))
        order.output.mkdir(exist_ok=True)
        for name in digests:
            (Path(folder) / name).replace(order.output / name)
            done.paths.append(order.output / name)
    durable.sync_folder(order.output)


def _write_bundles(
    order: Order, kept: list[Candidate], formats: list[Exporter], done: Delivered, actor: User
) -> None:
    """One zip, or several of at most 1,000 articles, numbered before their ending."""
    order.output.parent.mkdir(parents=True, exist_ok=True)
    size = assemble.MAX_ARTICLES
    shards = [kept[at : at + size] for at in range(0, len(kept), size)]
    for number, shard in enumerate(shards, 1):
        path = order.output
        if len(shards) > 1:
            path = path.with_name(f"{path.stem}-{number:03}{path.suffix}")
        data = _bundle(shard, formats, done.refused)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".export-")
        os.close(handle)
        try:
            with durable.synced(Path(temporary)) as file:
                file.write(data)
            _record(order, shard, actor, canonical.digest(data))
            Path(temporary).chmod(0o644)  # mkstemp makes it private; an export is for others
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
        done.paths.append(path)
    durable.sync_folder(order.output.parent)


def _bundle(shard: list[Candidate], formats: list[Exporter], refused: list[Refused]) -> bytes:
    key = keys.signing_key()
    signatures = [signature for candidate in shard for signature in candidate.signatures]
    return assemble.assemble(
        [collecting.dossier(candidate) for candidate in shard],
        collecting.evidence(signatures),
        formats=formats,
        origin=manifest.Origin(
            bundle_id=str(uuid.uuid4()),
            created_at=timezone.now().replace(microsecond=0),
            issuer=settings.ISSUER,
            producer_name="ReviewFlow",
            producer_version=__version__,
        ),
        key=manifest.Sealer(key.public_key(), key.sign),
        omitted=[
            manifest.Omitted(item.slug, tuple(reason.message for reason in item.reasons))
            for item in refused
        ],
    )


def _record(order: Order, kept: list[Candidate], actor: User, digest: str) -> None:
    ledger.append(
        Event.EXPORT,
        actor=actor.username,
        subject="export",
        at=timezone.now(),
        payload={
            "digest": digest,
            "formats": list(order.formats),
            "bundle": order.bundle,
            "articles": [candidate.article.slug for candidate in kept],
        },
    )
