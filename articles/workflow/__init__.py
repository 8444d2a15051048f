"""The engine: ask with ``options``, act with ``perform``, write with ``save_draft``."""

from .addresses import rename
from .drafting import delete_draft, new_article, save_draft
from .engine import Option, options, perform, transitioned
from .transitions import TRANSITIONS, Transition

__all__ = [
    "TRANSITIONS",
    "Option",
    "Transition",
    "delete_draft",
    "new_article",
    "options",
    "perform",
    "rename",
    "save_draft",
    "transitioned",
]
