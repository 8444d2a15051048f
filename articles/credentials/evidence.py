"""Keep the file that shows what a source said. Private, named by its digest, never changed."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import files
from articles.canonical import clean_text
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

_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"


def keep(data: bytes, name: str, *, actor: User) -> Evidence:
    """Store one file, once: the same bytes again are the same evidence.

    The file is written first, so that no row ever names a file that is not there.
    Raises ``PermissionDenied`` and ``InputRefused``.
    """
    permit(actor, "manage_credentials")
    media_type = _media_type(data)
    found = files.write("evidence", data)
    row = Evidence(
        digest=found,
        name=clean_text(name, "evidence")[-255:] or "evidence",
        media_type=media_type,
        size=len(data),
        stored_by=actor,
        stored_at=timezone.now(),
    )
    if (kept := Evidence.objects.filter(digest=found).first()) is not None:
        return kept
    try:
        with transaction.atomic():
            return add(row, Event.EVIDENCE_KEEP, actor, f"evidence:{found}", found)
    except (IntegrityError, InputRefused):
        # Somebody kept the same bytes in this very moment.
        if (kept := Evidence.objects.filter(digest=found).first()) is None:
            raise
        return kept


def _media_type(data: bytes) -> str:
    """By its first bytes. A picture is whole, and nothing hangs on behind it."""
    if not data:
        raise InputRefused("evidence", _("the file is empty."), "empty")
    if len(data) > LIMIT:
        too_large = _("the file is larger than %s MB.") % (LIMIT // 10**6)
        raise InputRefused("evidence", too_large, "size")
    found = next((kind for start, kind in _TYPES if data.startswith(start)), "")
    if not found:
        raise InputRefused("evidence", _("keep a PDF, a PNG or a JPEG file."), "type")
    cut_off = found == "image/png" and not data.endswith(_PNG_END)
    cut_off |= found == "image/jpeg" and not data.rstrip(b"\0").endswith(b"\xff\xd9")
    if cut_off:
        damaged = _("the file does not end as such a file ends; save it again, and keep that.")
        raise InputRefused("evidence", damaged, "damaged")
    return found


def read(evidence: Evidence) -> bytes:
    """The bytes as they were kept. Raises ``InputRefused`` when they are gone or others."""
    return files.read("evidence", evidence.digest)
