"""Articles and reviewers as people see them, shaped for templates/partials. Judges nothing.

Shared by the desk and the admin, so that both show the same.
"""

from .at_work import depending, sign_offs, workload
from .basis import Against, Basis, bases, basis, saved, signatures_of
from .checks import Checked, checked, noticed
from .coverage import Coverage, coverage
from .directory import entries, listed
from .editions import editions
from .exporting import export_in_words, export_progress
from .facts import sheets
from .fields import FieldLine, field_lines
from .imported import imported
from .leaving import Preview, preview
from .naming import count_words, summed
from .pieces import VIEWS, Folded, Piece, Shown, folded
from .progress import TAKES_AWAY, OptionItem, Step, objections, option_items, stepper
from .proof import proved_with
from .record import Line, SavedVersion, choices, numbers, timeline, versions
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
from .two_texts import VIEW_NAMES, shown_facts
from .two_times import AsOf, as_of
from .word_counts import changed_words

__all__ = [
    "TAKES_AWAY",
    "VIEWS",
    "VIEW_NAMES",
    "Against",
    "AsOf",
    "Basis",
    "Checked",
    "Coverage",
    "FieldLine",
    "Folded",
    "Given",
    "Line",
    "OptionItem",
    "Piece",
    "Preview",
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
    "changed_words",
    "checked",
    "choices",
    "compared",
    "count_words",
    "coverage",
    "depending",
    "editions",
    "entries",
    "export_in_words",
    "export_progress",
    "field_lines",
    "folded",
    "imported",
    "known_then",
    "letters",
    "listed",
    "noticed",
    "numbers",
    "objections",
    "option_items",
    "preview",
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
    "shown_facts",
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
