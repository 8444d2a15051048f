"""Saving content is a verb: what it writes, what it refuses, and what it leaves alone."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from articles import workflow
from articles.canonical import content_digest
from articles.errors import DraftConflict
from articles.models import Article, HistoricalArticle, LedgerEntry
from articles.stages import Stage
from tests.cast import REFERENCES, Cast, content
from tests.workflow.answers import bad_input, on_record, reasons
from tests.workflow.situations import picture

pytestmark = pytest.mark.django_db


def save(article: Article, actor, base: str | None = None, reason: str = "Edit", **changes):
    base = article.content_digest if base is None else base
    return workflow.save_draft(article, changes, actor=actor, reason=reason, base=base)


@pytest.mark.req("P11-06", "AL-1", "AL-4")
def test_a_change_is_a_new_version_with_its_record_and_its_entry(cast: Cast) -> None:
    first = cast.draft()
    article = save(first, cast.other_writer, reason="Clearer.", summary="Rest the toe.")
    old, new = HistoricalArticle.objects.filter(id=article.pk).order_by("history_id")

    assert (old.version, old.summary) == (1, "What to do when a toe swells.")
    assert (new.version, new.summary) == (2, "Rest the toe.")
    assert (new.history_user, new.history_change_reason) == (cast.other_writer, "Clearer.")
    assert new.content_digest == article.content_digest == content_digest(new.content)
    entry = LedgerEntry.objects.about(article.subject).last()
    assert (entry.kind, entry.actor) == ("article.save_draft", "otto")
    assert json.loads(entry.payload) == {
        "content": article.content_digest,
        "version": 2,
        "reason": "Clearer.",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"body": "Café.\r\n\r\nRest.\r"},
        {"body": "Cafe\u0301.\n\nRest."},
        {"body": "\n\nCafé.\n\nRest.\n"},
        {"title": "  Gout \t flares "},
        {"topics": [{"code": "D006073", "system": "MeSH", "label": "Another label"}]},
        {"references": [dict(reversed(REFERENCES[0].items()))]},
    ],
)
def test_saving_what_is_there_already_writes_nothing(cast: Cast, changes) -> None:
    article = cast.draft(body="Café.\n\nRest.")
    before, entries = picture(), LedgerEntry.objects.count()

    # Not even the base matters: there is nothing to overwrite.
    saved = save(article, cast.writer, base="sha256:old", reason="", **changes)
    assert saved.version == 1
    assert (picture(), LedgerEntry.objects.count()) == (before, entries)


def test_who_saves_from_an_old_text_conflicts_and_writes_nothing(cast: Cast) -> None:
    opened = cast.draft()
    save(opened, cast.writer, summary="First.")
    before = picture()

    with pytest.raises(DraftConflict):
        save(opened, cast.other_writer, summary="Second.")
    assert picture() == before


@pytest.mark.req("P11-07")
@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.DRAFT])
def test_the_text_changes_only_in_a_draft(cast: Cast, stage: Stage) -> None:
    article = cast.article_in(stage)
    before = picture()

    assert reasons(save, article, cast.writer, summary="New.") == {
        "not_a_draft": (
            "The text can change only in a draft; this article is in "
            f"{article.get_stage_display().lower()}."
        )
    }
    assert picture() == before


@pytest.mark.req("P11-07")
@pytest.mark.parametrize("column", ["body", "title", "content_digest", "specialty", "funding"])
def test_the_database_itself_keeps_the_text_outside_a_draft(cast: Cast, column: str) -> None:
    article = cast.article_in(Stage.APPROVED)
    with pytest.raises(IntegrityError, match="only in a draft"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**{column: "other"})
    with pytest.raises(IntegrityError, match="only in a draft"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(version=9)


@pytest.mark.req("P11-06")
def test_the_database_itself_keeps_every_record(cast: Cast) -> None:
    cast.draft()
    for statement in (
        "UPDATE articles_historicalarticle SET body = 'other'",
        "DELETE FROM articles_historicalarticle",
    ):
        with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.parametrize("who", ["physician", "publisher", "officer", "auditor", "superuser"])
def test_only_writers_and_managing_editors_write(cast: Cast, who: str) -> None:
    article = cast.draft()
    with pytest.raises(PermissionDenied):
        save(article, getattr(cast, who), summary="New.")
    with pytest.raises(PermissionDenied):
        workflow.save_draft(None, content(), actor=getattr(cast, who), reason="Draft")
    assert save(article, cast.editor, summary="New.").version == 2


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_change_without_a_reason_is_refused(cast: Cast, reason: str) -> None:
    article = cast.draft()
    answer = bad_input(save, article, cast.writer, reason=reason, summary="New.")
    assert answer == ("reason", "missing", "say what you changed.")
    assert HistoricalArticle.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"stage": "published"}, "stage", "unknown"),
        ({"slug": "elsewhere"}, "slug", "unknown"),
        ({"title": "  \n "}, "title", "missing"),
        ({"body": "a" * 1_000_001}, "body", "too_long"),
        ({"body": "é" * 500_001}, "body", "too_long"),
        ({"body": "One.\nTwo\x00."}, "body", "character"),
        ({"summary": "Left\u202eright"}, "summary", "character"),
        ({"authors": ["Wren\x1bTully"]}, "authors", "character"),
        ({"authors": [1.5]}, "authors", "invalid"),
    ],
)
def test_bad_content_is_refused_by_field(cast: Cast, changes, field: str, code: str) -> None:
    article = cast.draft()
    assert bad_input(save, article, cast.writer, **changes)[:2] == (field, code)
    assert Article.objects.get().version == 1


def test_a_control_character_is_named_with_its_line(cast: Cast) -> None:
    answer = bad_input(save, cast.draft(), cast.writer, body="One.\r\nTwo.\r\nThree\x07.")
    assert answer[2] == "the character U+0007 on line 3 cannot be stored; remove it."


def test_a_text_of_exactly_one_megabyte_is_kept(cast: Cast) -> None:
    article = save(cast.draft(), cast.writer, body="é" * 500_000)
    assert len(Article.objects.get(pk=article.pk).body.encode()) == 1_000_000


def test_an_address_is_made_from_the_title_and_never_taken_twice(cast: Cast) -> None:
    assert [cast.draft().slug for _ in range(3)] == [
        "gout-flares",
        "gout-flares-2",
        "gout-flares-3",
    ]

    answer = bad_input(
        workflow.new_article, content(), actor=cast.writer, reason="Draft", slug="gout-flares"
    )
    assert answer == ("slug", "taken", "the address “gout-flares” is taken.")
    assert cast.draft(title="痛風").slug == "article"


@pytest.mark.req("P11-06")
def test_a_draft_is_deleted_by_owner_or_managing_editor_and_its_record_stays(cast: Cast) -> None:
    first, second = cast.draft(), cast.draft()
    with pytest.raises(PermissionDenied):
        workflow.delete_draft(first, actor=cast.other_writer, reason="Not mine")
    answer = bad_input(workflow.delete_draft, first, actor=cast.writer, reason=" ")
    assert answer == ("reason", "missing", "say why the draft is deleted.")

    subject, key = first.subject, first.pk
    workflow.delete_draft(first, actor=cast.writer, reason="Twice")
    workflow.delete_draft(second, actor=cast.editor, reason="Out of scope")
    assert Article.objects.count() == 0
    assert [r.history_type for r in HistoricalArticle.objects.filter(id=key)] == ["-", "+"]
    assert [e.kind for e in LedgerEntry.objects.about(subject)] == [
        "article.save_draft",
        "article.delete_draft",
    ]


@pytest.mark.req("P11-04")
def test_what_was_submitted_once_is_never_deleted(cast: Cast) -> None:
    article = workflow.perform("recall", cast.submit(cast.draft()), actor=cast.writer)

    assert reasons(workflow.delete_draft, article, actor=cast.writer, reason="Twice") == {
        "submitted": "It was submitted before; it can only be withdrawn."
    }
    assert "article.delete_draft" not in on_record(article)
