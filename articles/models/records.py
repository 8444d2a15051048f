"""History rows that always know who and why (django-simple-history, made strict)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import signals
from simple_history.models import HistoricalRecords


class Records(HistoricalRecords):
    """HistoricalRecords with a 64-bit id, a protected user, and no anonymous or unexplained row.

    Whoever saves says so first with ``annotate``; a save without it raises ``ValueError`` and
    writes nothing.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("history_id_field", models.BigAutoField())
        super().__init__(**options)

    def _get_history_user_fields(self) -> dict[str, Any]:
        return {
            "history_user": models.ForeignKey(
                "auth.User", on_delete=models.PROTECT, related_name="+"
            )
        }

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        """Ask for who and why before the row is touched, not after."""
        super().finalize(sender, **kwargs)
        if self.cls is sender:
            signals.pre_save.connect(self.require_reason, sender=sender, weak=False)
            signals.pre_delete.connect(self.require_reason, sender=sender, weak=False)

    def require_reason(self, instance: models.Model, **_signal: Any) -> None:
        """Raise ``ValueError`` unless the instance says who saves it, and why."""
        user = getattr(instance, "_history_user", None)
        reason = getattr(instance, "_change_reason", None) or ""
        if user is None or not reason.strip():
            raise ValueError(f"{instance._meta.label}: a record needs a user and a reason.")

    def create_historical_record(
        self, instance: models.Model, history_type: str, using: str | None = None
    ) -> None:
        self.require_reason(instance)
        super().create_historical_record(instance, history_type, using)
        # Said for this save only. The names are those that simple_history reads.
        instance._history_user = None  # type: ignore[attr-defined]  # as above
        instance._change_reason = ""  # type: ignore[attr-defined]  # as above


def annotate(instance: models.Model, *, user: User, reason: str) -> None:
    """Say who saves ``instance`` next, and why."""
    # The names are those that simple_history reads.
    instance._history_user = user  # type: ignore[attr-defined]  # as above
    instance._change_reason = reason  # type: ignore[attr-defined]  # as above
