"""`demo`: the main job, safe to run twice, never in production."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from articles.management.cast import PARTS, PASSWORD
from articles.models import Article, LedgerEntry
from articles.stages import Stage
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_demo_ends_verified_and_a_second_run_adds_nothing(
    db: None, run, tmp_path: Path
) -> None:
    first = run("demo", f"--output={tmp_path}")
    assert (first.code, first.out.rstrip().split("\n")[-1]) == (0, "verified")
    assert "Refused" in first.out
    entries = LedgerEntry.objects.count()

    second = run("demo", f"--output={tmp_path}", "--accounts")
    assert second.code == 0
    assert LedgerEntry.objects.count() == entries
    assert sorted(Article.objects.values_list("stage", flat=True)) == [
        Stage.APPROVED,
        Stage.DRAFT,
        Stage.MEDICAL_REVIEW,
        Stage.PUBLISHED,
    ]
    for part in PARTS:
        assert f"{part.username}.demo" in second.out


def test_the_demo_leaves_other_peoples_articles_alone(cast: Cast, run, tmp_path: Path) -> None:
    cast.draft()
    ran = run("demo", f"--output={tmp_path}")
    assert ran.code == 1
    assert "not touched" in ran.err


def test_the_demo_and_its_accounts_refuse_in_production(
    db: None, run, settings, tmp_path: Path
) -> None:
    run("demo", f"--output={tmp_path}")
    assert authenticate(username="ada.demo", password=PASSWORD) is not None
    settings.PRODUCTION = True
    assert run("demo", f"--output={tmp_path}").code == 1
    assert authenticate(username="ada.demo", password=PASSWORD) is None
    assert User.objects.filter(username="ada.demo").exists()
