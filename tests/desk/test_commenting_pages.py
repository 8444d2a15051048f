"""Comments on words and the turns in their threads, as pages take and show them."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import Article, Comment, HistoricalArticle, LedgerEntry, Remark, Review
from articles.presenting import letters
from articles.stages import RemarkKind, Stage
from tests.cast import Cast
from tests.workflow.situations import people
from tests.workflow.talk import must_fix, says, turn

from .scenes import second_round
from .site import signed_in

pytestmark = pytest.mark.django_db

BODY = """Take 5 mg of the tablet each day.

Rest the joint, and rest the foot.

Drink water through the day.
"""


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.second_physician, body=BODY)


@pytest.fixture
def review(cast: Cast, article: Article) -> Review:
    return article.round.reviews.get(reviewer__user=cast.physician)


def form(review: Review) -> str:
    return reverse("review-comment", args=[review.pk])


def comment_as(client: Client, review: Review, **typed: Any) -> HttpResponse:
    """Send the form to comment as its page has it, filled in."""
    page = client.get(form(review))
    seen = {name: page.context["form"][name].value() for name in ("seen", "token")}
    given = {"severity": "suggestion", "text": "Name the dose.", **seen, **typed}
    return client.post(form(review), given)


def take_turn(client: Client, comment: Comment, kind: str, **typed: Any) -> HttpResponse:
    base = Article.objects.get(pk=comment.article_id).content_digest
    given = {"turn": kind, "text": "So it is.", "base": base, "token": uuid.uuid4(), **typed}
    return client.post(reverse("comment-thread", args=[comment.pk]), given)


def left() -> tuple[int, int, int]:
    return Comment.objects.count(), Remark.objects.count(), LedgerEntry.objects.count()


def near(page: HttpResponse, words: str) -> str:
    """The block of the text that has these words, and what stands beside it until the next."""
    html = page.content.decode().split('class="reading')[1].split("</section>")[0]
    (part,) = [part for part in html.split('<div class="block text') if words in part]
    return part


# To comment


def test_a_comment_is_kept_and_stands_beside_its_words(cast: Cast, review: Review) -> None:
    client = signed_in(cast.physician)
    done = comment_as(client, review, exact="rest the foot", on="against=nothing")
    place = reverse("review", args=[review.pk])
    assert (done.status_code, done["Location"]) == (302, f"{place}?against=nothing#note-A")
    page = client.get(done["Location"])
    assert 'id="note-A"' in near(page, "Rest the joint")
    assert 'id="words-A"' in near(page, "Rest the joint")
    assert "note-A" not in near(page, "Drink water")
    review.refresh_from_db()
    assert review.response == "accepted"


def test_the_form_offers_the_words_of_the_block_it_was_opened_from(
    cast: Cast, review: Review
) -> None:
    client = signed_in(cast.physician)

    def offered(block: str) -> str:
        page = client.get(form(review), {"block": block})
        assert page.status_code == 200
        return str(page.context["form"]["exact"].value())

    assert offered("2") == "Drink water through the day."
    for nothing in ("", "3", "-1", "x", "²", "9" * 5_000):
        assert offered(nothing) == ""


def test_a_comment_without_words_is_about_the_whole_text(cast: Cast, review: Review) -> None:
    client = signed_in(cast.physician)
    page = client.get(comment_as(client, review)["Location"])
    assert "On the whole text" in page.content.decode()
    assert [thread.letter for thread in page.context["whole"]] == ["A"]


@pytest.mark.parametrize(
    ("exact", "sentence"),
    [
        ("rest the hand", "These words do not stand in the text."),
        ("the", "These words stand in several places; choose a few more."),
    ],
)
def test_words_that_do_not_stand_or_stand_twice_are_refused_in_one_sentence(
    cast: Cast, review: Review, exact: str, sentence: str
) -> None:
    before = left()
    typed = {"exact": exact, "text": "Which one?", "wording": "the left hand"}
    page = comment_as(signed_in(cast.physician), review, **typed)
    assert page.status_code == 422
    assert page.context["form"].errors == {"exact": [sentence]}
    for name, value in typed.items():
        assert page.context["form"][name].value() == value
    html = page.content.decode()
    assert ">\nthe left hand</textarea>" in html
    assert ">\nWhich one?</textarea>" in html
    assert left() == before


def test_one_of_two_places_is_told_by_the_words_around_it(cast: Cast, review: Review) -> None:
    client = signed_in(cast.physician)
    around = {"exact": "the day", "before": "through ", "after": "."}
    assert comment_as(client, review, **around).status_code == 302
    assert Comment.objects.get().exact == "the day"


@pytest.mark.parametrize(
    "typed",
    [
        {"text": ""},
        {"severity": ""},
        {"severity": "shout"},
        {"token": ""},
        {"token": "x"},
        {"wording": "Rest it"},
        {"text": "x" * 10_001},
        {"text": "a\x00b"},
        {"text": "a\u202eb"},
        {"exact": "rest the foot", "near": "-1"},
        {"exact": "rest the foot", "near": "x"},
        {"exact": "rest the foot", "wording": "rest the foot"},
    ],
)
def test_what_cannot_be_kept_is_a_form_again_and_never_an_error(
    cast: Cast, review: Review, typed: dict[str, str]
) -> None:
    before = left()
    page = comment_as(signed_in(cast.physician), review, **typed)
    assert page.status_code == 422
    assert "Nothing was kept." in page.content.decode()
    assert left() == before


def test_the_same_form_sent_twice_makes_one_comment(cast: Cast, review: Review) -> None:
    client, token = signed_in(cast.physician), uuid.uuid4()
    first = comment_as(client, review, token=token)
    after = left()
    again = comment_as(client, review, token=token)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert left() == after


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("physician", 302),
        ("second_physician", 302),
        ("editor", 302),
        ("unassigned", 409),
        ("writer", 403),
        ("publisher", 403),
        ("officer", 403),
        ("auditor", 403),
        ("superuser", 403),
    ],
)
def test_reviewers_who_are_asked_and_editors_comment_and_nobody_else(
    cast: Cast, review: Review, part: str, status: int
) -> None:
    before = left()
    typed = {"text": "Name it.", "severity": "suggestion", "token": uuid.uuid4()}
    done = signed_in(getattr(cast, part)).post(form(review), typed)
    assert done.status_code == status
    assert (left() != before) == (status == 302)


def test_a_text_that_is_no_longer_the_one_on_screen_takes_no_comment(
    cast: Cast, review: Review
) -> None:
    client = signed_in(cast.physician)
    page = comment_as(client, review, seen="sha256:" + "0" * 64)
    assert page.status_code == 409
    assert "The text is not the one you had on screen." in page.content.decode()
    cast.act("recall", review.round.article, cast.writer)
    assert comment_as(client, review).status_code == 409
    assert Comment.objects.count() == 0


# Letters and places


def test_letters_go_on_after_z() -> None:
    assert [letters(number) for number in (1, 2, 26, 27, 52, 53, 702, 703)] == [
        "A",
        "B",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def revised(cast: Cast, article: Article, body: str) -> Review:
    """The same article in its next round, with another body."""
    article = cast.act("recall", Article.objects.get(pk=article.pk), cast.writer)
    article = workflow.save_draft(
        article, {"body": body}, actor=cast.writer, reason="As asked", base=article.content_digest
    )
    article = cast.submit(article, cast.physician, cast.second_physician)
    return article.round.reviews.get(reviewer__user=cast.physician)


def test_after_an_edit_a_comment_stands_beside_its_words_or_says_they_are_gone(
    cast: Cast, article: Article
) -> None:
    says(article, cast.physician, "How much?", exact="Drink water")
    says(article, cast.physician, "Which foot?", exact="rest the foot")
    says(article, cast.physician, "A picture?", exact="")
    body = "Drink water through the day.\n\nTake 5 mg of it each day.\n\nRest the joint."
    review = revised(cast, article, body)
    says(Article.objects.get(), cast.second_physician, "New.", exact="5 mg")
    page = signed_in(cast.physician).get(reverse("review", args=[review.pk]), {"against": "1"})

    assert [(t.letter, bool(t.place), t.is_gone) for t in page.context["threads"]] == [
        ("A", True, False),
        ("B", False, True),
        ("C", False, False),
        ("D", True, False),
    ]
    assert 'id="note-A"' in near(page, 'id="words-A"')
    assert 'id="note-D"' in near(page, 'id="words-D"')
    assert "The words were removed: <q>rest the foot</q>" in page.content.decode()
    assert "Comments whose words are gone" in page.content.decode()
    assert len(re.findall(r'id="note-', page.content.decode())) == 4


def test_a_closed_comment_is_told_closed_with_who_closed_it(cast: Cast, review: Review) -> None:
    made = must_fix(review.round.article, cast.physician, exact="rest the foot")
    client = signed_in(cast.physician)
    address = reverse("review", args=[review.pk])
    turn("reply", made, cast.writer, text="In the table.")
    assert "Must fix, answered" in client.get(address).content.decode()
    turn("settle", made, cast.editor, reason="The leaflet says so.")
    html = client.get(address).content.decode()
    assert "Must fix, settled by an editor" in html
    assert re.search(r"Edda Editor, [^<]*: settled by an editor", html)
    assert "The leaflet says so." in html


# Turns

KINDS = [kind.value for kind in RemarkKind]


def threads_for(cast: Cast, article: Article) -> dict[str, Comment]:
    """A comment of every sort: of a reviewer or an editor, open, closed, with a wording or not."""
    made = {
        "must_fix": must_fix(article, cast.physician, exact="Drink water", wording="Drink tea"),
        "suggestion": says(article, cast.physician, exact="5 mg", wording="6 mg"),
        "by an editor": must_fix(article, cast.editor, exact="rest the foot"),
        "closed": must_fix(article, cast.physician, exact="Rest the joint", wording="Rest"),
        "whole": says(article, cast.second_physician),
    }
    turn("resolve", made["closed"], cast.physician)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["medical_review", "draft", "approved"])
def test_the_buttons_shown_are_the_turns_that_succeed(
    cast: Cast, article: Article, stage: str
) -> None:
    made = threads_for(cast, article)
    if stage == "draft":
        cast.act("recall", article, cast.writer)
    if stage == "approved":
        for name in ("must_fix", "by an editor"):
            author = cast.editor if name == "by an editor" else cast.physician
            turn("resolve", made[name], author)
        cast.sign_off(Article.objects.get())
    everybody = {**people(cast), "bela": cast.second_physician}
    wrong = []
    for who, user in everybody.items():
        client = signed_in(user)
        for name, comment in made.items():
            page = client.get(reverse("comment-thread", args=[comment.pk]))
            if page.status_code == 403:
                continue
            shown = set(re.findall(r'name="turn" value="(\w+)"', page.content.decode()))
            for kind in KINDS:
                with transaction.atomic():
                    status = take_turn(client, comment, kind).status_code
                    transaction.set_rollback(True)
                allowed = {302} if kind in shown else {403, 409, 422}
                if status not in allowed:
                    wrong.append((who, name, kind, status))
    assert wrong == []


def test_who_may_not_read_articles_reads_no_thread(cast: Cast, article: Article) -> None:
    made = says(article, cast.physician)
    assert take_turn(Client(), made, "reply").status_code == 401
    assert Client().get(reverse("comment-thread", args=[made.pk])).status_code == 302
    assert Remark.objects.count() == 0


def test_a_turn_sent_twice_is_taken_once(cast: Cast, article: Article) -> None:
    made, token = says(article, cast.physician), uuid.uuid4()
    client = signed_in(cast.writer)
    for _ in range(2):
        assert take_turn(client, made, "reply", token=token).status_code == 302
    assert Remark.objects.count() == 1


def test_a_turn_that_is_refused_shows_the_form_again_with_its_words(
    cast: Cast, article: Article
) -> None:
    made = must_fix(article, cast.physician)
    page = take_turn(signed_in(cast.writer), made, "reply", text="  ")
    assert page.status_code == 422
    assert "Write an answer." in page.content.decode()
    page = take_turn(signed_in(cast.editor), made, "settle", text="")
    assert "Say why it is settled; whoever signs next reads it." in page.content.decode()
    page = take_turn(signed_in(cast.writer), made, "shout", text="Here <b>it</b> is.")
    assert page.status_code == 422
    assert "Here &lt;b&gt;it&lt;/b&gt; is.</textarea>" in page.content.decode()
    assert Remark.objects.count() == 0


def test_a_wording_taken_is_a_version_of_the_writers(cast: Cast, article: Article) -> None:
    made = says(article, cast.physician, exact="rest the foot", wording="rest both feet")
    cast.act("recall", article, cast.writer)
    points = reverse("article-comments", args=[article.slug])
    client = signed_in(cast.writer)
    html = client.get(points).content.decode()
    assert 'value="take"' in html

    done = take_turn(client, made, "take", next=points + "#note-A")
    assert (done.status_code, done["Location"]) == (302, points + "#note-A")
    newest = HistoricalArticle.objects.latest("history_id")
    assert "rest both feet" in newest.body
    assert (newest.version, newest.history_user) == (2, cast.writer)
    assert newest.history_change_reason == "Took the wording proposed by Ada Moss, MD."
    html = client.get(points).content.decode()
    assert "wording taken in version 2" in html
    assert "Nothing waits for an answer" in html


def test_a_wording_is_not_taken_into_a_text_saved_meanwhile(cast: Cast, article: Article) -> None:
    made = says(article, cast.physician, exact="rest the foot", wording="rest both feet")
    cast.act("recall", article, cast.writer)
    for base in ("sha256:" + "0" * 64, "", "nonsense"):
        page = take_turn(signed_in(cast.writer), made, "take", base=base)
        assert page.status_code == 422
        assert "after you opened it" in page.content.decode()
    assert Remark.objects.count() == 0


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "///evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "ftp://testserver/",
        "https://testserver@evil.example/",
        "",
    ],
)
def test_the_next_page_is_never_on_another_host(cast: Cast, article: Article, wanted: str) -> None:
    made = says(article, cast.physician)
    done = take_turn(signed_in(cast.writer), made, "reply", next=wanted)
    assert done.status_code == 302
    assert done["Location"] == reverse("comment-thread", args=[made.pk])


@pytest.mark.parametrize("wanted", ["nonsense", "home", "?x", "#note-A", "/articles/\r\nX: y"])
def test_a_next_page_that_is_none_is_no_error(cast: Cast, article: Article, wanted: str) -> None:
    made = says(article, cast.physician)
    done = take_turn(signed_in(cast.writer), made, "reply", next=wanted)
    assert done.status_code == 302
    assert "\n" not in done["Location"]
    assert Remark.objects.count() == 1


def test_the_page_of_all_comments_has_the_open_ones_first(cast: Cast, article: Article) -> None:
    first, second = says(article, cast.physician), must_fix(article, cast.physician, "Which?")
    turn("resolve", first, cast.physician)
    page = signed_in(cast.writer).get(reverse("article-comments", args=[article.slug]))
    assert [t.letter for t in page.context["open"]] == ["B"]
    assert [t.letter for t in page.context["closed"]] == ["A"]
    assert "1 comment to answer" in page.content.decode()
    assert second.text in page.content.decode()


# What is typed is text

EVIL = "<script>alert(1)</script>"


def test_markup_in_a_comment_is_text_everywhere(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW, body=f"Say {EVIL} to the nurse.\n\nRest.")
    review = Review.objects.get(round=article.round)
    client = signed_in(cast.physician)
    sent = {"exact": f"Say {EVIL} to", "text": EVIL, "wording": f"Tell {EVIL} to"}
    assert comment_as(client, review, **sent).status_code == 302
    made = Comment.objects.get()
    turn("reply", made, cast.writer, text=EVIL)
    turn("settle", must_fix(article, cast.physician, EVIL), cast.editor, reason=EVIL)
    gone = says(article, cast.physician, EVIL, exact="Rest")
    pages = [
        reverse("review", args=[review.pk]),
        reverse("review", args=[review.pk]) + "?view=clean",
        reverse("comment-thread", args=[made.pk]),
        reverse("comment-thread", args=[gone.pk]),
        reverse("article-comments", args=[article.slug]),
        form(review) + "?block=0",
    ]
    refused = comment_as(client, review, exact=EVIL + EVIL, text=EVIL, wording=EVIL, on=EVIL)
    assert EVIL not in refused.content.decode()
    for address in pages:
        html = client.get(address).content.decode()
        assert EVIL not in html, address
        assert "&lt;script&gt;" in html, address


# Signed out


def test_words_sent_after_the_session_ended_come_back_and_nothing_is_written(
    cast: Cast, review: Review
) -> None:
    client = signed_in(cast.physician)
    client.get(form(review))
    client.session.flush()
    client.cookies.clear()
    before = left()
    typed = {
        "exact": "rest the foot",
        "text": f"Which foot? {EVIL}",
        "wording": "rest both feet",
        "severity": "must_fix",
        "token": str(uuid.uuid4()),
    }
    page = client.post(form(review), typed)
    html = page.content.decode()
    assert (page.status_code, page["WWW-Authenticate"]) == (401, "Session")
    assert page.context["words"] == [typed["exact"], typed["text"], typed["wording"]]
    assert "rest both feet</textarea>" in html
    assert EVIL not in html
    assert typed["token"] not in html
    assert f'?next={form(review)}"' in html
    assert left() == before
    assert client.get(form(review)).status_code == 302


def test_a_form_gone_back_to_and_sent_again_makes_no_second_comment(cast: Cast) -> None:
    review = second_round(cast)
    client = signed_in(cast.physician)
    page = client.get(reverse("review", args=[review.pk])).content.decode()
    links = re.findall(r'href="(/review/\d+/comment/\?block=\d+&amp;form=[^"]+)"', page)
    first, second = (unescape(link) for link in links[:2])

    def sent(link):
        initial = client.get(link).context["form"].initial
        typed = {"text": "For whom?", "severity": "suggestion", **initial}
        return client.post(link, typed)

    before = review.round.article.comments.count()
    assert sent(first).status_code == sent(first).status_code == 302
    assert review.round.article.comments.count() == before + 1
    assert sent(second).status_code == 302
    assert review.round.article.comments.count() == before + 2


def test_whoever_signs_reads_why_an_editor_settled_a_must_fix(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW, cast.physician, cast.second_physician)
    fix = must_fix(article, cast.second_physician, "Name the dose.")
    turn("settle", fix, cast.editor, reason="The leaflet names it; the board agreed.")
    review = article.round.reviews.get(reviewer__user=cast.physician)
    page = signed_in(cast.physician).get(reverse("sign", args=[review.pk])).content.decode()
    assert "Settled by an editor" in page
    assert "The leaflet names it; the board agreed." in page
    turn("reopen", fix, cast.editor)
    opened_again = signed_in(cast.physician).get(reverse("sign", args=[review.pk]))
    assert opened_again.status_code == 409
