"""Pages cost the same whether one thing stands on them or many."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import Review
from articles.stages import Stage
from tests.cast import Cast, person

from .site import TABS, populate, signed_in, statements

pytestmark = pytest.mark.django_db

WHO_ASKS = 4
"""Statements that every page sends to know who asks: session, user, two kinds of permission."""

LISTS = [
    reverse_name + query
    for reverse_name, query in (
        ("/", ""),
        ("/articles/", ""),
        ("/articles/", "?q=words&mine=on"),
        ("/review/", ""),
        *(("/publish/", f"?tab={tab}") for tab in TABS),
    )
]


@pytest.mark.parametrize(
    "role",
    [
        "editor",
        *(pytest.param(r, marks=pytest.mark.slow) for r in ("writer", "physician", "publisher")),
    ],
)
def test_lists_take_as_many_statements_for_one_row_as_for_four(cast: Cast, role: str) -> None:
    client = signed_in(getattr(cast, role))
    populate(cast)
    one = {address: statements(client, address) for address in LISTS}
    for _ in range(3):
        populate(cast)

    assert {address: statements(client, address) for address in LISTS} == one


def test_no_list_takes_more_than_a_dozen_statements_beside_the_session(cast: Cast) -> None:
    populate(cast)
    client = signed_in(cast.editor)
    assert max(statements(client, address) for address in LISTS) <= 16


def test_an_article_takes_as_many_statements_for_one_version_as_for_four(cast: Cast) -> None:
    client = signed_in(cast.auditor)
    article = cast.article_in(Stage.PUBLISHED)
    article = workflow.perform("revise", article, actor=cast.writer)

    def save(number: int) -> None:
        nonlocal article
        changes = {"body": f"Words, for the {number}. time."}
        base = article.content_digest
        article = workflow.save_draft(article, changes, actor=cast.writer, reason="More", base=base)

    save(1)
    one = statements(client, article.get_absolute_url())
    for number in range(2, 5):
        save(number)
    assert statements(client, article.get_absolute_url()) == one


def test_an_article_takes_as_many_statements_for_one_signature_as_for_three(cast: Cast) -> None:
    users = [cast.physician, cast.second_physician, cast.unassigned]
    cast.policy("Default", sign_offs=4)
    article = cast.submit(cast.draft(), *users, cast.unverified)
    client = signed_in(cast.auditor)
    cast.sign_off(article)
    one = statements(client, article.get_absolute_url())
    for user in users[1:]:
        cast.sign_off(article, user)
    assert statements(client, article.get_absolute_url()) == one


def test_the_submit_page_takes_as_many_statements_for_four_reviewers_as_for_seven(
    cast: Cast,
) -> None:
    address = reverse("transition", args=[cast.draft().slug, "submit"])
    client = signed_in(cast.writer)
    few = statements(client, address)
    for name in ("ida", "ian", "ivo"):
        cast.register(person(name, "Medical reviewers"))
    assert statements(client, address) == few


def test_the_review_and_sign_pages_take_few_statements(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    review = Review.objects.get(round=article.round)
    client = signed_in(cast.physician)
    assert statements(client, reverse("review", args=[review.pk])) <= WHO_ASKS + 15
    assert statements(client, reverse("sign", args=[review.pk])) <= WHO_ASKS + 17
