"""Exported files with their receipts, and how a holder of the key would forge them."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

from articles import exporters
from articles.bundles import manifest
from articles.bundles.receipt import Sealer
from articles.bundles.verify import SEAL, SEAL_HEADER, embedded, form_of, join, sealed_text, split
from articles.dossier import Dossier

from . import samples

FORMS = ("html", "markdown")
EMPTY = SEAL + b'"}'


def written(dossier: Dossier, form: str) -> bytes:
    out = BytesIO()
    exporters.get(form).write(dossier, out)
    return out.getvalue()


def sealer(*dossiers: Dossier) -> Sealer:
    evidence = samples.ledger_of(*dossiers).evidence()
    return Sealer(evidence, origin=samples.origin(), key=samples.issuer())


def sealed(dossier: Dossier, form: str) -> bytes:
    return sealer(dossier).sealed(dossier, written(dossier, form), form)


def receipt_of(data: bytes) -> dict[str, Any]:
    return json.loads(split(data, form_of(data))[1])["receipt"]


def seal_anew(
    before: bytes, text: bytes, after: bytes, form: str, *, key: Any = samples.KEY
) -> bytes:
    """A file sealed with ``key``, whatever it says; ``text`` is the receipt up to its seal."""
    signed = sealed_text(before, text, after, form)
    seal = manifest.detached_jws(signed, samples.issuer(key), header=SEAL_HEADER)
    return join(before, text + SEAL + seal + b'"}', after, form)


def resealed(
    data: bytes,
    edit: Callable[[dict[str, Any]], Any] | None = None,
    *,
    key: Any = samples.KEY,
    old: bytes = b"",
    new: bytes = b"",
) -> bytes:
    """The file with an edited receipt, or with other bytes outside it, sealed anew."""
    form = form_of(data)
    before, text, after = split(data, form)
    value = json.loads(text)
    if edit:
        edit(value["receipt"])
    if old:
        assert old in before + after
        before, after = before.replace(old, new), after.replace(old, new)
    start = embedded(value | {"seal": ""}).removesuffix(EMPTY)
    return seal_anew(before, start, after, form, key=key)
