"""A signature on one sheet, with what it takes to check it."""

from __future__ import annotations

import json
import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import presenting
from articles.models import LedgerEntry, Signature

from .doors import Request, page

SIGNATURE = Signature.objects.select_related(
    "article", "record", "round", "withdrawal", "withdraws", "signer"
)


@page
@require_safe
def receipt(request: Request, *, signature_id: uuid.UUID) -> HttpResponse:
    signature = get_object_or_404(SIGNATURE, pk=signature_id)
    entry = LedgerEntry.objects.of_signature(signature).first()
    said = json.loads(signature.statement)
    context = {
        "given": presenting.signed_sentence(signature),
        "said": said,
        "credentials": presenting.relied_on(said.get("credentials", [])),
        "signature": signature,
        "article": signature.article,
        "entry": entry,
        "leaf": bytes(entry.leaf).hex() if entry else "",
    }
    return render(request, "desk/receipt.html", context)
