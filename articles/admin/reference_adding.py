"""References added to a form that is not saved yet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict

from articles import lookups
from articles.content.bibliography import adding
from articles.content.bibliography.adding import Added
from articles.content.bibliography.files import MOST_BYTES
from articles.content.references import must_be_few
from articles.errors import InputRefused
from articles.models import Article

from .content_form import ContentForm
from .reference_rows import Row

BUTTON = "_add_references"


def with_references(request: HttpRequest, article: Article | None) -> ContentForm:
    """The posted form with what its box and its file hold as further rows. Nothing is saved.

    Where something is refused, the form comes back as it was, with the reason beside the box.
    """
    form = ContentForm(request.POST, article=article)
    rows = form.reference_rows
    try:
        added = _added(request, rows.items())
        must_be_few(added.references)
    except InputRefused as refused:
        form.reference_widget.refused = refused.message
        return form
    data = _longer(request.POST, added, [row.number for row in rows.rows])
    longer = ContentForm(data, article=article)
    longer.reference_widget.added = added
    return longer


def _added(request: HttpRequest, items: list[dict[str, Any]]) -> Added:
    pasted, file = request.POST.get("references-add", ""), request.FILES.get("references-file")
    look_up = lookups.LookUps() if settings.REFERENCE_LOOKUPS == "on" else None
    added = adding.add(items, pasted, look_up)
    if file is not None:
        # One byte more than may be read is enough to be refused.
        of_file = adding.add_file(added.references, file.read(MOST_BYTES + 1), str(file.name))
        added = Added(
            of_file.references,
            new_ids=added.new_ids + of_file.new_ids,
            duplicates=added.duplicates + of_file.duplicates,
            as_words=added.as_words,
            notes=added.notes + of_file.notes,
        )
    return added


def _longer(data: QueryDict, added: Added, numbers: list[int]) -> QueryDict:
    """The posted form with the new rows behind the others, and an empty box."""
    longer = data.copy()
    longer["references-add"] = ""
    new = [item for item in added.references if item["id"] in set(added.new_ids)]
    for number, item in enumerate(new, start=max(numbers, default=-1) + 1):
        for name, value in Row.of(number, item).inputs().items():
            longer[name] = value
    return longer
