"""Bytes to import results, one file per format. No ORM, no HTTP, no person with standing.

Importing the package registers the built-in formats.
"""

from articles.importers import (
    json_article,
    markdown_file,
    text,
    web_page,
    word_document,
    wordpress_export,
)
from articles.importers.base import (
    ClaimedReviewer,
    ImportedArticle,
    ImportedPicture,
    Importer,
    ImportFault,
    for_path,
    read,
    refuse_large,
    register,
    registered,
)

__all__ = [
    "ClaimedReviewer",
    "ImportFault",
    "ImportedArticle",
    "ImportedPicture",
    "Importer",
    "for_path",
    "json_article",
    "markdown_file",
    "read",
    "refuse_large",
    "register",
    "registered",
    "text",
    "web_page",
    "word_document",
    "wordpress_export",
]
