"""People at the admin's door, and what its database holds."""

from __future__ import annotations

import hashlib

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cast import content

WATCHED = ("articles", "auth")


@pytest.fixture
def at_door():
    """A browser in which somebody has signed in."""

    def enter(user):
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def rows(db):
    """A digest of every table that matters. ``last_login`` is not a fact about anything here."""

    def digests():
        found = {}
        for label in WATCHED:
            for model in apps.get_app_config(label).get_models(include_auto_created=True):
                names = [f.column for f in model._meta.concrete_fields if f.name != "last_login"]
                columns = ", ".join(f'"{name}"' for name in names)
                with connection.cursor() as cursor:
                    cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}"')  # noqa: S608
                    text = repr(sorted(map(repr, cursor.fetchall())))
                found[model._meta.label] = hashlib.sha256(text.encode()).hexdigest()
        return found

    return digests


def address(name, *args):
    return reverse(f"admin:{name}", args=args)


def form_of(response, form_name="form"):
    """What a browser would send back of a page's form if nobody touched it."""
    form = response.context[form_name]
    return {bound.html_name: bound.value() if bound.value() is not None else "" for bound in form}


def typed(**changes):
    """A whole article as typed into an empty form."""
    text = content()
    return {
        **{name: text[name] for name in ("title", "summary", "body", "funding", "locale")},
        "article_type": text["article_type"],
        "audience": text["audience"],
        "specialty": text["specialty"],
        "references": "handbook | A handbook of joints",
        "authors": "Wren Tully",
        "topics": "MeSH D006073",
        "reason": "Typed",
        **changes,
    }
