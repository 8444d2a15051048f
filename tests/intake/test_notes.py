"""What an import decided stays on record beside what the source claims, as long as the draft."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.intake import Intake
from articles.models import Article, ImportClaim
from tests.cast import Cast
from tests.intake.items import claim, item, take

pytestmark = pytest.mark.django_db
NOTE = "Tracked changes were accepted (2): Ada: rest; Max: ice."
TEXT = b"Sore toe\n\nRest helps a toe within a day, and so does ice.\n"


def test_every_note_of_the_report_stays_with_the_article(cast: Cast) -> None:
    post = item(notes=(NOTE,), live_url="/toes", claims=[claim(), claim(", MD")])
    outcome = Intake(cast.writer).take(post, "toes.docx")

    assert outcome.notes[0] == NOTE
    assert len(outcome.notes) == 3
    first, second = ImportClaim.objects.order_by("position")
    assert (first.notes, second.notes) == (list(outcome.notes), [])


def test_an_item_that_claims_nobody_keeps_its_notes_too(cast: Cast) -> None:
    Intake(cast.writer).take(item(notes=(NOTE,)), "toes.docx")
    assert ImportClaim.objects.get().notes == [NOTE]


def test_a_note_with_signs_that_no_database_holds_is_kept_with_them_escaped(cast: Cast) -> None:
    Intake(cast.writer).take(item(notes=("Odd: a\0b\ud800c\u202ed",)), "toes.docx")
    assert ImportClaim.objects.get().notes == ["Odd: a\\x00b\\ud800c\\u202ed"]


@pytest.mark.parametrize("notes", [(NOTE,), ()])
def test_what_was_imported_before_says_where_it_is_and_that_its_notes_are_there(
    cast: Cast, notes: tuple[str, ...]
) -> None:
    take(Intake(cast.writer), item(notes=notes))
    again = Intake(cast.writer, dry_run=True).take(item(notes=notes), "toes.xml")
    assert (again.state, again.slug) == ("skipped", "sore-toe-0")
    kept = "; the notes of that import (1) are kept there" if notes else ""
    assert again.reason == f"imported already, as “sore-toe-0”{kept}"


def test_a_file_known_by_its_bytes_says_the_same_without_being_read(cast: Cast) -> None:
    [first] = Intake(cast.writer, specialty="rheumatology").take_bytes(TEXT, "sore.txt")
    ImportClaim.objects.update(notes=[NOTE, NOTE])
    [again] = Intake(cast.writer).take_bytes(TEXT, "sore.txt")
    assert again.reason == (
        f"imported already, as “{first.slug}”; the notes of that import (2) are kept there"
    )


def test_another_copy_says_so_too(cast: Cast) -> None:
    take(Intake(cast.writer), item(source_id="wordpress:https://toes.example#1", notes=(NOTE,)))
    copy = item(1, source_id="wordpress:https://toes.example#1")
    reason = Intake(cast.writer).take(copy, "tuesday.xml").reason
    assert reason == (
        "imported already from another copy (toes.xml), as “sore-toe-0”; the draft stays as it is; "
        "the notes of that import (1) are kept there"
    )


def test_many_notes_take_as_many_statements_as_one(cast: Cast) -> None:
    def asked(number: int, notes: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            take(Intake(cast.writer), item(number, notes=(NOTE,) * notes))
        return len(queries)

    asked(0, 1)
    assert asked(1, 1) == asked(2, 40)


def test_the_notes_go_with_the_draft(cast: Cast) -> None:
    take(Intake(cast.writer), item(notes=(NOTE,)))
    workflow.delete_draft(Article.objects.get(), actor=cast.writer, reason="Twice")
    assert not ImportClaim.objects.exists()
