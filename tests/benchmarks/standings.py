"""Choosing a reviewer, and what depends on a board, with thousands of reviewers on record."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.credentials import candidates, due, impact
from articles.models import Board, Reviewer, ReviewPolicy
from articles.stages import Stage
from tests.benchmarks import measure, population
from tests.benchmarks.measure import Figure
from tests.cast import Cast, today

STATEMENTS = 12
"""The most that either page may send, whatever the size."""
SIGNED_IN = 4
"""What every page sends on top, to know who asks: session, account, two of permissions."""


def measured(cast: Cast, number: int, live: int) -> list[Figure]:
    """``number`` reviewers, of whom ``live`` stand behind a live article each."""
    people = population.reviewers(cast, number)
    population.live_sign_offs(cast, cast.article_in(Stage.PUBLISHED), people[:live])
    measure.analyse()
    draft, policy = cast.draft(), ReviewPolicy.objects.get()
    moment: dict[str, Any] = {"on": today(), "known_at": timezone.now()}
    board = impact.Scope(board=Board.objects.get())
    one = impact.Scope(reviewer=Reviewer.objects.get(pk=people[0].pk))
    sizes = f"{number:,} reviewers"
    return [
        *_pages(cast, draft, sizes),
        _time(f"candidates, {sizes}", lambda: candidates.ranked(draft, policy, **moment)),
        _time(f"checks that fall due, {sizes}", lambda: due.queue(**moment)),
        _time("impact of one reviewer", lambda: impact.assess(one, **moment)),
        _time(f"impact of a board, {live:,} live", lambda: impact.assess(board, **moment)),
    ]


def as_in_a_browser(user: User) -> Client:
    """Somebody who is signed in, where pages can be shown."""
    client = Client()
    client.force_login(user)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    # A database of its own has no collected static files, and pages need only their names.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    return client


def _pages(cast: Cast, draft: Any, sizes: str) -> list[Figure]:
    client = as_in_a_browser(cast.editor)
    addresses = {
        f"page of candidates, {sizes}": reverse("choose-reviewers", args=[draft.slug]),
        f"page of a board's impact, {sizes}": (
            f"{reverse('impact')}?board={Board.objects.get().code}&on={today()}"
        ),
    }
    found = []
    for name, address in addresses.items():
        assert client.get(address).status_code == 200
        sent, _ = measure.statements(lambda a=address: client.get(a))
        found.append(Figure(name, sent - SIGNED_IN, "statements", limit=STATEMENTS))
        found.append(_time(name, lambda a=address: client.get(a)))
    return found


def _time(name: str, act: Any) -> Figure:
    [seconds] = measure.in_turn([lambda _number: act()], 5, blocks=1)
    return Figure(name, seconds * 1000, "ms")
