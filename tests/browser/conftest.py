"""A real browser against a running server, on a database that is emptied after each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from articles import roles, triggers
from articles.ledger import GENESIS
from articles.models import LedgerHead
from tests.cast import PASSWORD, Cast

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    """The cast, in a database that may be flushed: its triggers refuse that, so they go before."""
    cache.clear()  # everybody signs in from one address
    LedgerHead.objects.get_or_create(id=1, defaults={"last": GENESIS, "frontier": b""})
    triggers.install()
    roles.create()
    yield Cast.assemble()
    with connection.cursor() as cursor:
        for trigger in triggers.expected():
            on = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"{on}')


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield started
        started.close()


class Visitor:
    """One person at one screen. ``complaints``: what the browser's console said against a page."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.page: Page = context.new_page()
        self.server = server
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, address: str) -> Page:
        self.page.goto(f"{self.server}{address}")
        return self.page

    def sign_in(self, username: str) -> None:
        self.open("/login/")
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()

    def sideways(self) -> int:
        """How many pixels the page scrolls to the side."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(width))


@pytest.fixture
def visitor(cast: Cast, live_server: Any, browser: Browser) -> Iterator[Any]:
    """Makes visitors: ``visitor(width=390, scheme="dark", script=False)``."""
    assert not live_server.thread.connections_override, "the server's threads share a connection"
    contexts: list[BrowserContext] = []

    def visit(*, width: int = 1440, scheme: str = "light", script: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        return Visitor(context, live_server.url)

    yield visit
    for context in contexts:
        context.close()
