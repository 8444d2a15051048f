"""What each meaning says, word for word. The words signed are copied into the statement."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.utils.translation import gettext as _

from articles.canonical import digest
from articles.errors import InputRefused
from articles.models import Article, HistoricalArticle, StatementText
from articles.stages import Meaning

SHIPPED = {
    Meaning.MEDICAL_REVIEW: (
        "In my professional judgement, on this date, the whole of version {version} of “{title}” "
        "is accurate, current and fit for its audience."
    ),
    Meaning.PUBLICATION_RELEASE: (
        "I release version {version} of “{title}” to readers, as signed by its medical reviewers."
    ),
    Meaning.WITHDRAWAL: "I withdraw version {version} of “{title}” from readers. Reason: {note}",
    Meaning.SIGNATURE_WITHDRAWAL: (
        "The signature {withdraws} on version {version} of “{title}” is withdrawn. Reason: {note}"
    ),
    Meaning.CORRECTION_APPROVAL: (
        "In my professional judgement, on this date, the correction in version {version} of "
        "“{title}” is accurate, and the whole of that version is fit for its audience."
    ),
    Meaning.PERIODIC_REVIEW: (
        "In my professional judgement, on this date, the whole of version {version} of “{title}” "
        "is still accurate and current; it needs no change."
    ),
    Meaning.AUTHORSHIP: (
        "I put version {version} of “{title}” forward for medical review. I answer for its text "
        "and its references."
    ),
    Meaning.CHANGES_REQUIRED: (
        "I have reviewed version {version} of “{title}” and cannot sign it as it stands: {note}"
    ),
    Meaning.CREDENTIAL_VERIFICATION: (
        "I looked at the evidence of this check myself, and it shows what the check says."
    ),
}
"""Version 1 of each; frozen, since signed statements name it. Later versions are rows."""

_ABOUT_A_TEXT = {"version", "title"}
_NEEDED = {
    **dict.fromkeys(Meaning, _ABOUT_A_TEXT),
    Meaning.WITHDRAWAL: _ABOUT_A_TEXT | {"note"},
    Meaning.SIGNATURE_WITHDRAWAL: _ABOUT_A_TEXT | {"note", "withdraws"},
    Meaning.CHANGES_REQUIRED: _ABOUT_A_TEXT | {"note"},
    Meaning.CREDENTIAL_VERIFICATION: set[str](),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One version of what a meaning says, with its gaps still open."""

    meaning: Meaning
    version: int
    template: str

    @property
    def digest(self) -> str:
        """Of the sentence before its gaps are filled."""
        return digest(self.template.encode())

    def said(self, article: Article, note: str = "") -> dict[str, Any]:
        """What the ledger keeps of a sentence that is said without a signature."""
        sentence = self.about(article, note=note)
        return {"meaning": self.meaning.value, "text": sentence, "text_version": self.version}

    def about(
        self, record: Article | HistoricalArticle, *, note: str = "", withdraws: str = ""
    ) -> str:
        """The sentence a person puts their name to; shown before signing and stored after."""
        return self.template.format(
            version=record.version, title=record.title, note=note, withdraws=withdraws
        )


def in_use(meaning: Meaning) -> Text:
    """The newest version."""
    newest = StatementText.objects.filter(meaning=meaning).order_by("-version").first()
    if newest is None:
        return Text(meaning, 1, SHIPPED[meaning])
    return Text(meaning, newest.version, newest.text)


def gaps_of(meaning: Meaning) -> list[str]:
    """What a sentence of this meaning must leave open, and nothing else."""
    return sorted(_NEEDED[meaning])


def check_gaps(meaning: Meaning, template: str) -> None:
    """Raises ``InputRefused`` where the gaps of a sentence are not those that its act fills."""
    try:
        parts = [part[1:] for part in Formatter().parse(template) if part[1] is not None]
    except ValueError as error:
        raise InputRefused("text", _("a brace { or } stands alone."), "brace") from error
    asked = ", ".join(f"{{{name}}}" for name in gaps_of(meaning)) or _("none")
    plain = not any(spec or how for _name, spec, how in parts)
    if not plain or {name for name, *_how in parts} != _NEEDED[meaning]:
        raise InputRefused("text", _("the gaps of this sentence must be: %s.") % asked, "gaps")
