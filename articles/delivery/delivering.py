"""Carry out an export order.

The order is what a crash at any point survives: temporary files and fsync; the ledger entry with
the digest, committed; renames and fsync of the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from articles import canonical, ledger, roles
from articles.models import LedgerEntry
from articles.stages import Event

from . import choosing
from .loose import Loose
from .ordering import Delivered, NamedRefused, Order, Told
from .shards import Shards
from .staging import Staging, staged
from .watching import UNWATCHED, Watch, Written

Tell = Callable[[Told], object]


def _silent(told: Told) -> None:
    pass


def deliver(
    order: Order, *, actor: User, watch: Watch = UNWATCHED, tell: Tell = _silent
) -> Delivered:
    """Carry out an export order; ``watch`` learns how far it is, ``tell`` what leaves.

    Raises ``PermissionDenied``, ``InputRefused``, and ``NamedRefused`` when an article that
    was asked for by name is refused: then nothing is written. In a selection the refused are left
    out and listed; where nothing is left, there is no file and no entry.
    """
    if "export_article" not in roles.permissions_of(actor):
        raise PermissionDenied("articles.export_article")
    order.exporters()
    done = Delivered(cursor=cursor())  # before anything else is read: later acts are not missed
    choosing.must_be_reached(order.since, done.cursor)
    with staged(order.folder) as staging:
        _write(order, staging, done, watch, tell)
        if done.slugs:
            staging.check()
            with transaction.atomic():
                _record(order, done.slugs, staging.files, actor)
                watch.recorded(done, staging.files)
            staging.is_owed = True
            done.paths = staging.place()
    return done


def cursor() -> int:
    """The number of the newest ledger entry; -1 before the first."""
    newest = LedgerEntry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return -1 if newest is None else newest


def _write(order: Order, staging: Staging, done: Delivered, watch: Watch, tell: Tell) -> None:
    """Every file beside its final name. Memory holds a chunk of articles at a time."""
    wanted = choosing.keys(order)
    watch.planned(len(wanted))
    with ExitStack() as stack:
        writer = (Shards if order.bundle else Loose)(order, staging, stack)
        looked_at = 0
        for looked_at, chunk in choosing.chunks(order, wanted, done):
            if not (order.slugs and done.refused):
                writer.add(chunk)
            for candidate in chunk:
                done.slugs.append(candidate.article.slug)
                tell(Told.exported(candidate))
            watch.written(looked_at)
        if order.slugs and done.refused:
            raise NamedRefused(done)
        if isinstance(writer, Shards):
            for _bundle in writer.seal(done.refused):
                watch.written(looked_at)


def _record(order: Order, slugs: Sequence[str], files: Sequence[Written], actor: User) -> None:
    """One entry for the run. ``digest``: of its file; of several, of their names and digests."""
    digests = {file.name: file.digest for file in files}
    ledger.append(
        Event.EXPORT,
        actor=actor.username,
        subject="export",
        at=timezone.now(),
        payload={
            "digest": canonical.files_digest(digests),
            "files": len(files),
            "formats": list(order.formats),
            "bundle": order.bundle,
            "articles": list(slugs),
            **({"export": order.export} if order.export else {}),
        },
    )
