"""The rules of the house as functions: each yields the places that break it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from articles.canonical import CONTENT_FIELDS

from . import source
from .source import Module

ENGINE = "workflow.engine"
DRAFTING = ("workflow.drafting", "workflow.filling")
SIGNED_COLUMNS = {*CONTENT_FIELDS, "content_digest", "version"}

PURE = ("content", "exporters", "importers", "bundles")
"""Rooms that know no database: a ``self.title`` there is no article's."""

MAKERS = {"Article", "create", "acreate", "get_or_create", "update_or_create"}
ROW_WRITERS = {"bulk_create", "bulk_update", "abulk_create", "abulk_update"}
RAW_WRITE = re.compile(r"\b(?:UPDATE\b.*\bSET|INSERT\s+INTO|DELETE\s+FROM|TRUNCATE)\b", re.DOTALL)
RAW_WRITERS = ("workflow.claiming", "triggers", "ledger.appending")
"""Where SQL that writes is written by hand: the claim on a row, the rules in the database, the next
link of the ledger."""
NO_TEXT = re.compile(r"\bforms\.(?:Hidden|Password)Input\b")
HISTORY_SWITCHES = {"skip_history_when_saving", "SIMPLE_HISTORY_ENABLED", "_history_date"}


def writers_of_stage(modules: Iterable[Module]) -> Iterator[str]:
    """One writer of ``stage``: the engine."""
    for module in modules:
        if module.inside(ENGINE):
            continue
        for target in source.assigned_attributes(module):
            if target.attr == "stage":
                yield module.where(target)
        for call in source.calls(module):
            if _names(call, {"stage"}):
                yield module.where(call)


def writers_of_content(modules: Iterable[Module]) -> Iterator[str]:
    """One writer of the signed columns, and one maker of articles: ``save_draft``."""
    for module in modules:
        if module.inside(*DRAFTING, *PURE):
            continue
        for target in source.assigned_attributes(module):
            own = isinstance(target.value, ast.Name) and target.value.id == "self"
            if target.attr in SIGNED_COLUMNS and (not own or module.inside("models")):
                yield module.where(target)
        for call in source.calls(module):
            if _names(call, SIGNED_COLUMNS) or _makes_an_article(call) or _sets_any_name(call):
                yield module.where(call)


def _names(call: ast.Call, columns: set[str]) -> bool:
    """Does this call write one of these columns by name (update, setattr, save, bulk_update)?"""
    match source.called(call):
        case "update" | "update_or_create":
            return bool(source.keywords(call) & columns)
        case "setattr" if len(call.args) == 3 and isinstance(call.args[1], ast.Constant):
            return call.args[1].value in columns
        case "save" | "asave" | "bulk_update":
            return bool({node.value for node in ast.walk(call) if _is_text(node)} & columns)
    return False


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _makes_an_article(call: ast.Call) -> bool:
    inner = source.receiver(call)
    if source.called(call) == "Article":
        return True
    return source.called(call) in MAKERS and source.root(inner) in {"Article", "HistoricalArticle"}


def _sets_any_name(call: ast.Call) -> bool:
    """``setattr`` with a computed name can write anything."""
    return source.called(call) == "setattr" and not (
        len(call.args) == 3 and isinstance(call.args[1], ast.Constant)
    )


def savers_of_articles(modules: Iterable[Module]) -> Iterator[str]:
    """No ``article.save()`` or ``record.save()`` outside the workflow."""
    for module in modules:
        if module.inside("workflow", *PURE):
            continue
        for call in source.calls(module):
            if source.called(call) in {"save", "asave", "save_base"} and _is_article(call):
                yield module.where(call)


def _is_article(call: ast.Call) -> bool:
    match source.receiver(call):
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return "article" in name.lower() or name in {"draft", "record", "published_record"}
    return False


def silent_writes(modules: Iterable[Module], plain_models: set[str]) -> Iterator[str]:
    """Writes that leave no record.

    Bulk writes are fine on ``plain_models``, which keep no history; on anything else, a queryset in
    a variable included, they belong to the workflow. ``update(claim=…)`` alone is how a row is
    locked: the column stands outside every history.
    """
    for module in modules:
        if module.inside("workflow", *PURE):
            continue
        for call in source.calls(module):
            bulk = source.called(call) in ROW_WRITERS or source.writes_rows(call)
            if source.keywords(call) == {"claim"} and len(call.keywords) == 1:
                continue
            if bulk and source.root(source.receiver(call)) not in plain_models:
                yield module.where(call)


def raw_writes(modules: Iterable[Module]) -> Iterator[str]:
    """SQL that writes goes past every other rule here."""
    for module in modules:
        for node in ast.walk(module.tree):
            sql = ast.unparse(node) if isinstance(node, ast.JoinedStr | ast.Constant) else ""
            if RAW_WRITE.search(sql) and not module.inside(*RAW_WRITERS):
                yield module.where(node)


def columns_claimed(module: Module) -> set[str]:
    """The columns that hand-written UPDATEs set."""
    return set(re.findall(r"\bSET (\w+) =", module.text))


def history_switches(modules: Iterable[Module]) -> Iterator[str]:
    """What turns the record off, or dates it by hand, is named where it is refused alone."""
    for module in modules:
        if module.inside("readiness"):
            continue
        for node in ast.walk(module.tree):
            match node:
                case ast.Attribute(attr=name) | ast.Name(id=name) | ast.keyword(arg=name):
                    named = name
                case ast.Constant(value=str() as name):
                    named = name
                case _:
                    continue
            if named in HISTORY_SWITCHES:
                yield f"{module.path}:{getattr(node, 'lineno', '?')}: {named}"


def forbidden_imports(
    modules: Iterable[Module], banned: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    """Imports of a package (``django.http``) by a room that must not know it."""
    for module in modules:
        packages = [p for room, names in banned.items() if module.inside(room) for p in names]
        for node, name in source.imports(module):
            if any(name == package or name.startswith(f"{package}.") for package in packages):
                yield module.where(node)


def plain_text_fields(modules: Iterable[Module]) -> Iterator[str]:
    """Fields of forms that take text as it comes: what is stored goes through ``StoredText``.

    What people do not type (hidden) and what nobody reads (a password) is not text.
    """
    for module in modules:
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.stmt) or hasattr(node, "body"):
                continue
            typed = ast.unparse(node)
            if "forms.CharField(" in typed and not NO_TEXT.search(typed):
                yield module.where(node)
