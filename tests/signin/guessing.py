"""Processes that guess at one password at once, in a database of their own; prints the answers."""

from __future__ import annotations

import json
import sys
from collections import Counter

from tests.races.at_once import ready, said_by
from tests.races.own_database import set_up

GUESSES = 5


def main() -> None:
    said = said_by("tests.signin.guessing", "guess")
    print(json.dumps(Counter(status for each in said for status in json.loads(each))))


def guess() -> None:
    set_up()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    client, address = Client(headers={"host": "localhost"}), reverse("login")
    ready()
    sent = {"login": "ada", "password": "wrong"}
    print(json.dumps([client.post(address, sent).status_code for _ in range(GUESSES)]))


if __name__ == "__main__":
    guess() if sys.argv[1:] else main()
