"""`export_articles`: what carries a valid medical sign-off leaves, and nothing else."""

from __future__ import annotations

import datetime as dt
import html
import json
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import __version__, importers, selection, workflow
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


def test_an_approved_text_leaves_by_no_door_before_the_moment_of_its_release(
    cast: Cast, run, tmp_path: Path, monkeypatch
) -> None:
    cast.policy("Default", export_approved=True)
    articles = [cast.article_in(Stage.APPROVED, title=title) for title in ("One", "Two", "Three")]
    at = timezone.now() + dt.timedelta(hours=1)
    for article in articles[:2]:
        cast.act("publish", article, cast.publisher, release_at=at, time_zone="Europe/Berlin")

    ran = export(run, tmp_path / "a", "--include-approved", "--json")
    said = json.loads(ran.out)
    assert said["articles"] == ["three"]
    assert said["refused"] == [{"slug": s, "reasons": ["not_before"]} for s in ("one", "two")]
    with CaptureQueriesContext(connection) as two:
        list(selection.candidates(articles[1:], include_approved=True))
    with CaptureQueriesContext(connection) as three:
        list(selection.candidates(articles, include_approved=True))
    assert len(two) == len(three)

    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    [late] = selection.candidates(articles[:1], include_approved=True)
    assert selection.refusals(late) == []


def test_a_release_that_waited_leaves_in_a_bundle_that_is_genuine(
    cast: Cast, run, tmp_path: Path, monkeypatch
) -> None:
    article = cast.article_in(Stage.APPROVED)
    at = (timezone.now() + dt.timedelta(seconds=2)).replace(microsecond=0)
    cast.act("publish", article, cast.publisher, release_at=at, time_zone="Europe/Berlin")
    monkeypatch.setattr("django.utils.timezone.now", lambda: max(at, dt.datetime.now(dt.UTC)))
    workflow.release_due()

    ran = export(run, tmp_path / "x.zip", "--bundle", f"--article={article.slug}")
    assert ran.code == 0, ran.err
    judged = run("verify_bundle", str(tmp_path / "x.zip"), "--json")
    [told] = json.loads(judged.out)["articles"]
    assert told["stage"] == "published"
    with zipfile.ZipFile(tmp_path / "x.zip") as bundle:
        kinds = [
            json.loads(entry["core"])["kind"]
            for entry in json.loads(bundle.read("ledger.json"))["entries"]
        ]
    assert kinds == ["article.sign_off", "article.schedule"]


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


@pytest.mark.parametrize("ahead", [1, 99_999])
def test_a_cursor_that_the_ledger_has_not_reached_is_refused(
    cast: Cast, run, tmp_path: Path, ahead: int
) -> None:
    cast.article_in(Stage.PUBLISHED)
    newest = json.loads(export(run, tmp_path / "a", "--json").out)["cursor"] + 1  # its own entry
    assert export(run, tmp_path / "b", f"--since={newest}").code == 0
    ran = export(run, tmp_path / "c", f"--since={newest + ahead}")
    said = f"the ledger has not reached cursor {newest + ahead}; its newest is {newest}."
    assert (ran.code, ran.err) == (1, f"Nothing was exported. since: {said}")
    assert not (tmp_path / "c").exists()


def test_a_named_article_that_is_approved_is_refused_with_the_way_to_ask_for_it(
    cast: Cast, run, tmp_path: Path
) -> None:
    cast.policy("Default", export_approved=True)
    article = cast.article_in(Stage.APPROVED)
    ran = export(run, tmp_path / "a", f"--article={article.slug}")
    assert "It is approved, but not released here; ask for" in ran.err
    assert "--include-approved" in ran.err
    assert export(run, tmp_path / "b", f"--article={article.slug}", "--include-approved").code == 0


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


@pytest.mark.req("P11-12")
def test_a_bundle_names_the_software_that_made_it_and_its_schema(
    cast: Cast, run, tmp_path: Path
) -> None:
    cast.article_in(Stage.PUBLISHED)
    export(run, tmp_path / "x.zip", "--bundle")
    with zipfile.ZipFile(tmp_path / "x.zip") as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
    assert manifest["producer"] == {"name": "ReviewFlow", "version": __version__}
    assert manifest["schema"] == "reviewflow/bundle@1"
