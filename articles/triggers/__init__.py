"""What the database itself refuses, on SQLite and PostgreSQL.

Rows of record are insert-only, the ledger takes only its next link, and signed content changes
only in a draft. Installed after every migrate, since SQLite silently drops triggers when a
migration rebuilds a table.
"""

from .inspecting import faults, missing, present
from .installing import install, install_after_migrate, put_aside_before_migrate
from .rules import Trigger, expected

__all__ = [
    "Trigger",
    "expected",
    "faults",
    "install",
    "install_after_migrate",
    "missing",
    "present",
    "put_aside_before_migrate",
]
