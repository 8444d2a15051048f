"""Bytes to import results, one file per format. No ORM, no HTTP, no person with standing.

Importing the package registers the built-in formats.
"""

from articles.importers import markdown_file, text
from articles.importers.base import (
    ClaimedReviewer,
    ImportedArticle,
    Importer,
    for_path,
    read,
    register,
    registered,
)

__all__ = [
    "ClaimedReviewer",
    "ImportedArticle",
    "Importer",
    "for_path",
    "markdown_file",
    "read",
    "register",
    "registered",
    "text",
]
