"""Plug-ins that cannot be used are named whenever a command runs."""

from __future__ import annotations

from typing import Any

from django.core import checks

from .base import broken

TAG = "formats"
"""Of the check below, for `manage.py check --tag` and commands that ask for it alone."""


def check(**_kwargs: Any) -> list[checks.CheckMessage]:
    """A clash is an error, since nobody could say which format is meant; else it is a warning."""
    return [
        checks.Error(plug_in.sentence, id="articles.E201")
        if plug_in.clashes
        else checks.Warning(plug_in.sentence, id="articles.W201")
        for plug_in in broken()
    ]
