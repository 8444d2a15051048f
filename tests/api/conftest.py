"""Programs at the API's door."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import tokens
from tests.cast import Cast


class Program:
    """A client that shows a token with everything it asks."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, data: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(f"/api/v1/{path}", data, headers=named)


def made(cast: Cast, **changes: Any) -> tokens.Made:
    details = {
        "name": "Reader's site",
        "user": cast.writer,
        "expires_at": timezone.now() + dt.timedelta(days=30),
        "actor": cast.superuser,
    }
    return tokens.make(**(details | changes))


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(made(cast).secret)
