"""What a browser keeps of a form until it is saved (js/unsaved.js), and how it learns that it was.

The text itself never comes here before its writer sends it; only the name that the browser gave to
its copy does, and goes back with the next form.
"""

from __future__ import annotations

import re

from django.http import HttpRequest

from articles.models import Article

SETTLED = "settled_copies"
"""In the session: names of copies whose text was saved, the newest last."""
MOST = 20
NAME = re.compile(r"[0-9a-f]{32}")


def settle(request: HttpRequest) -> None:
    """The copy that was sent with this form is saved, and may be forgotten."""
    if name := _copy(request):
        request.session[SETTLED] = [*request.session.get(SETTLED, []), name][-MOST:]


def facts(request: HttpRequest, article: Article | None) -> dict[str, str]:
    """Whose copy of which article this is, its name so far, and which copies are settled."""
    return {
        "user": str(request.user.pk),
        "article": str(article.pk) if article else "new",
        "copy": _copy(request),
        "settled": " ".join(request.session.get(SETTLED, [])),
    }


def _copy(request: HttpRequest) -> str:
    name = request.POST.get("_copy", "")
    return name if NAME.fullmatch(name) else ""
