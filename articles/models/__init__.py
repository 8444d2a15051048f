"""Nouns only: fields, constraints, QuerySets. The verbs live in the layers above."""

from .article import Article, ArticleQuerySet, SignedContent
from .asset import Asset
from .catalogue import Board, Certificate, Coverage
from .ceremony import SigningAccess, SigningTicket, StatementText
from .checklist import Checklist, ReferenceCheck, ReviewAnswer
from .comment import Comment, Remark
from .concern import Concern
from .credential import Credential, CredentialStatus, CredentialVerification
from .delivery import Delivery
from .evidence import Evidence
from .export import Export
from .imports import ImportClaim
from .ledger import LedgerEntry, LedgerHead
from .onboarding import (
    Agreement,
    AgreementAcceptance,
    Disclosure,
    IdentityCheck,
    Invitation,
)
from .policy import ReviewPolicy
from .records import Records, annotate
from .release import Schedule
from .review import Review, Round
from .reviewer import Reviewer
from .signature import Publication, Signature
from .token import ApiToken

HISTORISED = (Article, Reviewer, Board, Certificate, Coverage, Credential, ReviewPolicy)
"""Models whose every change is a record."""

FACTS = (
    CredentialStatus,
    CredentialVerification,
    IdentityCheck,
    Agreement,
    AgreementAcceptance,
    Disclosure,
    Evidence,
    StatementText,
    Comment,
    Remark,
    Checklist,
)
"""Facts about reviewers, words put to people, and what was said of a text: the ledger binds each
row by its digest."""

INSERT_ONLY = (*FACTS, Asset, Signature, Publication, LedgerEntry)
"""Models whose rows are never edited or deleted."""

HistoricalArticle = Article.history.model
HistoricalReviewPolicy = ReviewPolicy.history.model

__all__ = [
    "FACTS",
    "HISTORISED",
    "INSERT_ONLY",
    "Agreement",
    "AgreementAcceptance",
    "ApiToken",
    "Article",
    "ArticleQuerySet",
    "Asset",
    "Board",
    "Certificate",
    "Checklist",
    "Comment",
    "Concern",
    "Coverage",
    "Credential",
    "CredentialStatus",
    "CredentialVerification",
    "Delivery",
    "Disclosure",
    "Evidence",
    "Export",
    "HistoricalArticle",
    "HistoricalReviewPolicy",
    "IdentityCheck",
    "ImportClaim",
    "Invitation",
    "LedgerEntry",
    "LedgerHead",
    "Publication",
    "Records",
    "ReferenceCheck",
    "Remark",
    "Review",
    "ReviewAnswer",
    "ReviewPolicy",
    "Reviewer",
    "Round",
    "Schedule",
    "Signature",
    "SignedContent",
    "SigningAccess",
    "SigningTicket",
    "StatementText",
    "annotate",
]
