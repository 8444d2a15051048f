"""The page where files are imported: a look, an import, and a reason for every item that failed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.admin import importing
from articles.intake import Intake
from articles.models import Article, ImportClaim
from tests.admin.conftest import address

PAGE = "articles_article_import"
LIST = reverse("admin:articles_article_changelist")
CLAIM = "Medically reviewed by Zoe Wolf, MD; American Board of Internal Medicine"


def text(number: int = 0) -> bytes:
    return f"Sore <b>toe {number}\n\nRest helps toe {number} within a day.\n\n{CLAIM}\n".encode()


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def sent(*files: SimpleUploadedFile, button: str = "_import", **more: str) -> dict:
    return {"sources": list(files), "specialty": "rheumatology", button: "", **more}


def test_a_look_says_what_would_be_done_and_writes_nothing(cast, at_door, rows):
    client, before = at_door(cast.writer), rows()
    answer = client.post(address(PAGE), sent(file("toe.txt", text()), button="_look"))
    assert answer.status_code == 200
    assert "Would become a draft" in answer.text
    assert "Nothing was written" in answer.text
    assert rows() == before


def test_without_a_button_it_is_a_look(cast, at_door, rows):
    client, before = at_door(cast.writer), rows()
    client.post(address(PAGE), {"sources": [file("toe.txt", text())], "specialty": "rheumatology"})
    assert rows() == before


def test_each_item_is_told_with_its_draft_its_claims_or_why_it_failed(cast, at_door):
    client = at_door(cast.writer)
    files = [file("toe.txt", text()), file("empty.txt", b""), file("again.txt", text())]
    answer = client.post(address(PAGE), sent(*files, file("toe.exe", b"MZ")))
    article = Article.objects.get()
    assert article.owner == cast.writer
    assert f'href="{address("articles_article_change", article.pk)}">Sore &lt;b&gt;toe 0</a>' in (
        answer.text
    )
    assert "1 became drafts, 1 skipped, 2 failed." in answer.text
    assert f"Claims, unverified: “{CLAIM}”" in answer.text
    assert "empty.txt" in answer.text
    assert "no importer reads this kind of file" in answer.text
    assert not ImportClaim.objects.get().is_inherited


def test_inherited_is_a_tick(cast, at_door):
    at_door(cast.writer).post(address(PAGE), sent(file("toe.txt", text()), inherited="on"))
    assert ImportClaim.objects.get().is_inherited


def test_the_specialty_may_come_from_the_file(cast, at_door):
    named = text().replace(b"Medicine\n", b"Medicine with subspecialty in Rheumatology\n")
    answer = at_door(cast.writer).post(
        address(PAGE), {**sent(file("toe.txt", named)), "specialty": ""}
    )
    assert answer.status_code == 200
    assert Article.objects.get().specialty == "rheumatology"


@pytest.mark.parametrize(
    ("files", "said"), [(0, "Choose one file or several"), (51, "Choose at most 50 files at once")]
)
def test_no_file_or_too_many_are_refused_and_nothing_is_written(cast, at_door, rows, files, said):
    client, before = at_door(cast.writer), rows()
    answer = client.post(address(PAGE), sent(*[file(f"{n}.txt", text(n)) for n in range(files)]))
    assert (answer.status_code, said in answer.text) == (422, True)
    assert rows() == before


def test_a_file_too_large_for_a_page_fails_alone(cast, at_door, monkeypatch):
    monkeypatch.setattr(importing, "MAX_SOURCE_BYTES", 1_000)
    files = [file("big.txt", text() * 100), file("toe.txt", text())]
    answer = at_door(cast.writer).post(address(PAGE), sent(*files))
    assert "big.txt: is larger than" in answer.text
    assert Article.objects.count() == 1


def test_what_takes_too_long_stops_and_goes_on_when_sent_again(cast, at_door, monkeypatch):
    files = [(f"{n}.txt", text(n)) for n in range(3)]
    client = at_door(cast.writer)
    with monkeypatch.context() as patch:
        patch.setattr(importing, "SECONDS", -1)
        answer = client.post(address(PAGE), sent(*[file(*each) for each in files]))
    assert "send the same files again" in answer.text
    assert Article.objects.count() < 3
    client.post(address(PAGE), sent(*[file(*each) for each in files]))
    assert Article.objects.count() == 3


@pytest.mark.parametrize("part", ["physician", "publisher", "officer", "auditor", "superuser"])
def test_only_who_may_write_comes_in(cast, at_door, rows, part):
    client, before = at_door(getattr(cast, part)), rows()
    assert client.get(address(PAGE)).status_code == 403
    assert client.post(address(PAGE), sent(file("toe.txt", text()))).status_code == 403
    assert address(PAGE) not in client.get(LIST).text
    assert rows() == before


def test_another_site_cannot_import(cast, db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.writer)
    assert client.post(address(PAGE), sent(file("toe.txt", text()))).status_code == 403
    assert not Article.objects.exists()


def test_the_list_of_articles_leads_to_it(cast, at_door):
    assert address(PAGE) in at_door(cast.editor).get(LIST).text
    page = at_door(cast.writer).get(address(PAGE)).text
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file"' in page and "multiple" in page and "accept=" in page


@pytest.fixture
def inherited(cast):
    """Three that readers had before: proven live, proven and approved, and a draft; two others."""
    intake = Intake(cast.writer, specialty="rheumatology", inherited=True)
    articles = []
    for number in range(3):
        [outcome] = intake.take_bytes(text(number), f"{number}.txt")
        articles.append(Article.objects.get(slug=outcome.slug))
    cast.draft(title="Ours")
    return articles


def proven(cast, article):
    from articles import workflow
    from tests.cast import content

    whole = {**content(), "title": article.title}
    saved = workflow.save_draft(
        article, whole, actor=cast.writer, reason="Made whole", base=article.content_digest
    )
    return cast.sign_off(cast.submit(saved))


def titles(client, query):
    page = client.get(f"{address('articles_article_changelist')}?{query}")
    return {article.title for article in page.context["cl"].result_list}


def test_inherited_articles_are_listed_and_counted(cast, at_door, inherited):
    live, approved, draft = inherited
    cast.publish(proven(cast, live))
    proven(cast, approved)
    client = at_door(cast.auditor)
    page = client.get(LIST).text
    assert "2 of 3 proven" in page
    assert titles(client, "inherited=all") == {each.title for each in inherited}
    assert titles(client, "inherited=proven") == {live.title, approved.title}
    assert titles(client, "inherited=unproven") == {draft.title}


def test_what_the_source_claims_proves_nothing(cast, at_door, inherited):
    assert "0 of 3 proven" in at_door(cast.auditor).get(LIST).text


def test_a_withdrawn_sign_off_proves_nothing_any_more(cast, at_door, inherited):
    approved = proven(cast, inherited[0])
    signature = approved.signatures.medical().get()
    cast.act(
        "withdraw_signature",
        approved,
        cast.physician,
        note="The dose is wrong.",
        signature=signature,
    )
    assert "0 of 3 proven" in at_door(cast.auditor).get(LIST).text


def test_a_list_without_inherited_articles_does_not_mention_them(cast, at_door):
    cast.draft()
    assert "Inherited: " not in at_door(cast.auditor).get(LIST).text


def test_a_claim_shows_its_day_its_address_and_that_it_was_live(cast, at_door, inherited):
    ImportClaim.objects.update(live_url="https://toes.example/sore", claimed_on="2024-03-03")
    client, claim = at_door(cast.officer), ImportClaim.objects.first()
    page = client.get(address("articles_importclaim_change", claim.pk)).text
    assert 'href="https://toes.example/sore" rel="noreferrer"' in page
    assert "3 Mar 2024" in page or "March 3, 2024" in page
    assert "Readers had this text before" in page
    lists, found = address("articles_importclaim_changelist"), {}
    for said in (0, 1):
        shown = client.get(f"{lists}?is_inherited__exact={said}").context["cl"].result_list
        found[said] = len(shown)
    assert found == {0: 0, 1: 3}
