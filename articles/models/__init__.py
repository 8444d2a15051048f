"""Nouns only: fields, constraints, QuerySets. The verbs live in the layers above."""

from .article import Article, ArticleQuerySet, SignedContent
from .credential import Credential, CredentialStatus, CredentialVerification
from .imports import ImportClaim
from .ledger import LedgerEntry, LedgerHead
from .records import Records, annotate
from .review import Review, ReviewPolicy, Round
from .reviewer import Board, Certificate, Reviewer
from .signature import Publication, Signature

HISTORISED = (Article, Reviewer, Board, Certificate, Credential, ReviewPolicy)
"""Models whose every change is a record."""

INSERT_ONLY = (CredentialStatus, CredentialVerification, Signature, Publication, LedgerEntry)
"""Models whose rows are never edited or deleted."""

HistoricalArticle = Article.history.model
HistoricalReviewPolicy = ReviewPolicy.history.model

__all__ = [
    "HISTORISED",
    "INSERT_ONLY",
    "Article",
    "ArticleQuerySet",
    "Board",
    "Certificate",
    "Credential",
    "CredentialStatus",
    "CredentialVerification",
    "HistoricalArticle",
    "HistoricalReviewPolicy",
    "ImportClaim",
    "LedgerEntry",
    "LedgerHead",
    "Publication",
    "Records",
    "Review",
    "ReviewPolicy",
    "Reviewer",
    "Round",
    "Signature",
    "SignedContent",
    "annotate",
]
