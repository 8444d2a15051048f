"""What a browser without scripts would send of a form on a page."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self, form_id):
        super().__init__()
        self._id, self._inside, self._area, self._select = form_id, False, "", ""
        self.sent = {}

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._inside = given.get("id") == self._id
        name = given.get("name")
        if not self._inside:
            return
        if tag == "input" and name and self._is_sent(given):
            value = given.get("value") or ""
            hidden = given.get("type") == "hidden"
            self.sent[name] = value if hidden else re.sub(r"[\r\n]", "", value)
        elif tag == "textarea" and name:
            self._area, self.sent[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.sent or "selected" in given):
            self.sent[self._select] = given.get("value") or ""

    def _is_sent(self, given):
        kind = given.get("type", "text")
        return kind not in {"submit", "file", "button"} and (
            kind not in {"checkbox", "radio"} or "checked" in given
        )

    def handle_data(self, data):
        if self._area:
            self.sent[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            text = self.sent[self._area].removeprefix("\n")
            self.sent[self._area] = text.replace("\n", "\r\n")
            self._area = ""
        if tag == "form":
            self._inside = False


def sent_by(page, form_id="article_form"):
    """Names and values of every control that a browser would send, line ends as it writes them."""
    form = _Form(form_id)
    form.feed(page.replace("\r\n", "\n"))  # as every HTML parser begins
    return form.sent
