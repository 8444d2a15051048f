"""What is asked for, and what came of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from articles import exporters
from articles.errors import InputRefused, Refusal, TransitionRefused
from articles.exporters import Exporter
from articles.selection import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: which articles, in which formats, where to.

    ``output``: a folder, or the one file itself (a bundle; or a name that ends as the one format
    does that writes all articles into one file). ``export``: the id of the row that asked for it,
    for the ledger's entry; empty for none.
    """

    formats: Sequence[str]
    output: Path
    slugs: Sequence[str] = ()
    since: int | None = None
    include_approved: bool = False
    bundle: bool = False
    export: str = ""

    def exporters(self) -> list[Exporter]:
        """Each once. Raises ``InputRefused`` for formats that this order cannot have."""
        found = [exporters.get(slug) for slug in dict.fromkeys(self.formats)]
        if not found:
            raise InputRefused("format", "choose at least one format.", "missing")
        for each in found:
            if self.bundle and each.one_file:
                sentence = f"{each.label} is one file for all articles; a bundle has one for each."
                raise InputRefused("format", sentence, "one_file")
        return found

    @property
    def is_file(self) -> bool:
        """Whether ``output`` names a file."""
        if self.bundle:
            return True
        found = self.exporters()
        return (
            len(found) == 1 and found[0].one_file and self.output.suffix == f".{found[0].extension}"
        )

    @property
    def folder(self) -> Path:
        """Where the files go."""
        return self.output.parent if self.is_file else self.output

    def takes(self, path: Path) -> bool:
        """Whether a file or folder of the export may get this path; capitals are no difference."""
        folder, place = self.folder.resolve(), path.parent.resolve() / path.name
        if place in {self.output.resolve(), folder, *folder.parents}:
            return True
        name = path.name.lower()
        if self.is_file:
            stem, ending = (
                re.escape(part.lower()) for part in (self.output.stem, self.output.suffix)
            )
            is_name = re.fullmatch(rf"{stem}(-\d+)?{ending}", name) is not None
        else:
            is_name = any(name.endswith(f".{each.extension}") for each in self.exporters())
        return is_name and place.parent == folder


@dataclass(frozen=True, slots=True)
class Refused:
    """An article that stays here, with every reason. ``held``: readers see it all the same."""

    slug: str
    reasons: tuple[Refusal, ...]
    held: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawnArticle:
    """An article that left earlier and shall not be shown any more: since when (aware), and why."""

    slug: str
    at: dt.datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of one article.

    ``outcome``: ``exported``; ``left out``; ``held``, where readers see it all the same;
    ``withdrawn``. Of a text that stays here, version, edition and digest say nothing.
    """

    slug: str
    outcome: str
    title: str = ""
    version: int | str = ""
    edition: str = ""
    content_digest: str = ""
    reasons: tuple[str, ...] = ()

    @classmethod
    def exported(cls, candidate: Candidate) -> Told:
        round, publication = candidate.round, candidate.publication
        assert round is not None  # without a round it is refused
        record = round.record
        return cls(
            slug=candidate.article.slug,
            outcome="exported",
            title=record.title,
            version=record.version,
            edition=publication.edition if publication else "",
            content_digest=record.content_digest,
        )


@dataclass(slots=True)
class Delivered:
    """What was written. ``cursor`` goes into the next `--since`, which alone tells of
    ``withdrawn``.
    """

    cursor: int
    paths: list[Path] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    withdrawn: list[WithdrawnArticle] = field(default_factory=list)

    @property
    def held(self) -> list[str]:
        """Articles that readers see and that may not be delivered as reviewed."""
        return [item.slug for item in self.refused if item.held]

    def staying(self) -> Iterator[Told]:
        """Everything that does not leave."""
        for item in self.refused:
            outcome = "held" if item.held else "left out"
            reasons = tuple(str(reason) for reason in item.reasons)
            yield Told(slug=item.slug, outcome=outcome, reasons=reasons)
        for gone in self.withdrawn:
            yield Told(slug=gone.slug, outcome="withdrawn", reasons=(gone.why,))


class NamedRefused(TransitionRefused):
    """An article that was asked for by name is refused, so none leaves; carries every reason."""

    def __init__(self, done: Delivered) -> None:
        reasons = [
            Refusal(reason.code, f"{refused.slug}: {reason.message}")
            for refused in done.refused
            for reason in refused.reasons
        ]
        super().__init__("export", reasons)
        self._done = done

    @property
    def refused(self) -> list[Refused]:
        """Those that nothing could leave for."""
        return self._done.refused

    def staying(self) -> Iterator[Told]:
        """Every article that was named."""
        yield from self._done.staying()
        why = "Another article that was named is refused, so nothing was exported."
        for slug in self._done.slugs:
            yield Told(slug=slug, outcome="left out", reasons=(why,))
