"""The closed vocabularies: every word that is stored is listed here once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where an article stands."""

    DRAFT = "draft", _("Draft")
    MEDICAL_REVIEW = "medical_review", _("Medical review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Meaning(TextChoices):
    """What a signature vouches for (21 CFR 11.50(a)(3))."""

    MEDICAL_REVIEW = "medical_review", _("Medical review")
    PUBLICATION_RELEASE = "publication_release", _("Publication release")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    SIGNATURE_WITHDRAWAL = "signature_withdrawal", _("Withdrawal of a signature")
    CORRECTION_APPROVAL = "correction_approval", _("Correction approval")
    PERIODIC_REVIEW = "periodic_review", _("Periodic review without change")


class Event(TextChoices):
    """What a ledger entry records. Stored for ever: never rename, only add."""

    ARTICLE_SAVE = "article.save_draft", _("saved the text")
    ARTICLE_RENAME = "article.rename", _("changed the address")
    ARTICLE_DELETE = "article.delete_draft", _("deleted the draft")
    ARTICLE_IMPORT = "article.import", _("imported the article")
    SUBMIT = "article.submit", _("submitted for medical review")
    RECALL = "article.recall", _("recalled from medical review")
    REQUEST_CHANGES = "article.request_changes", _("requested changes")
    SIGN_OFF = "article.sign_off", _("signed off")
    PUBLISH = "article.publish", _("published")
    REVISE = "article.revise", _("started a new version")
    DISCARD_REVISION = "article.discard_revision", _("discarded the new version")
    WITHDRAW = "article.withdraw", _("withdrew the article")
    WITHDRAW_SIGNATURE = "article.withdraw_signature", _("withdrew a signature")
    REFUSED = "article.refused", _("was refused")
    REVIEW_ASSIGN = "review.assign", _("asked for a review")
    REVIEW_ACCEPT = "review.accept", _("accepted the review")
    REVIEW_DECLINE = "review.decline", _("declined the review")
    CREDENTIAL_RECORD = "credential.record", _("recorded a credential")
    CREDENTIAL_STATUS = "credential.status", _("recorded a credential status")
    CREDENTIAL_CHECK = "credential.check", _("checked a credential at its source")
    CREDENTIAL_CONFIRM = "credential.confirm", _("confirmed a credential check")
    REVIEWER_SAVE = "reviewer.save", _("changed a reviewer")
    CATALOGUE_SAVE = "catalogue.save", _("changed the catalogue")
    POLICY_SAVE = "policy.save", _("changed a review policy")
    CLAIM_RESOLVE = "claim.resolve", _("resolved an imported claim")
    EXPORT = "export.deliver", _("exported")
    KEY_GENERATE = "key.generate", _("generated a signing key")
    KEY_ROTATE = "key.rotate", _("rotated the signing key")
    KEY_REVOKE = "key.revoke", _("revoked a signing key")


class Purpose(TextChoices):
    """Why a round of review was opened."""

    RELEASE = "release", _("Before release")
    PERIODIC = "periodic", _("Periodic review")


class Scope(TextChoices):
    """How much of the article a round covers."""

    WHOLE = "whole", _("The whole article")
    CHANGES = "changes", _("The changes")


class Outcome(TextChoices):
    """How a round ended."""

    OPEN = "open", _("Open")
    APPROVED = "approved", _("Approved")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    RECALLED = "recalled", _("Recalled by the writer")
    REVISED = "revised", _("Set aside for a new version")
    SIGNATURE_WITHDRAWN = "signature_withdrawn", _("A signature was withdrawn")
    WITHDRAWN = "withdrawn", _("The article was withdrawn")


class Response(TextChoices):
    """What an invited reviewer answered."""

    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Decision(TextChoices):
    """What a reviewer decided, once."""

    NONE = "", _("None yet")
    SIGNED_OFF = "signed_off", _("Signed off")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")


class ArticleType(TextChoices):
    """What kind of text readers get; part of the signed content."""

    CONDITION = "condition", _("Condition")
    QUESTION_AND_ANSWER = "question_and_answer", _("Question and answer")
    TREATMENT = "treatment", _("Treatment")
    TEST_OR_PROCEDURE = "test_or_procedure", _("Test or procedure")
    LIVING_WITH = "living_with", _("Living with a condition")


class Audience(TextChoices):
    """Whom the text is written for."""

    PATIENT = "patient", _("Patients and families")
    CLINICIAN = "clinician", _("Clinicians")


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


class Separation(TextChoices):
    """How many different people author, review and publish need."""

    THREE = "three", _("Author, reviewer and publisher are three people")
    TWO = "two", _("The author may publish what another person reviewed")


class LicenceRule(TextChoices):
    """What a policy asks of a reviewer's licence to practise."""

    REQUIRE = "require", _("A licence in force is required")
    WARN = "warn", _("A missing licence is shown")
    IGNORE = "ignore", _("Licences are not looked at")
