"""What was copied elsewhere, as Markdown for the body (js/writing/paste.js). Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.errors import InputRefused
from articles.importers.pasted import markdown_of

from .kept import for_signed_out
from .site import Shown
from .writers import may_write

TOO_LARGE = "size"


def markdown_for(site: Shown) -> Any:
    """The address that the editor asks when somebody pastes HTML.

    Answers 200 with ``markdown`` (empty: the plain words will do) and ``notes``, or 401, 403, 413
    and 422 with a sentence.
    """

    @never_cache
    @require_POST
    def pasted(request: HttpRequest) -> HttpResponse:
        if not may_write(request):
            raise PermissionDenied
        try:
            found = markdown_of(request.POST.get("html", ""))
        except InputRefused as refused:
            status = 413 if refused.code == TOO_LARGE else 422
            return _sentence(str(capfirst(refused.message)), status)
        return JsonResponse({"markdown": found.markdown, "notes": found.notes})

    return for_signed_out(site.admin_site.admin_view(pasted), _signed_out)


def _signed_out(_request: HttpRequest) -> HttpResponse:
    return _sentence(_("You are signed out."), 401)


def _sentence(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
