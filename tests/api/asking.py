"""Processes that ask in one instant as one address, in a database of their own; prints how many
requests were taken.
"""

from __future__ import annotations

import subprocess
import sys

from tests.races.own_database import migrate, own_database, set_up

PROCESSES, REQUESTS, MOST = 4, 15, 20


def main() -> None:
    with own_database():
        set_up()
        migrate()
        command = [sys.executable, "-m", "tests.api.asking", "ask"]
        crowd = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(PROCESSES)
        ]
        for one in crowd:
            assert one.stdout.readline() == "ready\n"
        for one in crowd:
            one.stdin.write("go\n")
            one.stdin.flush()
        print(sum(int(one.communicate()[0]) for one in crowd))


def ask() -> None:
    set_up()
    from unittest import mock

    from django.conf import settings
    from django.db import connection

    from articles import throttling

    settings.API_RATES = {"address": f"{MOST}/h"}
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
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
