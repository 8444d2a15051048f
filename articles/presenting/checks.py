"""What the checks found, as people read it: in the form, and beside a text under review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import canonical
from articles.content.checks import Finding
from articles.models import Article
from articles.workflow import checks

from . import remembered


@dataclass(frozen=True, slots=True)
class CheckItem:
    """``tone``: “no” for an error, “warn” for a warning. ``place``: in words, such as “Body,
    line 12” or “[@key] Title”. ``href``: the field's input on the form; ``field`` and ``line`` say
    where in it.
    """

    code: str
    sentence: str
    tone: str
    icon: str
    place: str
    href: str
    field: str
    line: int


@dataclass(frozen=True, slots=True)
class Checked:
    """``heading``: how many findings there are, in words; nothing where there are none."""

    heading: str
    items: tuple[CheckItem, ...]


def checked(content: Any) -> Checked:
    """Every finding of a text: an article, one of its records, or what is in a form, under the
    policy that covers it today (workflow.checks).
    """
    return _shown(checks.findings(content), content.references)


def noticed(record: Any) -> Checked:
    """The warnings of a record, which did not keep it from being submitted. Asks the database
    nothing, and is worked out once for each text.
    """
    found = remembered.warnings(canonical.content_bytes(record.content))
    return _shown(found, record.references)


def _shown(findings: Iterable[Finding], references: Sequence[Mapping[str, Any]]) -> Checked:
    found = list(findings)
    stand = sum(finding.is_error for finding in found)
    return Checked(
        _heading(stand, len(found) - stand), tuple(_item(finding, references) for finding in found)
    )


def _heading(stand: int, look: int) -> str:
    said = []
    if stand:
        sentence = ngettext(
            "%(count)s stands in the way of submitting",
            "%(count)s stand in the way of submitting",
            stand,
        )
        said.append(sentence % {"count": stand})
    if look:
        said.append(_("%(count)s to look at") % {"count": look})
    return ", ".join(said)


def _item(finding: Finding, references: Sequence[Mapping[str, Any]]) -> CheckItem:
    is_one = finding.field == "references" and finding.line
    return CheckItem(
        code=finding.code,
        sentence=finding.sentence,
        tone="no" if finding.is_error else "warn",
        icon="cross" if finding.is_error else "warning",
        place=_reference(references[finding.line - 1]) if is_one else place(finding),
        href=f"#id_{finding.field}",
        field=finding.field,
        line=finding.line,
    )


def _reference(item: Mapping[str, Any]) -> str:
    """Key and short title: pages number references as they are printed, which is another order."""
    title = str(item.get("title-short") or item.get("title") or "")
    return Truncator(f"[@{item['id']}] {title}".strip()).chars(60)


def place(finding: Finding) -> str:
    """Where to look: the field as the form names it, and the line or the reference."""
    if finding.field == "references" and finding.line:
        return _("Reference %(number)s") % {"number": finding.line}
    column = cast("models.Field[Any, Any]", Article._meta.get_field(finding.field))
    field = capfirst(str(column.verbose_name))
    if not finding.line:
        return field
    return _("%(field)s, line %(line)s") % {"field": field, "line": finding.line}
