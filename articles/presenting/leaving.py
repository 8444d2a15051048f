"""A text as it leaves: the bytes that an export writes, looked at before anybody has them."""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles import collecting, selection
from articles.errors import Refusal
from articles.exporters import Exporter
from articles.models import Article
from articles.selection import Candidate
from articles.stages import Stage

AFTER_RELEASE = frozenset({"not_released", "not_before"})
"""Reasons that a release puts out of the way: such a text is shown, and does not leave yet."""


@dataclass(frozen=True, slots=True)
class Preview:
    """One text of an article. ``refusals``: why nothing is shown. ``waits``: why what is shown
    does not leave yet. ``approved``: it is not the live text.
    """

    candidate: Candidate
    approved: bool
    refusals: tuple[Refusal, ...]
    waits: tuple[Refusal, ...]

    def written(self, exporter: Exporter) -> bytes:
        """What a bundle holds of it; on its own a file may carry its receipt besides.

        Only where there are no refusals.
        """
        out = io.BytesIO()
        exporter.write(collecting.dossier(self.candidate), out)
        return out.getvalue()


def preview(article: Article, *, live: bool = False) -> Preview:
    """The approved text where one waits for its release, else (or if asked for) the live one."""
    approved = article.stage == Stage.APPROVED and not (live and article.is_live)
    asked = article
    if approved and article.is_live:
        # Asked for as if nothing were live: the selection prefers what readers have.
        asked = copy.copy(article)
        asked.published_record = None
    [candidate] = selection.candidates([asked], include_approved=True)
    found = selection.refusals(candidate)
    waits = [refusal for refusal in found if refusal.code in AFTER_RELEASE]
    if approved and article.is_live and not waits:
        waits.append(Refusal("not_released", _("Readers have the edition before it.")))
    rest = tuple(refusal for refusal in found if refusal.code not in AFTER_RELEASE)
    return Preview(candidate, approved, rest, tuple(waits))
