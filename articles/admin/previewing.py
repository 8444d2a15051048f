"""The text in the form as readers will see it, saved or not, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles import presenting
from articles.canonical import CONTENT_FIELDS
from articles.content import checks
from articles.content.references import validate
from articles.errors import InputRefused

from .content_form import LISTS, ContentForm
from .kept import for_signed_out
from .site import Shown
from .writers import may_write

MOST_CHARACTERS = 200_000
"""Of a body that is looked at while somebody types; longer ones keep a server busy for seconds."""

_TOO_LONG = gettext_lazy(
    "A text of more than %s characters is previewed and checked when it is saved."
)


def preview_of(site: Shown) -> Any:
    """The address that a form is sent to while somebody types. It writes nothing.

    Answers with parts of a page: 200, or 401, 403 and 422 with a sentence.
    """

    @never_cache
    @require_POST
    def preview(request: HttpRequest) -> HttpResponse:
        if not may_write(request):
            raise PermissionDenied
        if len(request.POST.get("body", "")) > MOST_CHARACTERS:
            return _sentence(_TOO_LONG % f"{MOST_CHARACTERS:,}", 422)
        named = request.GET.get("article")
        article = site.found(request, named) if named else None
        facts = previewed(ContentForm(request.POST, article=article))
        return TemplateResponse(request, "admin/articles/article/previewed.html", facts)

    return for_signed_out(site.admin_site.admin_view(preview), _signed_out)


def _signed_out(_request: HttpRequest) -> HttpResponse:
    return _sentence(_("You are signed out."), 401)


def previewed(form: ContentForm) -> dict[str, Any]:
    """What the form's preview, its count of words, its reading grade and its checks show."""
    text = typed(form)
    return {
        "reading": presenting.reading(text),
        "measured": checks.reading(text.body),
        "checked": presenting.checked(text),
    }


def typed(form: ContentForm) -> Any:
    """Every signed column as it stands in the form; what cannot be read yet is left out."""
    values = {name: form.get_initial_for_field(form.fields[name], name) for name in CONTENT_FIELDS}
    if form.is_bound:
        form.is_valid()
        raw: dict[str, Any] = {
            name: [] if name in LISTS else _raw(form, name) for name in CONTENT_FIELDS
        }
        raw["references"] = form.reference_rows.items()
        values = {name: form.cleaned_data.get(name, raw[name]) for name in raw}
    empty: dict[str, Any] = {name: [] if name in LISTS else "" for name in CONTENT_FIELDS}
    values = {name: value or empty[name] for name, value in values.items()}
    return SimpleNamespace(**values | {"references": _readable(values["references"])})


def _readable(items: Iterable[Any]) -> list[Any]:
    """The references that can be printed; one that cannot be read yet hides no other."""
    found: dict[Any, Any] = {}
    for item in items:
        with suppress(InputRefused):
            (read,) = validate([item])
            found.setdefault(read["id"], read)
    return list(found.values())


def _raw(form: ContentForm, name: str) -> str:
    """As sent, without what no database can be asked for."""
    return str(form[name].value() or "").replace("\0", "")


def _sentence(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
