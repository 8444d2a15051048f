"""One file per format, joined by a registry. No exporter sees a request, a user or the ORM."""

from .base import Broken, Exporter, broken, discover, get, register, registered

__all__ = [
    "Broken",
    "Exporter",
    "broken",
    "discover",
    "get",
    "register",
    "registered",
]
