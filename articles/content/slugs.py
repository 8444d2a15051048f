"""Short names made from sentences."""

from __future__ import annotations

import re
import unicodedata

_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
RESERVED = frozenset(["con", "prn", "aux", "nul", *_PORTS])
"""Names that are devices on Windows, whatever ending a file has (Microsoft, "Naming Files")."""

_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


def slug(text: str, limit: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, cut after a whole word where one fits.

    ``text`` any, ``limit`` characters. Empty when the text has no Latin letter or digit.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = _NOT_A_NAME.sub("-", plain).strip("-")
    if len(name) <= limit:
        return name
    head, _, _ = name[: limit + 1].rpartition("-")
    return head or name[:limit]


def is_file_name(slug: str) -> bool:
    """Whether every system, and a bundle, can call a file so: it begins with a letter or digit."""
    return slug[:1].isalnum() and slug.lower() not in RESERVED
