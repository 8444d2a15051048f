"""The page for everybody who holds an export or a digest."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import __version__, collecting, exporters, keys, selection
from articles.bundles import assemble, manifest, verify
from articles.bundles.receipt import Sealer
from articles.desk import verifying
from articles.models import Article, Signature
from articles.released import recognise
from articles.stages import Stage
from tests.cast import Cast
from tests.desk.site import changed, rows

pytestmark = pytest.mark.django_db
ADDRESS = "/verify/"


def origin() -> manifest.Origin:
    return manifest.Origin("b", timezone.now(), settings.ISSUER, "ReviewFlow", __version__)


def parts(article: Article):
    """What exports of a live article are made of."""
    candidate = next(selection.candidates([article], include_approved=True))
    key = keys.signing_key()
    issuer = manifest.IssuerKey(key.public_key(), key.sign)
    return collecting.dossier(candidate), collecting.evidence(candidate.signatures), issuer


def exported(article: Article, form: str) -> bytes:
    dossier, evidence, key = parts(article)
    if form == "bundle":
        formats = [exporters.get("html"), exporters.get("json")]
        return assemble.assemble([dossier], evidence, formats=formats, origin=origin(), key=key)
    out = BytesIO()
    exporters.get(form).write(dossier, out)
    return Sealer(evidence, origin=origin(), key=key).sealed(dossier, out.getvalue(), form)


def send(data: bytes = b"", digest: str = "", client: Client | None = None):
    sent = {"digest": digest} | ({"file": SimpleUploadedFile("x", data)} if data else {})
    return (client or Client()).post(ADDRESS, sent)


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("form", ["bundle", "html", "markdown"])
def test_somebody_who_is_not_signed_in_learns_that_a_file_is_genuine(cast: Cast, form) -> None:
    article = cast.article_in(Stage.PUBLISHED, title="Gout & you")
    data = exported(article, form)
    before = rows()
    response = send(data)
    assert response.status_code == 200
    said = words(response)
    assert "Genuine</h2>" in said
    assert "Gout &amp; you</h3>" in said
    assert "What readers have now" in said
    assert cast.physician.reviewer.printed_name in said
    assert changed(before) == []
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.parametrize("form", ["bundle", "html", "markdown"])
def test_a_changed_file_is_not_genuine_and_the_page_says_in_what(cast: Cast, form) -> None:
    data = exported(cast.article_in(Stage.PUBLISHED), form)
    response = send(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    assert response.status_code == 200
    said = words(response)
    assert "Not genuine</h2>" in said
    assert "Genuine</h2>" not in said
    assert response.context["problems"][0][:40].replace("'", "&#x27;") in said


def test_an_old_export_is_not_shown_as_what_readers_have(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    old = exported(article, "html")
    draft = cast.revised(article, body="## New\n\nOther words.[@handbook]")
    cast.publish(cast.sign_off(cast.submit(draft, cast.physician)))
    said = words(send(old))
    assert "Genuine</h2>" in said
    assert "Replaced</span> Edition 1.0" in said
    assert "readers have edition 2.0" in said
    assert "What readers have now" not in said


def test_a_withdrawn_text_is_genuine_and_gone(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    data = exported(article, "markdown")
    cast.act("withdraw", article, cast.publisher, note="A dose was <wrong>.")
    said = words(send(data))
    assert "Genuine</h2>" in said
    assert "Withdrawn</span> Edition 1.0" in said
    assert "“A dose was &lt;wrong&gt;.”" in said


def test_a_digest_of_released_words_is_known_and_no_other(cast: Cast) -> None:
    live = cast.article_in(Stage.PUBLISHED, title="Live words")
    draft = cast.article_in(Stage.APPROVED, title="Approved words")
    for typed in (live.content_digest, live.content_digest[7:].upper(), f" {live.content_digest} "):
        response = send(digest=typed)
        assert response.status_code == 200
        assert "Known here</h2>" in words(response)
        assert "Live words</h3>" in words(response)
    for typed in (draft.content_digest, "sha256:" + "0" * 64):
        said = words(send(digest=typed))
        assert "Not known here</h2>" in said
        assert "Approved words" not in said


def test_a_digest_is_looked_up_by_an_index(cast: Cast) -> None:
    digest = cast.article_in(Stage.PUBLISHED).content_digest
    with CaptureQueriesContext(connection) as captured:
        assert recognise(digest)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
            assert "signature_by_digest" in str(cursor.fetchall())
        else:  # which joins few rows as it likes: what matters is that the digest finds its rows
            cursor.execute("SET LOCAL enable_seqscan = off")
            wanted = Signature.objects.filter(content_digest=digest)
            assert "signature_by_digest" in wanted.explain()


@pytest.mark.parametrize(
    ("data", "digest", "finding"),
    [
        (b"", "", "Choose a file or paste a digest"),
        (b"x", "0" * 64, "Choose a file or paste a digest"),
        (b"", "sha256:12", "A digest is"),
        (b"", "0" * 300, "at most 200 characters"),
        (b"Dear reader", "", "This file cannot be judged"),
        (b"%PDF-1.7", "", "This file cannot be judged"),
    ],
)
def test_what_cannot_be_judged_is_told_and_nothing_is_called_genuine(
    db: None, data, digest, finding
) -> None:
    response = send(data, digest)
    assert response.status_code == 422
    assert finding in words(response)
    assert 'class="verdict' not in words(response)


def test_a_file_that_is_too_large_is_answered_unread(db: None, monkeypatch) -> None:
    monkeypatch.setattr(verifying, "MOST_BYTES", 1_000)
    monkeypatch.setattr(verifying, "_answered", None)
    response = send(b"PK\x03\x04" + b"x" * 2_000)
    assert response.status_code == 413
    assert "run verify.py for a larger one" in words(response)


@pytest.mark.parametrize("length", ["abc", "-5", "1e3", "²", " "])
def test_a_length_that_is_no_number_is_refused(db: None, length) -> None:
    sent = {"content_type": "multipart/form-data; boundary=x", "CONTENT_LENGTH": length}
    response = Client().post(ADDRESS, b"", **sent)
    assert response.status_code == 400
    assert "does not say how long it is" in words(response)


def test_a_length_of_thousands_of_digits_is_too_large(db: None) -> None:
    assert Client().post(ADDRESS, CONTENT_LENGTH="9" * 5_000).status_code == 413


def test_one_address_has_so_many_files_checked_a_minute_and_is_told_when_again(
    db: None, settings, monkeypatch
) -> None:
    settings.API_RATES = {"verify": "2/m"}
    monkeypatch.setattr("articles.throttling.time.time", lambda: 1_800_000_010.0)
    assert [send(digest="0" * 64).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr(verifying, "_answered", None)
    refused = send(b"x" * 1_000)
    assert (refused.status_code, refused["Retry-After"]) == (429, "50")
    assert "The next one is taken in 50 seconds." in words(refused)
    monkeypatch.undo()
    assert Client().get(ADDRESS).status_code == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(digest="0" * 64, client=elsewhere).status_code == 200


def test_no_file_that_is_sent_touches_a_disk(cast: Cast, monkeypatch) -> None:
    """Above 2.5 MB Django would write it to a temporary file."""
    monkeypatch.setattr("tempfile.NamedTemporaryFile", None)
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", None)
    response = send(b"PK\x03\x04" + b"\0" * 4_000_000)
    assert response.status_code == 200
    assert "Not genuine</h2>" in words(response)


def test_a_form_of_another_site_is_refused(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    assert send(digest="0" * 64, client=client).status_code == 403


def test_what_a_file_says_is_shown_as_text(db: None) -> None:
    said = words(send(b'---\nreceipt: {"<script>alert(1)</script>'))
    assert "<script>alert" not in said


@pytest.mark.parametrize("name", ["verify.py", "VERIFY.md"])
def test_who_holds_a_single_file_gets_the_verifier_of_the_bundles(db: None, name: str) -> None:
    page = Client().get(ADDRESS)
    assert f'href="/verify/{name}"' in page.content.decode()
    response = Client().get(f"/verify/{name}")
    assert response.content == (assemble.HERE / name).read_bytes()
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_the_keys_are_there_for_openssl_the_one_in_use_first(cast: Cast) -> None:
    answer = Client().get("/verify/issuer.pem")
    assert answer["Content-Type"] == "application/x-pem-file"
    [first, *_] = verify.load_keys(answer.content)
    assert verify.thumbprint(first) == keys.in_use().thumbprint
    assert len(verify.load_keys(answer.content)) == len(keys.trusted())


@pytest.mark.parametrize(
    "spoil", [lambda d: d.replace(b"\n", b"\r\n"), lambda d: b"\xef\xbb\xbf" + d]
)
def test_a_copy_with_other_line_ends_is_told_as_such(cast: Cast, spoil) -> None:
    data = exported(cast.article_in(Stage.PUBLISHED), "markdown")
    answer = send(spoil(data))
    assert answer.status_code == 422
    assert "its line ends were changed" in words(answer)
