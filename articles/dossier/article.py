"""One version of one article, and which signatures stand for it.

``Dossier.content`` is what the physician signed; what is printed beside it is checked against it
here, so that no exporter can put a byline over other words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from articles import canonical
from articles.errors import InputRefused
from articles.stages import Meaning, Stage

from .signature import SignatureDossier

REVIEWS = {Meaning.MEDICAL_REVIEW, Meaning.PERIODIC_REVIEW}
VOUCHING = REVIEWS | {Meaning.PUBLICATION_RELEASE, Meaning.CORRECTION_APPROVAL}


@dataclass(frozen=True, slots=True)
class Topic:
    """What the article is about, as a code of a public vocabulary and the label people read."""

    system: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """The organisation that answers for the text; the links are absolute URLs or empty."""

    name: str
    url: str = ""
    publishing_principles: str = ""
    corrections_policy: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction, concern, retraction or removal: what it is, why, by whom and since when."""

    kind: str
    text: str
    issued_by: str
    issued_on: dt.date


@dataclass(frozen=True, slots=True)
class Change:
    """An edition that readers were given, since when (aware), and what it says has changed."""

    edition: str
    released_at: dt.datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class PictureDossier:
    """A picture that the text shows: its bytes, and what they are (``image/png``…)."""

    media_type: str
    data: bytes

    @property
    def extension(self) -> str:
        return {"image/jpeg": "jpg"}.get(self.media_type, self.media_type.removeprefix("image/"))


@dataclass(frozen=True, slots=True)
class Dossier:
    """One version of one article.

    ``content`` holds every name of ``canonical.CONTENT_FIELDS`` as stored; ``topic_labels`` words
    for its topic codes; ``pictures`` those of the body, by digest; ``changes`` the editions up to
    this one, the newest first; ``time_zone`` is an IANA name and decides every printed date; times
    are aware. Raises ``InputRefused`` where ``content`` does
    not have ``content_digest``.
    """

    id: str
    slug: str
    version: int
    edition: str
    content: Mapping[str, Any]
    content_digest: str
    stage: Stage
    status: str
    time_zone: str
    publisher: Publisher
    signatures: tuple[SignatureDossier, ...] = ()
    published_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    last_reviewed: dt.date | None = None
    review_due: dt.date | None = None
    canonical_url: str = ""
    channels: tuple[str, ...] = ()
    external_ids: Mapping[str, str] = field(default_factory=dict)
    topic_labels: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    pictures: Mapping[str, PictureDossier] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        if canonical.content_digest(self.content) != self.content_digest:
            raise InputRefused(self.slug, "the text does not have the digest it claims.", "digest")

    def text(self, name: str) -> str:
        """One signed text field, such as ``title`` or ``body``."""
        return str(self.content[name])

    @property
    def references(self) -> list[dict[str, Any]]:
        """CSL-JSON items."""
        return list(self.content["references"])

    @property
    def authors(self) -> tuple[str, ...]:
        """Names as printed."""
        authors = self.content["authors"]
        return tuple(a if isinstance(a, str) else a["name"] for a in authors)

    @property
    def picture_files(self) -> dict[str, str]:
        """Where each picture lies beside the text, by its digest: ``assets/<64 digits>.png``."""
        return {
            digest: f"assets/{digest.removeprefix('sha256:')}.{picture.extension}"
            for digest, picture in self.pictures.items()
        }

    @property
    def told_changes(self) -> tuple[Change, ...]:
        """``changes`` as people read them: a first edition without a note changed nothing."""
        return self.changes if len(self.changes) > 1 or any(c.note for c in self.changes) else ()

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The signed codes, labelled; where there is no label, by the code itself."""
        pairs = ((topic["system"], topic["code"]) for topic in self.content["topics"])
        return tuple(Topic(*pair, self.topic_labels.get(pair[1], pair[1])) for pair in pairs)

    @property
    def counted(self) -> tuple[SignatureDossier, ...]:
        """The signatures that stand for exactly this text; withdrawn and older ones do not."""
        return tuple(signature for signature in self.given if not signature.withdrawn)

    @property
    def given(self) -> tuple[SignatureDossier, ...]:
        """Every signature for exactly this text, those that were withdrawn as well."""
        vouching = (s for s in self.signatures if s.meaning in VOUCHING)
        return tuple(s for s in vouching if s.covers(self.id, self.version, self.content_digest))

    @property
    def reviewers(self) -> tuple[SignatureDossier, ...]:
        """The counted medical sign-offs: empty unless one medical review stands."""
        found = tuple(s for s in self.counted if s.meaning in REVIEWS)
        return found if Meaning.MEDICAL_REVIEW in {s.meaning for s in found} else ()

    @property
    def reviewed(self) -> bool:
        """Whether byline and date of review may be printed over this text."""
        return bool(self.reviewers)

    @property
    def review_lines(self) -> tuple[str, ...]:
        """What stands under the title: the bylines, or that there are none to print."""
        if not self.reviewed:
            return (f"Not medically reviewed (version {self.version})",)
        return tuple(dict.fromkeys(s.byline for s in self.reviewers if s.byline))

    @property
    def signed_lines(self) -> tuple[str, ...]:
        """Every signature as a sentence (21 CFR 11.50).

        Over unsigned words the line that says so stands first.
        """
        unsigned = () if self.reviewed else self.review_lines
        return (*unsigned, *(signature.printed.sentence for signature in self.given))

    @property
    def reviewed_on(self) -> dt.date | None:
        """``last_reviewed`` where it may be printed."""
        return self.last_reviewed if self.reviewed else None
