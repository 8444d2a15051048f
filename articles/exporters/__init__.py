"""One file per format, joined by a registry. No exporter sees a request, a user or the ORM."""

from .base import Exporter, discover, get, register, registered

__all__ = ["Exporter", "discover", "get", "register", "registered"]
