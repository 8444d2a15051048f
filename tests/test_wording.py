"""Put the words of a statement into use: who may, over what, and what stays as it was signed."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from articles import integrity, ledger, signing, wording, workflow
from articles.models import LedgerEntry, Signature, StatementText
from articles.rows import row_digest
from articles.signing import texts
from articles.stages import Event, Meaning, Stage
from tests.cast import Cast
from tests.workflow.answers import bad_input, reasons

pytestmark = pytest.mark.django_db

REVIEW = Meaning.MEDICAL_REVIEW
PLAINER = "On this date, version {version} of “{title}” is right for its readers."
PLAINEST = "Version {version} of “{title}” is right."


def put(cast: Cast, text: str = PLAINER, *, base: int = 1, meaning: Meaning = REVIEW):
    return wording.put_in_use(meaning, text, actor=cast.editor, reason="Plainer", base=base)


def test_a_new_version_is_in_use_from_then_on_and_the_old_ones_are_kept(cast: Cast) -> None:
    put(cast)
    put(cast, PLAINEST, base=2)
    assert signing.in_use(REVIEW) == signing.Text(REVIEW, 3, PLAINEST)
    kept = StatementText.objects.values_list("version", "text", "reason", "recorded_by__username")
    assert list(kept) == [(2, PLAINER, "Plainer", "edda"), (3, PLAINEST, "Plainer", "edda")]
    assert texts.SHIPPED[REVIEW] != PLAINER
    other = signing.in_use(Meaning.PUBLICATION_RELEASE)
    assert other.version == 1


def test_what_was_signed_keeps_the_words_it_was_signed_with(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    before = Signature.objects.get()
    put(cast)
    article = workflow.perform("revise", article, actor=cast.writer)
    cast.sign_off(cast.submit(article))

    old, new = Signature.objects.order_by("signed_at")
    assert old.statement == before.statement
    said = [json.loads(signature.statement) for signature in (old, new)]
    assert [each["text_version"] for each in said] == [1, 2]
    assert said[0]["text"] == signing.Text(REVIEW, 1, texts.SHIPPED[REVIEW]).about(old.record)
    assert said[1]["text"] == "On this date, version 1 of “Gout flares” is right for its readers."
    assert [signing.faults(signature) for signature in (old, new)] == [[], []]


@pytest.mark.parametrize(
    "part", ["writer", "physician", "publisher", "officer", "auditor", "superuser"]
)
def test_only_a_managing_editor_puts_words_into_people_s_mouths(cast: Cast, part: str) -> None:
    actor = getattr(cast, part)
    with pytest.raises(PermissionDenied):
        wording.put_in_use(REVIEW, PLAINER, actor=actor, reason="Plainer", base=1)
    assert not StatementText.objects.exists()


def test_the_same_sentence_is_no_new_version(cast: Cast) -> None:
    answer = ("text", "unchanged", "this sentence is in use already.")
    assert bad_input(put, cast, texts.SHIPPED[REVIEW]) == answer
    assert bad_input(put, cast, f"  {texts.SHIPPED[REVIEW].replace(' ', '  ')}\n") == answer
    put(cast)
    assert bad_input(put, cast, PLAINER, base=2) == answer
    put(cast, texts.SHIPPED[REVIEW], base=2)
    assert signing.in_use(REVIEW).version == 3


def test_a_version_says_why_and_leaves_the_right_gaps_open(cast: Cast) -> None:
    given = {"actor": cast.editor, "reason": " ", "base": 1}
    assert bad_input(wording.put_in_use, REVIEW, PLAINER, **given)[:2] == ("reason", "missing")
    assert bad_input(put, cast, "It is right.")[:2] == ("text", "gaps")
    assert bad_input(put, cast, "")[:2] == ("text", "gaps")
    empty = bad_input(put, cast, " \n ", meaning=Meaning.CREDENTIAL_VERIFICATION)
    assert empty == ("text", "invalid", "This field cannot be blank.")
    assert not StatementText.objects.exists()


MOVED = {"text_moved": "Another version was put into use meanwhile: read it first."}


@pytest.mark.parametrize("base", [0, 2, 3])
def test_a_version_is_written_over_the_one_in_use(cast: Cast, base: int) -> None:
    assert reasons(put, cast, base=base) == MOVED
    put(cast)
    assert reasons(put, cast, PLAINEST, base=1) == MOVED
    assert reasons(put, cast, "With gaps that are wrong.", base=1) == MOVED
    assert [row.version for row in StatementText.objects.all()] == [2]


def test_of_two_at_the_same_moment_the_second_reads_the_first_one_s(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has read version 1 when the first is stored."""
    before, now = texts.in_use(REVIEW), texts.in_use
    put(cast)
    stale = iter([before])
    monkeypatch.setattr(texts, "in_use", lambda meaning: next(stale, None) or now(meaning))
    assert reasons(put, cast, PLAINEST) == MOVED
    assert StatementText.objects.get().text == PLAINER


def test_each_version_is_bound_by_the_ledger(cast: Cast) -> None:
    row = put(cast)
    entry = LedgerEntry.objects.get(kind=Event.STATEMENT_SAVE)
    assert (entry.actor, entry.subject) == ("edda", "statement:medical_review")
    assert json.loads(entry.payload)["row"] == row_digest(row)
    put(cast, PLAINEST, base=2)
    ledger.verify()
    assert integrity.check().faults == ()


def test_no_version_is_changed_or_taken_away(cast: Cast) -> None:
    row = put(cast)
    rows = StatementText.objects.filter(pk=row.pk)
    for act in (lambda: rows.update(text=PLAINEST), rows.delete):
        with pytest.raises(Error), transaction.atomic():
            act()
    assert StatementText.objects.get().text == PLAINER
