"""Words for what leaves: releases that wait, exports that run."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ScheduleOutcome(TextChoices):
    """How a release that waited for its moment ended."""

    RELEASED = "released", _("released")
    REFUSED = "refused", _("refused at its moment")
    CANCELLED = "cancelled", _("cancelled")
    OVERTAKEN = "overtaken", _("overtaken: the text left the stage “approved”")


class ExportState(TextChoices):
    """Where an export that was ordered stands."""

    QUEUED = "queued", _("waits for a worker")
    RUNNING = "running", _("is being written")
    DONE = "done", _("ready")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")
