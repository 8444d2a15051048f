"""Who does background work: our worker, the process itself, or another backend of django-tasks."""

from importlib.util import find_spec

import environ
from django.core.exceptions import ImproperlyConfigured

_env = environ.Env()

_OURS = {
    "database": "django_tasks_db.DatabaseBackend",
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
}
_NAMED = _env.str("REVIEWFLOW_TASKS", default="database")


def _options() -> dict[str, object]:
    try:
        read = _env.json("REVIEWFLOW_TASKS_OPTIONS", default={})
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise ImproperlyConfigured(
            'REVIEWFLOW_TASKS_OPTIONS is no JSON object; write one such as {"url": "…"}.'
        )
    return read


def _apps() -> list[str]:
    named: list[str] = _env.list("REVIEWFLOW_TASKS_APPS", default=[])
    for app in named:
        if find_spec(app.partition(".")[0]) is None:
            raise ImproperlyConfigured(
                f"REVIEWFLOW_TASKS_APPS names “{app}”, which is not installed here."
            )
    return named


TASKS = {"default": {"BACKEND": _OURS.get(_NAMED, _NAMED), "OPTIONS": _options()}}
"""Looked at once the settings are read, for a backend may need them: reviewflow/apps.py."""
TASKS_APPS = _apps()
"""What a backend wants to see among the installed apps."""
