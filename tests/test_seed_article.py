"""The main job on the real article: from a text file to a verified, signed export."""

from __future__ import annotations

import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles import workflow
from articles.content.words import words
from articles.credentials import checking, recording
from articles.errors import TransitionRefused
from articles.models import Article, ImportClaim, Reviewer
from articles.stages import Stage, Standing
from tests.cast import Cast, person, today
from tests.html_words import words_of_html

pytestmark = [pytest.mark.django_db, pytest.mark.req("P11-03", "P11-18", "CR-08", "AL-4")]


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def imported(path: Path) -> tuple[Article, ImportClaim]:
    run("import_articles", str(path), "--author=wren", "--specialty=rheumatology")
    [claim] = ImportClaim.objects.all()
    return claim.article, claim


def source_words(path: Path, claim: ImportClaim) -> list[str]:
    """The words of the file between its title and its byline, in order."""
    lines = path.read_text().split("\n")
    title = next(line for line in lines if line.strip())
    body = lines[lines.index(title) + 1 : lines.index(claim.raw_line)]
    return " ".join(body).split()


def test_the_import_gives_title_headings_reference_and_an_unverified_claim(
    cast: Cast, seed_article: Path
) -> None:
    article, claim = imported(seed_article)

    assert article.title == seed_article.read_text().strip().split("\n")[0].strip()
    assert [line[:3] for line in article.body.split("\n") if line.startswith("#")] == ["## ", "## "]
    assert len(article.references) == 1
    assert claim.raw_line in seed_article.read_text().split("\n")
    assert (claim.printed_name, claim.subspecialty) == ("Kirkwood Johnston, MD", "Rheumatology")
    assert claim.reviewer.user is None
    assert not claim.credential.statuses.exists()
    assert not claim.credential.verifications.exists()
    assert words(article.body) == source_words(seed_article, claim)


def test_importing_twice_adds_nothing(cast: Cast, seed_article: Path) -> None:
    imported(seed_article)
    again = run("import_articles", str(seed_article), "--author=wren", "--specialty=rheumatology")

    assert "0 ok, 1 skipped, 0 failed" in again
    assert [m.objects.count() for m in (Article, ImportClaim)] == [1, 1]
    assert Reviewer.objects.filter(user=None).count() == 1


def test_the_seed_article_walks_to_a_verified_bundle_with_its_own_byline(
    cast: Cast, seed_article: Path, tmp_path: Path
) -> None:
    article, claim = imported(seed_article)
    article = workflow.save_draft(
        article,
        {"funding": "None"},
        actor=cast.writer,
        reason="Funding stated",
        base=article.content_digest,
    )
    physician = person("kirkwood", "Medical reviewers", name="Kirkwood Johnston")
    claim.reviewer.user = physician
    recording.save(claim.reviewer, actor=cast.officer, reason="Account of the claimed reviewer")
    cast.welcome(claim.reviewer)
    article = cast.submit(article, physician)

    with pytest.raises(TransitionRefused) as refused:
        cast.sign_off(article, physician)
    assert [str(reason) for reason in refused.value.refusals] == [
        "Rheumatology has no status on record."
    ]
    checking.record_status(
        claim.credential,
        actor=cast.officer,
        standing=Standing.IN_FORCE,
        effective_from=today(),
        why="As the board says",
    )
    with pytest.raises(TransitionRefused) as refused:
        cast.sign_off(article, physician)
    assert [reason.code for reason in refused.value.refusals] == ["credential_unverified"]

    cast.verify(claim.credential)
    article = cast.sign_off(article, physician)
    article = cast.publish(article)
    assert article.stage == Stage.PUBLISHED
    [signature] = article.signatures.medical()
    assert signature.byline == claim.raw_line

    formats = {"json": "json", "html": "html", "markdown": "md"}
    wanted = [f"--format={slug}" for slug in formats]
    bundle = str(tmp_path / "lupus.zip")
    run("export_articles", *wanted, f"--output={bundle}", f"--article={article.slug}", "--bundle")
    assert run("verify_bundle", bundle).startswith("GENUINE")
    assert "no faults" in run("verify_ledger")

    expected = source_words(seed_article, claim)
    with zipfile.ZipFile(tmp_path / "lupus.zip") as bundle:
        files = {
            ending: bundle.read(f"articles/{article.slug}/article.{ending}").decode()
            for ending in formats.values()
        }
    for text in files.values():
        assert claim.raw_line in text
    as_json = json.loads(files["json"])
    assert words(as_json["body"]["text"]) == expected
    assert words_of_html(as_json["html"]) == expected
    assert words(files["md"].split("---\n", 2)[2].strip("\n")) == expected
    assert " ".join(expected) in " ".join(words_of_html(files["html"]))


def test_a_refused_export_of_a_named_article_writes_nothing(
    cast: Cast, seed_article: Path, tmp_path: Path
) -> None:
    article, _ = imported(seed_article)
    output = tmp_path / "out"
    with pytest.raises(CommandError, match="not approved"):
        run("export_articles", "--format=json", f"--output={output}", f"--article={article.slug}")
    assert list(tmp_path.iterdir()) == []
