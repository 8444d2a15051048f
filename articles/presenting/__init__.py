"""Articles and reviewers as people see them, shaped for templates/partials. Judges nothing.

Shared by the desk and the admin, so that both show the same.
"""

from .at_work import depending, sign_offs, workload
from .basis import Against, Basis, bases, basis, saved, signatures_of
from .coverage import Coverage, coverage
from .directory import entries, listed
from .facts import sheets
from .fields import FieldLine, field_lines
from .naming import count_words, summed
from .pieces import VIEWS, Folded, Piece, Shown, folded
from .progress import TAKES_AWAY, OptionItem, Step, objections, option_items, stepper
from .proof import proved_with
from .record import Line, SavedVersion, timeline, versions
from .redlined import shown
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
from .threads import Reader, Thread, anchors_of, apart, letters, reader, set_beside, threads_of
from .two_times import AsOf, as_of

__all__ = [
    "TAKES_AWAY",
    "VIEWS",
    "Against",
    "AsOf",
    "Basis",
    "Coverage",
    "FieldLine",
    "Folded",
    "Given",
    "Line",
    "OptionItem",
    "Piece",
    "Reader",
    "Reading",
    "ReviewState",
    "SavedVersion",
    "Shown",
    "Step",
    "Thread",
    "anchors_of",
    "apart",
    "as_of",
    "bases",
    "basis",
    "compared",
    "count_words",
    "coverage",
    "depending",
    "entries",
    "field_lines",
    "folded",
    "known_then",
    "letters",
    "listed",
    "objections",
    "option_items",
    "proved_with",
    "read_signature",
    "reader",
    "reading",
    "records_of",
    "release_refusals",
    "relied_on",
    "review_state",
    "saved",
    "set_beside",
    "sheets",
    "shown",
    "sign_offs",
    "signatures",
    "signatures_of",
    "signatures_over",
    "standing_of",
    "stepper",
    "summed",
    "terms",
    "threads_of",
    "timeline",
    "to_sign",
    "versions",
    "workload",
]
