"""How an article came in from a file, and what was decided about it then."""

from __future__ import annotations

from articles.models import Article, ImportClaim


def imported(article: Article) -> ImportClaim | None:
    """The row that says from which file an article came, on which day, and with which notes."""
    return article.import_claims.filter(position=0).first()
