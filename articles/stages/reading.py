"""Words for programs that read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ApiScope(TextChoices):
    """What an API token opens. Reading is all there is; signing is never possible that way."""

    READ = "read", _("read what is published")
