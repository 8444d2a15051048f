"""`export_articles`: what carries a valid medical sign-off leaves, and nothing else."""

from __future__ import annotations

import html
import json
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from articles import importers, workflow
from articles.canonical import content_digest
from articles.days import in_words
from articles.models import HistoricalArticle, LedgerEntry
from articles.stages import Stage
from tests.cast import Cast, standing_signature
from tests.ledger.intruder import disarmed

pytestmark = pytest.mark.django_db


def export(run, output: Path, *options: str):
    return run("export_articles", "--format=json", f"--output={output}", *options)


@pytest.mark.req("A11-10")
@pytest.mark.parametrize(
    "stage", [Stage.DRAFT, Stage.MEDICAL_REVIEW, Stage.APPROVED, Stage.WITHDRAWN]
)
def test_a_named_article_that_is_not_live_is_refused_and_nothing_is_written(
    cast: Cast, run, tmp_path: Path, stage: Stage
) -> None:
    article = cast.article_in(stage)
    entries = LedgerEntry.objects.count()
    ran = export(run, tmp_path / "out", f"--article={article.slug}")

    assert ran.code == 1
    assert article.slug in ran.err
    assert list(tmp_path.iterdir()) == []
    assert LedgerEntry.objects.count() == entries


def test_in_a_selection_the_refused_are_left_out_and_listed(
    cast: Cast, run, tmp_path: Path
) -> None:
    good = cast.article_in(Stage.PUBLISHED)
    bad = cast.article_in(Stage.PUBLISHED, title="Lost its signature")
    cast.act(
        "withdraw_signature",
        bad,
        cast.physician,
        signature=standing_signature(bad),
        note="I read an older text.",
    )
    cast.article_in(Stage.DRAFT, title="Only a draft")
    ran = export(run, tmp_path / "out", "--json")

    report = json.loads(ran.out)
    assert ran.code == 0
    assert report["articles"] == [good.slug]
    assert report["refused"] == [{"slug": bad.slug, "reasons": ["not_reviewed"]}]
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{good.slug}.json"]


@pytest.mark.req("P11-17")
def test_a_sign_off_that_was_withdrawn_leaves_as_withdrawn_with_who_when_and_why(
    cast: Cast, run, tmp_path: Path
) -> None:
    cast.policy("Default", sign_offs=2)
    article = cast.submit(cast.draft(), cast.physician, cast.second_physician, cast.unassigned)
    article = cast.sign_off(article, cast.physician)
    given = article.signatures.get()
    why = "I read an <older> text."
    article = cast.act("withdraw_signature", article, cast.physician, signature=given, note=why)
    for physician in (cast.second_physician, cast.unassigned):
        article = cast.sign_off(article, physician)
    article = cast.publish(article)
    out = tmp_path / "out"
    assert run("export_articles", "--format=html", "--format=json", f"--output={out}").code == 0

    [page], [data] = (list(out.rglob(f"*.{suffix}")) for suffix in ("html", "json"))
    taken = in_words(article.signatures.get(withdraws=given).signed_at, "America/New_York")
    told = f"Withdrawn by Ada Moss on {taken}: “{why}”"
    assert told in html.unescape(page.read_text())
    assert "Ada Moss" not in data.read_text()


def test_readers_get_the_live_text_while_a_new_version_is_written(
    cast: Cast, run, tmp_path: Path
) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    live = article.body
    article = workflow.perform("revise", article, actor=cast.writer)
    workflow.save_draft(
        article, {"body": "All new."}, actor=cast.writer, reason="New", base=article.content_digest
    )
    export(run, tmp_path / "out")

    said = json.loads((tmp_path / "out" / f"{article.slug}.json").read_text())
    assert (said["body"]["text"], said["version"], said["stage"]) == (live, 1, "published")
    assert said["reviewers"][0]["byline"].startswith("Medically reviewed by Ada Moss, MD; ")


def test_approved_articles_leave_only_where_asked_for_and_allowed(
    cast: Cast, run, tmp_path: Path
) -> None:
    cast.policy("Default", export_approved=True)
    article = cast.article_in(Stage.APPROVED)

    assert "0 exported" in export(run, tmp_path / "a").out
    assert export(run, tmp_path / "b", "--include-approved").code == 0
    said = json.loads((tmp_path / "b" / f"{article.slug}.json").read_text())
    assert (said["stage"], said["published_at"]) == ("approved", None)


def test_a_policy_may_keep_approved_articles_until_their_release(
    cast: Cast, run, tmp_path: Path
) -> None:
    article = cast.article_in(Stage.APPROVED)
    ran = export(run, tmp_path / "out", "--include-approved", f"--article={article.slug}")
    assert ran.code == 1
    assert "only after release" in ran.err


def test_since_gives_what_moved_after_the_cursor(cast: Cast, run, tmp_path: Path) -> None:
    cast.article_in(Stage.PUBLISHED, title="Before")
    cursor = json.loads(export(run, tmp_path / "a", "--json").out)["cursor"]
    later = cast.article_in(Stage.PUBLISHED, title="After")
    ran = export(run, tmp_path / "b", f"--since={cursor}", "--json")

    assert json.loads(ran.out)["articles"] == [later.slug]
    again = json.loads(ran.out)["cursor"]
    assert "0 exported" in export(run, tmp_path / "c", f"--since={again}").out


@pytest.mark.req("P11-02", "P11-18")
def test_words_changed_behind_the_engine_do_not_leave(cast: Cast, run, tmp_path: Path) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    with disarmed(HistoricalArticle), connection.cursor() as cursor:
        cursor.execute("UPDATE articles_historicalarticle SET body = 'Take ten a day.'")
    ran = export(run, tmp_path / "out", f"--article={article.slug}")

    assert ran.code == 1
    assert "not the one that was signed" in ran.err


def test_only_people_with_the_role_export(cast: Cast, run, tmp_path: Path) -> None:
    cast.article_in(Stage.PUBLISHED)
    ran = export(run, tmp_path / "out", "--as=wren")
    assert (ran.code, ran.err) == (1, "“wren” may not export articles.")
    assert export(run, tmp_path / "out", "--as=pia").code == 0


def test_an_unknown_article_is_named(cast: Cast, run, tmp_path: Path) -> None:
    ran = export(run, tmp_path / "out", "--article=nowhere")
    assert ran.code == 1
    assert "there is no article “nowhere”" in ran.err


def test_an_export_goes_on_record_with_its_digest(cast: Cast, run, tmp_path: Path) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    export(run, tmp_path / "x.zip", "--bundle", "--as=pia")
    entry = LedgerEntry.objects.filter(kind="export.deliver").get()
    said = json.loads(entry.payload)

    assert (entry.actor, said["articles"]) == ("pia", [article.slug])
    assert not list(tmp_path.glob(".export-*"))


@pytest.mark.parametrize("ending", ["json", "md"])
def test_an_exported_text_comes_back_with_the_same_digest(
    cast: Cast, run, tmp_path: Path, ending: str
) -> None:
    article = cast.article_in(Stage.PUBLISHED, title='Hostile: "quotes", </script> & =1+1')
    run(
        "export_articles",
        "--format=json",
        "--format=markdown",
        "--format=html",
        f"--output={tmp_path / 'out.zip'}",
        "--bundle",
    )
    with zipfile.ZipFile(tmp_path / "out.zip") as bundle:
        data = bundle.read(f"articles/{article.slug}/article.{ending}")
    if ending == "json":
        said = json.loads(data)
        again = {
            **article.content,
            "title": said["title"],
            "body": said["body"]["text"],
            "references": said["references"],
            "funding": said["disclosure"],
            "authors": [author["name"] for author in said["authors"]],
        }
        assert content_digest(again) == article.content_digest
        return
    [found] = importers.read(data, "article.md")
    assert (found.title, found.body, found.references) == (
        article.title,
        article.body,
        article.references,
    )
    assert found.details["funding"] == article.funding
