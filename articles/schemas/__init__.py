"""The JSON Schemas (2020-12) of what leaves here, one file each, named as what they describe.

They are closed: a name that they do not know is a fault. What may hold more (``external_ids``,
CSL-JSON items) says so. A new name comes with a new number, or with a line in the change log.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

NAMES = ("article@1", "bundle@1", "ledger-proof@1", "receipt@1", "statement@1")
LEDGER_PROOF = "reviewflow/ledger-proof@1"
"""What a proof names as its schema, alone, in a bundle and in a receipt."""
WITHIN = {"receipt@1": ("ledger-proof@1", "statement@1")}
"""Schemas that another one refers to, by its name; they come along."""
FOLDER = Path(__file__).parent


@cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text("utf-8")


def load(name: str) -> dict[str, Any]:
    """The schema of one of ``NAMES``, to do with as one likes."""
    schema: dict[str, Any] = json.loads(_text(name))
    for other in WITHIN.get(name, ()):
        schema["$defs"][other] = {"$id": f"{other}.json", **load(other)}
    return schema
