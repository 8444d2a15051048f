"""An article as people see it, shaped for templates/partials. Judges nothing.

Shared by the desk and the admin, so that both show the same.
"""

from .progress import OptionItem, Step, option_items, stepper
from .record import Line, SavedVersion, timeline, versions
from .review import Given, ReviewState, review_state, signatures, signed_sentence

__all__ = [
    "Given",
    "Line",
    "OptionItem",
    "ReviewState",
    "SavedVersion",
    "Step",
    "option_items",
    "review_state",
    "signatures",
    "signed_sentence",
    "stepper",
    "timeline",
    "versions",
]
