"""An interest in one article: said once by its reviewer, decided by an editor, read by few."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse

from articles.models import Disclosure, LedgerEntry, Review, Signature
from articles.stages import Event, InterestDecision, Stage
from articles.workflow import interests, reviews
from tests.cast import PASSWORD, Cast, today

from .site import changed, reading_pages, rows, send_signing_page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SECRET = "My sister works for Obscure Pharma."


@pytest.fixture
def review(cast: Cast) -> Review:
    return cast.article_in(
        Stage.MEDICAL_REVIEW, title="Words in medical_review"
    ).round.reviews.get()


def say(user: User, review: Review, **data: str) -> HttpResponse:
    return signed_in(user).post(reverse("review-interest", args=[review.pk]), data)


def settle(user: User, review: Review, **data: str) -> HttpResponse:
    return signed_in(user).post(reverse("interest-decide", args=[review.pk]), data)


def page(user: User, name: str, *args: Any) -> str:
    response = signed_in(user).get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def sign(user: User, review: Review, **data: str) -> HttpResponse:
    return send_signing_page(signed_in(user), reverse("sign", args=[review.pk]), **data)


# The reviewer says.


@pytest.mark.req("IC-02")
def test_the_review_page_shows_the_yearly_statement_and_asks_once(cast: Cast, review: Review):
    text = page(cast.physician, "review", review.pk)
    assert f"Your statement of {today():%-d %b %Y}: “None declared.”" in text
    assert "Does an interest of yours bear on this article?" in text

    done = say(cast.physician, review, says="none")
    review.refresh_from_db()
    assert done["Location"] == reverse("review", args=[review.pk])
    assert (review.interest, review.interest_at is not None) == ("", True)
    after = page(cast.physician, "review", review.pk)
    assert "None in this article" in after
    assert "Does an interest of yours" not in after


def test_one_that_is_named_waits_for_an_editor_and_cannot_be_taken_back(
    cast: Cast, review: Review
) -> None:
    assert say(cast.physician, review, says="named", interest=SECRET).status_code == 302
    text = page(cast.physician, "review", review.pk)
    assert SECRET in text
    assert "Waits for an editor’s decision" in text
    assert "An editor has not decided about the interest named." in text

    for data in ({"says": "none"}, {"says": "named", "interest": "Nothing really."}):
        assert say(cast.physician, review, **data).status_code == 409
    review.refresh_from_db()
    assert review.interest == SECRET
    refused = sign(cast.physician, review, no_interest="on")
    assert refused.status_code == 409


def test_whoever_said_none_may_still_name_one(cast: Cast, review: Review) -> None:
    say(cast.physician, review, says="none")
    form = page(cast.physician, "review-interest", review.pk)
    assert 'name="says"' not in form
    assert say(cast.physician, review, interest="").status_code == 422
    assert say(cast.physician, review, interest=SECRET).status_code == 302
    review.refresh_from_db()
    assert review.interest == SECRET


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({}, "says", "Say whether one does."),
        ({"says": "maybe"}, "says", "maybe"),
        ({"says": "named", "interest": "  "}, "interest", "Name the interest."),
        ({"says": "none", "interest": "But."}, "says", "You wrote one down"),
        ({"says": "named", "interest": "a\x07b"}, "interest", "U+0007"),
        ({"says": "named", "interest": "x" * 2001}, "interest", "2000"),
    ],
)
def test_a_bad_answer_comes_back_with_its_reason(
    cast: Cast, review: Review, data, field, sentence
) -> None:
    before = rows()
    response = say(cast.physician, review, **data)
    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert f'id="id_{field}_error"' in response.content.decode()
    assert changed(before) == []


def test_nobody_says_it_for_somebody_else(cast: Cast, review: Review) -> None:
    for role in ("second_physician", "editor", "officer", "writer", "superuser"):
        assert say(getattr(cast, role), review, says="none").status_code == 403


def test_a_closed_review_takes_no_answer(cast: Cast, review: Review) -> None:
    reviews.decline(review, actor=cast.physician, reason="No time.")
    address = reverse("review-interest", args=[review.pk])
    assert signed_in(cast.physician).get(address).status_code == 409
    assert say(cast.physician, review, says="none").status_code == 409


# An editor decides.


def test_home_tells_the_editor_and_leads_to_the_decision(cast: Cast, review: Review) -> None:
    assert "An interest waits for your decision" not in page(cast.editor, "home")
    interests.declare(review, actor=cast.physician, interest=SECRET)
    home = page(cast.editor, "home")
    assert "An interest waits for your decision" in home
    assert "1 thing needs you" in home
    assert SECRET not in home
    assert reverse("interest-decide", args=[review.pk]) in home

    text = page(cast.editor, "interest-decide", review.pk)
    assert SECRET in text
    assert "None declared." in text
    done = settle(cast.editor, review, decision="no_conflict", reason="Another product.")
    assert done["Location"] == reverse("review", args=[review.pk])
    review.refresh_from_db()
    assert review.interest_decision == InterestDecision.NO_CONFLICT
    assert "An interest waits" not in page(cast.editor, "home")
    mine = page(cast.physician, "review", review.pk)
    assert "No conflict with this article" in mine
    assert "“Another product.”" in mine


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"reason": "x"}, "decision", "Choose what the interest means."),
        ({"decision": "", "reason": "x"}, "decision", "Choose what the interest means."),
        ({"decision": "fine", "reason": "x"}, "decision", "fine"),
        ({"decision": "manageable", "reason": " "}, "reason", "Say why."),
    ],
)
def test_a_decision_needs_both_words(cast: Cast, review: Review, data, field, sentence) -> None:
    interests.declare(review, actor=cast.physician, interest=SECRET)
    before = rows()
    response = settle(cast.editor, review, **data)
    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert changed(before) == []


def test_deciding_is_the_editors_and_of_an_interest_that_was_named(
    cast: Cast, review: Review
) -> None:
    right = {"decision": "no_conflict", "reason": "x"}
    assert settle(cast.editor, review, **right).status_code == 409
    interests.declare(review, actor=cast.physician, interest=SECRET)
    for role in ("physician", "second_physician", "officer", "writer", "auditor", "superuser"):
        assert settle(getattr(cast, role), review, **right).status_code == 403
        address = reverse("interest-decide", args=[review.pk])
        assert signed_in(getattr(cast, role)).get(address).status_code == 403
    reviews.decline(review, actor=cast.physician, reason="No time.")
    assert settle(cast.editor, review, **right).status_code == 409


def test_an_editor_who_reviews_decides_not_about_their_own(cast: Cast, review: Review) -> None:
    cast.physician.groups.add(*cast.editor.groups.all())
    interests.declare(review, actor=cast.physician, interest=SECRET)
    response = settle(cast.physician, review, decision="no_conflict", reason="x")
    assert response.status_code == 409
    assert "Nobody decides about their own interest." in response.content.decode()
    assert "An interest waits" not in page(cast.physician, "home")


# What is signed.


def stored() -> dict[str, Any]:
    return json.loads(Signature.objects.get().statement)


def test_the_sign_page_asks_and_stores_exactly_the_statement_it_shows(
    cast: Cast, review: Review
) -> None:
    cast.disclose(cast.physician.reviewer, "Consults for Example Imaging.", consulting=[
        {"entity": "Example Imaging", "payee": "self"},
    ])  # fmt: skip
    shown = signed_in(cast.physician).get(reverse("sign", args=[review.pk]))
    text = shown.content.decode()
    assert "Disclosure: Consults for Example Imaging.</p>" in text
    assert "No interest of mine bears on this article" in text
    assert text.count('<li data-tone="ok">') == 8

    unticked = sign(cast.physician, review)
    assert unticked.status_code == 422
    assert "no_interest" in unticked.context["form"].errors
    assert not Signature.objects.exists()
    assert sign(cast.physician, review, no_interest="on").status_code == 302
    assert (stored()["disclosure"], stored()["interest"]) == (
        shown.context["line"]["disclosure"],
        shown.context["line"]["interest"],
    )
    assert stored()["interest"] == "none"


@pytest.mark.parametrize(
    ("decision", "printed"),
    [
        (InterestDecision.NO_CONFLICT, "None declared."),
        (InterestDecision.MANAGEABLE, f"None declared. On this article: {SECRET}"),
    ],
)
def test_what_an_editor_lets_pass_is_shown_before_it_is_stored(
    cast: Cast, review: Review, decision, printed
) -> None:
    interests.declare(review, actor=cast.physician, interest=SECRET)
    interests.decide(review, actor=cast.editor, decision=decision, reason="Weighed.")
    shown = signed_in(cast.physician).get(reverse("sign", args=[review.pk]))
    assert f"Disclosure: {printed}</p>" in shown.content.decode()
    assert "no_interest" not in shown.context["form"].fields

    assert sign(cast.physician, review).status_code == 302
    assert stored()["disclosure"] == printed
    assert stored()["interest"] == decision


def test_said_before_is_not_asked_again(cast: Cast, review: Review) -> None:
    interests.declare(review, actor=cast.physician, interest="")
    text = page(cast.physician, "sign", review.pk)
    assert "None, as you said on" in text
    assert "no_interest" not in text
    assert sign(cast.physician, review).status_code == 302


def test_a_disqualifying_interest_signs_nothing(cast: Cast, review: Review) -> None:
    interests.declare(review, actor=cast.physician, interest=SECRET)
    settle(cast.editor, review, decision="disqualifying", reason="Too close.")
    response = signed_in(cast.physician).get(reverse("sign", args=[review.pk]))
    assert response.status_code == 409
    assert "An editor found the interest disqualifying." in response.content.decode()
    text = page(cast.physician, "review", review.pk)
    assert "Does not hold:" in text


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(366, "The disclosure of interests is 366 days old."),
     (None, "No disclosure of interests is on record.")],
)  # fmt: skip
def test_a_missing_or_stale_disclosure_is_named_with_the_way_to_renew_it(
    cast: Cast, review: Review, days, sentence, monkeypatch
) -> None:
    client, address = signed_in(cast.physician), reverse("sign", args=[review.pk])
    ticket = client.get(address).context["prepared"].ticket
    sent = {"ticket": ticket, "password": PASSWORD, "no_interest": "on"}
    old_or_none(monkeypatch, days)
    for answer in (client.get(address), client.post(address, sent)):
        assert answer.status_code == 409
        assert sentence in answer.content.decode()
        assert 'href="/disclosure/"' in answer.content.decode()
    text = page(cast.physician, "review", review.pk)
    assert sentence in text
    assert text.count('href="/disclosure/">Put it right') == 2


def old_or_none(monkeypatch: pytest.MonkeyPatch, days: int | None) -> None:
    """Disclosures are never changed, so what is read of them is."""
    from articles.credentials import pieces

    declared = today() - dt.timedelta(days=days) if days else None
    kept = pieces._profile

    def stale(row: tuple[Any, ...], credentials: Any) -> Any:
        return kept((*row[:-2], declared, row[-1]), credentials)

    monkeypatch.setattr(pieces, "_profile", stale)
    assert Disclosure.objects.exists()


# Whose eyes.


@pytest.mark.slow
def test_the_words_are_for_the_reviewer_editors_and_officers_alone(
    cast: Cast, review: Review
) -> None:
    interests.declare(review, actor=cast.physician, interest=SECRET)
    interests.decide(
        review, actor=cast.editor, decision=InterestDecision.NO_CONFLICT, reason="A cousin’s shop."
    )
    for role in ("physician", "editor", "officer"):
        text = page(getattr(cast, role), "review", review.pk)
        assert SECRET in text
        assert "A cousin’s shop." in text
    for stage in Stage:
        if stage != Stage.MEDICAL_REVIEW:
            cast.article_in(stage, title=f"Words in {stage}")
    admin = [f"/admin/articles/review/{review.pk}/change/", "/admin/articles/review/"]
    for role in ("second_physician", "writer", "publisher", "auditor", "superuser"):
        client = signed_in(getattr(cast, role))
        for address in [*reading_pages(), *admin]:
            text = client.get(address).content.decode()
            assert "Obscure Pharma" not in text, (role, address)
            assert "cousin" not in text, (role, address)


def test_neither_ledger_nor_statement_has_words_that_are_not_printed(
    cast: Cast, review: Review
) -> None:
    interests.declare(review, actor=cast.physician, interest=SECRET)
    interests.decide(
        review, actor=cast.editor, decision=InterestDecision.NO_CONFLICT, reason="A cousin’s shop."
    )
    sign(cast.physician, review)
    written = " ".join(LedgerEntry.objects.values_list("payload", flat=True))
    for words in ("Obscure Pharma", "cousin"):
        assert words not in written
        assert words not in Signature.objects.get().statement
    kinds = LedgerEntry.objects.values_list("kind", flat=True)
    assert {Event.REVIEW_INTEREST, Event.REVIEW_INTEREST_DECIDE} <= set(kinds)
