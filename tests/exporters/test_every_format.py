"""What holds for every format and every article."""

from __future__ import annotations

import ast
import html
import json
from pathlib import Path

import pytest
from django.utils import timezone, translation

from articles import days, exporters

from . import samples

FORMATS = ["html", "jats", "json", "markdown"]
ROOM = Path(exporters.__file__).parent


def readable(format_, data):
    """The text a person sees in a human-readable form."""
    text = data.decode()
    if format_ == "html":
        return html.unescape(text)
    return "\n".join(json.loads(text.split("\nsigned: ")[1].split("\n")[0]))


@pytest.mark.req("P11-17", "P11-03")
@pytest.mark.parametrize("format_", ["html", "markdown"])
def test_every_readable_form_shows_name_time_with_zone_meaning_and_statement(
    format_, dossier, exported
):
    text = readable(format_, exported(format_, dossier))
    for signature in dossier.given:
        assert signature.printed_name in text
        assert signature.meaning_label in text
        assert signature.statement_text in text
        assert days.in_words(signature.signed_at, samples.ZONE) in text
    taken_back = [signature for signature in dossier.given if signature.withdrawn]
    assert text.count("UTC−5 (America/New_York)") == len(dossier.given) + len(taken_back)


@pytest.mark.req("P11-17")
def test_the_time_of_signing_is_printed_in_the_zone_that_the_statement_names(exported):
    words, slug = samples.content(), "stiff-mornings"
    said = samples.statement(words, slug, "ruth", time_zone="Asia/Kolkata")
    dossier = samples.dossier(slug, words, samples.signature(said), samples.release(words, slug))
    for format_ in ("html", "markdown"):
        text = readable(format_, exported(format_, dossier))
        assert "24 Nov 2026, 20:21:49 UTC+5:30 (Asia/Kolkata)" in text
        assert "24 Nov 2026, 22:15:00 UTC−5 (America/New_York)" in text


@pytest.mark.parametrize("format_", ["html", "markdown"])
def test_a_withdrawn_signature_is_shown_with_who_when_and_why(format_, exported):
    text = readable(format_, exported(format_, samples.one_taken_back()))
    assert (
        "Withdrawn by Omar Weiß-O’Neil, DO on 26 Nov 2026, 03:00:05 UTC−5 (America/New_York): "
        "“I had read an <older> text & signed too soon.”"
    ) in text
    assert text.count("Withdrawn by") == 1


@pytest.mark.parametrize("format_", FORMATS)
def test_a_withdrawn_signature_is_no_review_where_signatures_are_counted(format_, exported):
    data = exported(format_, samples.one_taken_back()).decode()
    marks = ('class="signatures"', 'content-type="signatures"', "\nsigned: ")
    counted = data[: min(data.find(mark) % (len(data) + 1) for mark in marks)]
    assert "Ruth" in counted
    assert "Omar" not in counted


@pytest.mark.req("A11-04")
@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_prints_a_byline_over_unsigned_words(format_, exported):
    dossier = samples.unreviewed()
    data = exported(format_, dossier).decode()
    assert "Medically reviewed by" not in data
    assert "Ruth" not in data
    assert "2026-11-24" not in data
    if format_ != "json":
        assert "Not medically reviewed (version 3)" in data


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_dossier_gives_the_same_bytes_whatever_the_language_and_zone(
    format_, dossier, exported, settings
):
    first = exported(format_, dossier)
    settings.USE_THOUSAND_SEPARATOR = True
    with translation.override("de"), timezone.override("Asia/Tokyo"):
        assert exported(format_, dossier) == first


def test_no_exporter_knows_database_request_or_clock():
    for path in ROOM.glob("*.py"):
        tree = ast.parse(path.read_text())
        modules = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        modules |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        forbidden = ("django.db", "django.http", "articles.models", "time")
        assert not [m for m in modules if m.startswith(forbidden)], path
        calls = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        assert not calls & {"now", "today", "utcnow"}, path
