"""Whom to ask about several articles: candidates by specialty, and who cannot sign which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.credentials import candidates, eligibility
from articles.credentials.candidates import Candidate
from articles.credentials.conditions import own_text
from articles.credentials.eligibility import Rules, Verdict
from articles.credentials.facts import Profile
from articles.credentials.loading import load_many
from articles.days import editorial_date
from articles.forms.picking import RowsField
from articles.models import Article, Reviewer, ReviewPolicy
from articles.stages import Stage

SPECIALTIES = 6
"""Specialties whose best candidates are offered; whoever else is looked for by name."""
FOUND = 20
"""People that a search adds."""


class PeopleField(RowsField):
    """The best candidates of each specialty, those found by name, and those ticked already.

    ``picked``: their keys. Whether one may review an article that they wrote, and every other
    verdict on one article, is given when that article is dealt with.
    """

    def __init__(self, articles: Sequence[Article], picked: Sequence[int], search: str) -> None:
        asked = Reviewer.objects.filter(user__isnull=False, is_active=True)
        super().__init__(
            asked,
            label=_("Reviewers"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": gettext_lazy("No. %(value)s is no reviewer who can be asked."),
                "invalid_pk_value": gettext_lazy("“%(pk)s” is no reviewer."),
            },
        )
        by_name = asked.filter(name__icontains=search).order_by("name", "pk") if search else asked
        found = by_name.values_list("pk", flat=True)[:FOUND] if search else ()
        groups = list(_offered(articles, [*picked, *found]))
        people = _by_person(groups)
        self.choices = [(key, _label(held, len(groups))) for key, held in people.items()]


Group = tuple[str, list[Candidate]]
"""A specialty's label, and the candidates for it, the best first."""


def _offered(articles: Sequence[Article], picked: Sequence[int]) -> Iterator[Group]:
    now = timezone.now()
    first = {article.specialty: article for article in reversed(articles)}
    for article in list(first.values())[:SPECIALTIES]:
        policy = policy_of(article)
        if policy is None:
            continue
        # As for any article of its kind: who wrote it, or named an interest, is said of each alone.
        any_such = copy(article)
        any_such.round = None
        yield (
            article.get_specialty_display(),
            candidates.shortlist(
                any_such,
                policy,
                on=editorial_date(now),
                known_at=now,
                picked=picked,
                writers=(),
            ),
        )


def policy_of(article: Article) -> Rules | None:
    """What judges the reviewers of an article: its open round's policy, else the one in use."""
    if article.stage == Stage.MEDICAL_REVIEW and article.round is not None:
        pinned: Rules = article.round.policy
        return pinned
    return ReviewPolicy.objects.applying_to(article)


Held = list[tuple[str, Candidate]]
"""What one person is in each specialty."""


def _by_person(groups: Sequence[Group]) -> dict[int, Held]:
    """Everybody once, whoever is best in some specialty first."""
    places: dict[int, list[int]] = {}
    people: dict[int, Held] = {}
    for specialty, found in groups:
        for place, candidate in enumerate(found):
            key = candidate.reviewer.pk
            places.setdefault(key, []).append(place)
            people.setdefault(key, []).append((specialty, candidate))
    return {key: people[key] for key in sorted(people, key=lambda key: min(places[key]))}


def _label(held: Held, specialties: int) -> SafeString:
    _specialty, first = held[0]
    said = [f"{name}: {_word(candidate)}" for name, candidate in held]
    if specialties == len(held) and len({_word(candidate) for _name, candidate in held}) == 1:
        said = [_word(first)]  # the same everywhere is said once
    count = first.open_reviews
    said.append(ngettext("%s open review", "%s open reviews", count) % count)
    if first.is_away:
        said.append(_("away"))
    return format_html("{} <small>{}</small>", first.reviewer.printed_name, " · ".join(said))


def _word(candidate: Candidate) -> str:
    if candidate.verdict.may_sign:
        return candidate.word
    reasons = " ".join(refusal.message for refusal in candidate.against)
    return _("cannot sign today: %s") % reasons


class Verdicts:
    """What reviewers may do with one article after another; each reviewer is read once."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.on = editorial_date(self.now)
        self.profiles: dict[int, Profile] = {}

    def cautions(self, article: Article, asked: Sequence[Reviewer]) -> Iterator[str]:
        """Who was asked and cannot sign this article today, each with every reason."""
        policy = policy_of(article)
        if policy is None or not asked:
            return
        self._read([reviewer.pk for reviewer in asked if reviewer.pk not in self.profiles])
        writers = article.writers()
        for reviewer in asked:
            verdict = eligibility.judge(
                reviewer,
                article.specialty,
                policy,
                self.profiles[reviewer.pk],
                on=self.on,
                known_at=self.now,
                wrote=reviewer.user_id in writers,
            )
            if not verdict.may_sign:
                yield _cannot(reviewer, verdict)

    def _read(self, keys: Sequence[int]) -> None:
        if keys:
            self.profiles |= load_many(Reviewer.objects.filter(pk__in=keys), on=self.on)


def _cannot(reviewer: Reviewer, verdict: Verdict) -> str:
    theirs = own_text().code
    wrote = _("They wrote or edited this text.")
    said = [wrote if found.code == theirs else found.message for found in verdict.refusals]
    told = {"name": reviewer.printed_name, "why": " ".join(said)}
    return _("%(name)s cannot sign it today: %(why)s") % told


def names_of(reviewers: Sequence[Reviewer]) -> str:
    return get_text_list([reviewer.printed_name for reviewer in reviewers], _("and"))
