"""Turn what importers read into drafts and claims: all of one item, or nothing of it."""

from .outcomes import Outcome, State, printable
from .sources import Source, listed, passed_over
from .taking import Intake

__all__ = ["Intake", "Outcome", "Source", "State", "listed", "passed_over", "printable"]
