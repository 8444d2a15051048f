"""Everything an export may say about an article, frozen. Knows no ORM."""

from .article import REVIEWS, VOUCHING, Dossier, Notice, Publisher, Topic
from .proof import LedgerEvidence, LedgerProof
from .signature import CredentialDossier, Printed, SignatureDossier, Withdrawn

__all__ = [
    "REVIEWS",
    "VOUCHING",
    "CredentialDossier",
    "Dossier",
    "LedgerEvidence",
    "LedgerProof",
    "Notice",
    "Printed",
    "Publisher",
    "SignatureDossier",
    "Topic",
    "Withdrawn",
]
