"""Who ordered a release learns by mail that somebody else ended it before its moment."""

from __future__ import annotations

import datetime as dt

import pytest

from articles import notifications, roles, workflow
from articles.models import Article, Delivery, Schedule
from articles.stages import DeliveryKind, Stage
from tests.cast import Cast, person, standing_signature
from tests.workflow.clock import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cast: Cast, clock: Clock) -> Schedule:
    article = cast.article_in(Stage.APPROVED)
    cast.act("publish", article, cast.publisher, release_at=clock.at + dt.timedelta(hours=1))
    return Schedule.objects.get()


def told() -> list[Delivery]:
    return list(Delivery.objects.filter(kind=DeliveryKind.RELEASE_ENDED).select_related("user"))


def words(delivery: Delivery) -> str:
    return " ".join(notifications.write(delivery).body.split())


def test_another_publisher_calls_it_off(waiting: Schedule) -> None:
    pete = person("pete", roles.PUBLISHERS, name="Pete Other")

    workflow.cancel_release(waiting, actor=pete, why="The <board> met & said\nno.")

    [delivery] = told()
    assert (delivery.user.username, delivery.about) == ("pia", str(waiting.pk))
    mail = notifications.write(delivery)
    assert mail.subject == "Called off: the release of “Gout flares”"
    assert "Dear Pia Publisher," in mail.body
    text = words(delivery)
    assert "“Gout flares”, version 1, was to be released on" in text
    assert "Pete Other called this off, on" in text
    assert "“The <board> met & said no.” It will not be released at that moment." in text
    assert waiting.article.slug in text


@pytest.mark.parametrize("note", ["It changed.", ""])
def test_a_writer_takes_the_text_back(cast: Cast, waiting: Schedule, note: str) -> None:
    cast.act("revise", Article.objects.get(), cast.writer, note=note)

    [delivery] = told()
    assert delivery.user == cast.publisher
    text = words(delivery)
    assert "Wren Tully took the text back before that moment, on" in text
    assert ("“It changed.”" in text) == bool(note)
    assert "“”" not in text
    assert "called this off" not in text


def test_a_physician_withdraws_their_signature(cast: Cast, waiting: Schedule) -> None:
    article = Article.objects.get()
    more = {"signature": standing_signature(article), "note": "I erred."}
    cast.act("withdraw_signature", article, cast.physician, **more)

    assert [delivery.user for delivery in told()] == [cast.publisher]
    assert "Ada Moss took the text back" in words(told()[0])


def test_nobody_is_told_of_their_own_act(cast: Cast, waiting: Schedule) -> None:
    workflow.cancel_release(waiting, actor=cast.publisher, why="Later.")
    assert told() == []


def test_who_has_no_account_any_more_is_not_written_to(cast: Cast, waiting: Schedule) -> None:
    cast.publisher.is_active = False
    cast.publisher.save()
    workflow.cancel_release(waiting, actor=person("pete", roles.PUBLISHERS), why="Pia left.")
    assert told() == []


def test_a_release_that_comes_and_one_that_is_refused_write_no_such_mail(
    cast: Cast, clock: Clock, waiting: Schedule
) -> None:
    other = cast.article_in(Stage.APPROVED, title="Other")
    later = clock.at + dt.timedelta(days=80)
    cast.act("publish", other, cast.publisher, release_at=later)
    clock.forward(hours=1)
    workflow.release_due()
    clock.forward(days=120)
    workflow.release_due()
    assert sorted(Schedule.objects.values_list("outcome", flat=True)) == ["refused", "released"]
    assert told() == []


def test_an_act_that_fails_owes_no_mail(waiting: Schedule, monkeypatch: pytest.MonkeyPatch) -> None:
    from articles import ledger

    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(RuntimeError):
        workflow.cancel_release(waiting, actor=person("pete", roles.PUBLISHERS), why="No.")
    assert told() == []
    assert Schedule.objects.waiting().exists()
