"""What an exporter is, and the closed list of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import BinaryIO, ClassVar, TypeVar

from django.core.exceptions import ImproperlyConfigured

from articles.dossier import Dossier
from articles.errors import InputRefused

BUILT_IN = ("json_article", "markdown_article", "html_article")
ENTRY_POINTS = "reviewflow.exporters"


class Exporter(ABC):
    """Writes one article. The same dossier gives the same bytes, always: nothing reads a clock.

    ``slug`` names the format on the command line, ``extension`` (no dot) ends the file's name.
    """

    slug: ClassVar[str]
    label: ClassVar[str]
    extension: ClassVar[str]
    content_type: ClassVar[str]

    @abstractmethod
    def write(self, dossier: Dossier, out: BinaryIO) -> None: ...


_registry: dict[str, type[Exporter]] = {}
E = TypeVar("E", bound=type[Exporter])


def register(exporter: E) -> E:
    """Add a format. Raises ``ImproperlyConfigured`` where its slug or file ending is taken."""
    for known in _registry.values():
        if known.slug == exporter.slug:
            raise ImproperlyConfigured(f"Two exporters are called {exporter.slug!r}.")
        if known.extension == exporter.extension:
            raise ImproperlyConfigured(
                f"The exporters {known.slug!r} and {exporter.slug!r} both write "
                f"“.{exporter.extension}” files."
            )
    _registry[exporter.slug] = exporter
    return exporter


def registered() -> list[type[Exporter]]:
    """Every format, in the order of their labels."""
    discover()
    return sorted(_registry.values(), key=lambda exporter: exporter.label)


def get(slug: str) -> Exporter:
    """The exporter called ``slug``. Raises ``InputRefused`` naming the formats there are."""
    discover()
    if slug not in _registry:
        known = ", ".join(sorted(_registry))
        raise InputRefused(
            "format", f"there is no format {slug!r}; choose from {known}.", "unknown"
        )
    return _registry[slug]()


@cache
def discover() -> None:
    """Import the built-in formats and any installed plug-ins, once."""
    for module in BUILT_IN:
        import_module(f"articles.exporters.{module}")
    for entry_point in entry_points(group=ENTRY_POINTS):
        entry_point.load()
