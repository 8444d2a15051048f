"""What an imported item says about itself, as fields of a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from articles import specialties
from articles.errors import InputRefused
from articles.importers import ImportedArticle
from articles.models import Article
from articles.stages import ArticleType, Audience
from articles.workflow.filling import LANGUAGE


def content_of(imported: ImportedArticle, specialty: str) -> tuple[dict[str, Any], list[str]]:
    """The content of the draft, and a note for each detail that has no place here.

    ``specialty``: the code that whoever imports asks for; else the item's own, else the one that
    its claims agree on. Raises ``InputRefused`` where none of them is known.
    """
    details, notes = _usable(imported.details)
    own = details.pop("specialty", "")
    wanted = specialty or _code(own) or own or _claimed_specialty(imported)
    if wanted not in specialties.SPECIALTIES:
        what = _("“%s” is not known") % wanted[:80] if wanted else _("none is given")
        how = _("choose one for all the files.")
        raise InputRefused("specialty", f"{what}; {how}", "unknown")
    content = {
        **details,
        "title": imported.title,
        "summary": imported.summary,
        "body": imported.body,
        "references": imported.references,
        "specialty": wanted,
    }
    return content, notes


def _usable(details: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Other systems fill the same names with other things: a note says what was left out."""
    found: dict[str, Any] = {}
    notes = []
    for name, value in details.items():
        read = _READERS.get(name)
        try:
            if read is not None:
                found[name] = read(value)
                continue
        except (KeyError, TypeError, ValueError):
            pass
        notes.append(
            _("“%(name)s” says %(value)s, which has no place here; it was left out.")
            % {"name": name, "value": str(value)[:80]}
        )
    return found, notes


def _one_of(*known: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in known:
            raise ValueError(value)
        return str(value)

    return read


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _locale(value: Any) -> str:
    """Other systems write ``en_US`` for what is ``en-US`` here."""
    code = _text(value).strip().replace("_", "-")
    longest = Article._meta.get_field("locale").max_length
    if not LANGUAGE.fullmatch(code) or (longest is not None and len(code) > longest):
        raise ValueError(code)
    return code


def _authors(value: Any) -> list[str]:
    """Names, or objects that have one, as our own export writes them."""
    people = [value] if isinstance(value, str | dict) else list(value)
    return [_text(each["name"] if isinstance(each, dict) else each) for each in people]


def _topics(value: Any) -> list[dict[str, str]]:
    return [{key: _text(topic[key]) for key in ("system", "code")} for topic in value]


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "article_type": _one_of(*ArticleType.values),
    "audience": _one_of(*Audience.values),
    "locale": _locale,
    "specialty": _text,
    "authors": _authors,
    "funding": _text,
    "topics": _topics,
}


def _code(written: str) -> str:
    """The code of a specialty that is written as its code or as people read it; else empty."""
    if written in specialties.SPECIALTIES:
        return written
    by_label = {label.casefold(): code for code, (label, _) in specialties.SPECIALTIES.items()}
    return by_label.get(written.strip().casefold(), "")


def _claimed_specialty(imported: ImportedArticle) -> str:
    """The specialty that the claimed certificates name, where it is one and the same."""
    codes = {_code(claim.subspecialty) for claim in imported.claims}
    return codes.pop() if len(codes) == 1 else ""
