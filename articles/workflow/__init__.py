"""The engine: ask with ``options``, act with ``perform``, write with ``save_draft``.

What is signed is shown first: ``prepare`` hands out the ticket that ``perform`` takes.
"""

from . import editions
from .addresses import rename
from .drafting import delete_draft, new_article, save_draft
from .due import Settled, release_due
from .engine import Option, case_of, options, perform, transitioned
from .preparing import Prepared, prepare
from .scheduling import cancel_release
from .transitions import TRANSITIONS, Transition

__all__ = [
    "TRANSITIONS",
    "Option",
    "Prepared",
    "Settled",
    "Transition",
    "cancel_release",
    "case_of",
    "delete_draft",
    "editions",
    "new_article",
    "options",
    "perform",
    "prepare",
    "release_due",
    "rename",
    "save_draft",
    "transitioned",
]
