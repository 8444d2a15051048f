"""The error family. Permission (403), moment (409) and input (422) never mix.

``django.core.exceptions.PermissionDenied`` is the 403: the person may not do this at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why something does not happen now: a stable code and a sentence for people."""

    code: str
    message: str

    def __str__(self) -> str:
        return self.message


class ReviewFlowError(Exception):
    """Base of the errors that people are meant to read."""


class TransitionRefused(ReviewFlowError):
    """Not now (409): carries every reason at once."""

    def __init__(self, name: str, refusals: Iterable[Refusal]) -> None:
        self.name = name
        self.refusals = tuple(refusals)
        super().__init__(" ".join(refusal.message for refusal in self.refusals))


class InputRefused(ReviewFlowError):
    """Bad input (422): names the field or file, and says what is wrong with it."""

    def __init__(self, field: str, message: str, code: str = "invalid") -> None:
        self.field = field
        # It may quote what was refused, and half a character cannot be shown to anybody.
        self.message = message.encode("utf-8", "replace").decode()
        self.code = code
        super().__init__(f"{field}: {self.message}")


class DraftConflict(ReviewFlowError):
    """Somebody else saved the same base first (409). Nothing was written."""


class LedgerBroken(ReviewFlowError):
    """The ledger does not say what it must; the message names the entry."""


class KeyMissing(ReviewFlowError):
    """There is no usable signing key."""
