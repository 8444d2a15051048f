"""What a page says of itself beside its words: title, address, people and days, in its head."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from articles.importers.markup.tree import Element

LARGEST_JSON = 500_000
DEEPEST_JSON = 30
_ARTICLE = re.compile(r"\w*(?:Article|WebPage|Posting|Report|Guide)", re.ASCII)
_REVIEWERS = frozenset({"reviewed_by", "reviewedby", "medically_reviewed_by", "medical-reviewer"})
_REVIEWED = frozenset({"lastreviewed", "last-reviewed", "last_reviewed", "datereviewed"})
_HTTPS = re.compile(r"https://[^\s/?#]+\S*", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """``reviewers``: what calls them that, with name and degrees as they print. ``reviewed``: the
    day of the last review as written. ``cited``: references that the page names to machines alone.
    """

    title: str = ""
    site: str = ""
    address: str = ""
    base: str = ""
    summary: str = ""
    locale: str = ""
    reviewed: str = ""
    reviewers: list[tuple[str, str]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)


def head_of(page: Element) -> Head:
    """Everything in one pass; of two titles the one that people see in the browser is the last."""
    head = Head()
    titles: dict[str, str] = {}
    for element in page.walk():
        match element.tag:
            case "html":
                head.locale = head.locale or element.get("lang")
            case "title":
                titles.setdefault("title", element.text())
            case "base":
                head.base = head.base or _https(element.get("href"))
            case "link" if "canonical" in element.get("rel").lower().split():
                head.address = head.address or _https(element.get("href"))
            case "meta":
                _take_meta(element, head, titles)
            case "script" if element.get("type").strip().lower() == "application/ld+json":
                _take_json(element, head)
    head.title = titles.get("headline") or titles.get("og:title") or titles.get("title", "")
    head.title = _without_site(head.title, head.site)
    head.base = head.base or head.address
    return head


def _take_meta(element: Element, head: Head, titles: dict[str, str]) -> None:
    name = (element.get("name") or element.get("property")).strip().lower()
    content = " ".join(element.get("content").split())
    if not content:
        return
    if name == "og:title":
        titles.setdefault(name, content)
    elif name == "og:site_name":
        head.site = content
    elif name == "og:url":
        head.address = head.address or _https(content)
    elif name in ("description", "og:description"):
        head.summary = head.summary or content
    elif name == "author":
        head.authors.append(content)
    elif name in _REVIEWERS:
        head.reviewers.append((name, content))
    elif name in _REVIEWED:
        head.reviewed = head.reviewed or content


def _without_site(title: str, site: str) -> str:
    for sign in ("|", "–", "—", "-"):
        before, found, after = title.rpartition(f" {sign} ")
        if found and (after.strip() == site or (sign == "|" and not site)):
            return before.strip()
    return title


def _https(address: str) -> str:
    address = address.strip()
    return address if _HTTPS.fullmatch(address) else ""


def _take_json(element: Element, head: Head) -> None:
    """JSON-LD that cannot be read says nothing."""
    written = "".join(child for child in element.children if isinstance(child, str))
    try:
        data = json.loads(written) if len(written) <= LARGEST_JSON else None
    except (ValueError, RecursionError):
        return
    nodes = list(_nodes(data, 0))
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    for node in nodes:
        if any(_ARTICLE.fullmatch(kind) for kind in _texts(node.get("@type"))):
            _take_node(node, named, head)


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST_JSON:
        return
    if isinstance(value, dict):
        yield value
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for item in inside:
            yield from _nodes(item, depth + 1)


def _take_node(node: dict[str, Any], named: dict[str, Any], head: Head) -> None:
    people = [_person(one, named) for one in _listed(node.get("reviewedBy"))]
    head.reviewers += [("reviewedBy", person) for person in people if person]
    authors = [_person(one, named) for one in _listed(node.get("author"))]
    head.authors += [author for author in authors if author]
    head.reviewed = head.reviewed or next(iter(_texts(node.get("lastReviewed"))), "")
    head.locale = head.locale or next(iter(_texts(node.get("inLanguage"))), "")
    for one in _listed(node.get("citation")):
        parts = [one.get("name"), one.get("url")] if isinstance(one, dict) else [one]
        if line := " ".join(text for part in parts for text in _texts(part)):
            head.cited.append(line)


def _person(value: Any, named: dict[str, Any]) -> str:
    """Name and degrees; an organisation is nobody's name here."""
    if isinstance(value, str):
        return " ".join(value.split())
    if not isinstance(value, dict):
        return ""
    value = {**named.get(str(value.get("@id")), {}), **value}
    if "Organization" in _texts(value.get("@type")):
        return ""
    name = " ".join(" ".join(_texts(value.get("name"))).split())
    degrees = ", ".join(_texts(value.get("honorificSuffix")))
    return f"{name}, {degrees}" if name and degrees and not name.endswith(degrees) else name


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> list[str]:
    return [one for one in _listed(value) if isinstance(one, str) and one.strip()]
