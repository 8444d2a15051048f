"""Exports that are ordered now and written by a worker: order, write, cancel, keep, clear."""

from articles.models.export import KEPT, LEASE

from .choosing import JUDGED, LOOSE, NAMED, SHOWN, Choice, Outlook, outlook, without_refused
from .keeping import Changed, file_of, folder, is_whole, pieces
from .ordering import OPEN_AT_ONCE, cancel, may_cancel, may_fetch, may_look, order
from .packing import packed, sums
from .recalling import Recalled, recalled
from .running import TRIES, run
from .tasks import write
from .tidying import clear_old, hand_on_due

__all__ = [
    "JUDGED",
    "KEPT",
    "LEASE",
    "LOOSE",
    "NAMED",
    "OPEN_AT_ONCE",
    "SHOWN",
    "TRIES",
    "Changed",
    "Choice",
    "Outlook",
    "Recalled",
    "cancel",
    "clear_old",
    "file_of",
    "folder",
    "hand_on_due",
    "is_whole",
    "may_cancel",
    "may_fetch",
    "may_look",
    "order",
    "outlook",
    "packed",
    "pieces",
    "recalled",
    "run",
    "sums",
    "without_refused",
    "write",
]
