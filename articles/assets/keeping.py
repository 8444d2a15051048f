"""Keep a picture and give it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import files, roles
from articles.canonical import clean_text
from articles.content import images
from articles.errors import InputRefused
from articles.models import Asset

from .pictures import redrawn

FILE_LIMIT = 10_000_000
"""Bytes of one file, as it comes."""
_AT_ONCE = 1_000
"""Names in one statement: a database takes so many parameters, and not any number."""


def keep(data: bytes, name: str, *, actor: User) -> Asset:
    """Store one picture, once: what looks the same to the last pixel is the same asset.

    The file is written first, so that no row ever names a file that is not there.
    Raises ``PermissionDenied`` and ``InputRefused`` (field ``picture``).
    """
    if "draft_article" not in roles.permissions_of(actor):
        raise PermissionDenied("articles.draft_article")
    if len(data) > FILE_LIMIT:
        too_large = _("the file is larger than %s MB.") % (FILE_LIMIT // 10**6)
        raise InputRefused("picture", too_large, "size")
    picture = redrawn(data)
    row = Asset(
        digest=files.write("assets", picture.data),
        name=clean_text(name, "picture")[-255:] or "picture",
        media_type=picture.media_type,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        stored_by=actor,
        stored_at=timezone.now(),
    )
    if (kept := Asset.objects.filter(digest=row.digest).first()) is not None:
        return kept
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Somebody kept the same picture in this very moment.
        return Asset.objects.get(digest=row.digest)
    return row


def read(asset: Asset) -> bytes:
    """The bytes as they were kept. Raises ``InputRefused`` when they are gone or others."""
    return files.read("assets", asset.digest)


def faults(body: str, known: Mapping[str, Asset] | None = None) -> list[str]:
    """Pictures that a body shows and that are not here as they were kept, each in a sentence.

    ``known``: the assets there are for it and others, where they were looked up already.
    """
    named = images.named(body)
    known = stored(named) if known is None else known
    gone = [_("The picture %s is not stored here.") % each for each in named if each not in known]
    here = [each for each in named if each in known]
    return gone + [fault for each in here if (fault := files.fault_of("assets", each))]


def stored(digests: Iterable[str]) -> dict[str, Asset]:
    """The assets there are, by digest; no question asked where no picture is named."""
    named = sorted(set(digests))
    found: dict[str, Asset] = {}
    for at in range(0, len(named), _AT_ONCE):
        rows = Asset.objects.filter(digest__in=named[at : at + _AT_ONCE])
        found |= {row.digest: row for row in rows}
    return found
