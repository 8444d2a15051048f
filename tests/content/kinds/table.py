"""Every edit, with the kinds expected."""

from __future__ import annotations

from .amounts import AMOUNTS
from .harmless import HARMLESS
from .meanings import MEANINGS
from .shortenings import SHORTENINGS
from .unseen import UNSEEN

DANGEROUS = [*AMOUNTS, *MEANINGS, *UNSEEN, *SHORTENINGS]
EDITS = [*DANGEROUS, *HARMLESS]
