"""The job that writes an export. It may run twice, late, or beside itself: the lease decides."""

from __future__ import annotations

import uuid

from django_tasks import task

from .running import run


@task
def write(export_id: str) -> str:
    return run(export_id)


def enqueue(key: uuid.UUID) -> None:
    write.enqueue(str(key))
