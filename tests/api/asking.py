"""Processes that ask in one instant as one address, in a database of their own; prints how many
requests were taken.
"""

from __future__ import annotations

import sys

from tests.races.at_once import ready, said_by
from tests.races.own_database import set_up

REQUESTS, MOST = 15, 20


def main() -> None:
    print(sum(int(said) for said in said_by("tests.api.asking", "ask")))


def ask() -> None:
    set_up()
    from unittest import mock

    from django.conf import settings
    from django.db import connection

    from articles import throttling

    settings.API_RATES = {"address": f"{MOST}/h"}
    connection.ensure_connection()
    ready()
    taken = 0
    with mock.patch("articles.throttling.time.time", return_value=1_800_000_010.0):
        for _ in range(REQUESTS):
            try:
                throttling.count("address", "192.0.2.1")
            except throttling.TooMany:
                continue
            taken += 1
    print(taken)


if __name__ == "__main__":
    ask() if sys.argv[1:] else main()
