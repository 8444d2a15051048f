"""Secrets of second factors, sealed: who holds the database alone can make no code."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.views.decorators.debug import sensitive_variables

PURPOSE = b"reviewflow/second-factor@1"


@sensitive_variables()
def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


@sensitive_variables()
def unseal(sealed: str) -> str:
    """Raises ``ImproperlyConfigured`` when no key of this installation sealed it."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured(
            "A second factor was sealed with another REVIEWFLOW_SECRET_KEY: name the old one in "
            "REVIEWFLOW_SECRET_KEY_FALLBACKS."
        ) from error


@sensitive_variables()
def _box() -> MultiFernet:
    """The first key seals; the fallbacks still open."""
    return MultiFernet([_key(s) for s in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@sensitive_variables()
def _key(secret: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
