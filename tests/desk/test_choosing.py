"""Choosing a reviewer: who could, who could not and why; asking, and taking that back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.credentials import candidates, recording
from articles.models import Article, LedgerEntry, Review, Reviewer
from articles.stages import Decision, Event, Response, Stage
from articles.workflow import reviews
from tests.cast import Cast, person, today

from .site import changed, rows, signed_in, statements

pytestmark = pytest.mark.django_db


def address(article: Article, query: str = "") -> str:
    return reverse("choose-reviewers", args=[article.slug]) + query


def submit_page(article: Article, query: str = "") -> str:
    return reverse("transition", args=[article.slug, "submit"]) + query


def shown(user: User, article: Article, query: str = "") -> dict[str, Any]:
    """The rows of the page, by the name of the reviewer."""
    response = signed_in(user).get(address(article, query))
    assert response.status_code == 200
    return {row.candidate.reviewer.name: row for row in response.context["rows"]}


def page(user: User, url: str) -> str:
    response = signed_in(user).get(url)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def ask(user: User, article: Article, *people: User, due: Any = "", **data: Any) -> HttpResponse:
    sent = {
        "reviewers": [each.reviewer.pk for each in people],
        "due_on": due or (today() + dt.timedelta(days=7)).isoformat(),
        **data,
    }
    return signed_in(user).post(address(article), sent)


def in_review(cast: Cast, *people: User) -> Article:
    return cast.article_in(Stage.MEDICAL_REVIEW, *people)


# Who comes in.


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.DRAFT, {"writer": (200, 403), "editor": (200, 409), "publisher": (403, 403)}),
        (Stage.MEDICAL_REVIEW, {"writer": (403, 403), "editor": (200, 302), "auditor": (403, 403)}),
        (Stage.APPROVED, {"writer": (409, 409), "editor": (409, 409), "officer": (403, 403)}),
        (Stage.PUBLISHED, {"physician": (403, 403), "superuser": (403, 403), "editor": (409, 409)}),
    ],
)
def test_each_stage_has_its_people_and_its_moment(cast: Cast, stage, expected, method) -> None:
    article = cast.article_in(stage)
    at = ("get", "post").index(method)
    sent = {"reviewers": [cast.second_physician.reviewer.pk], "due_on": today().isoformat()}
    for role, statuses in expected.items():
        response = getattr(signed_in(getattr(cast, role)), method)(address(article), sent)
        assert response.status_code == statuses[at], role


def test_without_a_policy_nobody_can_be_judged(cast: Cast) -> None:
    article = cast.draft()
    cast.policy("Default", is_active=False)
    response = signed_in(cast.writer).get(address(article))
    assert response.status_code == 409
    assert "No review policy covers this kind of article." in response.content.decode()


def test_a_draft_under_that_address_is_not_taken_for_a_transition(cast: Cast) -> None:
    assert address(cast.draft()).endswith("/reviewers/")
    assert signed_in(cast.editor).get("/articles/nowhere/reviewers/").status_code == 404


# What stands there.


def test_each_row_says_why_and_why_not(cast: Cast) -> None:
    cast.register(cast.second_physician, certificate="Cardiovascular Disease")
    article = cast.draft(specialty="cardiology")
    found = shown(cast.editor, article)

    assert found["Bela Nemeth"].candidate.word == "specialist, may sign"
    assert found["Ada Moss"].candidate.word == "may sign"
    assert found["Uma Unverified"].candidate.word == "cannot sign"
    assert next(iter(found)) == "Bela Nemeth"
    text = page(cast.editor, address(article))
    assert "All 8 conditions hold" in text
    assert "Rheumatology has not been verified at its source by two people." in text
    assert (
        '<span class="nb">Rheumatology</span> <span class="quiet nb">(does not count today)</span>'
        in text
    )


def test_every_failed_condition_is_said_of_the_other_person(cast: Cast) -> None:
    cast.register(cast.writer)
    Reviewer.objects.filter(pk=cast.unverified.reviewer.pk).update(is_active=True)
    cast.unverified.groups.clear()
    article = cast.draft()

    uma = shown(cast.editor, article)["Uma Unverified"].candidate
    assert {refusal.code for refusal in uma.against} == {"no_role", "credential_unverified"}
    text = page(cast.editor, address(article))
    assert "They wrote or edited this text." in text
    assert "You wrote" not in text


def test_load_pace_and_absence_stand_in_words(cast: Cast) -> None:
    in_review(cast, cast.physician)
    article = cast.sign_off(in_review(cast, cast.second_physician), cast.second_physician)
    done = Review.objects.get(round=article.round)
    Review.objects.filter(pk=done.pk).update(
        invited_at=timezone.now() - dt.timedelta(days=4, hours=3)
    )
    until = today() + dt.timedelta(days=3)
    Reviewer.objects.filter(user=cast.unassigned).update(away_until=until)
    found = shown(cast.editor, cast.draft())

    assert found["Ada Moss"].candidate.open_reviews == 1
    assert found["Ada Moss"].candidate.pace == "no reviews yet"
    assert found["Bela Nemeth"].candidate.pace == "about 4 days"
    assert list(found)[:3] == ["Bela Nemeth", "Ada Moss", "Noel Elsewhere"]
    assert f"Away until {until:%-d %b %Y}" in page(cast.editor, address(cast.draft()))


def test_whoever_came_back_today_is_not_away(cast: Cast) -> None:
    Reviewer.objects.filter(user=cast.physician).update(away_until=today() - dt.timedelta(days=1))
    assert not shown(cast.editor, cast.draft())["Ada Moss"].candidate.is_away


def test_a_name_is_found_whatever_its_case_and_nobody_is_said_in_words(cast: Cast) -> None:
    article = cast.draft()
    assert set(shown(cast.editor, article, "?q=MOSS")) == {"Ada Moss"}
    assert "Nobody of that name" in page(cast.editor, address(article, "?q=zzz"))


@pytest.mark.parametrize(
    "query",
    ["?after=x", "?after=1.1.1", "?after=0.0.0." + "9" * 30, "?after=" + "1" * 5000, "?q=%00",
     "?reviewers=x&reviewers=" + "9" * 30, "?q=" + "x" * 500, "?after=1.1.1.²"],
)  # fmt: skip
def test_the_page_survives_whatever_is_in_its_address(cast: Cast, query: str) -> None:
    assert signed_in(cast.editor).get(address(cast.draft(), query)).status_code == 200


def test_a_hostile_name_shows_as_text(cast: Cast) -> None:
    Reviewer.objects.filter(user=cast.unassigned).update(name="<script>alert(1)</script>")
    assert "<script>alert" not in page(cast.editor, address(cast.draft()))


def test_private_numbers_are_on_nobodys_page(cast: Cast) -> None:
    Reviewer.objects.filter(user=cast.physician).update(npi="1234567893")
    cast.physician.reviewer.credentials.update(number="SECRET-42")
    text = page(cast.editor, address(cast.draft()))
    assert "1234567893" not in text
    assert "SECRET-42" not in text


# For a draft: pick, and go on.


def test_those_picked_are_ticked_on_the_submit_page(cast: Cast) -> None:
    article = cast.draft()
    picked = [cast.unassigned.reviewer.pk, cast.unverified.reviewer.pk]
    query = "?" + "&".join(f"reviewers={key}" for key in picked)
    response = signed_in(cast.writer).get(submit_page(article, query))

    assert response.context["form"]["reviewers"].value() == picked
    text = response.content.decode()
    assert text.count(" checked") == 2
    assert f'href="{address(article)}{query.replace("&", "&amp;")}"' in text


def test_picks_go_along_from_page_to_page(cast: Cast) -> None:
    article, key = cast.draft(), cast.physician.reviewer.pk
    here = page(cast.writer, address(article, f"?reviewers={key}"))
    assert f'value="{key}" aria-label="Pick Ada Moss, MD" checked' in here

    elsewhere = page(cast.writer, address(article, f"?reviewers={key}&q=bela"))
    assert "Picked, not shown here:" in elsewhere
    assert f'name="reviewers" value="{key}" checked> <span>Ada Moss, MD</span>' in elsewhere


def test_the_submit_page_shows_the_best_twenty_and_those_of_the_last_round(cast: Cast) -> None:
    Reviewer.objects.bulk_create(
        Reviewer(name=f"Number {n:02}", user=person(f"number{n}")) for n in range(25)
    )
    last = Reviewer.objects.latest("pk")
    article = cast.submit(cast.draft(), last.user)
    article = workflow.perform("recall", article, actor=cast.writer)
    form = signed_in(cast.writer).get(submit_page(article)).context["form"]
    offered = [label.split(",")[0] for _key, label in form.fields["reviewers"].choices]

    assert len(offered) == candidates.SHORT + 1
    assert offered[0].startswith("Number 24")
    assert {"Ada Moss", "Bela Nemeth", "Noel Elsewhere"} <= set(offered)
    assert form["reviewers"].value() == [last.pk]


def test_whoever_is_not_on_the_short_list_may_still_be_named(cast: Cast) -> None:
    article = cast.draft()
    Reviewer.objects.bulk_create(
        Reviewer(name=f"Number {n:02}", user=person(f"number{n}")) for n in range(25)
    )
    last = Reviewer.objects.latest("pk")
    sent = {"reviewers": [last.pk], "due_on": "", "note": ""}
    assert signed_in(cast.writer).post(submit_page(article), sent).status_code == 302
    article.refresh_from_db()
    assert [review.reviewer for review in article.round.reviews.all()] == [last]


def test_what_was_ticked_is_still_there_after_an_error(cast: Cast) -> None:
    article = cast.draft()
    Reviewer.objects.bulk_create(
        Reviewer(name=f"Number {n:02}", user=person(f"number{n}")) for n in range(25)
    )
    last = Reviewer.objects.latest("pk")
    response = signed_in(cast.writer).post(
        submit_page(article), {"reviewers": [last.pk], "due_on": "2020-01-01"}
    )
    assert response.status_code == 422
    text = response.content.decode()
    assert f'value="{last.pk}" id="id_reviewers_0" checked' in text


# In review: ask, and take back.


def test_several_are_asked_by_a_day(cast: Cast) -> None:
    article, due = in_review(cast), today() + dt.timedelta(days=7)
    response = ask(cast.editor, article, cast.second_physician, cast.unassigned)

    assert response["Location"] == address(article)
    asked = Review.objects.filter(round=article.round, due_on=due)
    assert {r.reviewer.user for r in asked} == {cast.second_physician, cast.unassigned}
    entry = LedgerEntry.objects.filter(kind=Event.REVIEW_ASSIGN).latest("seq")
    assert "Bela Nemeth, MD" in entry.payload
    text = page(cast.editor, address(article))
    assert "Asked to review: Bela Nemeth, MD and Noel Elsewhere, MD." in page_after(cast, article)
    assert "Asked, no answer yet" in text


def page_after(cast: Cast, article: Article) -> str:
    """What the person reads who was just redirected."""
    client = signed_in(cast.editor)
    people = [cast.second_physician.reviewer.pk, cast.unassigned.reviewer.pk]
    Review.objects.filter(round=article.round, reviewer__in=people).delete()
    sent = {"reviewers": people, "due_on": today().isoformat()}
    return client.post(address(article), sent, follow=True).content.decode()


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"reviewers": []}, "reviewers", "Tick at least one reviewer."),
        ({"reviewers": ["999"]}, "reviewers", "No. 999 is no reviewer."),
        ({"reviewers": ["x"]}, "reviewers", "“x” is no reviewer."),
        ({"due_on": ""}, "due_on", "Say by which day."),
        ({"due_on": "2020-01-01"}, "due_on", "The due date lies in the past."),
        ({"due_on": "31 Nov"}, "due_on", "Write the date as 2026-03-14."),
    ],
)
def test_bad_input_stands_under_its_field_and_asks_nobody(
    cast: Cast, data, field, sentence
) -> None:
    article = in_review(cast)
    before = rows()
    response = ask(cast.editor, article, cast.second_physician, **data)

    assert response.status_code == 422
    assert response.context["form"].errors[field] == [sentence]
    text = response.content.decode()
    assert f'id="id_{field}_error"' in text
    assert sentence in text
    if "reviewers" not in data:
        assert 'aria-label="Pick Bela Nemeth, MD" checked' in text
    assert changed(before) == []


def test_the_writer_and_whoever_has_no_account_are_not_offered_and_not_taken(cast: Cast) -> None:
    cast.register(cast.writer)
    nora = recording.save(Reviewer(name="Nora Noaccount"), actor=cast.officer, reason="Claimed")
    article = in_review(cast)
    found = shown(cast.editor, article)

    assert not found["Wren Tully"].may_be_asked
    assert not found["Nora Noaccount"].may_be_asked
    for reviewer, words in ((cast.writer.reviewer, "wrote this article"), (nora, "no active")):
        response = ask(cast.editor, article, reviewers=[reviewer.pk])
        assert response.status_code == 422
        assert words in response.content.decode()


def test_those_asked_show_their_answer_and_are_not_asked_twice(cast: Cast) -> None:
    article = in_review(cast, cast.physician, cast.second_physician, cast.unassigned)
    by_user = {r.reviewer.user: r for r in article.round.reviews.select_related("reviewer__user")}
    reviews.accept(by_user[cast.second_physician], actor=cast.second_physician)
    reviews.decline(by_user[cast.unassigned], actor=cast.unassigned, reason="I advise its maker.")

    found = shown(cast.editor, article)
    assert not any(found[n].may_be_asked for n in ("Ada Moss", "Bela Nemeth", "Noel Elsewhere"))
    assert [found[n].may_release for n in ("Ada Moss", "Bela Nemeth", "Noel Elsewhere")] == [
        True, True, False,
    ]  # fmt: skip
    text = page(cast.editor, address(article))
    for words in ("Asked, no answer yet", "Accepted", "Declined", "“I advise its maker.”"):
        assert words in text

    before = Review.objects.count()
    assert ask(cast.editor, article, cast.physician).status_code == 302
    assert Review.objects.count() == before


def test_a_review_that_ended_meanwhile_is_409(cast: Cast) -> None:
    article = in_review(cast)
    workflow.perform("recall", article, actor=cast.writer)
    response = ask(cast.editor, article, cast.second_physician)
    assert response.status_code == 409
    assert "Nobody was asked" in response.content.decode()


def release(user: User, review: Review, **data: str) -> HttpResponse:
    return signed_in(user).post(reverse("review-release", args=[review.pk]), data)


def test_an_invitation_is_taken_back_with_a_reason_and_somebody_else_asked(cast: Cast) -> None:
    article = in_review(cast)
    review = article.round.reviews.get()
    assert "Take this review back" in page(cast.editor, reverse("review-release", args=[review.pk]))

    done = release(cast.editor, review, reason="On leave.")
    review.refresh_from_db()
    assert done["Location"] == address(article)
    assert (review.closed_because, review.decision) == ("On leave.", Decision.NONE)
    text = page(cast.editor, address(article))
    assert "Closed" in text
    assert "“On leave.”" in text
    assert ask(cast.editor, article, cast.second_physician).status_code == 302


def test_taking_back_needs_the_role_a_reason_and_an_open_review(cast: Cast) -> None:
    review = in_review(cast).round.reviews.get()
    for role in ("writer", "physician", "officer", "auditor", "superuser", "publisher"):
        assert release(getattr(cast, role), review, reason="x").status_code == 403
    empty = release(cast.editor, review, reason="  ")
    assert empty.status_code == 422
    assert 'id="id_reason_error"' in empty.content.decode()

    reviews.decline(review, actor=cast.physician, reason="No time.")
    review.refresh_from_db()
    assert review.response == Response.DECLINED
    assert release(cast.editor, review, reason="x").status_code == 409
    address = reverse("review-release", args=[review.pk])
    assert signed_in(cast.editor).get(address).status_code == 409


def test_the_way_there_is_on_the_article_and_on_home_for_the_editor_alone(cast: Cast) -> None:
    article = in_review(cast)
    review = article.round.reviews.get()
    Review.objects.filter(pk=review.pk).update(due_on="2020-01-01")
    assert address(article) in page(cast.editor, article.get_absolute_url())
    assert address(article) not in page(cast.writer, article.get_absolute_url())
    assert address(article) in page(cast.editor, reverse("home"))

    reviews.decline(review, actor=cast.physician, reason="No time.")
    assert "Ask somebody else…" in page(cast.editor, reverse("home"))


# What it costs.


@pytest.mark.slow
@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.MEDICAL_REVIEW])
def test_the_page_takes_as_many_statements_for_five_as_for_sixty(cast: Cast, stage: Stage) -> None:
    article = cast.article_in(stage)
    client = signed_in(cast.editor)
    few = statements(client, address(article))
    for number in range(60):
        cast.register(person(f"reviewer{number}", "Medical reviewers"))

    assert statements(client, address(article)) == few
    assert few - SIGNED_IN <= 12


SIGNED_IN = 4
"""Session, account, and its permissions (two), on every page."""
