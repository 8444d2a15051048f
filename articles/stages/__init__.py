"""The closed vocabularies: every word that is stored is listed here once."""

from .commenting import (
    CLOSING,
    RemarkKind,
    Severity,
)
from .editorial import (
    SIGNED_MEANINGS,
    ArticleType,
    Audience,
    Meaning,
    Stage,
)
from .events import (
    Event,
)
from .interests import (
    InterestCategory,
    InterestDecision,
)
from .mails import (
    DeliveryKind,
)
from .reading import (
    ApiScope,
)
from .releasing import (
    ExportState,
    ScheduleOutcome,
)
from .reviewing import (
    Answer,
    Decision,
    LicenceRule,
    Outcome,
    Purpose,
    Response,
    Scope,
    Separation,
)
from .standing import (
    CertificateKind,
    CheckMethod,
    CheckOutcome,
    ConcernKind,
    ContinuingCertification,
    CredentialKind,
    Duration,
    IdentityMethod,
    Resolution,
    Standing,
    StandingClass,
    StandingReason,
    Umbrella,
)

__all__ = [
    "CLOSING",
    "SIGNED_MEANINGS",
    "Answer",
    "ApiScope",
    "ArticleType",
    "Audience",
    "CertificateKind",
    "CheckMethod",
    "CheckOutcome",
    "ConcernKind",
    "ContinuingCertification",
    "CredentialKind",
    "Decision",
    "DeliveryKind",
    "Duration",
    "Event",
    "ExportState",
    "IdentityMethod",
    "InterestCategory",
    "InterestDecision",
    "LicenceRule",
    "Meaning",
    "Outcome",
    "Purpose",
    "RemarkKind",
    "Resolution",
    "Response",
    "ScheduleOutcome",
    "Scope",
    "Separation",
    "Severity",
    "Stage",
    "Standing",
    "StandingClass",
    "StandingReason",
    "Umbrella",
]
