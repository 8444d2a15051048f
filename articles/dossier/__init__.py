"""Everything an export may say about an article, frozen. Knows no ORM."""

from .article import (
    REVIEWS,
    VOUCHING,
    Change,
    Dossier,
    Notice,
    PictureDossier,
    Publisher,
    Topic,
)
from .proof import LedgerEvidence, LedgerProof
from .signature import CredentialDossier, Printed, SignatureDossier, Withdrawn

__all__ = [
    "REVIEWS",
    "VOUCHING",
    "Change",
    "CredentialDossier",
    "Dossier",
    "LedgerEvidence",
    "LedgerProof",
    "Notice",
    "PictureDossier",
    "Printed",
    "Publisher",
    "SignatureDossier",
    "Topic",
    "Withdrawn",
]
