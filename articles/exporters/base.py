"""What an exporter is, and the closed list of them."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import BinaryIO, ClassVar, TypeVar

from django.core.exceptions import ImproperlyConfigured

from articles.dossier import Dossier
from articles.errors import InputRefused

BUILT_IN = ("html_article", "jats_article", "json_article", "json_lines", "markdown_article")
ENTRY_POINTS = "reviewflow.exporters"
_log = logging.getLogger(__name__)


class Exporter(ABC):
    """Writes one article. The same dossier gives the same bytes, always: nothing reads a clock.

    ``slug`` names the format on the command line, ``extension`` (no dot) ends the file's name.
    ``one_file``: what it writes of many articles, one behind the other, is one file. ``beside``:
    it points to pictures as ``assets/<hexadecimal digest>.<ending>`` or by their digest, and they
    go along with it.
    """

    slug: ClassVar[str]
    label: ClassVar[str]
    extension: ClassVar[str]
    content_type: ClassVar[str]
    one_file: ClassVar[bool] = False
    beside: ClassVar[bool] = False

    @abstractmethod
    def write(self, dossier: Dossier, out: BinaryIO) -> None: ...


@dataclass(frozen=True, slots=True)
class Broken:
    """A plug-in that cannot be used: the name and value of its entry point, and why.

    ``clashes``: it says that it is a format, or writes files, that there are already.
    """

    name: str
    value: str
    why: str
    clashes: bool

    @property
    def sentence(self) -> str:
        why = self.why.removesuffix(".")
        return f"the plug-in {self.name!r} ({self.value}) cannot be used: {why}."


_registry: dict[str, type[Exporter]] = {}
_broken: list[Broken] = []
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
    """The exporter called ``slug``. Raises ``InputRefused`` naming the formats there are, and a
    plug-in that should have brought it.
    """
    discover()
    if slug in _registry:
        return _registry[slug]()
    for plug_in in _broken:
        if plug_in.name == slug:
            raise InputRefused("format", plug_in.sentence, "broken")
    known = ", ".join(sorted(_registry))
    raise InputRefused("format", f"there is no format {slug!r}; choose from {known}.", "unknown")


@cache
def discover() -> None:
    """Import the built-in formats and any installed plug-ins, once.

    A plug-in that cannot be used takes no other format with it; ``broken`` names it.
    """
    for module in BUILT_IN:
        import_module(f"articles.exporters.{module}")
    for entry_point in entry_points(group=ENTRY_POINTS):
        before = dict(_registry)
        try:
            _take(entry_point.load())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this plug-in's alone
            _log.exception("The exporter plug-in %s cannot be used.", entry_point.name)
            _registry.clear()
            _registry.update(before)
            _broken.append(_told(entry_point, error))


def _take(loaded: object) -> None:
    """A class that its module did not register is registered here."""
    if not (isinstance(loaded, type) and issubclass(loaded, Exporter)):
        return
    if loaded not in _registry.values():
        register(loaded)


def _told(entry_point: EntryPoint, error: Exception) -> Broken:
    clashes = isinstance(error, ImproperlyConfigured)
    said = str(error) or "no reason given"
    why = said if clashes else f"{type(error).__name__}: {said}"
    return Broken(entry_point.name, entry_point.value, why, clashes)


def broken() -> list[Broken]:
    """The installed plug-ins that cannot be used."""
    discover()
    return list(_broken)
