"""django-tasks, whose backend is looked at before anything makes a job."""

from __future__ import annotations

import inspect

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks.apps import TasksAppConfig
from django_tasks.backends.base import BaseTaskBackend


class Tasks(TasksAppConfig):
    """First among the installed apps: the others make jobs as soon as they are ready."""

    def ready(self) -> None:
        must_be_a_backend(settings.TASKS[DEFAULT_TASK_BACKEND_ALIAS]["BACKEND"])
        super().ready()


def must_be_a_backend(path: str) -> None:
    """Raise ``ImproperlyConfigured`` for what cannot be imported or is no backend."""
    choice = "write database, immediate or the dotted path of a django-tasks backend class"
    try:
        found = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(
            f"REVIEWFLOW_TASKS names “{path}”, which cannot be imported ({error}); {choice}."
        ) from None
    is_one = inspect.isclass(found) and issubclass(found, BaseTaskBackend)
    if not is_one or inspect.isabstract(found):
        raise ImproperlyConfigured(
            f"REVIEWFLOW_TASKS names “{path}”, which is no such backend; {choice}."
        )
