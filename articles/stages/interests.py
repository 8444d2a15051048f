"""Competing interests: what is asked for, and what an editor makes of an answer."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InterestCategory(TextChoices):
    """The thirteen questions of the ICMJE disclosure form (2021), in its order."""

    SUPPORT = "support", _("Support for reviewing here, without a time limit")
    GRANTS = "grants", _("Grants or contracts")
    ROYALTIES = "royalties", _("Royalties or licences")
    CONSULTING = "consulting", _("Consulting fees")
    HONORARIA = "honoraria", _("Payment for lectures, writing or education")
    TESTIMONY = "testimony", _("Payment for expert testimony")
    TRAVEL = "travel", _("Meetings or travel paid by others")
    PATENTS = "patents", _("Patents planned, issued or pending")
    BOARDS = "boards", _("Data safety monitoring or advisory boards")
    LEADERSHIP = "leadership", _("Leadership or a role in a society or advocacy group")
    STOCK = "stock", _("Stock or options")
    GIFTS = "gifts", _("Equipment, drugs, medical writing or gifts received")
    OTHER = "other", _("Anything else")


class InterestDecision(TextChoices):
    """What a managing editor decided about an interest in one article."""

    NONE = "", _("Not decided")
    NO_CONFLICT = "no_conflict", _("No conflict with this article")
    MANAGEABLE = "manageable", _("Manageable: printed with the review")
    DISQUALIFYING = "disqualifying", _("Disqualifying: somebody else reviews")
