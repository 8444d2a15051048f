"""A signature on one sheet, with what it takes to check it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import ledger, presenting, roles
from articles.canonical import canonical_bytes
from articles.errors import LedgerBroken, Refusal, TransitionRefused
from articles.forms.fields import withdrawable
from articles.models import LedgerEntry, Signature
from articles.presenting.attachments import as_attachment

from .doors import Request, page

SIGNATURE = Signature.objects.select_related(
    "article", "record", "round", "withdrawal", "withdraws", "signer", "schedule"
)


@page
@require_safe
def receipt(request: Request, *, signature_id: uuid.UUID) -> HttpResponse:
    signature = get_object_or_404(SIGNATURE, pk=signature_id)
    entry = LedgerEntry.objects.of_signature(signature).first()
    said = json.loads(signature.statement)
    context = {
        "given": presenting.read_signature(signature),
        "said": said,
        "shown_at": dt.datetime.fromisoformat(said["shown_at"]) if "shown_at" in said else None,
        "proved": presenting.proved_with(said["authentication"]),
        "credentials": presenting.relied_on(said.get("credentials", [])),
        "signature": signature,
        "article": signature.article,
        "entry": entry,
        "leaf": bytes(entry.leaf).hex() if entry else "",
        **_for_the_signer(signature, request.user),
    }
    return render(request, "desk/receipt.html", context)


def _for_the_signer(signature: Signature, user: User) -> dict[str, Any]:
    """Whom to tell, and whether it can be taken back, where the reader is who signed."""
    if signature.signer_id != user.pk:
        return {}
    editors = User.objects.filter(groups__name=roles.MANAGING_EDITORS, is_active=True)
    may_withdraw = signature in withdrawable(signature.article, user)
    return {"is_own": True, "editors": editors.order_by("pk"), "may_withdraw": may_withdraw}


@page
@require_safe
def proof(_request: Request, *, signature_id: uuid.UUID) -> HttpResponse:
    """That the entry of a signature stands in the signed ledger, to be checked by an outsider."""
    signature = get_object_or_404(SIGNATURE, pk=signature_id)
    entry = LedgerEntry.objects.of_signature(signature).first()
    if entry is None:
        raise Http404
    try:
        found = ledger.prove(entry.seq)
    except LedgerBroken as broken:
        raise TransitionRefused("proof", [Refusal("ledger_broken", str(broken))]) from broken
    name = f"ledger-proof-{entry.seq}.json"
    return as_attachment(canonical_bytes(found.as_json()), "application/json", name)
