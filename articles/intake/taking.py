"""One import: which items it has met, and what becomes of each."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from articles import importers, workflow
from articles.errors import InputRefused, ReviewFlowError
from articles.importers import ImportedArticle, ImportFault
from articles.models import Article
from articles.stages import Event

from . import claiming, fields, identity, pictures
from .claiming import Origin
from .outcomes import Outcome, State, printable
from .sources import contents

TRIES = 5
"""Of an item whose address or identity somebody takes while it is written."""
_log = logging.getLogger(__name__)


@dataclass
class Intake:
    """Whoever imports, and how. One bad item never hurts another, one bad file no other file.

    ``specialty``: a code for every item, or empty. ``inherited``: readers had the texts before.
    ``dry_run``: do everything, and keep nothing. Two imports of one source may run at once.
    """

    actor: User
    specialty: str = ""
    dry_run: bool = False
    inherited: bool = False
    _met: set[str] = field(default_factory=set)

    def take_file(self, path: Path, name: str = "") -> Iterator[Outcome]:
        """Import a file, as ``name`` or its own. Raises ``PermissionDenied``; all else is told."""
        shown = printable(name or path.name)
        try:
            data = contents(path, shown)
        except InputRefused as refused:
            yield Outcome(shown, 0, State.FAILED, reason=str(refused))
            return
        yield from self.take_bytes(data, shown)

    def take_bytes(self, data: bytes, name: str) -> Iterator[Outcome]:
        """Import what a file holds, item after item as the reader finds them."""
        shown = printable(name)
        if known := _unread(data, shown):
            yield known
            return
        for item in self._read(data, shown):
            if isinstance(item, Outcome):
                yield item
                continue
            try:
                yield self.take(item, shown)
            except (ReviewFlowError, DataError, IntegrityError) as error:
                reason = f"{shown}: {_sentence(error)}"
                yield Outcome(shown, item.item, State.FAILED, title=item.title, reason=reason)

    def _read(self, data: bytes, shown: str) -> Iterator[ImportedArticle | Outcome]:
        """Items, and the faults between them. A reader that breaks is a fault of this file."""
        try:
            for found in importers.read(data, shown):
                yield _fault(found, shown) if isinstance(found, ImportFault) else found
        except ReviewFlowError as error:
            yield Outcome(shown, 0, State.FAILED, reason=str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this file's fault alone
            _log.exception("An importer broke on %s.", shown)
            what = type(error).__name__
            reason = _("%(name)s: the reader of this format broke on it (%(what)s).")
            yield Outcome(shown, 0, State.FAILED, reason=reason % {"name": shown, "what": what})

    def take(self, imported: ImportedArticle, source: str) -> Outcome:
        """Write one draft with its claims, unless the item is here already.

        Raises ``PermissionDenied`` and ``InputRefused``.
        """
        lines = tuple(claim.raw_line for claim in imported.claims)
        done = Outcome(
            source, imported.item, State.OK, "", imported.title, "", lines, imported.notes
        )
        for tries_left in reversed(range(TRIES)):
            if known := self._known(imported, done):
                return known
            try:
                written = self._written(imported, done)
            except (InputRefused, IntegrityError) as error:
                # Somebody took the address or the item meanwhile: look again.
                if not tries_left or not _is_taken(error):
                    raise
            else:
                self._met |= identity.marks_of(imported)
                return written
        raise AssertionError(source)  # pragma: no cover - the last try returns or raises

    def _known(self, imported: ImportedArticle, done: Outcome) -> Outcome | None:
        """A dry run leaves nothing behind to find, so a run remembers what it has met."""
        if earlier := identity.earlier(imported):
            reason = identity.why_skipped(earlier, imported.source_digest)
            return replace(done, state=State.SKIPPED, slug=earlier.slug, reason=reason)
        if self._met & identity.marks_of(imported):
            return replace(done, state=State.SKIPPED, reason=_("met before in this run"))
        return None

    def _written(self, imported: ImportedArticle, done: Outcome) -> Outcome:
        origin = Origin(done.source, self.actor, self.inherited)
        content, notes = fields.content_of(imported, self.specialty)
        with transaction.atomic():
            whole = pictures.settled(imported, actor=self.actor, dry_run=self.dry_run)
            article = self._draft({**content, "body": whole.body}, whole, done.source)
            decided = [*whole.notes, *identity.at_home(imported), *notes]
            notes = claiming.record(article, whole, origin, decided)
            if self.dry_run:
                transaction.set_rollback(True)
        if self.dry_run:
            return replace(done, notes=tuple(notes), reason=_("nothing was written"))
        return replace(done, notes=tuple(notes), slug=article.slug)

    def _draft(self, content: dict[str, Any], imported: ImportedArticle, source: str) -> Article:
        return workflow.new_article(
            content,
            actor=self.actor,
            reason=_("Imported from %s.") % source,
            stem=imported.slug_hint,
            event=Event.ARTICLE_IMPORT,
            payload={"source": imported.source_digest, "item": imported.item},
        )


def _unread(data: bytes, shown: str) -> Outcome | None:
    """A file that is here already, told without reading it again; where it may hold more than one
    article, an earlier run may have been cut short, and each is looked at.
    """
    try:
        if importers.for_path(shown).many:
            return None
    except InputRefused:
        return None
    if (known := identity.of_bytes(data)) is None:
        return None
    reason = identity.why_skipped(known, known.source_digest)
    return Outcome(shown, 0, State.SKIPPED, known.slug, known.title, reason)


def _fault(found: ImportFault, shown: str) -> Outcome:
    """An item that the reader itself could not make an article of."""
    reason = f"{shown}: {found.sentence}"
    return Outcome(shown, found.item, State.FAILED, title=found.title, reason=reason)


def _is_taken(error: InputRefused | IntegrityError) -> bool:
    return not isinstance(error, InputRefused) or error.field == "slug"


def _sentence(error: Exception) -> str:
    if isinstance(error, ReviewFlowError):
        return str(error)
    return _("the database would not take it (%s).") % type(error).__name__
