"""Pictures in articles: written anew, named by their digest, never changed."""

from .keeping import FILE_LIMIT, faults, keep, read, stored

__all__ = ["FILE_LIMIT", "faults", "keep", "read", "stored"]
