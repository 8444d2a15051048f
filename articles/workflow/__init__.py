"""The engine: ask with ``options``, act with ``perform``, write with ``save_draft``.

What is signed is shown first: ``prepare`` hands out the ticket that ``perform`` takes.
"""

from .addresses import rename
from .drafting import delete_draft, new_article, save_draft
from .engine import Option, case_of, options, perform, transitioned
from .preparing import Prepared, prepare
from .transitions import TRANSITIONS, Transition

__all__ = [
    "TRANSITIONS",
    "Option",
    "Prepared",
    "Transition",
    "case_of",
    "delete_draft",
    "new_article",
    "options",
    "perform",
    "prepare",
    "rename",
    "save_draft",
    "transitioned",
]
