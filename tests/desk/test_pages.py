"""Every page: who sees it, and what stands on it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import Article, Review
from articles.stages import Stage
from articles.workflow import reviews
from tests.cast import Cast, person, standing_signature

from .site import ROLES, in_stage, populate, reading_pages, signed_in, waiting_review

pytestmark = pytest.mark.django_db

BYLINE = (
    "Medically reviewed by Ada Moss, MD; "
    "American Board of Internal Medicine with subspecialty in Rheumatology"
)


def page(user: User, address: str) -> str:
    response = signed_in(user).get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def everywhere(cast: Cast) -> Cast:
    populate(cast)
    return cast


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_every_page(everywhere: Cast, role: str) -> None:
    client = signed_in(getattr(everywhere, role))
    found = {url: client.get(url).status_code for url in reading_pages()}
    assert {url: status for url, status in found.items() if status != 200} == {}


def test_somebody_without_a_role_reads_nothing(everywhere: Cast) -> None:
    client = signed_in(person("nobody"))
    assert {client.get(url).status_code for url in reading_pages()} == {403}


def test_somebody_who_left_reads_nothing(everywhere: Cast) -> None:
    client = signed_in(everywhere.auditor)
    User.objects.filter(pk=everywhere.auditor.pk).update(is_active=False)
    assert {client.get(url).status_code for url in reading_pages()} == {302}


def test_whoever_is_not_signed_in_is_asked_to(everywhere: Cast) -> None:
    for url in reading_pages():
        response = Client().get(url)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("login") + "?next=")


@pytest.mark.parametrize(
    "address",
    ["/articles/nowhere/", "/articles/nowhere/submit/", "/review/999/", "/review/999/sign/",
     "/signatures/00000000-0000-0000-0000-000000000000/", "/articles/words-in-draft/versions/9/",
     "/articles/words-in-draft/obliterate/"],
)  # fmt: skip
def test_what_does_not_exist_is_404(everywhere: Cast, address: str) -> None:
    assert signed_in(everywhere.editor).get(address).status_code == 404


def test_home_shows_a_reviewer_what_waits_and_offers_both_answers(everywhere: Cast) -> None:
    text = page(everywhere.physician, reverse("home"))
    review = waiting_review()

    assert "1 thing needs you" in text
    assert reverse("review-accept", args=[review.pk]) in text
    assert reverse("review-decline", args=[review.pk]) in text
    assert "My drafts" not in text
    assert "Ready to publish" not in text


def test_home_shows_the_writer_what_came_back_and_why(everywhere: Cast) -> None:
    article = in_stage(Stage.MEDICAL_REVIEW)
    everywhere.act("request_changes", article, everywhere.physician, note="Say why <b>5 mg</b>.")

    text = page(everywhere.writer, reverse("home"))

    assert "Changes requested: “Say why &lt;b&gt;5 mg&lt;/b&gt;.”" in text
    assert reverse("transition", args=[article.slug, "submit"]) in text


def test_home_shows_the_publisher_what_is_ready(everywhere: Cast) -> None:
    text = page(everywhere.publisher, reverse("home"))
    assert reverse("transition", args=[in_stage(Stage.APPROVED).slug, "publish"]) in text


def test_home_shows_the_managing_editor_what_is_late_and_what_was_declined(
    everywhere: Cast,
) -> None:
    Review.objects.filter(pk=waiting_review().pk).update(due_on="2020-01-01")
    assert "has not answered" in page(everywhere.editor, reverse("home"))

    reviews.decline(waiting_review(), actor=everywhere.physician, reason="I advise its maker.")
    text = page(everywhere.editor, reverse("home"))
    assert "has not answered" not in text
    assert "Ada Moss, MD: “I advise its maker.”" in text


def test_an_empty_home_says_what_would_appear(cast: Cast) -> None:
    text = page(cast.physician, reverse("home"))
    assert "Nothing needs you now" in text
    assert "Articles appear here when an editor asks you" in text


@pytest.mark.req("A11-04")
def test_the_byline_stands_over_the_signed_words_alone(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    address = reverse("article", args=[article.slug])
    assert BYLINE in page(cast.writer, address)

    article = workflow.perform("revise", article, actor=cast.writer)
    changes = {"body": article.body + "\n\nNew words."}
    workflow.save_draft(
        article, changes, actor=cast.writer, reason="More", base=article.content_digest
    )

    working, live = page(cast.writer, address), page(cast.writer, f"{address}?text=live")
    assert "Not medically reviewed (version 2)" in working
    assert BYLINE not in working
    assert BYLINE in live
    assert "New words" not in live
    assert BYLINE in page(cast.writer, reverse("version", args=[article.slug, 1]))
    assert BYLINE not in page(cast.writer, reverse("version", args=[article.slug, 2]))


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.MEDICAL_REVIEW])
def test_an_unsigned_text_has_no_byline(everywhere: Cast, stage: Stage) -> None:
    text = page(everywhere.writer, reverse("article", args=[in_stage(stage).slug]))
    assert "Not medically reviewed (version 1)" in text
    assert "Medically reviewed by" not in text


def test_half_a_quorum_is_no_byline(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    article = cast.submit(cast.draft(), cast.physician, cast.second_physician)
    cast.sign_off(article)
    text = page(cast.writer, reverse("article", args=[article.slug]))
    assert "Not medically reviewed" in text
    assert "1 of 2 sign-offs, 1 by a specialist" in text


def test_a_withdrawn_signature_takes_the_byline_with_it(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    signature = standing_signature(article)
    cast.act("withdraw_signature", article, cast.physician, signature=signature, note="Too early.")

    text = page(cast.writer, reverse("article", args=[article.slug]))

    assert "Not medically reviewed" in text
    assert "Withdrawn by Ada Moss" in text
    assert "“Too early.”" in text


@pytest.mark.req("PF-01")
def test_the_timeline_gives_notes_and_ledger_numbers(everywhere: Cast) -> None:
    text = page(everywhere.auditor, reverse("article", args=[in_stage(Stage.WITHDRAWN).slug]))
    assert "“Superseded by new advice.”" in text
    assert text.count('class="entry">entry ') == 5


def test_hostile_text_shows_as_text(cast: Cast) -> None:
    nasty = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    article = cast.draft(
        title=f"T {nasty}", summary=nasty, body=f"{nasty}\n\n[x](javascript:alert(1))",
        funding=nasty, authors=[nasty], references=[{"id": "a", "type": "book", "title": nasty}],
    )  # fmt: skip
    article = cast.submit(article, note=nasty)
    review = Review.objects.get(round=article.round)
    article = cast.act("request_changes", article, cast.physician, note=nasty)

    for address in (
        reverse("home"),
        reverse("article-list"),
        article.get_absolute_url(),
        reverse("version", args=[article.slug, 1]),
        reverse("review", args=[review.pk]),
        reverse("transition", args=[article.slug, "submit"]),
    ):
        text = page(cast.writer, address)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;" in text
        assert 'href="javascript:' not in text


@pytest.mark.parametrize(
    "query",
    ["?after=", "?after=2026-01-01T00:00:00_x", "?after=2026-01-01_1", "?stage=nonsense",
     "?q=%00", "?q=" + "x" * 500],
)  # fmt: skip
def test_a_list_survives_whatever_is_in_its_address(everywhere: Cast, query: str) -> None:
    for address in ("/articles/", "/publish/"):
        assert signed_in(everywhere.editor).get(address + query).status_code == 200


def test_the_list_narrows_by_stage_owner_title_and_day(everywhere: Cast) -> None:
    everywhere.draft(title="Somebody else’s", owner=everywhere.other_writer)
    Article.objects.filter(stage=Stage.PUBLISHED).update(review_due="2020-01-01")

    def titles(query: str) -> set[str]:
        rows = signed_in(everywhere.writer).get("/articles/" + query).context["page"].rows
        return {article.title for article in rows}

    assert titles("?stage=draft") == {"Words in draft", "Somebody else’s"}
    assert titles("?stage=draft&mine=on") == {"Words in draft"}
    assert titles("?q=ELSE") == {"Somebody else’s"}
    assert titles("?overdue=on") == {"Words in published"}


def test_pages_of_a_list_skip_nothing_and_repeat_nothing(cast: Cast) -> None:
    from articles.desk import paging

    made = {cast.draft(title=f"Number {n}").pk for n in range(2 * paging.SIZE + 3)}
    client, seen, after = signed_in(cast.auditor), [], ""
    while True:
        found = client.get("/articles/", {"after": after}).context["page"]
        seen += [article.pk for article in found.rows]
        after = found.after
        if not after:
            break
    assert len(seen) == len(made)
    assert set(seen) == made


def test_the_review_page_shows_the_frozen_text_with_note_and_standing(cast: Cast) -> None:
    article = cast.submit(cast.draft(), note="Please look at the dose.")
    review = Review.objects.get(round=article.round)
    text = page(cast.physician, reverse("review", args=[review.pk]))

    assert "Gout is a painful arthritis." in text
    assert "“Please look at the dose.”" in text
    assert "You may sign, as a specialist." in text
    assert reverse("sign", args=[review.pk]) in text

    workflow.perform("recall", article, actor=cast.writer)
    after = page(cast.physician, reverse("review", args=[review.pk]))
    assert "This review closed on" in after
    assert reverse("sign", args=[review.pk]) not in after


def test_a_reviewer_who_is_not_eligible_reads_why(cast: Cast) -> None:
    article = cast.submit(cast.draft(), cast.unverified)
    review = Review.objects.get(round=article.round)
    text = page(cast.unverified, reverse("review", args=[review.pk]))
    assert "Rheumatology has not been verified at its source by two people." in text
    assert reverse("transition", args=[article.slug, "request_changes"]) in text


def test_another_person_reads_a_review_and_decides_nothing(everywhere: Cast) -> None:
    text = page(everywhere.second_physician, reverse("review", args=[waiting_review().pk]))
    assert "Ada Moss, MD is asked to review this text." in text
    assert "Sign off…" not in text


def test_the_receipt_says_who_when_and_meaning_what(everywhere: Cast) -> None:
    signature = standing_signature(in_stage(Stage.PUBLISHED))
    text = page(everywhere.auditor, reverse("receipt", args=[signature.pk]))
    for said in (
        "Ada Moss, MD",
        "Medical review, signed",
        "In my professional judgement, on this date, the whole of version 1",
        signature.content_digest,
        signature.statement_digest,
        BYLINE,
        "Ledger entry",
    ):
        assert said in text


def test_the_publish_desk_gives_reasons_beside_what_may_not_be_released(everywhere: Cast) -> None:
    ready = reverse("publish-desk")
    act = reverse("transition", args=[in_stage(Stage.APPROVED).slug, "publish"])
    assert act in page(everywhere.publisher, ready)
    mine = page(everywhere.physician, ready)
    assert act not in mine
    assert "You signed this text off; someone else releases it." in mine


def test_the_publish_desk_offers_only_what_the_person_may_do(everywhere: Cast) -> None:
    slug = in_stage(Stage.PUBLISHED).slug
    live = reverse("publish-desk") + "?tab=live"
    revise, withdraw = (reverse("transition", args=[slug, n]) for n in ("revise", "withdraw"))
    assert withdraw in page(everywhere.publisher, live)
    assert revise not in page(everywhere.publisher, live)
    assert revise in page(everywhere.writer, live)
    assert withdraw not in page(everywhere.auditor, live)
