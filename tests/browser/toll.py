"""What a path through the pages takes: loads, clicks, keys, and bytes with nothing in the cache.

The server of a test compresses nothing, as the one in front of the product does: a body counts as
gzip would send it, a static file once.
"""

from __future__ import annotations

import gzip
from typing import Any

from playwright.sync_api import Error, Locator, Page, Request, Response

from .test_journey import tab_to


class Toll:
    """Counts what a path takes while somebody walks it."""

    def __init__(self, page: Page) -> None:
        self.page, self.loads, self.clicks, self.keys, self.bytes = page, 0, 0, 0, 0
        self._waiting: list[Response] = []
        self._static: set[str] = set()
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _asked(self, request: Request) -> None:
        self.loads += request.is_navigation_request() and request.redirected_from is None

    def _answered(self, response: Response) -> None:
        self._waiting.append(response)

    def click(self, what: Locator) -> None:
        self.weigh()  # the next page takes the bodies of this one along
        self.clicks += 1
        what.click()

    def press(self, keys: str) -> None:
        """``Control+Enter`` is two keys."""
        self.weigh()
        self.keys += len(keys.split("+"))
        self.page.keyboard.press(keys)

    def tab_to(self, name: str) -> None:
        self.keys += tab_to(self.page, name)

    def weigh(self) -> None:
        self.page.wait_for_load_state("networkidle")
        for response in self._waiting:
            if response.url in self._static or 300 <= response.status < 400:
                continue
            if "/static/" in response.url:
                self._static.add(response.url)
            sizes = response.request.sizes()
            self.bytes += sizes["responseHeadersSize"] + self._body(response, sizes)
        self._waiting.clear()

    def _body(self, response: Response, sizes: Any) -> int:
        try:
            return len(gzip.compress(response.body()))
        except Error:  # the browser has let go of it: as long as it came
            return int(sizes["responseBodySize"])

    def __str__(self) -> str:
        counted = f"{self.loads} loads, {self.clicks} clicks, {self.keys} keys"
        return f"{counted}, {self.bytes / 1000:.0f} kB"
