"""What was exported comes back to the very digest that was signed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from articles import importers
from articles.canonical import content_digest
from articles.importers.our_article import OTHER_WORDS
from articles.intake import Intake
from articles.intake.fields import content_of
from articles.models import Article, ImportClaim, Signature
from articles.stages import Stage
from articles.workflow.filling import fill
from tests.architecture.source import ROOT
from tests.cast import Cast
from tests.exporters import samples

from . import hostile
from .released import delivered

FORMS = {"json": "json", "jsonl": "jsonl", "markdown": "md"}


def stored(content) -> Article:
    """An article as it would be stored with these words; no row is written."""
    article = Article()
    fill(article, content)
    return article


def again(data: bytes, name: str):
    """The draft that an import would write of the one article in a file, and the notes about it."""
    (found,) = importers.read(data, name)
    content, notes = content_of(found, "")
    return stored(content), (*found.notes, *notes)


def as_stored(content):
    """Samples made by hand may write authors as the JSON does; stored are names."""
    names = [each if isinstance(each, str) else each["name"] for each in content["authors"]]
    return stored({**content, "authors": names}).content


@pytest.mark.parametrize("name", hostile.TITLES)
def test_hostile_titles_are_in_their_stored_form(name):
    assert stored(hostile.content(name)).content == hostile.content(name)


@pytest.mark.parametrize("form", FORMS)
def test_every_sample_comes_back_to_its_digest(dossier, exported, form):
    article, notes = again(exported(form, dossier), f"a.{FORMS[form]}")
    wanted = as_stored(dossier.content)
    assert article.content == wanted
    assert article.content_digest == content_digest(wanted)
    # Some samples are signed with authors as no real article has them, and say another digest.
    names_only = all(isinstance(each, str) for each in dossier.content["authors"])
    assert (OTHER_WORDS in notes) == (not names_only)


def test_the_comparison_bites(exported):
    changed = exported("markdown", samples.plain()).replace(b"After an hour", b"After two hours")
    article, notes = again(changed, "a.md")
    assert article.content_digest != content_digest(as_stored(samples.plain().content))
    assert OTHER_WORDS in notes


MANAGE = [sys.executable, str(ROOT / "manage.py")]
PERSON = """
from django.contrib.auth.models import Group, User
user = User.objects.create_user("ida", is_staff=True)
user.groups.set(Group.objects.filter(name="Writers"))
"""


def elsewhere(folder: Path, *command: str, typed: str = "") -> str:
    """A command of another installation, whose database and keys are in a folder."""
    place = {"REVIEWFLOW_DATA_DIR": str(folder), "REVIEWFLOW_KEY_DIR": str(folder / "keys")}
    kept = {k: v for k, v in os.environ.items() if k != "REVIEWFLOW_DATABASE_URL"}
    ran = subprocess.run(
        [*MANAGE, *command],
        env={**kept, **place},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.req("P11-03")
def test_live_articles_come_back_to_their_digests_in_an_empty_installation(
    cast: Cast, live: dict[str, str], tmp_path: Path
) -> None:
    for form in FORMS:
        there = tmp_path / f"there-{form}"
        there.mkdir()
        elsewhere(there, "migrate", "--verbosity=0")
        elsewhere(there, "keys", "generate")
        elsewhere(there, "shell", "--verbosity=0", "--command", PERSON)
        files = delivered(cast, tmp_path, form)
        told = elsewhere(there, "import_articles", str(files), "--author=ida", "--json")
        items = json.loads(told)["items"]
        assert {each["state"] for each in items} == {"ok"}
        assert OTHER_WORDS not in told
        with sqlite3.connect(there / "reviewflow.sqlite3") as database:
            rows = database.execute(
                "SELECT c.source_key, a.content_digest, a.stage FROM articles_importclaim c "
                "JOIN articles_article a ON a.id = c.article_id WHERE c.position = 0"
            ).fetchall()
        database.close()
        assert {key.removeprefix("reviewflow:"): digest for key, digest, _ in rows} == live
        assert {stage for *_, stage in rows} == {"draft"}


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_a_live_article_comes_back_as_a_draft_with_claims_and_no_standing(
    cast: Cast, tmp_path: Path, form: str
) -> None:
    article = cast.article_in(Stage.PUBLISHED, **hostile.content("script"))
    signatures = Signature.objects.count()
    (path,) = delivered(cast, tmp_path, form).iterdir()
    (outcome,) = Intake(cast.writer).take_file(path)
    draft = Article.objects.get(slug=outcome.slug)
    assert (outcome.state, draft.stage) == ("ok", Stage.DRAFT)
    assert draft.content_digest == article.content_digest
    assert draft.pk != article.pk
    claims = ImportClaim.objects.filter(article=draft)
    assert Signature.objects.count() == signatures
    assert [claim.raw_line for claim in claims] == list(outcome.claims) != []
    assert all(claim.reviewer is None or claim.reviewer.user is None for claim in claims)
    (again_,) = Intake(cast.writer).take_file(path)
    assert again_.state == "skipped"
