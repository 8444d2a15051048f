"""Rounds of review: why, how far, and how they ended."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class Answer(TextChoices):
    """What a reviewer answers to a question of the checklist."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Separation(TextChoices):
    """How many different people author, review and publish need."""

    THREE = "three", _("Author, reviewer and publisher are three people")
    TWO = "two", _("The author may publish what another person reviewed")


class LicenceRule(TextChoices):
    """What a policy asks of a reviewer's licence to practise."""

    REQUIRE = "require", _("A licence in force is required")
    WARN = "warn", _("A missing licence is shown")
    IGNORE = "ignore", _("Licences are not looked at")
