"""With what a signature was proved, in words: the same before signing and on the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SECOND: dict[str, Any] = {
    "totp": _("Password, and a code of the authenticator app"),
    "recovery_code": _("Password, and a recovery code"),
    "series": _("Password; the code was given earlier in this series of signatures"),
}
"""By the second thing that a signed statement names."""


def proved_with(factors: Sequence[str]) -> str:
    """``factors`` as signed statements list them: the password, and what came with it."""
    more = next((SECOND[factor] for factor in factors if factor in SECOND), None)
    return str(more) if more else gettext("Password")
