"""What articles and signatures say of themselves."""

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
    """What a person vouches for (21 CFR 11.50(a)(3))."""

    MEDICAL_REVIEW = "medical_review", _("Medical review")
    PUBLICATION_RELEASE = "publication_release", _("Publication release")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    SIGNATURE_WITHDRAWAL = "signature_withdrawal", _("Withdrawal of a signature")
    CORRECTION_APPROVAL = "correction_approval", _("Correction approval")
    PERIODIC_REVIEW = "periodic_review", _("Periodic review without change")
    AUTHORSHIP = "authorship", _("Authorship")
    CHANGES_REQUIRED = "changes_required", _("Changes required")
    CREDENTIAL_VERIFICATION = "credential_verification", _("Credential verification")


SIGNED_MEANINGS = (
    Meaning.MEDICAL_REVIEW,
    Meaning.PUBLICATION_RELEASE,
    Meaning.WITHDRAWAL,
    Meaning.SIGNATURE_WITHDRAWAL,
    Meaning.CORRECTION_APPROVAL,
    Meaning.PERIODIC_REVIEW,
)
"""What is signed with a password. The others are said in the ledger entry of the act."""


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
