"""For everybody: is this file, or this text, what was released here? Nothing sent is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from articles import keys, throttling
from articles.bundles import assemble, verify
from articles.forms.verifying import MOST_MEGABYTES, VerifyForm, too_large
from articles.presenting.attachments import as_attachment
from articles.released import recognise

MOST_TOLD = 20
"""Findings, and articles of a bundle, that the page shows."""
MOST_BYTES = MOST_MEGABYTES * 10**6 + 10_000
"""Of a request: the file, and what a browser writes around it."""
MOST_DIGITS = 20
"""Of a length: what has more is no number that anybody means."""


class InMemory(MemoryFileUploadHandler):
    """Files of any size stay in memory: the size of the request was judged before."""

    def handle_raw_input(self, *_arguments: Any, **_options: Any) -> None:
        self.activated = True


@login_not_required
@never_cache
@csrf_exempt  # _answered asks for the token, once it is settled where a file goes
@require_http_methods(["GET", "HEAD", "POST"])
def verify_page(request: HttpRequest) -> HttpResponse:
    """A request that is too large, or one too many, is answered unread."""
    if request.method == "POST":
        try:
            throttling.by_address(request, "verify")
        except throttling.TooMany as error:
            return _too_often(request, error.wait)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        return _unread(request, 400, _("This request does not say how long it is."))
    if len(length) > MOST_DIGITS or int(length) > MOST_BYTES:
        return _unread(request, 413, too_large())
    request.upload_handlers = [InMemory(request)]
    return _answered(request)


def _unread(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    context = {"form": VerifyForm(), "refused": sentence}
    return render(request, "desk/verify.html", context, status=status)


def _too_often(request: HttpRequest, wait: int) -> HttpResponse:
    sentence = _("Too many requests. The next one is taken in %d seconds.") % wait
    response = _unread(request, 429, sentence)
    response["Retry-After"] = str(wait)
    return response


@csrf_protect
def _answered(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = VerifyForm(request.POST, request.FILES) if sent else VerifyForm()
    context: dict[str, Any] = {"form": form, "most": MOST_MEGABYTES}
    if not form.is_bound:
        return render(request, "desk/verify.html", context)
    if not form.is_valid():
        return render(request, "desk/verify.html", context, status=422)
    if data := form.cleaned_data["file"]:
        found = _judged(data)
        if "refused" in found:
            return render(request, "desk/verify.html", context | found, status=422)
    else:
        digest = form.cleaned_data["digest"]
        found = {"digest": digest, "known": recognise(digest)}
    return render(request, "desk/verify.html", context | found | {"form": VerifyForm()})


@login_not_required
@require_safe
def tool(_request: HttpRequest, *, name: str) -> HttpResponse:
    """The verifier, or how to do without it: as in every bundle, for who holds a single file."""
    return as_attachment((assemble.HERE / name).read_bytes(), "text/plain", name)


@login_not_required
@require_safe
def issuer_keys(_request: HttpRequest) -> HttpResponse:
    """The public keys behind exports: the one in use first, for `openssl` reads no further."""
    using = keys.in_use().thumbprint
    known = sorted(keys.trusted(), key=lambda key: verify.thumbprint(key) != using)
    pems = "".join(keys.pem(key) for key in known)
    return HttpResponse(pems, content_type="application/x-pem-file")


def _judged(data: bytes) -> dict[str, Any]:
    """The verdict on a file, and what became of each article since."""
    if not verify.form_of(data):
        return {"refused": _("This file cannot be judged: %s.") % verify.nothing(data)}
    report = verify.verify(data, keys.trusted())
    if not report.genuine:
        return {"report": report, "problems": report.problems[:MOST_TOLD]}
    told = report.articles[:MOST_TOLD]
    return {
        "report": report,
        "as_of": dt.datetime.fromisoformat(report.facts["created_at"]),
        "articles": [_told(article) for article in told],
        "more": len(report.articles) - len(told),
    }


def _told(article: dict[str, Any]) -> dict[str, Any]:
    """An article of a genuine file, with the newest release of its words."""
    since = next(iter(recognise(article["content_digest"], article["id"])), None)
    signatures = [
        {**each, "signed_at": dt.datetime.fromisoformat(each["signed_at"])}
        for each in article["signatures"]
    ]
    return {**article, "signatures": signatures, "since": since}
