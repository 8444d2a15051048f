"""The sections that a policy asks for are typed as lines."""

from __future__ import annotations

import pytest

from articles.models import ReviewPolicy

from .conftest import address
from .test_credentials import sent_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(cast, at_door):
    """Type lines into the policy's form and send it."""

    def send(lines: str):
        editor = at_door(cast.editor)
        page = address("articles_reviewpolicy_change", ReviewPolicy.objects.get().pk)
        sent = sent_of(editor.get(page)) | {"required_sections": lines, "reason": "Agreed"}
        return editor.post(page, sent)

    return send


def test_each_line_is_a_section_and_what_will_do_as_well_stands_on_it(save, cast, at_door) -> None:
    assert (
        save(" When to see a doctor|When  to call\r\n\r\nSelf-care\r\nSelf-care").status_code == 302
    )
    policy = ReviewPolicy.objects.get()
    assert policy.required_sections == ["When to see a doctor | When to call", "Self-care"]
    assert policy.history.latest().required_sections == policy.required_sections

    page = at_door(cast.auditor).get(address("articles_reviewpolicy_change", policy.pk))
    assert "When to see a doctor | When to call" in page.text
    shown = sent_of(at_door(cast.editor).get(address("articles_reviewpolicy_change", policy.pk)))
    assert shown["required_sections"] == "When to see a doctor | When to call\nSelf-care"


def test_saving_without_a_change_writes_nothing(save, rows) -> None:
    save("Self-care")
    before = rows()
    assert save("Self-care\r\n").status_code == 302
    assert rows() == before


@pytest.mark.parametrize("line", ["|", "Self-care |", "| Self-care", "a || b"])
def test_a_line_with_nothing_beside_a_bar_is_refused(save, rows, line) -> None:
    before = rows()
    page = save(line)
    assert (page.status_code, rows()) == (422, before)
    assert "write a heading on either side of each |." in page.text
