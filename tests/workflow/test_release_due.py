"""At its moment a release is judged again: it happens once, or ends with every reason why not."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from articles import integrity, roles, workflow
from articles.credentials import checking
from articles.days import editorial_date
from articles.models import Article, Delivery, LedgerEntry, Publication, Schedule, Signature
from articles.stages import (
    DeliveryKind,
    Event,
    ScheduleOutcome,
    Stage,
    Standing,
    StandingReason,
)
from articles.workflow import due
from tests.cast import Cast, person
from tests.workflow.clock import Clock

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def waiting(cast: Cast, clock: Clock) -> Schedule:
    clock.at = tomorrow_at_noon(clock)
    return order(cast, clock, cast.article_in(Stage.APPROVED))


def tomorrow_at_noon(clock: Clock) -> dt.datetime:
    """Noon where the editorial dates are kept, so that an hour more or less is the same day."""
    return (clock.at + dt.timedelta(days=1)).replace(hour=17, minute=0, second=0, microsecond=0)


def order(cast: Cast, clock: Clock, article: Article, **inputs) -> Schedule:
    inputs = {"release_at": clock.at + HOUR, "time_zone": "Europe/Berlin", **inputs}
    cast.act("publish", article, cast.publisher, **inputs)
    return Schedule.objects.latest("pk")


def outcomes() -> list[ScheduleOutcome | None]:
    return [done.outcome for done in workflow.release_due()]


def test_nothing_leaves_before_its_moment(clock, waiting):
    clock.forward(minutes=59, seconds=59)

    assert workflow.release_due() == []
    assert workflow.release_due(at=clock.at + 9 * HOUR) == []
    assert Schedule.objects.waiting().get() == waiting


def test_at_its_moment_it_is_released_once(cast, clock, waiting):
    clock.forward(hours=1)

    assert outcomes() == [ScheduleOutcome.RELEASED]
    assert outcomes() == []

    article = Article.objects.get()
    assert (article.stage, article.stage_since) == (Stage.PUBLISHED, clock.at)
    [publication] = Publication.objects.all()
    assert publication.signature == waiting.signature
    assert (publication.edition, publication.released_at) == ("1.0", clock.at)
    ended = Schedule.objects.get()
    assert (ended.outcome, ended.ended_at, ended.ended_by) == ("released", clock.at, None)
    [entry] = LedgerEntry.objects.filter(kind=Event.PUBLISH)
    assert (entry.actor, entry.at) == (cast.publisher.username, clock.at)
    assert integrity.check().faults == ()


def test_only_what_was_due_by_then(cast, clock, waiting):
    later = order(
        cast, clock, cast.article_in(Stage.APPROVED, title="Later"), release_at=clock.at + 2 * HOUR
    )
    clock.forward(hours=3)

    assert [done.schedule for done in workflow.release_due(at=later.release_at - HOUR)] == [waiting]
    assert [done.schedule for done in workflow.release_due()] == [later]


def test_a_late_worker_releases_late_and_says_so(clock, waiting):
    clock.forward(days=3)

    assert outcomes() == [ScheduleOutcome.RELEASED]
    assert Publication.objects.get().released_at == waiting.release_at + dt.timedelta(days=3) - HOUR
    assert integrity.check().faults == ()


def test_the_note_given_with_the_order_reaches_the_edition(cast, clock):
    order(cast, clock, cast.article_in(Stage.APPROVED), note="A clearer summary.")
    clock.forward(hours=1)

    workflow.release_due()

    assert Publication.objects.get().note == "A clearer summary."
    assert integrity.check().faults == ()


def refused_with(clock: Clock, *words: str) -> Schedule:
    """At its moment it ends, says why, and readers see nothing."""
    clock.at = max(clock.at, Schedule.objects.get().release_at)
    [done] = workflow.release_due()
    assert done.outcome == ScheduleOutcome.REFUSED
    for word in words:
        assert any(word in reason for reason in done.reasons), done.reasons
    assert outcomes() == []
    assert not Publication.objects.exists()
    assert Article.objects.get().stage == Stage.APPROVED
    ended = Schedule.objects.get()
    assert (ended.outcome, ended.ended_at, ended.ended_by) == ("refused", clock.at, None)
    assert ended.why.splitlines() == list(done.reasons)
    entry = LedgerEntry.objects.latest("seq")
    assert (entry.kind, entry.actor) == (Event.UNSCHEDULE, roles.SYSTEM_USERNAME)
    said = {"schedule": ended.pk, "outcome": "refused", "why": ended.why}
    assert json.loads(entry.payload) == said
    assert integrity.check().faults == ()
    return ended


@pytest.mark.req("AL-1")
def test_a_credential_that_proves_to_have_lapsed_before_the_signature_stops_it(
    cast, clock, waiting
):
    credential = cast.physician.reviewer.credentials.get()
    checking.record_status(
        credential,
        actor=cast.officer,
        standing=Standing.NOT_IN_FORCE,
        reason=StandingReason.REVOKED,
        effective_from=editorial_date(clock.at) - dt.timedelta(days=30),
        why="As the board says",
    )

    refused_with(clock, "Ada Moss")


def test_a_lapse_after_the_signature_does_not_stop_it(cast, clock):
    clock.at = tomorrow_at_noon(clock)
    order(cast, clock, cast.article_in(Stage.APPROVED), release_at=clock.at + 48 * HOUR)
    clock.forward(days=1)
    checking.record_status(
        cast.physician.reviewer.credentials.get(),
        actor=cast.officer,
        standing=Standing.NOT_IN_FORCE,
        reason=StandingReason.LAPSED,
        effective_from=editorial_date(clock.at),
        why="As the board says",
    )
    clock.forward(days=1)

    assert outcomes() == [ScheduleOutcome.RELEASED]


def test_a_publisher_who_lost_the_role_releases_nothing(cast, clock, waiting):
    cast.publisher.groups.clear()

    refused_with(clock, "may not publish any more")


def test_a_publisher_who_was_deactivated_releases_nothing(cast, clock, waiting):
    cast.publisher.is_active = False
    cast.publisher.save()

    refused_with(clock, "may not publish any more")


def test_a_sign_off_that_went_stale_is_released_no_more_by_a_late_worker(clock, waiting):
    clock.forward(days=91)

    refused_with(clock, "older than 90 days")


def test_a_signature_that_no_longer_holds_releases_nothing(clock, waiting):
    from tests.tampering.hand import alter

    clock.forward(hours=1)
    alter(waiting.signature, printed_name="Somebody Else")

    [done] = workflow.release_due()

    assert done.outcome == ScheduleOutcome.REFUSED
    assert not Publication.objects.exists()


def test_a_moment_that_was_moved_up_lets_nothing_out(clock, waiting):
    """By somebody with a database shell: the signature says not before when."""
    from tests.tampering.hand import alter

    alter(waiting, release_at=clock.at)

    [done] = workflow.release_due()

    assert done.reasons == ("Its moment is not the one that was signed.",)
    assert not Publication.objects.exists()


def test_a_sign_off_that_does_not_count_any_more_is_named_with_every_other_reason(
    cast, clock, waiting
):
    cast.publisher.groups.clear()
    clock.forward(days=91)

    ended = refused_with(clock, "may not publish any more", "older than 90 days")

    assert len(ended.why.splitlines()) == 2


def test_locked_signing_holds_up_nothing_that_was_signed_before(cast, clock, waiting):
    access = cast.publisher.signing_access
    access.locked_until = clock.at + 24 * HOUR
    access.save()
    clock.forward(hours=1)

    assert outcomes() == [ScheduleOutcome.RELEASED]


@pytest.mark.parametrize("still", [True, False])
def test_those_who_can_act_on_a_refusal_are_told_once(cast, clock, waiting, still):
    person("pete", roles.PUBLISHERS)
    if still:
        clock.forward(days=91)
    else:
        cast.publisher.groups.clear()
        clock.forward(hours=1)

    workflow.release_due()
    workflow.release_due()

    owed = Delivery.objects.filter(kind=DeliveryKind.RELEASE_REFUSED, about=str(waiting.pk))
    told = sorted(owed.values_list("user__username", flat=True))
    assert told == (["edda", "pia"] if still else ["edda", "pete"])


def test_the_mail_says_which_text_when_and_why(cast, clock, waiting):
    from articles import notifications

    clock.forward(days=91)
    workflow.release_due()

    mail = notifications.write(Delivery.objects.get(user=cast.editor))

    assert mail.subject == "Not released: “Gout flares”"
    words = " ".join(mail.body.split())
    assert "“Gout flares”, version 1, was to be released on" in words
    assert "- The newest sign-off is older than 90 days." in words
    assert "Pia Publisher had signed the release" in words
    assert waiting.article.slug in words


def test_one_that_fails_by_our_fault_stays_and_keeps_up_no_other(cast, clock, waiting, monkeypatch):
    second = order(cast, clock, cast.article_in(Stage.APPROVED, title="Second"))
    clock.forward(hours=1)
    whole = due.engine.carry_out

    def failing(transition, act, *more, **words):
        if act.case.article.pk == waiting.article_id:
            raise RuntimeError("the disk is full")
        return whole(transition, act, *more, **words)

    monkeypatch.setattr(due.engine, "carry_out", failing)
    found = {done.schedule: done.outcome for done in workflow.release_due()}

    assert found == {waiting: None, second: ScheduleOutcome.RELEASED}
    assert Schedule.objects.waiting().get() == waiting
    monkeypatch.undo()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    assert outcomes() == [ScheduleOutcome.RELEASED]
    assert integrity.check().faults == ()


def test_no_signature_is_taken_at_its_moment(clock, waiting):
    before = Signature.objects.count()
    clock.forward(hours=1)
    workflow.release_due()

    assert Signature.objects.count() == before
    assert timezone.now() == clock.at
