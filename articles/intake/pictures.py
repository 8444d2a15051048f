"""Pictures that an item carries become stored pictures, or the words that stand for them."""

from __future__ import annotations

import re
from dataclasses import replace

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles import assets
from articles.assets.pictures import redrawn
from articles.canonical import digest
from articles.errors import InputRefused
from articles.importers import ImportedArticle, ImportedPicture

from .outcomes import printable

_IMAGE = re.compile(r"!\[((?:\\[\s\S]|[^\[\]\\])*+)\]\(<?(embedded:[0-9a-f]++)>?(?:\s[^()\n]*+)?\)")
"""An image of the source in Markdown: the text in its place, and its source. No part of it reaches
over another opening bracket, so that many openings take one walk over the body.
"""


def settled(imported: ImportedArticle, *, actor: User, dry_run: bool) -> ImportedArticle:
    """The item with ``sha256:…`` for each picture, and a note for each that cannot be kept.

    A dry run judges the pictures and stores none.
    """
    body, notes = imported.body, list(imported.notes)
    refused: set[str] = set()
    for source, picture in imported.pictures.items():
        name = printable(picture.name) or _("picture")
        try:
            body = body.replace(source, _kept(picture, name, actor, dry_run=dry_run))
        except InputRefused as refusal:
            refused.add(source)
            notes.append(
                _("The picture %(name)s was left out: %(reason)s")
                % {"name": name, "reason": refusal.message}
            )
    body = _IMAGE.sub(lambda image: image[1 if image[2] in refused else 0], body)
    return replace(imported, body=body, notes=tuple(notes))


def _kept(picture: ImportedPicture, name: str, actor: User, *, dry_run: bool) -> str:
    if dry_run:
        return digest(redrawn(picture.data).data)
    return assets.keep(picture.data, name, actor=actor).digest
