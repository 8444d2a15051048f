"""The closed list of formats: no duplicates, no strangers, plug-ins by entry point."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles import exporters
from articles.errors import InputRefused
from articles.exporters import base


class Plain(exporters.Exporter):
    slug = "plain"
    label = "Plain text"
    extension = "txt"
    content_type = "text/plain"

    def write(self, dossier, out):
        out.write(dossier.text("title").encode())


@pytest.fixture
def registry(monkeypatch):
    """A registry that may be changed, put back afterwards."""
    exporters.discover()
    monkeypatch.setattr(base, "_registry", dict(base._registry))


def test_five_formats_are_built_in():
    built_in = ["html", "jats", "json", "jsonl", "markdown"]
    assert [each.slug for each in exporters.registered()] == built_in


def test_an_unknown_format_is_refused_by_naming_those_there_are():
    with pytest.raises(InputRefused) as refusal:
        exporters.get("docx")
    assert refusal.value.field == "format"
    assert "html, jats, json, jsonl, markdown" in refusal.value.message


@pytest.mark.parametrize(("slug", "extension"), [("json", "x"), ("other", "md")])
def test_two_exporters_with_one_slug_or_one_file_ending_do_not_start(registry, slug, extension):
    twin = type("Twin", (Plain,), {"slug": slug, "extension": extension})
    with pytest.raises(ImproperlyConfigured):
        exporters.register(twin)
    assert twin not in exporters.registered()


def test_a_plug_in_joins_through_its_entry_point(registry, monkeypatch, exported):
    class EntryPoint:
        def load(self):
            exporters.register(Plain)

    def entry_points(*, group):
        return [EntryPoint()] if group == "reviewflow.exporters" else []

    monkeypatch.setattr(base, "entry_points", entry_points)
    base.discover.__wrapped__()
    from . import samples

    out = BytesIO()
    exporters.get("plain").write(samples.plain(), out)
    assert out.getvalue() == b"Stiff mornings"
