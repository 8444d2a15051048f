"""The house's source as syntax trees: what tests/architecture/ asks about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

type_of_function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    path: str
    """Relative to the repository, with forward slashes."""
    text: str
    tree: ast.Module

    def inside(self, *rooms: str) -> bool:
        """Does it lie in one of these rooms of ``articles/`` (say, ``workflow.engine``)?"""
        return any(
            self.path == f"articles/{room.replace('.', '/')}.py"
            or self.path.startswith(f"articles/{room.replace('.', '/')}/")
            for room in rooms
        )

    def where(self, node: ast.AST) -> str:
        return f"{self.path}:{node.lineno}: {ast.unparse(node).splitlines()[0][:90]}"


@cache
def modules() -> tuple[Module, ...]:
    """Every module of ``articles`` and ``reviewflow`` but migrations, parsed once."""
    return tuple(
        read(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
        for package in ("articles", "reviewflow")
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    )


def read(path: str, text: str) -> Module:
    return Module(path, text, ast.parse(text, path))


def functions(module: Module) -> Iterator[type_of_function]:
    for node in ast.walk(module.tree):
        if isinstance(node, type_of_function):
            yield node


def parameters(function: type_of_function) -> set[str]:
    every = function.args
    return {arg.arg for arg in (*every.posonlyargs, *every.args, *every.kwonlyargs)}


def calls(module: Module) -> Iterator[ast.Call]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield node


def called(call: ast.Call) -> str:
    """The last name of what is called: ``save`` in ``article.save()``."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def receiver(call: ast.Call) -> ast.expr | None:
    return call.func.value if isinstance(call.func, ast.Attribute) else None


def root(expression: ast.expr | None) -> str:
    """The name a chain starts with: ``Article`` in ``Article.objects.filter(…).update(…)``."""
    while expression is not None:
        match expression:
            case ast.Name(id=name):
                return name
            case ast.Attribute(value=inner) | ast.Subscript(value=inner):
                expression = inner
            case ast.Call(func=inner):
                expression = inner
            case _:
                return ""
    return ""


def keywords(call: ast.Call) -> set[str]:
    return {keyword.arg for keyword in call.keywords if keyword.arg}


def writes_rows(call: ast.Call) -> bool:
    """Is this ``QuerySet.update``? (It takes keywords only; ``dict.update`` and hashes do not.)"""
    return called(call) == "update" and not call.args and bool(call.keywords)


def assigned_attributes(module: Module) -> Iterator[ast.Attribute]:
    """Every attribute that is stored to or deleted, in whatever kind of statement."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            yield node


def imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Absolute names of what is imported, ``from a import b`` as both ``a`` and ``a.b``."""
    package = module.path.removesuffix("/__init__.py").removesuffix(".py").split("/")
    if not module.path.endswith("__init__.py"):
        package = package[:-1]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield node, base
            yield from ((node, f"{base}.{alias.name}") for alias in node.names)
