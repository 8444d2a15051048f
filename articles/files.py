"""Files named by the SHA-256 of their bytes: written once, held against their name when read.

``shelf`` is one of Django's ``STORAGES``: ``evidence`` or ``assets``.
"""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from articles.canonical import digest
from articles.errors import InputRefused


def write(shelf: str, data: bytes) -> str:
    """Put the bytes in place, also over what a killed worker left half written; their digest."""
    found = digest(data)
    place = path(found)
    if _storage(shelf).exists(place):
        with _storage(shelf).open(place) as file:
            if file.read() == data:
                return found
        _storage(shelf).delete(place)
    _storage(shelf).save(place, ContentFile(data))
    return found


def read(shelf: str, found: str) -> bytes:
    """The bytes of a digest. Raises ``InputRefused`` when they are gone or others."""
    try:
        with _storage(shelf).open(path(found)) as file:
            data = bytes(file.read())
    except OSError:
        raise InputRefused(shelf, _("the file of %s is gone.") % found, "altered") from None
    if digest(data) != found:
        raise InputRefused(shelf, _("the file of %s is another.") % found, "altered")
    return data


def fault_of(shelf: str, found: str) -> str:
    """What is wrong with a kept file; empty when it is the one that was kept."""
    try:
        read(shelf, found)
    except InputRefused as fault:
        return fault.message
    return ""


def path(found: str) -> str:
    """Where the file of a digest lies: its hexadecimal digits, in folders of 256."""
    name = found.removeprefix("sha256:")
    return f"{name[:2]}/{name}"


def _storage(shelf: str) -> Storage:
    return storages[shelf]
