"""What is known while one page becomes Markdown: its address, its references, what was decided."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from articles.importers.base import ImportedPicture
from articles.importers.remarks import Remarks

_STRIPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b\u2028\u2029]+")
_ADDRESS = re.compile(
    r"https?://[^\s/?#\\@:]+(?::\d{1,5})?(?:[/?#]\S*)?|mailto:[^\s@]+@\S+", re.IGNORECASE
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_AS_WRITTEN = "%/:=&?~#+!$,;'@"


@dataclass(slots=True)
class Reading:
    """``name``: the source, in refusals. ``base``: the page's own address, or empty.
    ``cites``: reference ids by the anchor of their place in the list; ``numbered``: the same in
    list order, where bare numbers may mean them. ``footnotes``: their number by anchor.
    ``shift``: what is added to the level of each heading. ``depth``: lists and quotes around.
    """

    name: str
    base: str = ""
    cites: dict[str, str] = field(default_factory=dict)
    numbered: list[str] = field(default_factory=list)
    footnotes: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, ImportedPicture] = field(default_factory=dict)
    remarks: Remarks = field(default_factory=Remarks)
    shift: int = 0
    depth: int = 0

    def anchor(self, href: str) -> str:
        """The place in this page that an address means; empty for any other."""
        here, hash_, anchor = _STRIPPED.sub("", href).partition("#")
        return anchor if hash_ and here in ("", self.base.partition("#")[0]) else ""

    def address(self, href: str, words: str) -> str:
        """Where a link leads, made whole; empty, and remarked, where it may not lead.

        https, http and mailto alone. A link to a place in the same page has no address.
        """
        written = _STRIPPED.sub("", href)
        if not written:
            return ""
        if written.startswith("#"):
            self.remarks.add("Links within the page became text", words)
            return ""
        if "\\" in written or written.startswith("//") or not self._whole(written):
            self.remarks.add("Links were left out, and their words kept", f"{words} → {written}")
            return ""
        whole = self._whole(written)
        if whole.lower().startswith("http:"):
            self.remarks.add("Links are not https; they print as text until they are", whole)
        return whole

    def _whole(self, written: str) -> str:
        try:
            if not _SCHEME.match(written):
                written = urljoin(self.base, written) if self.base else ""
            urlsplit(written)
        except ValueError:
            return ""
        return quote(written, safe=_AS_WRITTEN) if _ADDRESS.fullmatch(written) else ""
