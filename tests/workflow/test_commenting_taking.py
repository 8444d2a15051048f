"""A writer takes a proposed wording: a version of their own, and the end of the comment."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from django.contrib.auth.models import Group

from articles import integrity, roles, workflow
from articles.content import quotes
from articles.errors import DraftConflict
from articles.models import Article, Comment, HistoricalArticle, LedgerEntry, Remark
from articles.stages import Stage
from articles.workflow.anchoring import quote_of
from tests.cast import Cast
from tests.workflow.answers import bad_input, on_record, reasons
from tests.workflow.talk import must_fix, says, turn

pytestmark = pytest.mark.django_db

BODY = (
    "Gout is a painful arthritis.[@handbook]\n\n"
    "Take **5 mg** a day at first.\n\nAfter a week, take less."
)


@pytest.fixture
def article(cast: Cast):
    return cast.article_in(Stage.MEDICAL_REVIEW, body=BODY)


def back(cast: Cast, article) -> Article:
    return cast.act("recall", Article.objects.get(pk=article.pk), cast.writer)


def saved(cast: Cast, article: Article, body: str) -> Article:
    base = article.content_digest
    return workflow.save_draft(
        article, {"body": body}, actor=cast.writer, reason="Worked on", base=base
    )


def left() -> tuple[int, int, int]:
    return HistoricalArticle.objects.count(), Remark.objects.count(), LedgerEntry.objects.count()


def test_the_wording_stands_where_the_words_stood_and_nothing_else_moved(
    cast: Cast, article
) -> None:
    made = must_fix(article, cast.physician, exact="painful arthritis", wording="sudden arthritis")
    article = back(cast, article)
    taken = turn("take", made, cast.writer)

    article.refresh_from_db()
    assert article.body == BODY.replace("painful", "sudden")
    assert (article.stage, article.version) == ("draft", 2)
    assert taken.record == article.history.latest("history_id")
    assert not Comment.objects.open().exists()


def test_it_is_a_version_by_the_writer_who_took_it_with_a_reason_that_names_the_proposer(
    cast: Cast, article
) -> None:
    made = says(article, cast.physician, exact="painful", wording="sudden")
    article = back(cast, article)
    taken = turn("take", made, cast.other_writer)

    assert (taken.author, taken.printed_name, taken.text) == (cast.other_writer, "Otto Writer", "")
    assert taken.record.history_user == cast.other_writer
    assert taken.record.history_change_reason == "Took the wording proposed by Ada Moss, MD."
    assert on_record(article)[-2:] == ["article.save_draft", "comment.take"]
    entry = LedgerEntry.objects.about(article.subject).latest("seq")
    assert json.loads(entry.payload)["comment"] == made.pk
    assert integrity.check().faults == ()


def test_an_empty_wording_takes_the_words_out(cast: Cast, article) -> None:
    made = says(article, cast.physician, exact="painful arthritis", wording="arthritis")
    gone = says(article, cast.physician, "", exact=" at first", wording="")
    article = back(cast, article)
    turn("take", made, cast.writer)
    turn("take", gone, cast.writer)

    article.refresh_from_db()
    assert quotes.plain(article.body).text == (
        "Gout is a arthritis.\nTake 5 mg a day.\nAfter a week, take less."
    )


def test_taking_a_suggestion_never_bars_its_proposer(cast: Cast, article) -> None:
    made = must_fix(article, cast.physician, exact="painful", wording="sudden")
    article = cast.act("request_changes", article, cast.physician, note="See my comment.")
    turn("take", made, cast.writer)
    article = cast.submit(Article.objects.get(pk=article.pk))

    assert cast.physician.pk not in article.writers()
    assert cast.sign_off(article).stage == Stage.APPROVED


def test_who_takes_their_own_wording_has_written_the_text(cast: Cast, article) -> None:
    cast.physician.groups.add(Group.objects.get(name=roles.WRITERS))
    made = must_fix(article, cast.physician, exact="painful", wording="sudden")
    article = back(cast, article)
    turn("take", made, cast.physician)
    article.refresh_from_db()

    assert cast.physician.pk in article.writers()


def test_the_words_are_found_again_after_an_edit(cast: Cast, article) -> None:
    made = says(article, cast.physician, exact="take less", wording="take 2 mg")
    article = back(cast, article)
    article = saved(cast, article, f"Toes swell at night.\n\n{BODY}")
    turn("take", made, cast.writer)

    article.refresh_from_db()
    assert article.body == f"Toes swell at night.\n\n{BODY.replace('take less', 'take 2 mg')}"


def test_words_that_are_gone_or_stand_across_formatting_are_left_to_the_writer(
    cast: Cast, article
) -> None:
    across = says(article, cast.physician, exact="5 mg a day", wording="2 mg a day")
    gone = says(article, cast.physician, exact="After a week", wording="Later")
    article = back(cast, article)
    article = saved(cast, article, BODY.replace("After a week, take", "Take"))
    before = left()

    assert bad_input(turn, "take", across, cast.writer) == (
        "wording",
        "formatting",
        "this wording does not fit in by itself; write it into the text by hand.",
    )
    assert bad_input(turn, "take", gone, cast.writer) == (
        "wording",
        "removed",
        "the words that it should replace are gone.",
    )
    assert left() == before
    article.refresh_from_db()
    assert article.version == 2


def test_a_wording_is_taken_in_a_draft_once_and_only_where_there_is_one(
    cast: Cast, article
) -> None:
    made = says(article, cast.physician, exact="painful", wording="sudden")
    none = says(article, cast.physician, exact="painful")
    in_review = "The text can change only in a draft; this article is in medical review."
    assert reasons(turn, "take", made, cast.writer) == {"not_a_draft": in_review}
    assert list(reasons(turn, "take", none, cast.writer)) == ["no_wording", "not_a_draft"]

    back(cast, article)
    turn("take", made, cast.writer)
    before = left()
    assert reasons(turn, "take", made, cast.writer) == {"closed": "This comment is closed."}
    assert reasons(turn, "take", none, cast.writer) == {
        "no_wording": "This comment proposes no wording."
    }
    assert left() == before


def test_who_had_another_text_on_screen_takes_nothing(cast: Cast, article) -> None:
    made = says(article, cast.physician, exact="painful", wording="sudden")
    article = back(cast, article)
    base = article.content_digest
    saved(cast, article, BODY.replace("less", "2 mg"))
    before = left()

    with pytest.raises(DraftConflict):
        turn("take", made, cast.writer, base=base)
    assert left() == before
    assert Comment.objects.open().get() == made


def test_the_same_form_again_writes_no_second_version(cast: Cast, article) -> None:
    made, token = says(article, cast.physician, exact="painful", wording="sudden"), uuid.uuid4()
    base = back(cast, article).content_digest
    first = turn("take", made, cast.writer, token=token, base=base)
    before = left()

    assert turn("take", made, cast.writer, token=token, base=base) == first
    assert left() == before


def test_the_quote_of_a_comment_is_the_one_that_was_made(cast: Cast) -> None:
    sentence = (
        "Rest for as long as the toe is swollen, take 5 mg a day, and drink a glass of water."
    )
    body = " ".join([sentence] * 4)
    article = cast.article_in(Stage.MEDICAL_REVIEW, body=body)
    text = quotes.plain(body)
    for start in (found.start() for found in re.finditer("5 mg", body)):
        made = says(article, cast.physician, exact="5 mg a day", near=start)
        quote = quote_of(Comment.objects.get(pk=made.pk))

        assert quote == quote_of(made, text)
        assert quote == quotes.quote(body, start, start + len("5 mg a day"))


def test_a_quote_that_its_text_no_longer_shows_is_what_was_stored(cast: Cast, article) -> None:
    made = says(article, cast.physician, exact="painful")
    made.exact, made.prefix, made.suffix = "gouty", "a ", " arthritis"

    assert quote_of(made) == quotes.Quote("gouty", "a ", " arthritis", made.start)
