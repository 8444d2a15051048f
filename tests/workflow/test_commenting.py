"""Comment on a text under review: who, when, on which words, and what it leaves behind."""

from __future__ import annotations

import json
import uuid

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from articles import integrity, roles, workflow
from articles.errors import TransitionRefused
from articles.models import Comment, HistoricalArticle, LedgerEntry, Review
from articles.rows import row_digest
from articles.stages import Stage
from articles.workflow import reviews
from tests.cast import Cast
from tests.workflow.answers import bad_input, on_record, reasons
from tests.workflow.situations import people
from tests.workflow.talk import must_fix, says, turn

pytestmark = pytest.mark.django_db

BODY = (
    "Gout is a **painful** arthritis.[@handbook]\n\n"
    "Take 5 mg a day at first.\n\nAfter a week, take 5 mg a day or less."
)


@pytest.fixture
def article(cast: Cast):
    return cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.second_physician, body=BODY)


def left() -> tuple[int, int]:
    """What a refusal must leave as it was."""
    return Comment.objects.count(), LedgerEntry.objects.count()


# Who


def test_a_reviewer_who_was_asked_comments_on_the_very_text_of_the_round(
    cast: Cast, article
) -> None:
    made = must_fix(
        article, cast.physician, "  Which dose?\r\nSay it.  ", exact="painful arthritis"
    )

    assert (made.article, made.record) == (article, article.round.record)
    assert made.review == article.round.reviews.get(reviewer__user=cast.physician)
    assert (made.author, made.printed_name) == (cast.physician, "Ada Moss, MD")
    assert (made.severity, made.text) == ("must_fix", "Which dose?\nSay it.")
    assert (made.exact, made.start, made.wording) == ("painful arthritis", 10, None)
    assert list(article.comments.all().open()) == [made]


def test_a_managing_editor_comments_without_a_review(cast: Cast, article) -> None:
    made = says(article, cast.editor)

    assert (made.review, made.printed_name) == (None, "Edda Editor")
    assert set(article.round.reviews.values_list("response", flat=True)) == {"invited"}


def test_nobody_else_comments(cast: Cast, article) -> None:
    before, outcome = left(), {}
    for who, user in people(cast).items():
        with transaction.atomic():
            try:
                says(article, user)
            except PermissionDenied:
                outcome[who] = "-"
            except TransitionRefused as refused:
                outcome[who] = " ".join(refusal.code for refusal in refused.refusals)
            else:
                outcome[who] = "done"
                transaction.set_rollback(True)

    assert outcome == {
        "owner": "-",
        "other": "-",
        "ada": "done",
        "uma": "not_assigned",
        "noel": "not_assigned",
        "pia": "-",
        "edda": "done",
        "cora": "-",
        "abel": "-",
        "sue": "-",
    }
    assert left() == before


def test_an_editor_who_is_asked_to_review_comments_as_the_reviewer(cast: Cast) -> None:
    cast.physician.groups.add(Group.objects.get(name=roles.MANAGING_EDITORS))
    article = cast.article_in(Stage.MEDICAL_REVIEW)

    assert says(article, cast.physician).review == article.round.reviews.get()


def test_an_editor_whose_review_is_over_or_role_is_gone_comments_as_an_editor(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    both = (cast.physician, cast.second_physician)
    article = cast.sign_off(cast.article_in(Stage.MEDICAL_REVIEW, *both))
    editors = Group.objects.get(name=roles.MANAGING_EDITORS)
    cast.physician.groups.add(editors)
    cast.second_physician.groups.set([editors])

    assert [says(article, user).review for user in both] == [None, None]


def test_who_may_take_a_review_unasked_may_comment_before(cast: Cast) -> None:
    cast.policy("Default", self_assign=True)
    article = cast.article_in(Stage.MEDICAL_REVIEW)

    assert says(article, cast.unassigned).review is None


def test_a_role_taken_away_takes_the_comments_with_it(cast: Cast, article) -> None:
    cast.physician.groups.clear()
    with pytest.raises(PermissionDenied):
        says(article, cast.physician)
    cast.second_physician.is_active = False
    cast.second_physician.save()
    with pytest.raises(PermissionDenied):
        says(article, cast.second_physician)


# When


@pytest.mark.parametrize("stage", [s for s in Stage if s != Stage.MEDICAL_REVIEW])
def test_comments_are_made_while_a_review_is_open(cast: Cast, stage: Stage) -> None:
    article = cast.article_in(stage)

    for user in (cast.physician, cast.editor):
        assert reasons(says, article, user) == {"no_round": "No review is open."}


def test_who_declined_or_decided_comments_no_more(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    both = (cast.physician, cast.second_physician, cast.unverified)
    article = cast.article_in(Stage.MEDICAL_REVIEW, *both)
    article = cast.sign_off(article)
    declined = article.round.reviews.get(reviewer__user=cast.unverified)
    reviews.decline(declined, actor=cast.unverified, reason="On leave.")

    assert reasons(says, article, cast.physician) == {
        "already_signed": "You have signed off in this round already."
    }
    assert list(reasons(says, article, cast.unverified)) == ["not_assigned"]


def test_a_page_that_shows_another_version_makes_no_comment_on_this_one(
    cast: Cast, article
) -> None:
    words = article.content_digest
    made = says(article, cast.physician, seen=words)
    article = cast.act("recall", article, cast.writer)
    changes = {"summary": "New advice."}
    article = workflow.save_draft(
        article, changes, actor=cast.writer, reason="New", base=article.content_digest
    )
    article = cast.submit(article)

    assert made.record.content_digest == words
    assert reasons(says, article, cast.physician, seen=words) == {
        "text_changed": "The text is not the one you had on screen."
    }
    assert says(article, cast.physician, seen=article.content_digest).record != made.record


# The invitation


def test_the_first_comment_accepts_the_invitation(cast: Cast, article) -> None:
    says(article, cast.physician)
    says(article, cast.physician)

    mine, other = article.round.reviews.order_by("pk")
    assert (mine.response, mine.closed_at) == ("accepted", None)
    assert mine.responded_at is not None
    assert (other.response, other.responded_at) == ("invited", None)
    assert on_record(article)[-3:] == ["review.accept", "comment.add", "comment.add"]


def test_a_comment_that_is_refused_accepts_nothing(cast: Cast, article) -> None:
    before = left()
    bad_input(says, article, cast.physician, "")

    assert set(Review.objects.values_list("response", flat=True)) == {"invited"}
    assert left() == before


# What is typed


def test_a_comment_says_something_in_text_that_can_be_kept(cast: Cast, article) -> None:
    wrong = {
        ("text", "missing"): {"text": " \n"},
        ("text", "too_long"): {"text": "x" * 10_001},
        ("text", "character"): {"text": "Which\x00dose?"},
        ("severity", "missing"): {"severity": ""},
        ("exact", "too_long"): {"exact": "x" * 2_001},
        ("exact", "gone"): {"exact": "gouty"},
        ("exact", "ambiguous"): {"exact": "5 mg a day"},
        ("prefix", "character"): {"exact": "5 mg a day", "prefix": "\x07"},
        ("wording", "no_words"): {"wording": "2 mg"},
        ("wording", "too_long"): {"exact": "painful", "wording": "x" * 10_001},
        ("wording", "unchanged"): {"exact": "painful arthritis", "wording": "painful\narthritis "},
        ("wording", "character"): {"exact": "painful", "wording": "sore\u202e"},
    }
    before = left()

    told = {
        expected: bad_input(says, article, cast.physician, **given)[:2]
        for expected, given in wrong.items()
    }
    assert told == {expected: expected for expected in wrong}
    assert left() == before


def test_a_proposed_wording_needs_no_words_beside_it(cast: Cast, article) -> None:
    other = says(article, cast.physician, "", exact="painful", wording=" very\r\nsore ")
    none = says(article, cast.physician, "", exact="painful", wording=" ")

    assert (other.text, other.wording) == ("", "very sore")
    assert (none.text, none.wording) == ("", "")


def test_of_the_same_words_in_two_places_those_around_them_tell_which(cast: Cast, article) -> None:
    first = says(article, cast.physician, exact="5 mg a day", prefix="Take ")
    second = says(article, cast.physician, exact="5 mg a day", near=70)

    assert (first.prefix[-5:], second.prefix[-5:]) == ("Take ", "take ")
    assert first.start < second.start


def test_a_comment_without_words_is_about_the_whole_text(cast: Cast, article) -> None:
    made = says(article, cast.physician, exact=" ", prefix="Gout", near=3)

    assert (made.exact, made.prefix, made.suffix, made.start) == ("", "", "", 0)


# Sent twice


def test_the_same_form_again_makes_nothing_more(cast: Cast, article) -> None:
    token = uuid.uuid4()
    made = says(article, cast.physician, token=token)
    before = left()

    assert says(article, cast.physician, token=token) == made
    cast.act("recall", article, cast.writer)
    assert says(article, cast.physician, token=token) == made
    assert left() == (before[0], before[1] + 1)  # the recall


def test_the_same_form_with_other_words_is_not_taken_for_the_first(cast: Cast, article) -> None:
    token = uuid.uuid4()
    made = says(article, cast.physician, token=token)
    assert bad_input(says, article, cast.physician, "And its unit.", token=token)[1] == "used"
    for other in ({"severity": "must_fix"}, {"exact": "painful"}, {"exact": "Gout", "wording": ""}):
        assert bad_input(says, article, cast.physician, token=token, **other)[1] == "used"
    said = turn("reply", made, cast.physician, text="Both.", token=(again := uuid.uuid4()))
    assert turn("reply", made, cast.physician, text="Both.", token=again) == said
    assert bad_input(turn, "reply", made, cast.physician, text="None.", token=again)[1] == "used"


def test_the_form_of_somebody_else_or_of_another_article_is_refused(cast: Cast, article) -> None:
    token = uuid.uuid4()
    says(article, cast.physician, token=token)
    elsewhere = cast.article_in(Stage.MEDICAL_REVIEW)
    before = left()

    for other, user in ((article, cast.editor), (elsewhere, cast.physician)):
        assert bad_input(says, other, user, token=token) == (
            "token",
            "used",
            "this form was used already; open the page again.",
        )
    assert left() == before


def test_a_second_row_for_one_form_is_refused_by_the_database(cast: Cast, article) -> None:
    made = says(article, cast.physician)
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


# What it leaves


def test_an_entry_binds_the_comment_and_tells_none_of_its_words(cast: Cast, article) -> None:
    made = says(article, cast.physician, "Which dose?", exact="painful", wording="sore")

    entry = LedgerEntry.objects.about(article.subject).latest("seq")
    assert (entry.kind, entry.actor) == ("comment.add", "ada")
    assert json.loads(entry.payload) == {
        "row": row_digest(Comment.objects.get()),
        "says": f"Comment {made.pk}",
        "severity": "suggestion",
    }


def test_a_record_with_comments_verifies(cast: Cast, article) -> None:
    must_fix(article, cast.physician, exact="painful")
    says(article, cast.editor)

    report = integrity.check()
    assert report.faults == ()
    assert report.rows["comments"] == 2


def test_a_comment_moves_no_stage_and_writes_no_version(cast: Cast, article) -> None:
    versions = HistoricalArticle.objects.count()
    says(article, cast.physician)

    article.refresh_from_db()
    assert (article.stage, HistoricalArticle.objects.count()) == ("medical_review", versions)
