"""One reviewer for one article, as people choose among many."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.errors import Refusal
from articles.models import Review, Reviewer

from .conditions import own_text
from .eligibility import Verdict


@dataclass(frozen=True, slots=True)
class Certification:
    """A board certification on record, and whether it is in force today."""

    name: str
    board: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reviewer for one article: why or why not, what waits for them, how fast they are.

    ``review``: their invitation to the open round. ``typical_days``: median days from invitation
    to decision over the last two years.
    """

    reviewer: Reviewer
    verdict: Verdict
    certifications: tuple[Certification, ...]
    review: Review | None
    open_reviews: int
    typical_days: float | None
    is_away: bool

    @property
    def rank(self) -> tuple[bool, bool, bool, int, float, str]:
        """The best first."""
        return (
            not self.verdict.is_specialist,
            not self.verdict.may_sign,
            self.is_away,
            self.open_reviews,
            self.typical_days if self.typical_days is not None else 99.0,
            self.reviewer.name,
        )

    @property
    def word(self) -> str:
        if self.verdict.is_specialist:
            return _("specialist, may sign")
        return _("may sign") if self.verdict.may_sign else _("cannot sign")

    @property
    def pace(self) -> str:
        """How long they usually take, in words."""
        if self.typical_days is None:
            return _("no reviews yet")
        days = max(1, round(self.typical_days))
        return ngettext("about %s day", "about %s days", days) % days

    @property
    def against(self) -> tuple[Refusal, ...]:
        """Every reason against it, said of somebody else."""
        theirs = Refusal(own_text().code, _("They wrote or edited this text."))
        return tuple(theirs if r.code == theirs.code else r for r in self.verdict.refusals)
