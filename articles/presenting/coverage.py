"""Which valid sign-offs saw the exact wording of each block, and of how much of a text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.canonical import CONTENT_FIELDS
from articles.days import editorial_date
from articles.models import Article, Signature

from .remembered import wordings


class Seen(StrEnum):
    """Who signed a block as it reads now; the names of the strip's looks."""

    COVERED = "covered"
    CHANGED = "changed"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Witness:
    """Who signed this wording, and when."""

    name: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Coverage:
    """``by_digest``: of each wording that a sign-off saw, who signed it, the newest first.

    ``covered`` and ``words`` count the words of the body. ``unsigned``: labels of the other signed
    fields that no sign-off saw as they stand.
    """

    by_digest: dict[str, tuple[Witness, ...]]
    covered: int
    words: int
    unsigned: tuple[str, ...] = ()

    def seen(self, wording: str, before: str = "") -> Seen:
        """By the digest of a block; ``before``: of what it was, where it changed."""
        if self.witnesses(wording):
            return Seen.COVERED
        return Seen.CHANGED if self.witnesses(before) else Seen.NOBODY

    def witnesses(self, wording: str) -> tuple[Witness, ...]:
        return self.by_digest.get(wording, ())

    @property
    def sentence(self) -> str:
        """The share of words covered, and what else no sign-off saw, in one or two sentences."""
        if not self.unsigned:
            return self._share
        names = get_text_list(list(self.unsigned), _("and"))
        return f"{self._share} {_('Not as anybody signed it: %s.') % names}"

    @property
    def _share(self) -> str:
        if not self.words:
            return _("The text has no words.")
        if not self.covered:
            return _("No word of this text has been signed.")
        if self.covered == self.words:
            if self.unsigned:
                return _("Every word of the body stands as it was signed.")
            return _("Every word of the text stands as it was signed.")
        # 1 of 2,000 words is not 0 %, and 1,999 are not all of them.
        share = min(99, max(1, round(100 * self.covered / self.words)))
        return ngettext(
            "%(covered)s of %(words)s word stands as it was signed (%(share)s %%).",
            "%(covered)s of %(words)s words stand as they were signed (%(share)s %%).",
            self.words,
        ) % {"covered": f"{self.covered:,}", "words": f"{self.words:,}", "share": share}


def coverage(body: str, given: Sequence[Signature], content: Any = None) -> Coverage:
    """Of a Markdown body by sign-offs, the newest first, each with its record loaded; and of the
    other fields of the record ``content`` that it belongs to.
    """
    by_digest: dict[str, list[Witness]] = {}
    for signature in given:
        witness = Witness(signature.printed_name, editorial_date(signature.signed_at))
        for digest in {digest for digest, _words in wordings(signature.record.body)}:
            by_digest.setdefault(digest, []).append(witness)
    counts = [(words, digest in by_digest) for digest, words in wordings(body)]
    return Coverage(
        by_digest={digest: tuple(found) for digest, found in by_digest.items()},
        covered=sum(count for count, is_covered in counts if is_covered),
        words=sum(count for count, _covered in counts),
        unsigned=tuple(_unsigned(content, given)) if content and given else (),
    )


def _unsigned(content: Any, given: Sequence[Signature]) -> Iterator[str]:
    for name in CONTENT_FIELDS:
        value = getattr(content, name)
        if name != "body" and all(getattr(each.record, name) != value for each in given):
            yield str(label_for_field(name, Article))


def signed_by(witnesses: Sequence[Witness]) -> str:
    """``Ada Moss, MD, 3 Mar 2026``: everybody once, with the newest of their sign-offs."""
    newest: dict[str, dt.date] = {}
    for each in witnesses:
        newest.setdefault(each.name, each.on)
    said = [f"{name}, {date_format(on, 'j M Y')}" for name, on in newest.items()]
    return get_text_list(said, _("and"))
