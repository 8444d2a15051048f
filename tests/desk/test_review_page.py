"""A text under review: what changed, against what, who signed it, and what is said about it."""

from __future__ import annotations

import gzip
import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from articles import workflow
from articles.models import Article, Review
from articles.stages import Stage
from tests.cast import Cast, standing_signature
from tests.workflow.talk import must_fix, says, turn

from .scenes import AFTER, commented, second_round
from .site import send_signing_page, signed_in, statements
from .test_queries import WHO_ASKS

pytestmark = pytest.mark.django_db


def address(review: Review, query: str = "") -> str:
    return reverse("review", args=[review.pk]) + query


def look(cast: Cast, review: Review, query: str = "", part: str = "physician") -> HttpResponse:
    page = signed_in(getattr(cast, part)).get(address(review, query))
    assert page.status_code == 200
    return page


def words(page: HttpResponse) -> str:
    """What stands on the page, without marks and line ends."""
    text = re.sub(r"<(script|style).*?</\1>", "", page.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", text).split())


@pytest.fixture
def review(cast: Cast) -> Review:
    return second_round(cast)


# What it is compared with


def test_the_redline_is_against_my_last_signature(cast: Cast, review: Review) -> None:
    page = look(cast, review)
    assert (page.context["basis"].against, page.context["basis"].record.version) == ("mine", 1)
    assert page.context["view"] == "redline"
    assert "<del>7.5 mg</del> <ins>5 mg</ins>" in page.content.decode()
    assert "since you signed version 1 on" in words(page)
    assert "Version 2, round 2" in words(page)


def test_who_did_not_sign_reads_it_against_the_live_text(cast: Cast, review: Review) -> None:
    page = look(cast, review, part="second_physician")
    assert page.context["basis"].against == "live"
    assert "since version 1, which readers see." in words(page)


def test_a_withdrawn_signature_is_no_basis(cast: Cast) -> None:
    article = cast.sign_off(cast.submit(cast.draft()))
    signature = standing_signature(article)
    cast.act("withdraw_signature", article, cast.editor, signature=signature, note="In error.")
    article = cast.submit(Article.objects.get())
    page = look(cast, Review.objects.get(round=article.round))
    assert page.context["basis"].against == "nothing"
    assert "No word of this text has been signed." in words(page)


def test_a_first_review_shows_the_whole_text_and_marks_nothing(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW, body="Take 5 mg a day.\n\nRest well.")
    page = look(cast, Review.objects.get(round=article.round))
    html = page.content.decode()
    assert page.context["view"] == "clean"
    assert 'id="change-1"' not in html
    assert '<details class="fold"><summary>' not in html.split('class="rail"')[0]
    assert html.count('data-seen="nobody"') == 2
    assert "this is the whole text" in words(page)


@pytest.mark.parametrize(
    ("query", "against", "view"),
    [
        ("?against=live", "live", "redline"),
        ("?against=1&view=side", "1", "side"),
        ("?against=2", "2", "redline"),
        ("?against=mine&view=clean", "mine", "clean"),
        ("?against=nothing", "nothing", "clean"),
        ("?against=nothing&view=redline", "nothing", "clean"),
        ("?against=&view=", "mine", "redline"),
    ],
)
def test_an_address_names_the_other_text_and_the_view(
    cast: Cast, review: Review, query: str, against: str, view: str
) -> None:
    page = look(cast, review, query)
    assert (page.context["basis"].key, page.context["view"]) == (against, view)
    assert f'<option value="{against}" selected>' in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?against=3",
        "?against=0",
        "?against=-1",
        "?against=version",
        "?against=Mine",
        "?against=²",
        "?against=1'--",
        "?against=%00",
        "?against=0000000001",
        "?against=" + "9" * 5_000,
        "?view=pretty",
        "?view=%00",
        "?against=live&view=../x",
    ],
)
def test_an_address_that_names_nothing_is_not_found(cast: Cast, review: Review, query: str) -> None:
    assert signed_in(cast.physician).get(address(review, query)).status_code == 404


def test_what_is_not_there_for_this_person_is_not_found(cast: Cast, review: Review) -> None:
    client = signed_in(cast.second_physician)
    assert client.get(address(review, "?against=mine")).status_code == 404


# What is shown


def test_neighbours_that_did_not_change_are_folded(cast: Cast, review: Review) -> None:
    html = look(cast, review).content.decode()
    folds = re.findall(r"(\d+) blocks? unchanged since you signed on", html)
    assert folds[:2] == ["2", "1"]
    assert "Walk on most days" in html


def test_what_changed_is_named_by_kind_the_most_dangerous_first(cast: Cast, review: Review) -> None:
    page = look(cast, review)
    labels = [label for label, _places in page.context["summed"]]
    assert labels[0] == "dose"
    assert "Moved here." in words(page)
    assert "Something stood here that moved" in words(page)
    moved = re.search(r'stood here that <a href="#(change-\d+)">', page.content.decode())
    assert moved
    assert f'id="{moved[1]}"' in page.content.decode()


def test_every_number_leads_to_a_place(cast: Cast, review: Review) -> None:
    html = look(cast, review).content.decode()
    led = set(re.findall(r'href="#(change-\d+)"', html))
    assert led
    assert led <= set(re.findall(r'id="(change-\d+)"', html))


def test_the_strip_tells_who_signed_each_wording(cast: Cast, review: Review) -> None:
    page = look(cast, review)
    seen = {piece.seen for part in page.context["parts"] for piece in pieces_of(part)}
    assert seen == {"covered", "changed", "nobody"}
    assert "Signed Ada Moss, MD, " in words(page)
    assert "Changed since it was signed" in words(page)
    assert "New signed by nobody" in words(page)
    share = re.search(r"(\d+) of (\d+) words stand as they were signed", words(page))
    assert share
    assert 0 < int(share[1]) < int(share[2])


def pieces_of(part: object) -> list:
    return list(getattr(part, "pieces", [part]))


def test_the_fields_beside_the_body_are_compared_too(cast: Cast) -> None:
    article = cast.publish(cast.sign_off(cast.submit(cast.draft())))
    bones = [{"id": "handbook", "type": "book", "title": "A handbook of bones"}]
    article = cast.revised(article, title="Gout attacks", references=bones)
    article = cast.submit(article)
    page = look(cast, Review.objects.get(round=article.round))
    assert [line.label for line in page.context["fields"]] == ["title", "references"]
    assert "Gout <del>flares</del> <ins>attacks</ins>" in page.content.decode()
    assert "4 words changed in 2 places since you signed version 1" in words(page)
    assert "Every word of the body stands as it was signed." in words(page)
    assert "Not as anybody signed it: title and references." in words(page)


def test_a_dose_in_a_summary_is_a_change_that_is_counted_named_and_walked_to(cast: Cast) -> None:
    article = cast.publish(cast.sign_off(cast.submit(cast.draft(summary="Take 5 mg a day."))))
    body = f"{article.body}\n\nDo not wait."
    article = cast.revised(article, summary="Take 50 mg a day.", body=body)
    page = look(cast, Review.objects.get(round=cast.submit(article).round))
    text = page.content.decode()
    assert [(label, places) for label, places in page.context["summed"]] == [
        ("dose", [1]),
        ("negation", [2]),
    ]
    assert re.search(r'id="change-1"[^>]*><p class="s"><b>Summary</b>', text)
    assert "dose: 5 mg → 50 mg" in words(page)
    assert "Not as anybody signed it: summary." in words(page)


def test_the_letter_that_ended_the_last_round_opens_the_next(cast: Cast) -> None:
    article = cast.submit(cast.draft())
    note = "Say what to do at night."
    article = cast.act("request_changes", article, cast.physician, note=note)
    article = workflow.save_draft(
        article,
        {"body": f"{article.body}\n\nAt night, call."},
        actor=cast.writer,
        reason="As asked",
        base=article.content_digest,
    )
    first = Review.objects.get(round__article=article)
    assert note in words(look(cast, first))
    article = cast.submit(article)
    page = look(cast, Review.objects.get(round=article.round))
    assert f"Round 1 ended with: “{note}”" in words(page)
    writer = signed_in(cast.writer)
    assert note not in writer.get(f"/articles/{article.slug}/comments/").content.decode()


def test_what_was_cited_keeps_the_number_it_had(cast: Cast) -> None:
    references = [{"id": key, "type": "book", "title": key} for key in ("one", "two")]
    body = "Rest[@one]. Sleep[@two]."
    article = cast.publish(cast.sign_off(cast.submit(cast.draft(body=body, references=references))))
    article = cast.revised(article, body="Rest. Sleep[@two].")
    review = Review.objects.get(round=cast.submit(article).round)
    text = look(cast, review).content.decode()
    assert '<del><span class="cite">[1]</span></del>' in text
    assert 'Sleep<span class="cite">[1]</span>' in text


def test_a_body_spelt_otherwise_reads_the_same_and_says_so(cast: Cast) -> None:
    article = cast.publish(cast.sign_off(cast.submit(cast.draft(body="Rest *well*."))))
    article = cast.revised(article, body="Rest _well_.")
    page = look(cast, Review.objects.get(round=cast.submit(article).round))
    assert "Only the spelling of the Markdown differs" in words(page)
    assert "Every word of the text stands as it was signed." in words(page)


def test_markup_in_a_text_is_text_on_the_page(cast: Cast) -> None:
    evil = "<script>alert(1)</script>"
    article = cast.publish(cast.sign_off(cast.submit(cast.draft(title=f"Gout {evil}"))))
    body = f"Rest {evil} **x**."
    article = cast.revised(article, body=body, summary=evil, funding=evil, title=evil)
    article = cast.submit(article, note=evil)
    review = Review.objects.get(round=article.round)
    for query in ("", "?view=side", "?view=clean", "?against=nothing"):
        html = look(cast, review, query).content.decode()
        assert evil not in html
        assert "&lt;script&gt;alert(1)" in html


# What was said before, and what holds the sign-off up


def test_what_was_asked_for_before_is_told_and_what_is_said_now_is_not(
    cast: Cast, review: Review
) -> None:
    commented(cast, review)
    says(Article.objects.get(), cast.editor, "Mind the house style.")
    page = look(cast, review)
    assert [thread.letter for thread in page.context["earlier"]] == ["A", "B"]
    listed = page.content.decode().split('id="points"')[1].split("</section>")[0]
    assert "For whom?" in listed
    assert "house style" not in listed
    assert "the words were removed" not in listed.split("For whom?")[0]
    assert 'id="points"' not in look(cast, review, part="editor").content.decode()


def test_a_second_round_without_earlier_comments_lists_none(cast: Cast) -> None:
    article = cast.act("recall", cast.submit(cast.draft()), cast.writer)
    review = Review.objects.get(round=cast.submit(article).round)
    says(Article.objects.get(), cast.physician)
    page = look(cast, review)
    assert page.context["earlier"] == []
    assert 'id="points"' not in page.content.decode()


def test_an_open_must_fix_holds_the_sign_off_up_and_the_page_says_why(
    cast: Cast, review: Review
) -> None:
    made = must_fix(Article.objects.get(), cast.second_physician, exact="5 mg a day")
    html = look(cast, review).content.decode()
    bar = html.split('id="decision"')[1]
    assert "1 must-fix comment is open, by Bela Nemeth, MD." in bar
    assert reverse("sign", args=[review.pk]) not in bar

    turn("resolve", made, cast.second_physician)
    bar = look(cast, review).content.decode().split('id="decision"')[1]
    assert "must-fix" not in bar
    assert reverse("sign", args=[review.pk]) in bar


def test_from_the_page_to_the_receipt(cast: Cast, review: Review) -> None:
    client = signed_in(cast.physician)
    bar = client.get(address(review)).content.decode().split('id="decision"')[1]
    (way,) = re.findall(r'href="([^"]*/sign/)"', bar)
    done = send_signing_page(client, way, no_interest="on")
    assert done.status_code == 302
    assert client.get(done["Location"]).status_code == 200
    assert "signed off on" in words(look(cast, review))


def test_a_review_recalled_while_it_was_open_says_who_why_and_what_changed(
    cast: Cast, review: Review
) -> None:
    article = cast.act("recall", Article.objects.get(), cast.editor, note="A <b>dose</b> is wrong.")
    html = look(cast, review).content.decode()
    assert re.search(r"This review closed on [^,]+, by Edda Editor\. The text was recalled", html)
    assert "“A &lt;b&gt;dose&lt;/b&gt; is wrong.”" in html
    text = words(look(cast, review))
    assert "What changed since" not in text

    workflow.save_draft(
        article,
        {"body": AFTER.replace("2 cm", "3 cm")},
        actor=cast.writer,
        reason="As measured",
        base=article.content_digest,
    )
    page = look(cast, review)
    way = reverse("compare", args=[article.slug]) + "?from=2&amp;to=3"
    assert f'<a href="{way}">What changed since</a>' in page.content.decode()
    assert "options" not in page.context
    shown = signed_in(cast.physician).get(way.replace("&amp;", "&"))
    assert "<del>2 cm</del> <ins>3 cm</ins>" in shown.content.decode()


def test_a_review_that_another_decision_closed_says_whose(cast: Cast, review: Review) -> None:
    cast.act("request_changes", Article.objects.get(), cast.second_physician, note="Name the dose.")
    text = words(look(cast, review))
    assert ", by Bela Nemeth. Changes were requested. “Name the dose.”" in text


# What it costs

PARAGRAPH = "Take {0} mg of the tablet number {0} with a glass of water, and rest for {0} days."


def long_article(cast: Cast, blocks: int = 235) -> Review:
    """About 4,000 words, signed once, every fifth paragraph changed since."""
    text = [PARAGRAPH.format(number) for number in range(1, blocks + 1)]
    article = cast.publish(cast.sign_off(cast.submit(cast.draft(body="\n\n".join(text)))))
    text[::5] = [each.replace(" mg of", " µg of") for each in text[::5]]
    article = cast.revised(article, body="\n\n".join(text))
    return Review.objects.get(round=cast.submit(article).round)


@pytest.mark.slow
def test_forty_comments_on_a_long_text_fit_into_eighty_kilobytes(cast: Cast) -> None:
    review = long_article(cast)
    for number in range(1, 41):
        exact = f"tablet number {number} with"
        said = f"Say what tablet {number} is, and what to do where it was forgotten for a day."
        says(Article.objects.get(), cast.physician, said, exact=exact, wording=f"tablet {number}")
    page = look(cast, review)
    assert len(page.context["threads"]) == 40
    assert page.context["coverage"].words >= 4_000
    assert len(gzip.compress(page.content)) <= 80_000


def test_one_comment_and_one_version_cost_as_many_statements_as_many(cast: Cast) -> None:
    article = cast.submit(cast.draft(body="Rest."))
    says(article, cast.physician)
    client = signed_in(cast.physician)
    one = statements(client, address(Review.objects.get(round=article.round)))
    article = cast.act("recall", article, cast.writer)
    for number in range(40):
        article = workflow.save_draft(
            article,
            {"body": f"Rest for {number} days."},
            actor=cast.writer,
            reason="More",
            base=article.content_digest,
        )
    article = cast.submit(article)
    for _ in range(39):
        turn("reply", says(article, cast.physician, exact="Rest"), cast.writer)
    many = statements(client, address(Review.objects.get(round=article.round)))
    assert (one, many) == (many, one)
    assert many <= WHO_ASKS + 15


# What the checks noticed


def test_the_reviewer_finds_what_the_checks_noticed_in_this_very_text(cast: Cast) -> None:
    body = "Rest well.[@handbook]\n\n#### Doses\n\nTake prednisone 20 daily."
    article = cast.article_in(Stage.MEDICAL_REVIEW, body=body)
    page = look(cast, Review.objects.get(round=article.round))
    said = words(page)
    assert "What the checks noticed: 2 to look at" in said
    assert "The figure 20 beside “prednisone” has no unit. Body, line 5" in said
    assert '<section id="noticed"><details class="fold"><summary>' in page.content.decode()


def test_nothing_is_said_where_the_checks_noticed_nothing(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    assert "the checks noticed" not in words(look(cast, Review.objects.get(round=article.round)))
