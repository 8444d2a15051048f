"""Do ledger, signatures, records, live rows and triggers agree? Every fault is named.

``saying`` reads what the ledger says, ``stories`` replays it for each article; the other modules
hold one kind of row against it each. ``checking`` runs them all as of one moment.
"""

from .anchors import Anchor, anchors_in
from .checking import Report, check

__all__ = ["Anchor", "Report", "anchors_in", "check"]
