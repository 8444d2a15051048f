"""Keep the file that shows what a source said. Private, named by its digest, never changed."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.canonical import clean_text, digest
from articles.errors import InputRefused
from articles.models import Evidence
from articles.stages import Event

from .adding import add
from .holding import permit

LIMIT = 10_000_000
"""Bytes of one file."""

_TYPES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
"""What the bytes begin with; what a browser says of a file is not asked."""


def keep(data: bytes, name: str, *, actor: User) -> Evidence:
    """Store one file, once: the same bytes again are the same evidence.

    The file is written first, so that no row ever names a file that is not there.
    Raises ``PermissionDenied`` and ``InputRefused``.
    """
    permit(actor, "manage_credentials")
    if not data:
        raise InputRefused("evidence", _("the file is empty."), "empty")
    if len(data) > LIMIT:
        raise InputRefused("evidence", _("the file is larger than %s MB.") % (LIMIT // 10**6))
    media_type = next((kind for start, kind in _TYPES if data.startswith(start)), "")
    if not media_type:
        raise InputRefused("evidence", _("keep a PDF, a PNG or a JPEG file."), "type")
    found = digest(data)
    if (kept := Evidence.objects.filter(digest=found).first()) is not None:
        return kept
    place = path(found)
    if not _storage().exists(place):
        _storage().save(place, ContentFile(data))
    with transaction.atomic():
        row = Evidence(
            digest=found,
            name=clean_text(name, "evidence")[-255:] or "evidence",
            media_type=media_type,
            size=len(data),
            stored_by=actor,
            stored_at=timezone.now(),
        )
        return add(row, Event.EVIDENCE_KEEP, actor, f"evidence:{found}", found)


def read(evidence: Evidence) -> bytes:
    """The bytes as they were kept. Raises ``InputRefused`` when they are gone or others."""
    if fault := fault_of(evidence):
        raise InputRefused("evidence", fault, "altered")
    with _storage().open(path(evidence.digest)) as file:
        return bytes(file.read())


def fault_of(evidence: Evidence) -> str:
    """What is wrong with a kept file; empty when it is the one that was kept."""
    try:
        with _storage().open(path(evidence.digest)) as file:
            actual = digest(file.read())
    except OSError:
        return _("the file of %s is gone.") % evidence.digest
    return "" if actual == evidence.digest else _("the file of %s is another.") % evidence.digest


def path(found: str) -> str:
    """Where the file of a digest lies: its hexadecimal digits, in folders of 256."""
    name = found.removeprefix("sha256:")
    return f"{name[:2]}/{name}"


def _storage() -> Storage:
    return storages["evidence"]
