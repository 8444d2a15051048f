"""What an item claims about its review, on record; at least one row, so that it is known again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.credentials.claims import claimed_credential
from articles.importers import ClaimedReviewer, ImportedArticle
from articles.models import Article, Credential, ImportClaim

from .identity import key_of
from .outcomes import printable

NAME, DEGREES, WORDING = 200, 80, 300
"""Characters that a reviewer's name and degrees and a credential's wording may have."""
_is_address = URLValidator(schemes=("http", "https"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item came from. ``is_inherited``: its readers had it before we did."""

    source: str
    actor: User
    is_inherited: bool


def record(
    article: Article, imported: ImportedArticle, origin: Origin, notes: Iterable[str]
) -> list[str]:
    """One row for each claim, or one that claims nobody.

    ``notes``: what was decided until now; the first row keeps them. Gives them back with those
    about what could not be kept.
    """
    address, unkept = _live_address(imported)
    said, rows = [*notes, *unkept], list[ImportClaim]()
    claims: list[ClaimedReviewer | None] = [*imported.claims] or [None]
    for position, claim in enumerate(claims):
        row = ImportClaim(
            source_digest=imported.source_digest,
            item=imported.item,
            position=position,
            source_name=origin.source[-255:],
            source_key=key_of(imported),
            live_url=address,
            claimed_on=(claim and claim.claimed_on) or imported.claimed_on,
            is_inherited=origin.is_inherited,
            article=article,
            imported_by=origin.actor,
            imported_at=timezone.now(),
        )
        if claim is not None:
            said += _fill(row, claim, origin)
        rows.append(row)
    rows[0].notes = [printable(note) for note in said]
    for row in rows:
        row.save(force_insert=True)
    return said


def _fill(row: ImportClaim, claim: ClaimedReviewer, origin: Origin) -> list[str]:
    row.raw_line, row.printed_name = claim.raw_line, claim.printed_name[:300]
    row.board, row.subspecialty = claim.board[:300], claim.subspecialty[:300]
    if not claim.printed_name:
        return [_("“%s” names nobody; no reviewer was noted for it.") % claim.raw_line]
    row.credential = _credential(claim, origin)
    if row.credential is None:
        return [_("“%s” is longer than a name can be; nobody was noted for it.") % claim.raw_line]
    row.reviewer = row.credential.reviewer
    return []


def _credential(claim: ClaimedReviewer, origin: Origin) -> Credential | None:
    degrees = ", ".join(claim.degrees)
    name = claim.printed_name.removesuffix(f", {degrees}").strip()
    wording = len(claim.board) + len(claim.subspecialty) + len(" with subspecialty in ")
    if not name or len(name) > NAME or len(degrees) > DEGREES or wording > WORDING:
        return None
    return claimed_credential(
        name,
        degrees,
        board=claim.board,
        subspecialty=claim.subspecialty,
        actor=origin.actor,
        reason=_("Claimed by %s; not verified.") % origin.source,
    )


def _live_address(imported: ImportedArticle) -> tuple[str, list[str]]:
    """The address, where it is one that a browser can open."""
    address = imported.live_url.strip()
    if not address:
        return "", []
    try:
        _is_address(address)
    except ValidationError:
        return "", [_("Its address in the source is no web address; it was not kept.")]
    if len(address) > 500:
        return "", [_("Its address in the source is longer than 500 characters; it was not kept.")]
    return address, []
