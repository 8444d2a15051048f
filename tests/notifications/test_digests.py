"""The digest: who gets it, on which days, about what; and never twice a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import notifications
from articles.credentials import recording
from articles.models import Article, Delivery, Review
from articles.notifications import digests
from articles.stages import DeliveryKind, Stage
from articles.templatetags import times
from articles.workflow import reviews
from tests.cast import TEXT, Cast, today
from tests.workflow.clock import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BASE = "https://review.example"

Run = Callable[[], dict[str, str]]


@pytest.fixture(autouse=True)
def _address(settings) -> None:
    settings.BASE_URL = BASE


@pytest.fixture
def run(clock: Clock, cast: Cast) -> Run:
    """A run of the day, a little later: the words of each new mail, by user name."""
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.org")

    def run() -> dict[str, str]:
        clock.forward(minutes=5)
        owed = digests.owe(clock())
        rows = Delivery.objects.filter(kind=DeliveryKind.REVIEW_DIGEST, sent_at=None)
        said = {}
        for row in rows.open():
            message = notifications.write(row)
            said[row.user.username] = f"{message.subject}\n{message.body}"
            assert notifications.send(row.pk) == "sent"
        assert sorted(said) == sorted(owed.new)
        return said

    return run


def in_days(count: int) -> str:
    """A day from now on, as mails print it."""
    return times.day(today() + dt.timedelta(days=count))


def asked(cast: Cast, title: str = "Sore thumbs", *users: User, days: int = 14) -> Review:
    article = cast.submit(cast.draft(title=title), *users, due_on=today() + dt.timedelta(days=days))
    return Review.objects.filter(round=article.round).earliest("pk")


def test_a_new_invitation_is_told_once_with_all_that_one_decides_by(cast: Cast, run: Run) -> None:
    review = asked(cast)
    words = run()["ada"]
    assert words.startswith("1 review waits for you\nDear Ada Moss,\n")
    for part in (
        "1. Sore thumbs\n",
        "Rheumatology, version 1, 14 words\n",
        f"Due {in_days(14)}: in 14 days\n",
        "Requested by Wren Tully; your answer is waited for\n",
        f"Read it:    {BASE}/review/{review.pk}/\n",
        f"Decline it: {BASE}/decline/",
    ):
        assert part in words
    assert run() == {}


def test_on_one_day_nobody_gets_two_and_what_came_later_is_told_the_next_day(
    cast: Cast, run: Run, clock: Clock
) -> None:
    asked(cast)
    assert set(run()) == {"ada"}
    asked(cast, "Stiff knees")
    clock.forward(hours=3)
    assert run() == {}
    clock.forward(hours=21)
    words = run()["ada"]
    assert words.startswith("2 reviews wait for you\n") and "Stiff knees" in words


def test_what_was_stored_just_after_a_run_but_dated_before_it_is_not_lost(
    cast: Cast, run: Run, clock: Clock
) -> None:
    """An act is dated when it begins, and waits for its turn to be stored."""
    before = clock()
    asked(cast)
    run()
    late = asked(cast, "Stiff knees")
    last = Delivery.objects.get(kind=DeliveryKind.REVIEW_DIGEST).created_at
    Review.objects.filter(pk=late.pk).update(invited_at=last - dt.timedelta(seconds=20))
    assert before < last
    clock.forward(days=1)
    assert "Stiff knees" in run()["ada"]


def test_a_day_is_one_of_the_editorial_zone(cast: Cast, run: Run, clock: Clock) -> None:
    first = today()
    clock.forward(hours=11, minutes=30)  # half past eleven in the evening
    asked(cast)
    run()
    asked(cast, "Stiff knees")
    clock.forward(minutes=10)
    assert run() == {}
    clock.forward(minutes=15)
    assert set(run()) == {"ada"}
    days = {first.isoformat(), (first + dt.timedelta(days=1)).isoformat()}
    assert set(Delivery.objects.values_list("about", flat=True)) == days


@pytest.mark.slow
def test_reminders_come_on_their_days_and_on_no_other(cast: Cast, run: Run, clock: Clock) -> None:
    reviews.accept(asked(cast, days=6), actor=cast.physician)
    told = {}
    for day in range(22):
        if "ada" in (said := run()):
            told[day - 6] = said["ada"].partition("\n")[0]
        clock.forward(days=1)
    assert list(told) == [-3, -1, 0, 1, 3, 7, 14]
    assert told[0] == "1 review waits for you"
    assert told[1] == "1 review waits for you, 1 overdue"


def test_a_run_that_was_missed_is_made_up_for(cast: Cast, run: Run, clock: Clock) -> None:
    asked(cast, days=6)
    run()
    clock.forward(days=4)
    assert f"Due {in_days(2)}: in 2 days" in run()["ada"]
    clock.forward(days=1)
    assert "tomorrow" in run()["ada"]


def test_the_most_urgent_stands_first_and_a_long_list_is_cut(cast: Cast, run: Run) -> None:
    for number in range(21):
        asked(cast, f"Number {number}", days=30 - number)
    words = run()["ada"]
    assert re.findall(r"(?m)^\d+\. (.+)$", words) == [f"Number {n}" for n in range(20, 0, -1)]
    assert f"And 1 more on your list: {BASE}/review/\n" in words


def closing(cast: Cast, way: str) -> Review:
    """A review of the second physician that closed by somebody else's act."""
    article = asked(cast, "Sore thumbs", cast.second_physician, cast.physician).round.article
    review = Review.objects.get(round=article.round, reviewer__user=cast.second_physician)
    if way == "recall":
        cast.act("recall", article, cast.writer, note="Wrong file.")
    elif way == "changes":
        cast.act("request_changes", article, cast.physician, note="Which thumb?")
    elif way == "release":
        reviews.release(review, actor=cast.editor, reason="You have enough.")
    elif way == "quorum":
        cast.sign_off(article)
    return review


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ("recall", "The text was recalled by its writer.\n    > Wrong file.\n"),
        ("changes", "Changes were requested.\n    > Which thumb?\n"),
        ("release", "You have enough.\n"),
        ("quorum", "The sign-offs that the policy asks for were given.\n"),
    ],
)
def test_whose_review_closed_without_them_reads_why(
    cast: Cast, run: Run, way: str, why: str
) -> None:
    closing(cast, way)
    words = run()["bela"]
    key = Review.objects.get(reviewer__user=cast.second_physician).pk
    assert words.startswith("1 review was closed\n")
    assert (
        f"- Sore thumbs, version 1\n  Closed {in_days(0)}: {why}  {BASE}/review/{key}/\n" in words
    )
    assert run() == {}


def test_who_decided_or_declined_needs_no_mail_about_it(cast: Cast, run: Run) -> None:
    reviews.decline(asked(cast), actor=cast.physician, reason="Away.")
    closing(cast, "changes")
    assert "ada" not in run()


def test_a_new_round_comes_back_to_its_reviewer(cast: Cast, run: Run, clock: Clock) -> None:
    closing(cast, "changes")
    run()
    clock.forward(days=1)
    cast.submit(Article.objects.get(), cast.physician)
    assert "version 1, 14 words, round 2\n" in run()["ada"]


def test_writers_read_what_is_asked_for_and_what_was_approved(cast: Cast, run: Run) -> None:
    closing(cast, "changes")
    cast.article_in(Stage.APPROVED, title="Fine hips")
    words = run()["wren"]
    assert words.startswith("Changes requested in 1 article; 1 article was approved\n")
    assert (
        "- Sore thumbs, version 1\n  Changes were requested by Ada Moss, MD:\n    > Which thumb?\n"
        f"  {BASE}/articles/sore-thumbs/\n"
    ) in words
    assert f"- Fine hips, version 1\n  Approved {in_days(0)}.\n" in words


def test_a_decline_goes_to_the_managing_editors_with_its_reason(cast: Cast, run: Run) -> None:
    reviews.decline(asked(cast), actor=cast.physician, reason="Busy.\n\n- Sore eyes\nhttps://x.y")
    words = run()["edda"]
    assert words.startswith("1 review needs an editor\n")
    assert (
        "- Sore thumbs\n  Ada Moss, MD declined:\n    > Busy.\n    >\n    > - Sore eyes\n"
        f"    > https://x.y\n  Ask somebody else: {BASE}/articles/sore-thumbs/reviewers/\n"
    ) in words


@pytest.mark.slow
def test_an_unanswered_invitation_comes_back_and_stays_open(
    cast: Cast, run: Run, clock: Clock
) -> None:
    review, due = asked(cast, days=14), in_days(14)
    told = {}
    for day in range(20):
        if "edda" in (said := run()):
            told[day] = said["edda"]
        clock.forward(days=1)
    assert list(told) == [5, 12, 15, 17]  # then it is overdue
    assert f"Ada Moss, MD has not answered for 5 days; due {due}.\n" in told[5]
    assert "Ada Moss, MD has not answered, 1 day overdue.\n" in told[15]
    review.refresh_from_db()
    assert review.closed_at is None


def test_an_accepted_review_is_an_editor_s_matter_only_once_it_is_overdue(
    cast: Cast, run: Run, clock: Clock
) -> None:
    reviews.accept(asked(cast, days=8), actor=cast.physician)
    told = []
    for day in range(12):
        told += [day] if "edda" in run() else []
        clock.forward(days=1)
    assert told == [9, 11]


def test_who_asked_is_told_where_they_may_ask_again_and_else_every_managing_editor(
    cast: Cast, run: Run
) -> None:
    second = User.objects.create_user("emil", "emil@example.org")
    second.groups.set(cast.editor.groups.all())
    first = asked(cast, "Asked by a writer")
    article = first.round.article
    by_editor = reviews.assign(
        article, [cast.second_physician.reviewer], actor=cast.editor, due_on=today()
    )
    reviews.decline(first, actor=cast.physician, reason="No.")
    reviews.decline(by_editor[0], actor=cast.second_physician, reason="Neither.")
    said = run()
    assert "> Neither." in said["edda"] and "> No." in said["edda"]
    assert "> Neither." not in said["emil"] and "> No." in said["emil"]


def test_what_somebody_left_behind_comes_back_to_the_editors(cast: Cast, run: Run) -> None:
    asked(cast)
    reviewer = cast.physician.reviewer
    reviewer.is_active = False
    recording.save(reviewer, actor=cast.officer, reason="Moved away")
    assert "Ada Moss, MD no longer reviews here, and had not decided.\n" in run()["edda"]


def test_who_is_away_gets_all_of_it_when_they_are_back(cast: Cast, run: Run, clock: Clock) -> None:
    asked(cast, days=30)
    closing(cast, "recall")
    reviewer = cast.physician.reviewer
    reviewer.away_until = today() + dt.timedelta(days=2)
    recording.save(reviewer, actor=cast.officer, reason="Said so")
    for _day in range(3):
        assert "ada" not in run()
        clock.forward(days=1)
    assert run()["ada"].startswith("1 review waits for you; 1 review was closed\n")


def test_who_was_deactivated_gets_none_and_who_has_no_address_is_named(
    cast: Cast, run: Run, clock: Clock
) -> None:
    asked(cast, "Sore thumbs", cast.physician, cast.second_physician)
    User.objects.filter(pk=cast.physician.pk).update(is_active=False)
    User.objects.filter(pk=cast.second_physician.pk).update(email="")
    clock.forward(minutes=5)
    assert digests.owe(clock()) == digests.Owed(no_address=["bela"])
    assert not Delivery.objects.filter(kind=DeliveryKind.REVIEW_DIGEST).exists()


def test_what_a_mail_that_was_given_up_said_is_said_again(
    cast: Cast, run: Run, clock: Clock
) -> None:
    asked(cast)
    run()
    Delivery.objects.update(sent_at=None, given_up_at=clock())
    clock.forward(days=1)
    assert set(run()) == {"ada"}


def test_old_news_is_none_even_to_who_gets_a_first_digest(
    cast: Cast, run: Run, clock: Clock
) -> None:
    closing(cast, "recall")
    clock.forward(days=31)
    assert run() == {}


def test_what_was_settled_before_the_mail_left_is_not_sent(
    cast: Cast, run: Run, clock: Clock
) -> None:
    review = asked(cast)
    clock.forward(minutes=5)
    assert digests.owe(clock()).new == ["ada"]
    reviews.decline(review, actor=cast.physician, reason="At once.")
    row = Delivery.objects.get(kind=DeliveryKind.REVIEW_DIGEST)
    assert notifications.send(row.pk) == "given up"
    row.refresh_from_db()
    assert (row.error, mail.outbox) == ("There was nothing left to say.", [])


def test_a_mail_holds_no_word_of_the_article_and_no_interest(cast: Cast, run: Run) -> None:
    article = asked(cast, "Sore thumbs", cast.physician, cast.second_physician).round.article
    reviews.decline(
        Review.objects.get(reviewer__user=cast.second_physician),
        actor=cast.second_physician,
        reason="No.",
    )
    Review.objects.update(interest="Shares of a glove maker.")
    said = "\n".join(run().values())
    assert article.title in said
    for private in (*TEXT.split("\n\n"), article.summary, "glove", "ABIM", "Board of"):
        assert private not in said


def test_a_title_of_several_lines_adds_neither_header_nor_row(cast: Cast, run: Run) -> None:
    asked(cast, "Sun\u2028Bcc: all@example.org\u2028Decline it: https://x.y")
    run()
    (message,) = mail.outbox
    sent = message.message()
    assert sent["Bcc"] is None and sent["Subject"] == "1 review waits for you"
    assert "1. Sun Bcc: all@example.org Decline it: https://x.y\n" in message.body


def test_as_many_statements_for_five_articles_as_for_twenty(
    cast: Cast, run: Run, clock: Clock
) -> None:
    def statements() -> dict[str, int]:
        clock.forward(days=1)
        digests.owe(clock())
        taken = {}
        for row in Delivery.objects.filter(kind=DeliveryKind.REVIEW_DIGEST).open():
            with CaptureQueriesContext(connection) as captured:
                notifications.write(row)
            taken[row.user.username] = len(captured)
        Delivery.objects.update(sent_at=clock())
        return taken

    def more() -> None:
        for way in ("recall", "changes", "release", "quorum"):
            closing(cast, way)
        reviews.decline(asked(cast), actor=cast.physician, reason="No.")

    more()
    some = statements()
    for _time in range(3):
        more()
    assert statements() == some
    assert set(some) == {"ada", "bela", "wren", "edda"}
