"""Mails go to a real server here, and their rows are made as an act makes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles import outbox
from articles.days import editorial_date, editorial_zone
from articles.models import Delivery
from articles.stages import DeliveryKind
from tests.notifications.mailserver import MailServer, serving
from tests.workflow.clock import Clock


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with serving() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada", "ada@example.org", first_name="Ada", last_name="Quist")


@pytest.fixture
def owe() -> Callable[..., Delivery]:
    def owe(user: User, kind: DeliveryKind = DeliveryKind.PASSWORD_SET, about: str = "1"):
        outbox.owe(kind, user, about, timezone.now())
        return Delivery.objects.get(kind=kind, user=user, about=about)

    return owe


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Tomorrow's noon in the editorial zone, so that hours may pass within one of its days."""
    clock = Clock()
    noon = dt.time(12, tzinfo=editorial_zone())
    clock.at = dt.datetime.combine(editorial_date(clock.at) + dt.timedelta(days=1), noon)
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock
