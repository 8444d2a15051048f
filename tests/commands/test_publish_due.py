"""``publish_due`` and the worker's sweep: both carry out what is due, and say what became of it."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import signing, workflow
from articles.management.sweeping import CHORES
from articles.models import Publication, Schedule
from articles.stages import Stage
from tests.cast import Cast
from tests.workflow.clock import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def cast() -> Cast:
    return Cast.assemble()


def order(cast: Cast, clock: Clock, **changes) -> Schedule:
    article = cast.article_in(Stage.APPROVED, **changes)
    at = clock.at + dt.timedelta(hours=1)
    cast.act("publish", article, cast.publisher, release_at=at, time_zone="Europe/Berlin")
    return Schedule.objects.latest("pk")


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("publish_due", *arguments, stdout=out)
    return out.getvalue()


def test_before_the_moment_nothing_is_due(cast, clock):
    order(cast, clock)

    assert said() == "Nothing is due.\n"
    assert json.loads(said("--json")) == {"due": []}
    assert not Publication.objects.exists()


def test_it_lists_each_article_with_its_reasons(cast, clock):
    order(cast, clock)
    order(cast, clock, title="Stiff hands")
    clock.forward(hours=1)
    cast.publisher.groups.clear()

    lines = said().splitlines()

    assert lines == [
        "gout-flares: refused. Who ordered it may not publish any more.",
        "stiff-hands: refused. Who ordered it may not publish any more.",
    ]


def test_for_machines_it_names_schedule_moment_outcome_and_reasons(cast, clock):
    schedule = order(cast, clock)
    clock.forward(hours=1)

    assert json.loads(said("--json")) == {
        "due": [
            {
                "article": "gout-flares",
                "schedule": schedule.pk,
                "release_at": signing.instant(schedule.release_at),
                "outcome": "released",
                "reasons": [],
            }
        ]
    }
    assert said() == "Nothing is due.\n"


def test_it_ends_with_one_where_a_release_could_not_be_tried(cast, clock, monkeypatch):
    order(cast, clock)
    clock.forward(hours=1)
    monkeypatch.setattr(workflow.due, "_settle", lambda key: 1 / 0)

    with pytest.raises(CommandError, match="1 could not be tried") as failed:
        said()

    assert failed.value.returncode == 1
    assert Schedule.objects.waiting().exists()


def test_the_worker_does_it_with_every_sweep(cast, clock):
    order(cast, clock)
    assert CHORES["due releases"]() == ""
    clock.forward(hours=1)

    assert CHORES["due releases"]() == "released 1"
    assert CHORES["due releases"]() == ""
    assert Publication.objects.count() == 1
