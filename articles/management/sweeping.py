"""What nobody does, or a killed worker left: found, and handed on.

Each chore may run at any moment, beside itself and again, and says in words what it did.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import anchors, exports, handing, ledger, notifications, workflow
from articles.models import Delivery, SigningTicket

DEAD = dt.timedelta(minutes=15)
"""A job that runs longer has lost its worker: only a big export takes more than a minute, and one
that is put back meanwhile finds it held.
"""
WORKERS = 5
"""A job that cost so many workers their lives is not tried again."""
AT_ONCE = 500
"""Mails that one sweep looks at, the longest due first."""
KEPT_RESULTS = dt.timedelta(days=14)
KEPT_TICKETS = dt.timedelta(days=30)
"""Past their end. Who signed what, and when, stands in the ledger and the statement."""
ANCHORED = dt.timedelta(days=1)


def owed_mails() -> str:
    """Hand on each mail that is due and waits in no job."""
    due = Delivery.objects.due(timezone.now()).order_by("due_at")
    return handing.hand_on(due, notifications.deliver.enqueue, AT_ONCE)


@transaction.atomic
def orphaned_jobs() -> str:
    """Put back each job whose worker died; fail the one that kills them."""
    said = {"put back": 0, "failed": 0}
    running = DBTaskResult.objects.running().filter(started_at__lte=timezone.now() - DEAD)
    for job in running.select_for_update(skip_locked=True):
        if len(job.worker_ids) < WORKERS:
            job.status = TaskResultStatus.READY
            job.save(update_fields=["status"])
            said["put back"] += 1
        else:
            job.set_failed(TimeoutError(f"{WORKERS} workers took it, and none came back."))
            said["failed"] += 1
    return ", ".join(f"{word} {count}" for word, count in said.items() if count)


def old_results() -> str:
    old = DBTaskResult.objects.finished().filter(finished_at__lte=timezone.now() - KEPT_RESULTS)
    return _deleted(old.delete()[0])


def old_tickets() -> str:
    old = SigningTicket.objects.filter(expires_at__lte=timezone.now() - KEPT_TICKETS)
    return _deleted(old.delete()[0])


def _deleted(count: int) -> str:
    return f"deleted {count}" if count else ""


def daily_anchor() -> str:
    """Once a day, where anything happened, keep the head of the ledger outside the database."""
    newest, now = ledger.newest(), timezone.now()
    kept = [path.stat().st_mtime for path in settings.ANCHOR_DIR.glob("*.checkpoint")]
    if newest is None or max(kept, default=0) >= min(newest.at, now - ANCHORED).timestamp():
        return ""
    anchor = anchors.write(settings.ANCHOR_DIR, now)
    return f"wrote {anchor.path.name}" if anchor.is_new else ""


def due_releases() -> str:
    """Release what waited for this moment, each judged again."""
    found = Counter(done.outcome or "failed" for done in workflow.release_due())
    return ", ".join(f"{word} {count}" for word, count in sorted(found.items()))


CHORES: dict[str, Callable[[], str]] = {
    "due releases": due_releases,
    "owed mails": owed_mails,
    "owed exports": exports.hand_on_due,
    "orphaned jobs": orphaned_jobs,
    "old results": old_results,
    "old tickets": old_tickets,
    "old exports": exports.clear_old,
    "anchor": daily_anchor,
}
