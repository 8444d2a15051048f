"""A release is ordered: signed now, for later. What may be ordered, and what ends it before."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied

from articles import integrity, signing, workflow
from articles.errors import InputRefused, TransitionRefused
from articles.models import Article, LedgerEntry, Publication, Schedule, Signature
from articles.stages import Event, Meaning, ScheduleOutcome, Stage
from tests.cast import Cast, standing_signature
from tests.workflow.clock import Clock

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def approved(cast: Cast, clock: Clock) -> Article:
    clock.at = tomorrow_at_noon(clock)
    return cast.article_in(Stage.APPROVED)


def tomorrow_at_noon(clock: Clock) -> dt.datetime:
    """Noon where the editorial dates are kept, so that an hour more or less is the same day."""
    return (clock.at + dt.timedelta(days=1)).replace(hour=17, minute=0, second=0, microsecond=0)


def order(cast: Cast, clock: Clock, article: Article, **inputs) -> Schedule:
    inputs = {"release_at": clock.at + HOUR, "time_zone": "Europe/Berlin", **inputs}
    cast.act("publish", article, cast.publisher, **inputs)
    return Schedule.objects.latest("pk")


def entries(article: Article) -> list[LedgerEntry]:
    return list(LedgerEntry.objects.about(article.subject).order_by("seq"))


def test_an_ordered_release_is_signed_now_and_waits(cast, clock, approved):
    at = clock.at + HOUR

    schedule = order(cast, clock, approved, note="Clearer.", release_at=at)

    assert Article.objects.get(pk=approved.pk).stage == Stage.APPROVED
    assert not Publication.objects.exists()
    assert (schedule.release_at, schedule.time_zone) == (at, "Europe/Berlin")
    assert (schedule.note, schedule.is_minor, schedule.ended_at) == ("Clearer.", False, None)
    signature = schedule.signature
    said = json.loads(signature.statement)
    assert signature.meaning == Meaning.PUBLICATION_RELEASE
    assert said["not_before"] == signing.instant(at)
    assert said["time_zone_of_release"] == "Europe/Berlin"
    assert signing.faults(signature) == []


def test_exactly_one_entry_binds_the_signature_of_a_release_that_waited(cast, clock, approved):
    schedule = order(cast, clock, approved)
    clock.forward(hours=1)
    workflow.release_due()

    bound = [e for e in entries(approved) if schedule.signature.statement_digest in e.payload]
    assert [e.kind for e in bound] == [Event.SCHEDULE]
    [published] = LedgerEntry.objects.filter(kind=Event.PUBLISH)
    said = json.loads(published.payload)
    assert "statement" not in said
    assert said["schedule"] == schedule.pk
    assert said["signature"] == str(schedule.signature_id)


@pytest.mark.parametrize(
    ("inputs", "field", "code"),
    [
        ({"release_at": dt.datetime(2026, 12, 1, 9)}, "release_at", "naive"),  # noqa: DTZ001
        ({"release_at": "2026-12-01T09:00+01:00"}, "release_at", "naive"),
        ({"release_at": dt.timedelta(0)}, "release_at", "past"),
        ({"release_at": dt.datetime(2001, 1, 1, tzinfo=dt.UTC)}, "release_at", "past"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone", "unknown"),
        ({"time_zone": "../localtime"}, "time_zone", "unknown"),
    ],
)
def test_an_order_that_cannot_be_meant_is_refused_and_writes_nothing(
    cast, clock, approved, inputs, field, code
):
    if isinstance(inputs.get("release_at"), dt.timedelta):
        inputs = {"release_at": clock.at + inputs["release_at"]}

    with pytest.raises(InputRefused) as refused:
        order(cast, clock, approved, **inputs)

    assert (refused.value.field, refused.value.code) == (field, code)
    assert not Schedule.objects.exists()
    assert not Signature.objects.filter(meaning=Meaning.PUBLICATION_RELEASE).exists()


def test_the_same_ticket_serves_once_the_order_is_mended(cast, clock, approved):
    from tests.cast import signing_page

    page = signing_page("publish", approved, cast.publisher)
    with pytest.raises(InputRefused):
        order(cast, clock, approved, release_at=clock.at - HOUR, authentication=page)

    assert order(cast, clock, approved, authentication=page).ended_at is None


def test_a_moment_years_ahead_is_refused(cast, clock):
    cast.policy("Default", sign_off_days=1500, review_interval_months=120)
    article = cast.article_in(Stage.APPROVED)

    with pytest.raises(InputRefused) as refused:
        order(cast, clock, article, release_at=clock.at + dt.timedelta(days=732))

    assert refused.value.code == "too_far"
    assert order(cast, clock, article, release_at=clock.at + dt.timedelta(days=700)).pk


@pytest.mark.parametrize(("days", "codes"), [(90, []), (91, ["sign_off_stale"])])
def test_nobody_orders_what_would_be_stale_by_then(cast, clock, approved, days, codes):
    at = clock.at + dt.timedelta(days=days)
    if not codes:
        assert order(cast, clock, approved, release_at=at).release_at == at
        return

    with pytest.raises(TransitionRefused) as refused:
        order(cast, clock, approved, release_at=at)

    assert [r.code for r in refused.value.refusals] == codes
    assert "By then" in str(refused.value)


def test_nobody_orders_what_is_due_for_review_by_then(cast, clock):
    cast.policy("Default", sign_off_days=400, review_interval_months=6)
    article = cast.article_in(Stage.APPROVED)

    with pytest.raises(TransitionRefused) as refused:
        order(cast, clock, article, release_at=clock.at + dt.timedelta(days=200))

    assert [r.code for r in refused.value.refusals] == ["review_overdue"]


@pytest.mark.parametrize("again", [{}, {"release_at": None}])
def test_while_one_waits_no_other_release_is_signed(cast, clock, approved, again):
    order(cast, clock, approved)

    with pytest.raises(TransitionRefused) as refused:
        order(cast, clock, approved, **again)

    assert [r.code for r in refused.value.refusals] == ["scheduled_already"]
    assert Schedule.objects.count() == 1
    option = workflow.options(approved, cast.publisher, only=["publish"])[0]
    assert [r.code for r in option.refusals] == ["scheduled_already"]


def test_whoever_may_publish_cancels_it_with_a_reason(cast, clock, approved):
    from articles import roles
    from tests.cast import person

    schedule = order(cast, clock, approved)
    other = person("pete", roles.PUBLISHERS)

    ended = workflow.cancel_release(schedule, actor=other, why=" The board met. ")

    assert (ended.outcome, ended.why) == (ScheduleOutcome.CANCELLED, "The board met.")
    assert (ended.ended_by, ended.ended_at) == (other, clock.at)
    entry = entries(approved)[-1]
    assert (entry.kind, entry.actor) == (Event.UNSCHEDULE, "pete")
    assert json.loads(entry.payload) == {
        "schedule": schedule.pk,
        "outcome": "cancelled",
        "why": "The board met.",
    }
    clock.forward(hours=2)
    assert workflow.release_due() == []
    assert cast.publish(Article.objects.get(pk=approved.pk)).stage == Stage.PUBLISHED
    assert integrity.check().faults == ()


def test_a_cancelled_release_may_be_ordered_anew(cast, clock, approved):
    workflow.cancel_release(order(cast, clock, approved), actor=cast.publisher, why="Later.")

    again = order(cast, clock, approved, release_at=clock.at + 2 * HOUR)

    clock.forward(hours=1)
    assert workflow.release_due() == []
    clock.forward(hours=1)
    assert [done.schedule for done in workflow.release_due()] == [again]
    assert integrity.check().faults == ()


@pytest.mark.parametrize("who", ["writer", "editor", "physician", "auditor", "superuser"])
def test_nobody_else_cancels_it(cast, clock, approved, who):
    schedule = order(cast, clock, approved)

    with pytest.raises(PermissionDenied):
        workflow.cancel_release(schedule, actor=getattr(cast, who), why="I want to.")

    assert Schedule.objects.waiting().get() == schedule


@pytest.mark.parametrize(
    ("why", "code"), [("", "missing"), (" \n", "missing"), ("\0", "character")]
)
def test_it_is_not_cancelled_without_a_reason(cast, clock, approved, why, code):
    schedule = order(cast, clock, approved)

    with pytest.raises(InputRefused) as refused:
        workflow.cancel_release(schedule, actor=cast.publisher, why=why)

    assert (refused.value.field, refused.value.code) == ("why", code)
    assert Schedule.objects.waiting().exists()


def test_what_has_ended_is_not_cancelled(cast, clock, approved):
    schedule = order(cast, clock, approved)
    clock.forward(hours=1)
    workflow.release_due()

    with pytest.raises(TransitionRefused) as refused:
        workflow.cancel_release(schedule, actor=cast.publisher, why="Too late.")

    assert [r.code for r in refused.value.refusals] == ["not_waiting"]
    assert Schedule.objects.get().outcome == ScheduleOutcome.RELEASED


@pytest.mark.parametrize("act", ["revise", "withdraw", "withdraw_signature"])
def test_whatever_takes_the_text_from_approved_ends_it(cast, clock, approved, act):
    article, who, more = approved, cast.writer, {"note": "It changed."}
    if act == "withdraw":
        article, who = cast.publish(approved), cast.publisher
        article = cast.sign_off(cast.submit(cast.revised(article, summary="Newer.")))
    if act == "withdraw_signature":
        who, more = cast.physician, {**more, "signature": standing_signature(article)}
    schedule = order(cast, clock, article)

    after = cast.act(act, article, who, **more)

    assert after.stage != Stage.APPROVED
    schedule.refresh_from_db()
    assert (schedule.outcome, schedule.why) == (ScheduleOutcome.OVERTAKEN, "It changed.")
    assert (schedule.ended_by, schedule.ended_at) == (who, clock.at)
    entry = entries(article)[-1]
    assert entry.kind == f"article.{act}"
    assert json.loads(entry.payload)["overtakes"] == schedule.pk
    clock.forward(hours=2)
    assert workflow.release_due() == []
    assert integrity.check().faults == ()


def test_a_signature_of_another_round_leaves_the_release_waiting(cast, clock, approved):
    article = cast.publish(approved)
    behind_live = standing_signature(article)
    article = cast.sign_off(cast.submit(cast.revised(article, summary="Newer.")))
    schedule = order(cast, clock, article)

    note = "It was wrong."
    cast.act("withdraw_signature", article, cast.physician, signature=behind_live, note=note)

    schedule.refresh_from_db()
    assert schedule.ended_at is None
    clock.forward(hours=1)
    assert [done.outcome for done in workflow.release_due()] == [ScheduleOutcome.RELEASED]
