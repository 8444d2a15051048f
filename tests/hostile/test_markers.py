"""Markers in every field that a person can write: on every page, in every mail, export and
entry they are read as words. No element, attribute or script is ever made of one.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib import admin
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from articles.models import Comment, Delivery, LedgerEntry
from articles.notifications import deliveries
from tests.cast import Cast
from tests.desk.site import ROLES, all_addresses, reading_pages, signed_in

from . import marked
from .markup import Elements

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

NAMES = (
    *("title", "summary", "body", "authors", "references", "topics", "funding", "reason", "slug"),
    *("note", "text", "name", "code", "exact", "wording", "q", "email", "number", "jurisdiction"),
    *("verify_url", "source_url", "username", "first_name", "login", "due_on", "specialty"),
    *("severity", "token", "seen", "interest", "statement", "reviewers", "decision", "tab"),
)
OURS = ("/static/", "/assets/", "/admin/jsi18n/")


def hits(page: str) -> list[str]:
    """What a marker became, other than words."""
    found = []
    for tag, attributes in Elements(page).opened:
        found += [
            f"<{tag} {name}>" for name in attributes if name.startswith(("on", "'", '"', "~"))
        ]
        source = attributes.get("src", "")
        data = tag == "script" and attributes.get("type", "").endswith("json")
        if tag in {"script", "img", "iframe"} and not (data or source.startswith(OURS)):
            found.append(f"<{tag} src={source!r}>")
        links = [
            attributes.get(name, "").strip().lower() for name in ("href", "action", "formaction")
        ]
        found += [link for link in links if link.startswith(("javascript:", "data:", "vbscript:"))]
    return found


def test_a_hit_is_seen() -> None:
    assert hits(marked.long_mark("title")) != []
    assert hits('<a href="JavaScript:pwned()">x</a>') != []
    assert (
        hits("<p>&lt;img src=x onerror=pwned()&gt;</p><script src='/static/a.js'></script>") == []
    )


def every_address() -> list[str]:
    """Every page there is, of every row there is."""
    found = [*reading_pages(), *all_addresses()]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for row in model._default_manager.order_by("-pk")[:8]:
            found.append(reverse(f"{name}_change", args=[row.pk]))
            if hasattr(row, "history") and model._meta.app_label == "articles":
                history = reverse(f"{name}_history", args=[row.pk])
                records = list(row.history.values_list("pk", flat=True)[:3])
                found.append(history)
                found += [f"{history}{record}/" for record in records]
        found.append(f"{reverse(f'{name}_changelist')}?q={marked.mark('search')}")
    found += [f"/comments/{pk}/" for pk in Comment.objects.values_list("pk", flat=True)]
    return list(dict.fromkeys(page for page in found if "logout" not in page))


@pytest.fixture
def house(cast: Cast) -> Cast:
    marked.build(cast)
    return cast


def test_no_marker_is_more_than_words_on_any_page(house: Cast) -> None:
    found, shown, pages = [], set(), 0
    addresses = every_address()
    for role in ROLES:
        client = signed_in(getattr(house, role))
        for address in addresses:
            response = client.get(address)
            assert response.status_code < 500, (role, address)
            if not response.get("Content-Type", "").startswith("text/html"):
                continue
            page = b"".join(response).decode() if response.streaming else response.content.decode()
            pages += 1
            found += [f"{role} {address}: {hit}" for hit in hits(page)]
            shown |= {name for name in marked.FIELDS if f"~{name}~" in page}
    print(f"{len(marked.FIELDS)} fields, {len(shown)} of them met, on {pages} pages")
    assert found == []
    assert pages > 300 and len(shown) > 50
    assert sorted(set(marked.FIELDS) - shown) == []


def test_no_marker_is_more_than_words_where_a_form_is_refused(house: Cast) -> None:
    """What was typed comes back into the form, and into the sentence that refuses it."""
    found, pages, addresses = [], 0, every_address()
    for role in ("writer", "physician", "editor", "officer", "publisher"):
        client = signed_in(getattr(house, role))
        for address in addresses:
            typed = {name: marked.long_mark("typed") for name in NAMES}
            response = client.post(address, {**typed, "_save": "1"})
            assert response.status_code < 500, (role, address)
            if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
                pages += 1
                found += [f"{role} {address}: {hit}" for hit in hits(response.content.decode())]
    print(f"{pages} pages refused or shown again")
    assert found == []
    assert pages > 100


def test_no_marker_is_more_than_words_in_a_mail(house: Cast) -> None:
    for pk in Delivery.objects.values_list("pk", flat=True):
        deliveries.send(pk)
    assert len(mail.outbox) > 5
    for letter in mail.outbox:
        assert letter.content_subtype == "plain" and not getattr(letter, "alternatives", [])
        assert "\n" not in letter.subject and "\r" not in letter.subject
        letter.message().as_bytes()


def test_no_marker_is_more_than_words_in_an_export(house: Cast, tmp_path: Path) -> None:
    from articles import exporters

    for slug in [exporter.slug for exporter in exporters.registered()]:
        call_command("export_articles", f"--format={slug}", f"--output={tmp_path / slug}")
    texts = [path.read_text("utf-8") for path in tmp_path.rglob("*.html")]
    assert texts
    for page in texts:
        assert hits(page) == []
        for script in page.split('<script type="application/ld+json">')[1:]:
            assert "~title~" in page and json.loads(script.partition("</script>")[0])


def test_no_marker_is_lost_in_the_ledger(house: Cast) -> None:
    entries = LedgerEntry.objects.filter(payload__contains="onerror")
    assert entries.count() > 20
    client = signed_in(house.auditor)
    for entry in entries:
        page = client.get(reverse("admin:articles_ledgerentry_change", args=[entry.pk]))
        assert page.status_code == 200 and hits(page.content.decode()) == []
