"""A signature reads the same everywhere: one template prints it, one object feeds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ONE = TEMPLATES / "partials" / "signature.html"
OTHERS = sorted(path for path in TEMPLATES.rglob("*.html") if path != ONE)
SHOWN = re.compile(r"\{\{[^}]*\}\}")
ELSEWHERE = re.compile(
    r"signed_at(?!\|day)"  # a list may give the day, beside a link to the receipt
    r"|statement_text|said\.text\b"
    r"|\b(?:signature|given|printed|to_sign|withdraws|withdrawal)\.(?:statement|sentence)\b"
)


def told_apart(template: str) -> Iterator[str]:
    """What a template shows of a signature by itself."""
    for found in SHOWN.findall(template):
        if ELSEWHERE.search(found):
            yield found


@pytest.mark.req("P11-17")
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_other_template_shows_a_statement_or_the_time_of_signing(path: Path) -> None:
    text = path.read_text()
    assert list(told_apart(text)) == []
    if "signed_at|day" in text:
        assert '{% url "receipt"' in text or path.name in WITHOUT_RECEIPT


WITHOUT_RECEIPT = {
    "concern_list.html": "its rows lead to the concern, which has the receipt",
    "verify.html": "it shows what a file says, perhaps one of another house",
}


@pytest.mark.parametrize(
    "template",
    [
        "{{ signature.signed_at|instant }}",
        "{{ given.signature.signed_at|moment }}",
        "{{ signature.statement }}",
        "{{ given.printed.statement }}",
        "{{ to_sign.statement|linebreaks }}",
        "{{ said.text }}",
    ],
)
def test_the_rule_sees_what_it_forbids(template: str) -> None:
    assert list(told_apart(f"<p>{template}</p>")) == [template]


def test_page_and_export_use_the_one_template() -> None:
    for name in ("export/signature_block.html", "desk/receipt.html", "partials/signatures.html"):
        assert 'include "partials/signature.html"' in (TEMPLATES / name).read_text()
