"""Articles and reviewers as people see them, shaped for templates/partials. Judges nothing.

Shared by the desk and the admin, so that both show the same.
"""

from .at_work import depending, sign_offs, workload
from .directory import entries, listed
from .facts import sheets
from .progress import TAKES_AWAY, OptionItem, Step, objections, option_items, stepper
from .proof import proved_with
from .record import Line, SavedVersion, timeline, versions
from .release import release_refusals
from .review import (
    Given,
    ReviewState,
    read_signature,
    relied_on,
    review_state,
    signatures,
    signatures_over,
    to_sign,
)
from .standing import standing_of
from .terms import compared, known_then, records_of, terms
from .text import Reading, reading
from .two_times import AsOf, as_of

__all__ = [
    "TAKES_AWAY",
    "AsOf",
    "Given",
    "Line",
    "OptionItem",
    "Reading",
    "ReviewState",
    "SavedVersion",
    "Step",
    "as_of",
    "compared",
    "depending",
    "entries",
    "known_then",
    "listed",
    "objections",
    "option_items",
    "proved_with",
    "read_signature",
    "reading",
    "records_of",
    "release_refusals",
    "relied_on",
    "review_state",
    "sheets",
    "sign_offs",
    "signatures",
    "signatures_over",
    "standing_of",
    "stepper",
    "terms",
    "timeline",
    "to_sign",
    "versions",
    "workload",
]
