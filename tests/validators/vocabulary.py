"""Holds a JSON-LD graph against the vocabulary of schema.org: types, domains and ranges.

A value is right when one range of its property takes it: a node of that type or of one below it, a
member of that enumeration, or text of that kind. ``@id`` alone means the node of the graph.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import schema_org

KEYWORDS = {"@type", "@id", "@context"}


def faults(graph: dict[str, Any]) -> list[str]:
    """One sentence for each fault; none when the graph keeps to the vocabulary."""
    nodes = {node["@id"]: node for node in graph["@graph"]}
    return [fault for node in graph["@graph"] for fault in _of_node(node, nodes)]


def _of_node(node: dict[str, Any], nodes: dict[str, Any]) -> Iterator[str]:
    kind = node.get("@type", "")
    model = getattr(schema_org, kind, None)
    if model is None or not hasattr(model, "SCHEMA_PROPERTIES"):
        yield f"no type {kind!r}"
        return
    known = {each.schema_name: each for each in model.SCHEMA_PROPERTIES}
    for name in node.keys() - KEYWORDS:
        if name not in known:
            yield f"{kind} has no {name}"
            continue
        if known[name].superseded_by:
            yield f"{name} is superseded"
        values = node[name] if isinstance(node[name], list) else [node[name]]
        for value in values:
            if not any(_fits(value, each, nodes) for each in known[name].ranges):
                yield f"{kind}.{name} takes {known[name].ranges}, not {value!r}"
            if isinstance(value, dict) and value.keys() != {"@id"}:
                yield from _of_node(value, nodes)


def _fits(value: Any, wanted: str, nodes: dict[str, Any]) -> bool:
    if isinstance(value, dict):
        node = nodes.get(value["@id"], {}) if value.keys() == {"@id"} else value
        model = getattr(schema_org, node.get("@type", ""), None)
        return wanted in getattr(model, "SCHEMA_TYPES", ())
    if not isinstance(value, str):
        return wanted in {"Number", "Integer"} and type(value) is int
    if wanted in {"Text", "URL"}:
        return wanted == "Text" or bool(urlsplit(value).scheme in {"http", "https", "urn"})
    if wanted == "Date":
        return _is_day(value)
    members = getattr(schema_org, wanted, None)
    is_enumeration = isinstance(members, type) and issubclass(members, Enum)
    return is_enumeration and value in {each.value for each in members}


def _is_day(value: str) -> bool:
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
