"""The periodic command: what it says, and that a day's mail leaves once whoever runs it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User

from articles import outbox
from articles.models import Delivery
from articles.stages import DeliveryKind, Stage
from tests.cast import Cast
from tests.notifications.mailserver import MailServer, serving
from tests.races.own_database import own_database
from tests.workflow.clock import Clock

from .test_worker_processes import call, ended, start

COMMAND = "review_reminders"
STAGE = """
import datetime as dt
from django.contrib.auth.models import User
from django.utils import timezone
from articles import keys
from articles.models import Review
from articles.stages import Stage
from tests.cast import Cast
keys.generate(timezone.now())
cast = Cast.assemble()
for title in ("Sore thumbs", "Stiff knees"):
    cast.submit(cast.draft(title=title), cast.physician, cast.second_physician)
Review.objects.update(invited_at=timezone.now() - dt.timedelta(days=6))
for user in User.objects.all():
    User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.org")
"""


@pytest.fixture
def waiting(cast: Cast, clock: Clock) -> Cast:
    """Two people whose review was asked for some minutes ago; one has no mail address."""
    User.objects.filter(pk=cast.physician.pk).update(email="ada@example.org")
    cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.second_physician)
    clock.forward(minutes=5)
    return cast


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.mark.django_db
def test_it_says_who_is_owed_a_mail_and_who_cannot_be_told(waiting: Cast, run: Callable) -> None:
    assert run(COMMAND).out == (
        "1 owed now, 0 owed earlier today.\n"
        "Not told, because the account has no mail address: bela.\n"
    )
    assert json.loads(run(COMMAND, "--json").out) == {
        "new": [], "before": ["ada"], "no_address": ["bela"],
    }  # fmt: skip


@pytest.mark.django_db
def test_with_nothing_to_say_it_says_so(cast: Cast, run: Callable) -> None:
    assert run(COMMAND).out == "0 owed now, 0 owed earlier today.\n"


@pytest.mark.django_db
def test_a_run_that_was_cut_off_is_finished_by_the_next(
    waiting: Cast, run: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=waiting.second_physician.pk).update(email="bela@example.org")
    owe, told = outbox.owe, []

    def once(*said: object) -> None:
        if told:
            raise KeyboardInterrupt
        told.append(said)
        owe(*said)

    with monkeypatch.context() as patch:
        patch.setattr("articles.outbox.owe", once)
        with pytest.raises(KeyboardInterrupt):
            run(COMMAND)
    assert run(COMMAND).out == "1 owed now, 1 owed earlier today.\n"
    owed = Delivery.objects.filter(kind=DeliveryKind.REVIEW_DIGEST)
    assert sorted(owed.values_list("user__username", flat=True)) == ["ada", "bela"]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with own_database(), serving() as server:
        monkeypatch.setenv("REVIEWFLOW_EMAIL_URL", f"smtp://127.0.0.1:{server.port}")
        call("migrate", "--verbosity", "0")
        call("shell", "--no-imports", "--command", STAGE)
        yield server


@pytest.mark.slow
@pytest.mark.database
def test_processes_side_by_side_and_one_after_another_send_each_person_one_mail(
    server: MailServer,
) -> None:
    runs = [start(COMMAND, "--json") for _ in range(3)]
    owed = {name for each in runs for name in json.loads(ended(each))["new"]}
    assert owed == {"ada", "bela", "edda"}
    workers = [start("worker", "--once") for _ in range(2)]
    for worker in workers:
        ended(worker)
    assert json.loads(call(COMMAND, "--json"))["new"] == []
    call("worker", "--once")
    to = [re.search(rb"(?m)^To: (\S+)", mail)[1].decode() for mail in server.mails]
    assert Counter(to) == {f"{name}@example.org": 1 for name in owed}
