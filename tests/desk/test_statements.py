"""What each meaning says: read by everybody, changed by managing editors, never rewritten."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from articles import wording
from articles.models import LedgerEntry, StatementText
from articles.signing import texts
from articles.stages import Event, Meaning, Stage
from tests.cast import Cast

from .site import changed, rows, send_signing_page, signed_in, statements

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

RELEASE = Meaning.PUBLICATION_RELEASE
NEWER = "I put version {version} of “{title}” before readers."
NEW = reverse("statement-new", args=[RELEASE.value])


def typed(**changes: Any) -> dict[str, Any]:
    return {"text": NEWER, "reason": "Shorter", "base": 1, **changes}


def send(cast: Cast, **changes: Any) -> HttpResponse:
    return signed_in(cast.editor).post(NEW, typed(**changes))


def put(cast: Cast, text: str = NEWER, base: int = 1) -> StatementText:
    return wording.put_in_use(RELEASE, text, actor=cast.editor, reason="Shorter", base=base)


def test_everybody_reads_every_sentence_and_who_wrote_it(cast: Cast) -> None:
    put(cast)
    text = signed_in(cast.auditor).get(reverse("statements")).content.decode()
    for meaning in Meaning:
        assert str(meaning.label) in text
        assert texts.SHIPPED[meaning] in text
        assert reverse("statement", args=[meaning.value]) in text
    assert NEWER in text
    assert "Version 2, in use since" in text
    assert "written by Edda Editor" in text
    assert "1 earlier version" in text
    assert NEW not in text


def test_the_history_of_a_sentence_shows_each_version_with_its_reason(cast: Cast) -> None:
    put(cast)
    put(cast, "I release version {version} of “{title}”.", base=2)
    response = signed_in(cast.auditor).get(reverse("statement", args=[RELEASE.value]))
    text = response.content.decode()
    assert [version.number for version in response.context["versions"]] == [3, 2, 1]
    assert text.index('id="version-3"') < text.index('id="version-2"') < text.index("version-1")
    assert "as it came with the software" in text
    assert "“Shorter”" in text
    assert "<code>{title}</code>" in text


def test_a_meaning_that_is_none_is_not_found(cast: Cast) -> None:
    client = signed_in(cast.editor)
    for name in ("statement", "statement-new"):
        assert client.get(reverse(name, args=["approval"])).status_code == 404


@pytest.mark.parametrize("role", ["writer", "physician", "publisher", "officer", "auditor"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_managing_editor_writes_a_new_version(cast: Cast, role: str, method: str) -> None:
    before = rows()
    client = signed_in(getattr(cast, role))
    assert getattr(client, method)(NEW, typed()).status_code == 403
    assert changed(before) == []


def test_the_editor_begins_with_the_sentence_in_use_and_its_gaps(cast: Cast) -> None:
    response = signed_in(cast.editor).get(NEW)
    text = response.content.decode()
    assert response.context["form"]["text"].value() == texts.SHIPPED[RELEASE]
    assert "<code>{version}</code>" in text
    assert "<code>{title}</code>" in text
    assert "{note}" not in text


@pytest.mark.parametrize("meaning", Meaning)
def test_a_look_at_it_first_fills_every_gap_and_stores_nothing(
    cast: Cast, meaning: Meaning
) -> None:
    before = rows()
    sentence = "So: " + texts.SHIPPED[meaning]
    response = signed_in(cast.editor).post(
        reverse("statement-new", args=[meaning.value]),
        {"text": sentence, "base": 1, "preview": "1"},
    )
    assert response.status_code == 200
    assert response.context["shown"].startswith("So: ")
    assert "{" not in response.context["shown"]
    assert changed(before) == []


def test_a_new_version_is_put_into_use_and_its_entry_binds_it(cast: Cast) -> None:
    assert send(cast)["Location"] == reverse("statement", args=[RELEASE.value])
    row = StatementText.objects.get()
    assert (row.version, row.text, row.recorded_by) == (2, NEWER, cast.editor)
    entry = LedgerEntry.objects.get(kind=Event.STATEMENT_SAVE)
    assert (entry.actor, entry.subject) == ("edda", f"statement:{RELEASE.value}")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": "I release it."}, "The gaps of this sentence must be: {title}, {version}."),
        ({"text": NEWER + " {note}"}, "The gaps of this sentence must be: {title}, {version}."),
        ({"text": NEWER + " {"}, "A brace { or } stands alone."),
        ({"text": NEWER.replace("{title}", "{title.__class__}")}, "The gaps of this sentence"),
        ({"text": texts.SHIPPED[RELEASE]}, "This sentence is in use already."),
        ({"text": NEWER + "\u200b" * 3 + "\x07"}, "text"),
        ({"reason": "  "}, "Say why you make this change."),
        ({"base": "x"}, "Base"),
    ],
)
def test_a_sentence_that_cannot_be_said_is_422_and_what_was_typed_stays(
    cast: Cast, wrong: dict[str, Any], sentence: str
) -> None:
    before = rows()
    response = send(cast, **wrong)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert response.context["form"]["reason"].value() == typed(**wrong)["reason"]
    assert changed(before) == []


def test_a_version_that_came_in_between_is_409_and_shown(cast: Cast) -> None:
    put(cast, "Somebody else’s {version} of “{title}”.")
    before = rows()
    response = send(cast)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Another version was put into use meanwhile: read it first." in text
    assert "Somebody else’s {version} of “{title}”." in text
    form = response.context["form"]
    assert (form["text"].value(), form["base"].value()) == (NEWER, 2)
    assert changed(before) == []
    assert send(cast, base=2).status_code == 302


def test_the_receipt_names_the_version_that_was_signed(cast: Cast) -> None:
    put(cast)
    article = cast.article_in(Stage.APPROVED)
    client = signed_in(cast.publisher)
    done = send_signing_page(client, reverse("transition", args=[article.slug, "publish"]))
    put(cast, "I release version {version} of “{title}”.", base=2)

    text = client.get(done["Location"]).content.decode()
    assert f'{reverse("statement", args=[RELEASE.value])}#version-2">Version 2</a>' in text
    assert "before readers." in text
    said = json.loads(article.signatures.get(meaning=RELEASE).statement)
    assert said["text_version"] == 2


def test_the_pages_take_as_many_statements_for_one_version_as_for_three(cast: Cast) -> None:
    pages = (reverse("statements"), reverse("statement", args=[RELEASE.value]))
    client = signed_in(cast.auditor)
    put(cast)
    one = [statements(client, page) for page in pages]
    put(cast, "I release version {version} of “{title}”.", base=2)
    put(cast, base=3)
    assert [statements(client, page) for page in pages] == one
