"""Somebody who holds the key itself, and lets a text out before its moment: the entries tell."""

from __future__ import annotations

import json

import pytest

from articles import keys
from articles.models import LedgerEntry, Publication, Schedule
from articles.stages import Event

from . import forger
from .hand import alter, exactly, faults
from .town import Town

pytestmark = pytest.mark.slow


def entry(town: Town, kind: Event) -> LedgerEntry:
    return LedgerEntry.objects.about(town.ordered.subject).get(kind=kind)


def test_a_release_that_names_no_order_is_found(town: Town) -> None:
    published = entry(town, Event.PUBLISH)
    said = json.loads(published.payload)
    del said["schedule"]
    forger.rewrite(published.seq, keys.signing_key(), payload=said)

    row = Publication.objects.get(article=town.ordered)
    schedule = Schedule.objects.get(article=town.ordered)
    no_order = "no signature was taken for it, and no order waited for its moment."
    waits = "its end is not the one on record (it waits)."
    name = f"Scheduled release {schedule.pk} of {town.ordered.slug}"
    exactly(faults(), [f"Publication {row.pk}: {no_order}", f"{name}: {waits}"])


def test_a_release_before_its_moment_is_found(town: Town) -> None:
    """Row and entry say the same: but the signature says not before when."""
    published = entry(town, Event.PUBLISH)
    early = entry(town, Event.SCHEDULE).at
    row = Publication.objects.get(article=town.ordered)
    schedule = Schedule.objects.get(article=town.ordered)
    forger.rewrite(published.seq, keys.signing_key(), at=early)
    alter(row, released_at=early)
    alter(schedule, ended_at=early)
    alter(town.ordered, stage_since=early)

    found = faults()

    assert found == [
        f"Scheduled release {schedule.pk} of {town.ordered.slug}: its moment had not come."
    ]
