"""The words a reader sees on a page, in order: the same list as of the Markdown it was made from.

Markup, link targets and citation marks are left out; an image counts with its alternative text.
"""

from __future__ import annotations

from html.parser import HTMLParser

INLINE = frozenset({"a", "b", "code", "em", "i", "img", "mark", "span", "strong", "sub", "sup"})
UNSEEN = frozenset({"head", "script", "style", "template"})
CITATION_MARKS = frozenset({"citation", "citation-error"})


def words_of_html(html: str) -> list[str]:
    """The visible words of an HTML page or fragment, in document order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.text).split()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._hidden_in = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden_in:
            self._depth += tag == self._hidden_in
            return
        values = dict(attrs)
        classes = (values.get("class") or "").split()
        if tag in UNSEEN or CITATION_MARKS.intersection(classes):
            self._hidden_in, self._depth = tag, 1
            return
        if tag == "img":
            self.text.append(values.get("alt") or "")
        if tag not in INLINE:
            self.text.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden_in:
            self._depth -= tag == self._hidden_in
            if not self._depth:
                self._hidden_in = ""
            return
        if tag not in INLINE:
            self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden_in:
            self.text.append(data)
