"""Workers as processes, with a database and a mail server of their own: killed, ended, doubled."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.architecture.source import ROOT
from tests.notifications.mailserver import MailServer, serving
from tests.races.own_database import own_database

pytestmark = [pytest.mark.slow, pytest.mark.database]
PATIENCE = 60
STARTED: list[subprocess.Popen[str]] = []
"""What a test that fails may leave behind; its end is seen to."""
OWE = """
from django.contrib.auth.models import User
from django.utils import timezone
from articles import outbox
from articles.models import Delivery
from articles.notifications import deliver
from articles.stages import DeliveryKind
nora, _ = User.objects.get_or_create(username="nora", email="nora@example.org")
Delivery.objects.all().delete()
for number in range({count}):
    outbox.owe(DeliveryKind.PASSWORD_SET, nora, str(number), timezone.now())
    for _ in range({jobs} - 1):
        deliver.enqueue(Delivery.objects.latest("pk").pk)
"""
ROWS = """
import json
from articles.models import Delivery
rows = Delivery.objects.order_by("pk")
print(json.dumps([
    {"sent": row.sent_at is not None, "held": row.leased_until is not None, "tries": row.attempts}
    for row in rows
]))
"""
LEASE_OVER = """
import datetime as dt
from django.utils import timezone
from articles.models import Delivery
Delivery.objects.filter(leased_until__isnull=False).update(
    leased_until=timezone.now() - dt.timedelta(seconds=1)
)
"""


@pytest.fixture(scope="module")
def database() -> Iterator[None]:
    with own_database():
        call("migrate", "--verbosity", "0")
        yield


@pytest.fixture
def server(database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with serving() as server:
        monkeypatch.setenv("REVIEWFLOW_EMAIL_URL", f"smtp://127.0.0.1:{server.port}")
        yield server
    while STARTED:
        process = STARTED.pop()
        process.kill()
        process.communicate()


def start(*command: str) -> subprocess.Popen[str]:
    manage = [sys.executable, "manage.py", *command]
    pipe = subprocess.PIPE
    STARTED.append(subprocess.Popen(manage, cwd=ROOT, stdout=pipe, stderr=pipe, text=True))
    return STARTED[-1]


def ended(process: subprocess.Popen[str], code: int = 0) -> str:
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, err
    return out


def call(*command: str) -> str:
    return ended(start(*command))


def shell(script: str) -> str:
    return call("shell", "--no-imports", "--command", script)


def rows() -> list[dict[str, Any]]:
    return json.loads(shell(ROWS))


def ids(server: MailServer) -> Counter[bytes]:
    return Counter(re.search(rb"(?m)^Message-ID: (\S+)", mail)[1] for mail in server.mails)


def test_workers_side_by_side_send_each_mail_once(server: MailServer) -> None:
    server.seconds = 0.05
    shell(OWE.format(count=20, jobs=3))  # one for each worker at the same moment
    workers = [start("worker", "--once", "--json") for _ in range(3)]
    told = [json.loads(line) for worker in workers for line in ended(worker).splitlines()]
    assert len(ids(server)) == 20 and set(ids(server).values()) == {1}
    outcomes = Counter(line["outcome"] for line in told if line["job"] == "deliver")
    assert outcomes["sent"] == 20 and outcomes["not due"] >= 40
    assert all(row == {"sent": True, "held": False, "tries": 1} for row in rows())


def test_what_a_killed_worker_held_is_sent_by_the_next_when_the_lease_is_over(
    server: MailServer,
) -> None:
    shell(OWE.format(count=1, jobs=1))
    server.seconds = 30
    killed = start("worker")
    assert server.pondering.wait(PATIENCE)
    killed.kill()
    ended(killed, code=-signal.SIGKILL)
    assert rows() == [{"sent": False, "held": True, "tries": 1}]

    server.seconds = 0
    call("worker", "--once")
    assert rows() == [{"sent": False, "held": True, "tries": 1}]
    shell(LEASE_OVER)
    call("worker", "--once")
    assert rows() == [{"sent": True, "held": False, "tries": 2}]


def test_a_worker_that_is_told_to_end_finishes_its_mail_and_starts_no_other(
    server: MailServer,
) -> None:
    shell(OWE.format(count=3, jobs=1))
    server.seconds = 1
    worker = start("worker", "--json")
    assert server.pondering.wait(PATIENCE)
    worker.send_signal(signal.SIGTERM)
    told = [json.loads(line) for line in ended(worker).splitlines()]
    assert [line["outcome"] for line in told if line["job"] == "deliver"] == ["sent"]
    assert len(server.mails) == 1
    assert sorted(row["sent"] for row in rows()) == [False, False, True]


def test_an_idle_worker_ends_soon_after_it_is_told(server: MailServer) -> None:
    shell(OWE.format(count=1, jobs=1))
    worker = start("worker")
    assert server.pondering.wait(PATIENCE)
    time.sleep(1)
    told = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    ended(worker)
    assert time.monotonic() - told < 30


def test_a_worker_that_is_told_twice_leaves_the_mail_to_the_next(server: MailServer) -> None:
    shell(OWE.format(count=1, jobs=1))
    server.seconds = 30
    worker = start("worker")
    assert server.pondering.wait(PATIENCE)
    for _time in range(2):
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.5)
    worker.communicate(timeout=25)  # its farewell to the mail server included (EMAIL_TIMEOUT)
    assert rows() == [{"sent": False, "held": True, "tries": 1}]
