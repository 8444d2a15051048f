"""Turn what an importer read into drafts and claims: all of one item, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import importers, specialties, workflow
from articles.credentials.claims import claimed_credential
from articles.errors import InputRefused, ReviewFlowError
from articles.importers import ClaimedReviewer, ImportedArticle
from articles.models import Article, ImportClaim
from articles.stages import Event


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: ``state`` is ok, skipped or failed; ``reason`` says why."""

    source: str
    item: int
    state: str
    slug: str = ""
    title: str = ""
    reason: str = ""
    claims: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def take_in_file(
    path: Path, *, actor: User, specialty: str = "", dry_run: bool = False
) -> Iterator[Outcome]:
    """Import one file. Every fault becomes an ``Outcome``; nothing is half-written."""
    try:
        found = importers.read(path.read_bytes(), path.name)
    except InputRefused as error:
        yield Outcome(path.name, 0, "failed", reason=str(error))
        return
    except OSError as error:
        yield Outcome(path.name, 0, "failed", reason=f"{path.name}: {error.strerror}.")
        return
    for imported in found:
        try:
            yield take_in(
                imported, actor=actor, source=path.name, specialty=specialty, dry_run=dry_run
            )
        except ReviewFlowError as error:
            yield Outcome(
                path.name,
                imported.item,
                "failed",
                title=imported.title,
                reason=f"{path.name}: {error}",
            )


def take_in(
    imported: ImportedArticle,
    *,
    actor: User,
    source: str,
    specialty: str = "",
    dry_run: bool = False,
) -> Outcome:
    """Write one draft with its claims, unless this item of these bytes is here already.

    Raises ``PermissionDenied`` and ``InputRefused``.
    """
    lines = tuple(claim.raw_line for claim in imported.claims)
    done = Outcome(source, imported.item, "ok", "", imported.title, "", lines, imported.notes)
    known = ImportClaim.objects.filter(source_digest=imported.source_digest, item=imported.item)
    if earlier := known.select_related("article").first():
        reason = _("imported already")
        return replace(done, state="skipped", slug=earlier.article.slug, reason=reason)
    content = _content(imported, specialty)
    if dry_run:
        return replace(done, reason=_("nothing was written"))
    with transaction.atomic():
        article = workflow.new_article(
            content,
            actor=actor,
            reason=_("Imported from %s.") % source,
            stem=imported.slug_hint,
            event=Event.ARTICLE_IMPORT,
            payload={"source": imported.source_digest, "item": imported.item},
        )
        # One row even without a byline: it is how the next import knows these bytes.
        claims: list[ClaimedReviewer | None] = [*imported.claims] or [None]
        for position, claim in enumerate(claims):
            _claim(article, imported, claim, position=position, source=source, actor=actor)
    return replace(done, slug=article.slug)


def _content(imported: ImportedArticle, specialty: str) -> dict[str, Any]:
    details = dict(imported.details)
    wanted = specialty or details.get("specialty", "") or _claimed_specialty(imported)
    if wanted not in specialties.SPECIALTIES:
        known = ", ".join(specialties.SPECIALTIES)
        what = _("“%s” is not known") % wanted if wanted else _("none is given")
        raise InputRefused("specialty", f"{what}; choose from {known}.", "unknown")
    authors = [a["name"] if isinstance(a, dict) else a for a in details.get("authors", [])]
    return {
        **details,
        "title": imported.title,
        "summary": imported.summary,
        "body": imported.body,
        "references": imported.references,
        "authors": authors,
        "specialty": wanted,
    }


def _claimed_specialty(imported: ImportedArticle) -> str:
    """The specialty that the claimed certificates name, where it is one and the same."""
    by_label = {label.casefold(): code for code, (label, _) in specialties.SPECIALTIES.items()}
    codes = {by_label.get(claim.subspecialty.casefold(), "") for claim in imported.claims}
    return codes.pop() if len(codes) == 1 else ""


def _claim(
    article: Article,
    imported: ImportedArticle,
    claim: ClaimedReviewer | None,
    *,
    position: int,
    source: str,
    actor: User,
) -> None:
    row = ImportClaim(
        source_digest=imported.source_digest,
        item=imported.item,
        position=position,
        source_name=source[:255],
        article=article,
        imported_by=actor,
        imported_at=timezone.now(),
    )
    if claim is not None:
        row.raw_line, row.printed_name = claim.raw_line, claim.printed_name
        row.board, row.subspecialty = claim.board, claim.subspecialty
        degrees = ", ".join(claim.degrees)
        row.credential = claimed_credential(
            claim.printed_name.removesuffix(f", {degrees}"),
            degrees,
            board=claim.board,
            subspecialty=claim.subspecialty,
            actor=actor,
            reason=_("Claimed by %s; not verified.") % source,
        )
        row.reviewer = row.credential.reviewer
    row.save(force_insert=True)
