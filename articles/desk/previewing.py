"""An approved or live text exactly as an export writes it, before anybody has it."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles import canonical, exporters, presenting, roles
from articles.errors import InputRefused, TransitionRefused
from articles.exporters import Exporter
from articles.models import Article
from articles.stages import Stage

from .doors import Request, View, page

ARTICLE = Article.objects.select_related("published_record", "round")
WIDTHS = {"desktop": _("Desktop"), "phone": _("Phone")}
MOST_CHARACTERS = 200_000
"""Of a file that is shown as text; the rest of it is in the file alone."""

# The types of django-csp know only views that take nothing but a request.
as_a_stranger: Callable[[View], View] = csp_replace(  # type: ignore[assignment]
    {
        "default-src": [NONE],
        "script-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:"],
        "font-src": [NONE],
        "connect-src": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [SELF],
        "sandbox": True,
    }
)
"""What an exported page may do while it is served from here: be looked at. It has no origin."""
# As above.
shows_a_frame: Callable[[View], View] = csp_update(  # type: ignore[assignment]
    {"frame-src": [SELF]}
)


@page
@shows_a_frame
@require_safe
def preview(request: Request, *, slug: str) -> HttpResponse:
    article = _article(request, slug)
    found = presenting.preview(article, live=request.GET.get("text") == "live")
    formats, width = exporters.registered(), request.GET.get("width")
    named = request.GET.get("format", "html")
    chosen = next((each for each in formats if each.slug == named), formats[0])()
    context = {
        "article": article,
        "preview": found,
        "formats": formats,
        "chosen": chosen,
        "widths": WIDTHS,
        "width": width if width in WIDTHS else "desktop",
        "record": found.candidate.round and found.candidate.round.record,
        "has_two": (has_two := article.is_live and article.stage == Stage.APPROVED),
        "which": "&text=live" if has_two and not found.approved else "",
    }
    if not found.refusals:
        context |= _file(found.written(chosen), chosen)
    return render(request, "publish/preview.html", context)


def _file(data: bytes, exporter: Exporter) -> dict[str, object]:
    """Size and digest of what is written; its words, where it is no page to look at."""
    said: dict[str, object] = {"size": len(data), "digest": canonical.digest(data)}
    if not exporter.content_type.startswith("text/html"):
        text = data.decode(errors="replace")
        said |= {"text": text[:MOST_CHARACTERS], "is_cut": len(text) > MOST_CHARACTERS}
    return said


@page
@never_cache
@xframe_options_sameorigin
@as_a_stranger
@require_safe
def raw(request: Request, *, slug: str) -> HttpResponse:
    """The bytes alone; saved as a file only where they may leave. 409 with the reasons."""
    article = _article(request, slug)
    try:
        exporter = exporters.get(request.GET.get("format", "html"))
    except InputRefused as refused:
        raise Http404 from refused
    found = presenting.preview(article, live=request.GET.get("text") == "live")
    as_file = "download" in request.GET
    if refusals := [*found.refusals, *(found.waits if as_file else ())]:
        raise TransitionRefused("preview", refusals)
    answer = HttpResponse(found.written(exporter), content_type=exporter.content_type)
    name = f"{article.slug}.{exporter.extension}"
    answer["Content-Disposition"] = str(content_disposition_header(as_file, name))
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _article(request: Request, slug: str) -> Article:
    """What is looked at as an export is for those who may export. 403, 404."""
    if "export_article" not in roles.permissions_of(request.user):
        raise PermissionDenied("articles.export_article")
    return get_object_or_404(ARTICLE, slug=slug)
