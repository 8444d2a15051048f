"""Processes that guess at one password at once, in a database of their own; prints the answers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

from tests.races.own_database import migrate, own_database, set_up

PROCESSES, GUESSES = 4, 5


def main() -> None:
    with own_database():
        set_up()
        migrate()
        command = [sys.executable, "-m", "tests.signin.guessing", "guess"]
        crowd = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(PROCESSES)
        ]
        for one in crowd:
            assert one.stdout.readline() == "ready\n"
        for one in crowd:
            one.stdin.write("go\n")
            one.stdin.flush()
        told = Counter(status for one in crowd for status in json.loads(one.communicate()[0]))
        print(json.dumps(told))


def guess() -> None:
    set_up()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    client, address = Client(headers={"host": "localhost"}), reverse("login")
    print("ready", flush=True)
    sys.stdin.readline()
    sent = {"login": "ada", "password": "wrong"}
    print(json.dumps([client.post(address, sent).status_code for _ in range(GUESSES)]))


if __name__ == "__main__":
    guess() if sys.argv[1:] else main()
