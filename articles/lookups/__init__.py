"""What public services say about a DOI or a PMID. Asked only where the setting says so.

No database and no ORM: an identifier goes out, an item of CSL-JSON or a sentence comes back.
"""

from .looking import LookUps

__all__ = ["LookUps"]
