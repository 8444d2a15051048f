"""Credentials: what is held, what sources say, how it was checked."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Umbrella(TextChoices):
    """The body a certifying board belongs to."""

    ABMS = "abms", _("American Board of Medical Specialties")
    AOA = "aoa", _("American Osteopathic Association")
    OTHER = "other", _("Other")


class CertificateKind(TextChoices):
    """What sort of certificate a board issues."""

    PRIMARY = "primary", _("Primary certificate")
    SUBSPECIALTY = "subspecialty", _("Subspecialty certificate")
    ADDED_QUALIFICATION = "caq", _("Certification of added qualifications")
    FOCUSED_PRACTICE = "focused_practice", _("Focused practice designation")


class CredentialKind(TextChoices):
    """What sort of proof of standing."""

    BOARD_CERTIFICATION = "board_certification", _("Board certification")
    LICENCE = "licence", _("Licence")
    DEGREE = "degree", _("Degree")


class Duration(TextChoices):
    """How long a credential runs by its own terms."""

    CONTINUOUS = "continuous", _("No end date")
    TIME_LIMITED = "time_limited", _("Ends on a printed date")
    LIFETIME = "lifetime", _("For life")


class Standing(TextChoices):
    """The state a source reports for a credential."""

    IN_FORCE = "in_force", _("In force")
    NOT_IN_FORCE = "not_in_force", _("Not in force")


class StandingReason(TextChoices):
    """Why a credential is not in force."""

    NONE = "", _("None")
    LAPSED = "lapsed", _("Lapsed")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    INACTIVE = "inactive", _("Inactive")
    SURRENDERED = "surrendered", _("Surrendered")
    RESTRICTED = "restricted", _("Restricted or on probation")
    DECEASED = "deceased", _("Deceased")
    OTHER = "other", _("Other")


class ContinuingCertification(TextChoices):
    """Participation in continuing certification, reported apart from the standing."""

    UNKNOWN = "unknown", _("Unknown")
    YES = "yes", _("Participating")
    NO = "no", _("Not participating")
    NOT_REQUIRED = "not_required", _("Not required")


class CheckMethod(TextChoices):
    """How a credential was checked (after FHIR VerificationResult)."""

    PRIMARY_SOURCE_WEB = "primary_source_web", _("Primary source, web page")
    PRIMARY_SOURCE_API = "primary_source_api", _("Primary source, data service")
    BOARD_LETTER = "board_letter", _("Letter from the board")
    VENDOR = "psv_vendor", _("Primary source verification service")
    SELF_ATTESTED = "self_attested", _("Said by the holder")


class CheckOutcome(TextChoices):
    """What a check found (vocabulary of FHIR VerificationResult)."""

    VALIDATED = "validated", _("Validated")
    FAILED = "val-fail", _("Validation failed")
    IN_PROCESS = "in-process", _("In process")


class IdentityMethod(TextChoices):
    """How a person was shown to be who they say (21 CFR 11.100(b))."""

    IN_PERSON = "in_person", _("Photo identification, in person")
    VIDEO = "video", _("Photo identification, in a video call")
    EMPLOYER = "employer", _("Confirmed by their employer")
    NOTARY = "notary", _("Notarised")


class ConcernKind(TextChoices):
    """Why a live article is in doubt."""

    STANDING = "standing", _("A credential was not in force on the day of signing")
    SIGNATURE_WITHDRAWN = "signature_withdrawn", _("A signature was withdrawn")


class Resolution(TextChoices):
    """What a managing editor made of a concern."""

    NONE = "", _("Open")
    RE_REVIEW = "re_review", _("Reviewed again")
    NOTICE = "notice", _("Told to readers")
    NO_ACTION = "no_action", _("No action, for a stated reason")


class StandingClass(TextChoices):
    """How the standing behind a live sign-off looks today."""

    VALID = "valid", _("Valid then and now")
    LAPSED_SINCE = "lapsed_since", _("Valid then, lapsed since")
    NOT_VALID_THEN = "not_valid_then", _("Not valid on the day of signing")
