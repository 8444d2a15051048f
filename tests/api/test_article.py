"""One article: its formats, what stands behind it, and what is told when it is gone."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles import exporters, keys
from articles.canonical import digest
from articles.models import Article
from articles.stages import Stage
from tests.cast import Cast

from .conftest import Program

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def live(cast: Cast) -> Cast:
    cast.article_in(Stage.PUBLISHED, title="Live")
    return cast


def test_every_format_is_there_by_name_and_by_type(live: Cast, program: Program) -> None:
    for exporter in exporters.registered():
        by_name = program.get("articles/live", {"format": exporter.slug})
        assert by_name.status_code == 200
        assert by_name["Content-Type"] == exporter.content_type
    for accepted, slug in {
        "text/html": "html",
        "text/markdown": "markdown",
        "application/jats+xml": "jats",
        "application/json": "json",
        "*/*": "json",
        "text/*;q=0.9, application/json;q=0.5": "html",
        "image/png, text/markdown;q=0.1": "markdown",
    }.items():
        answer = program.get("articles/live", Accept=accepted)
        assert answer["Content-Type"] == exporters.get(slug).content_type, accepted
        assert answer.content == program.get("articles/live", {"format": slug}).content


def test_each_is_what_it_says(live: Cast, program: Program) -> None:
    assert program.get("articles/live").json()["title"] == "Live"
    html = program.get("articles/live", {"format": "html"}).text
    assert html.startswith("<!DOCTYPE html>") or html.lower().startswith("<!doctype html>")
    markdown = program.get("articles/live", {"format": "markdown"}).text
    assert markdown.startswith("---\n")
    assert ET.fromstring(program.get("articles/live", {"format": "jats"}).content).tag == "article"  # noqa: S314


def test_what_nobody_writes_is_refused_with_what_there_is(live: Cast, program: Program) -> None:
    refused = program.get("articles/live", Accept="image/png")
    assert (refused.status_code, refused["Content-Type"]) == (406, "application/problem+json")
    assert "text/markdown" in refused.json()["detail"]
    refused = program.get("articles/live", {"format": "docx"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "format"


def test_only_what_was_released_has_an_address(cast: Cast, program: Program) -> None:
    for stage in (Stage.DRAFT, Stage.MEDICAL_REVIEW, Stage.APPROVED):
        cast.article_in(stage, title=f"Words in {stage}")
    slugs = ("words-in-draft", "words-in-medical-review", "words-in-approved", "none-of-this")
    told = {program.get(f"articles/{slug}").content for slug in slugs}
    assert len(told) == 1
    assert json.loads(told.pop())["status"] == 404


def test_the_live_text_is_told_while_the_next_one_is_written(live: Cast, program: Program) -> None:
    before = program.get("articles/live").content
    article = live.writer.owned_articles.get()
    live.revised(article, title="Live, and rewritten")
    assert program.get("articles/live").content == before


def test_a_withdrawn_article_is_gone_with_its_notice(cast: Cast, program: Program) -> None:
    article = cast.article_in(Stage.WITHDRAWN, title="Gone")
    for path in ("gone", "gone/versions", "gone/signatures", "gone/receipt"):
        told = program.get(f"articles/{path}")
        assert (told.status_code, told["Content-Type"]) == (410, "application/problem+json")
        assert told.json()["status"] == 410
        assert told.json()["notice"]["text"] == "Superseded by new advice."
    cast.revised(article, body="Better.[@handbook]")
    assert program.get("articles/gone").status_code == 410


def test_a_text_whose_sign_off_was_withdrawn_is_not_delivered(live: Cast, program: Program) -> None:
    article = live.writer.owned_articles.get()
    signature = article.signatures.medical().get()
    live.act("withdraw_signature", article, live.physician, signature=signature, note="A slip.")
    for path in ("live", "live/signatures", "live/receipt"):
        told = program.get(f"articles/{path}")
        assert told.status_code == 409
        assert [each["code"] for each in told.json()["refusals"]] == ["not_reviewed"]


def test_versions_are_listed_with_the_live_one_marked(live: Cast, program: Program) -> None:
    article = live.writer.owned_articles.get()
    live.publish(live.sign_off(live.submit(live.revised(article, title="Live, improved"))))
    told = program.get("articles/live/versions").json()["versions"]
    assert [(each["edition"], each["title"], each["live"]) for each in told] == [
        ("2.0", "Live, improved", True),
        ("1.0", "Live", False),
    ]


def test_signatures_come_with_their_statements_as_signed(live: Cast, program: Program) -> None:
    told = program.get("articles/live/signatures").json()
    assert {each["meaning"] for each in told["signatures"]} == {
        "medical_review",
        "publication_release",
    }
    for each in told["signatures"]:
        assert digest(each["statement"].encode()) == each["statement_digest"]
        assert json.loads(each["statement"])["content_digest"] == told["content_digest"]


def test_the_receipt_is_judged_by_the_verifier_with_the_published_key_alone(
    live: Cast, program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = program.get("articles/live/receipt")
    (tmp_path / "proof.json").write_bytes(answer.content)
    (tmp_path / "key.pem").write_text(keys.pem(keys.signing_key().public_key()))
    options = ("--check", str(tmp_path / "proof.json"), "--key", str(tmp_path / "key.pem"))
    call_command("ledger_proof", *options)
    statements = program.get("articles/live/signatures").json()["signatures"]
    bound = {json.loads(each["payload"])["statement"] for each in answer.json()["entries"]}
    assert bound == {each["statement_digest"] for each in statements}


def test_who_holds_the_bytes_is_told_so(live: Cast, program: Program) -> None:
    for path in ("articles", "articles/live", "articles/live?format=html", "articles/live/versions",
                 "articles/live/signatures", "articles/live/receipt", "articles.atom", "keys",
                 "openapi.json"):  # fmt: skip
        first = program.get(path)
        assert first["ETag"].startswith('"')
        for held in (first["ETag"], f'"other", W/{first["ETag"]}', "*"):
            again = program.get(path, If_None_Match=held)
            assert (again.status_code, again.content) == (304, b""), path
            assert again["ETag"] == first["ETag"]
            assert again["Cache-Control"] == first["Cache-Control"]
        assert program.get(path, If_None_Match='"other"').status_code == 200


def test_tags_tell_texts_and_formats_apart(live: Cast, program: Program) -> None:
    tags = {program.get("articles/live", {"format": f})["ETag"] for f in ("json", "html", "jats")}
    article = live.writer.owned_articles.get()
    live.publish(live.sign_off(live.submit(live.revised(article, title="Live, improved"))))
    tags |= {program.get("articles/live", {"format": f})["ETag"] for f in ("json", "html", "jats")}
    assert len(tags) == 6


def test_caches_keep_nothing_for_others(live: Cast, program: Program) -> None:
    answer = program.get("articles/live")
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Accept", "Authorization"} <= set(answer["Vary"].split(", "))
    session = Client()
    session.force_login(live.writer)
    vary = session.get("/api/v1/articles/live")["Vary"]
    assert {"Accept", "Authorization", "Cookie"} <= set(vary.split(", "))


def test_head_says_what_get_says_without_the_body(live: Cast, program: Program) -> None:
    get, head = program.get("articles/live"), program.client.head("/api/v1/articles/live")
    assert head.content == b""
    assert head.headers == get.headers


def test_the_atom_feed_is_read_by_a_reader_that_was_not_written_here(
    cast: Cast, program: Program
) -> None:
    cast.article_in(Stage.PUBLISHED, title="Gout <b>&</b> “flares”", summary="One & two < three")
    cast.article_in(Stage.WITHDRAWN, title="Gone")
    newest = cast.article_in(Stage.PUBLISHED, title="Newest")
    answer = program.get("articles.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert read.version == "atom10"
    assert [entry.title for entry in read.entries] == ["Newest", "Gout <b>&</b> “flares”"]
    assert read.entries[0].id == f"urn:uuid:{newest.pk}"
    assert read.entries[1].summary == "One & two < three"


def test_the_summary_of_an_entry_is_text_and_its_link_leads_to_readers(
    cast: Cast, program: Program
) -> None:
    cast.article_in(Stage.PUBLISHED, title="Here", locale="de-DE")
    words = "Take <b>5 mg</b> &amp; rest <script>alert(1)</script>"
    there = cast.article_in(Stage.PUBLISHED, title="There", summary=words)
    Article.objects.filter(pk=there.pk).update(canonical_url="https://health.example/there")
    root = ET.fromstring(program.get("articles.atom").content)  # noqa: S314 - our own
    first, second = root.findall(f"{ATOM}entry")
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert language not in root.attrib
    assert (first.get(language), second.get(language)) == ("en-US", "de-DE")
    [summary] = first.findall(f"{ATOM}summary")
    assert (summary.get("type"), summary.text) == ("text", words)
    links = [link.get("href") for link in root.findall(f"{ATOM}entry/{ATOM}link")]
    assert links == ["https://health.example/there", f"{settings.BASE_URL}/api/v1/articles/here"]


def test_keys_are_public_and_say_what_became_of_each(
    db: None, tmp_path: Path, settings: Any
) -> None:
    settings.KEY_DIR = tmp_path
    assert Client().get("/api/v1/keys").json() == {"keys": []}
    now = timezone.now()
    first = keys.generate(now)
    second = keys.rotate(now)
    keys.revoke(first.thumbprint, "Stolen from a laptop", now)
    keys.rotate(now)
    prepared = keys.prepare(now)
    answer = Client().get("/api/v1/keys")
    told = {each["kid"]: each["status"] for each in answer.json()["keys"]}
    assert list(told.values()) == ["revoked", "retired", "current", "next"]
    assert (told[first.thumbprint], told[second.thumbprint]) == ("revoked", "retired")
    assert list(told)[-1] == prepared.thumbprint
    assert "d" not in answer.json()["keys"][0]
    assert "Stolen" not in answer.text
    assert "public" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    ["", "nowhere", "articles/", "articles/live/", "articles/a b", "articles/%00", "articles/%ff",
     "articles/" + "x" * 3000, "articles/../keys", "articles/a%0Ab", "articles/live/proof", "keys/",
     "docs"],
)  # fmt: skip
def test_every_other_address_is_a_problem(cast: Cast, program: Program, path: str) -> None:
    told = program.get(path)
    assert (told.status_code, told["Content-Type"]) in {
        (404, "application/problem+json"),
        (422, "application/problem+json"),
    }


def test_what_nobody_foresaw_is_logged_and_tells_nothing(
    live: Cast,
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from articles import collecting

    def broken(*_: Any) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(collecting, "dossier", broken)
    told = program.get("articles/live")
    assert (told.status_code, told["Content-Type"]) == (500, "application/problem+json")
    assert "swordfish" not in told.text
    assert "swordfish" in caplog.text
