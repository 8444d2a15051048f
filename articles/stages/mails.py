"""The mails that are sent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeliveryKind(TextChoices):
    """What a mail tells its reader."""

    RECEIPT = "receipt", _("Receipt for a signature")
    SIGNING_LOCKED = "signing_locked", _("Signing was locked after wrong tries")
    SIGNATURE_WITHDRAWN = "signature_withdrawn", _("Your signature was withdrawn")
    PASSWORD_SET = "password_set", _("Somebody else set your password")
    RELEASE_REFUSED = "release_refused", _("A scheduled release was refused")
    RELEASE_ENDED = "release_ended", _("Your scheduled release was called off")
    REVIEW_DIGEST = "review_digest", _("The day’s reviews")
