"""References as JATS ``element-citation``s."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from articles.content.bibliography import others
from articles.content.citations import anchor

from .jats_body import XLINK, add

_KINDS = {
    **dict.fromkeys(("article", "article-journal", "article-magazine"), "journal"),
    **dict.fromkeys(("book", "chapter", "collection", "entry-encyclopedia"), "book"),
    **dict.fromkeys(("webpage", "post", "post-weblog"), "web"),
    **dict.fromkeys(("report", "standard", "regulation"), "report"),
    **dict.fromkeys(("thesis", "dataset", "patent", "software"), ""),
    "article-newspaper": "newspaper",
    "paper-conference": "confproc",
}
"""Values that the JATS Tag Library suggests; where it is silent, CSL's own word stands."""

_TEXTS = (
    ("container-title", "source"),
    ("edition", "edition"),
    ("publisher", "publisher-name"),
    ("publisher-place", "publisher-loc"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("page", "page-range"),
)
_NUMBERED = (("DOI", "doi"), ("PMID", "pmid"), ("PMCID", "pmcid"))


def reference_list(parent: Element, references: Iterable[Mapping[str, Any]]) -> None:
    """``<ref-list>`` of CSL-JSON items in print order, with the ids that ``xref`` points to."""
    made = add(parent, "ref-list")
    add(made, "title", "References")
    for number, item in enumerate(references, 1):
        _citation(add(made, "ref", id=anchor(number)), item)


def _citation(parent: Element, item: Mapping[str, Any]) -> None:
    kind = _KINDS.get(item["type"]) or str(item["type"])
    made = add(parent, "element-citation", publication_type=kind)
    for role in ("author", "editor"):
        if item.get(role):
            group = add(made, "person-group", person_group_type=role)
            _people(group, item[role])
            if others.follow(item, role):
                add(group, "etal")
    whole = kind in {"book", "web", "report"} and not item.get("container-title")
    for field, tag in (("title", "source" if whole else "article-title"), *_TEXTS):
        if item.get(field):
            add(made, tag, str(item[field]))
    issued = item["issued"]["date-parts"][0] if "issued" in item else ()
    for tag, part in zip(("year", "month", "day"), issued, strict=False):
        add(made, tag, str(part))
    _identifiers(made, item)


def _identifiers(made: Element, item: Mapping[str, Any]) -> None:
    for field, kind in _NUMBERED:
        if item.get(field):
            add(made, "pub-id", str(item[field]), pub_id_type=kind)
    if item.get("URL"):
        add(made, "ext-link", item["URL"], ext_link_type="uri").set(f"{{{XLINK}}}href", item["URL"])


def _people(group: Element, people: Iterable[Mapping[str, str]]) -> None:
    for person in people:
        if literal := person.get("literal"):
            add(group, "collab", literal)
            continue
        name = add(group, "name")
        particle = person.get("non-dropping-particle", "")
        add(name, "surname", f"{particle} {person['family']}".strip())
        if person.get("given"):
            add(name, "given-names", person["given"])
        if person.get("suffix"):
            add(name, "suffix", person["suffix"])
