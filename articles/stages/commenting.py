"""Comments on a text: how much hangs on one, and what is said in its thread."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Severity(TextChoices):
    """Whether a sign-off waits for it."""

    MUST_FIX = "must_fix", _("Must fix")
    SUGGESTION = "suggestion", _("Suggestion")


class RemarkKind(TextChoices):
    """A turn in the thread of a comment."""

    REPLY = "reply", _("Answered")
    RESOLVE = "resolve", _("Resolved")
    REOPEN = "reopen", _("Opened again")
    TAKE = "take", _("Wording taken")
    SETTLE = "settle", _("Settled by an editor")


CLOSING = (RemarkKind.RESOLVE, RemarkKind.TAKE, RemarkKind.SETTLE)
"""The turns that close a comment; it stays so until it is opened again."""
