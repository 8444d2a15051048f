"""Which addresses can stand in a bundle: the verifier's rule for names, told article by article.

An address is frozen once its article was live, so old ones may break a rule that came later.
"""

from __future__ import annotations

from articles.bundles.verify import name_fault
from articles.errors import Refusal

CODE = "address_not_exportable"


class Addresses:
    """Those of one run. Two that differ only in capitals are one file on some systems."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def refusals(self, slug: str) -> list[Refusal]:
        """Why the article at this address cannot go into a bundle; else its address is taken."""
        if name_fault(f"articles/{slug}/content.json"):
            message = (
                f"The address “{slug}” cannot name a folder in a bundle: it has to begin with a "
                "letter or digit. Once an article was released its address stays; "
                "export it as single files."
            )
            return [Refusal(CODE, message)]
        other = self._taken.setdefault(slug.lower(), slug)
        if other == slug:
            return []
        message = (
            f"The address “{slug}” differs only in capitals from “{other}”, which is in this "
            "bundle. Once an article was released its address stays; export the two one by one."
        )
        return [Refusal(CODE, message)]
