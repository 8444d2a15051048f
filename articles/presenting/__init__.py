"""An article as people see it, shaped for templates/partials. Judges nothing.

Shared by the desk and the admin, so that both show the same.
"""

from .progress import TAKES_AWAY, OptionItem, Step, objections, option_items, stepper
from .record import Line, SavedVersion, timeline, versions
from .release import release_refusals
from .review import Given, ReviewState, relied_on, review_state, signatures, signed_sentence
from .text import Reading, reading

__all__ = [
    "TAKES_AWAY",
    "Given",
    "Line",
    "OptionItem",
    "Reading",
    "ReviewState",
    "SavedVersion",
    "Step",
    "objections",
    "option_items",
    "reading",
    "release_refusals",
    "relied_on",
    "review_state",
    "signatures",
    "signed_sentence",
    "stepper",
    "timeline",
    "versions",
]
