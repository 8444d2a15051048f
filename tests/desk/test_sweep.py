"""Every address, every method, as everybody: rows change where the table of acts says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import schemas
from articles.models import Article, Review
from articles.stages import Stage
from articles.workflow import TRANSITIONS
from tests.cast import PASSWORD, Cast

from .site import (
    ROLES,
    all_addresses,
    changed,
    in_stage,
    populate,
    rows,
    send_signing_page,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")
OPEN = {
    *("/healthz", "/readyz", "/login/", "/password/forgotten/", "/password/forgotten/sent/"),
    *("/password/new/1/never-sent/", "/password/new/done/"),
    *("/api/v1/keys", "/api/v1/openapi.json"),
    *("/verify/", "/verify/verify.py", "/verify/VERIFY.md", "/verify/issuer.pem"),
    *(f"/schemas/{name}.json" for name in schemas.NAMES),
}
"""Answered without signing in."""
ONE_S_OWN = {"/logout/", "/admin/logout/", "/password/"}
"""Everybody's own session and password."""


@pytest.fixture
def everywhere(cast: Cast) -> Cast:
    populate(cast)
    return cast


def fullest(cast: Cast, article: Article | None = None) -> dict[str, Any]:
    """What a form of any page might want, all of it right."""
    digest = article.content_digest if article else ""
    if article and article.stage == Stage.PUBLISHED:
        digest = article.published_record.content_digest
    return {
        "seen": digest,
        "password": PASSWORD,
        "note": "Swept.",
        "reason": "Swept.",
        "no_interest": "on",
        "reviewers": [cast.physician.reviewer.pk, cast.second_physician.reviewer.pk],
    }


@pytest.mark.parametrize("data", ["nothing", "fullest"])
def test_an_auditor_changes_nothing_whatever_they_send(everywhere: Cast, data: str) -> None:
    client, before = signed_in(everywhere.auditor), rows()
    sent = fullest(everywhere, in_stage(Stage.PUBLISHED)) if data == "fullest" else {}
    for address in all_addresses():
        if address in ONE_S_OWN:
            continue
        for method in METHODS:
            response = getattr(client, method)(address, sent if method == "post" else None)
            assert response.status_code < 500, (method, address)
    assert changed(before) == []


@pytest.mark.req("P11-05")
def test_whoever_is_not_signed_in_gets_no_further_than_the_door(everywhere: Cast) -> None:
    client, before = Client(), rows()
    sent = fullest(everywhere, in_stage(Stage.PUBLISHED))
    for address in all_addresses():
        for method in METHODS:
            response = getattr(client, method)(address, sent if method == "post" else None)
            outside = response.status_code in {302, 401, 403, 404, 405}
            assert outside or address in OPEN, (method, address, response.status_code)
            if response.status_code == 302:
                assert response["Location"].split("?")[0] in {"/login/", "/admin/login/"}
    assert changed(before) == []


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_looking_changes_nothing(everywhere: Cast, role: str) -> None:
    client, before = signed_in(getattr(everywhere, role)), rows()
    for address in all_addresses():
        for method in ("get", "options"):  # HEAD is GET; an auditor sends everything, above
            assert getattr(client, method)(address).status_code < 500, (method, address)
    assert changed(before) == []


ACTS = {
    "writer": {("draft", "submit"), ("medical_review", "recall"), ("approved", "revise"),
               ("published", "revise"), ("withdrawn", "revise")},
    "physician": {("medical_review", "request_changes"), ("medical_review", "sign_off"),
                  ("approved", "withdraw_signature"), ("published", "withdraw_signature")},
    "publisher": {("approved", "publish"), ("published", "withdraw")},
    "editor": {("draft", "submit"), ("medical_review", "recall"), ("approved", "revise"),
               ("published", "revise"), ("withdrawn", "revise"),
               ("approved", "withdraw_signature"), ("published", "withdraw_signature")},
    "officer": set(), "auditor": set(), "superuser": set(), "second_physician": set(),
    "unverified": set(),
}  # fmt: skip
"""Who moves what from where, by the pages: (stage, transition)."""


@pytest.mark.parametrize("role", ACTS)
def test_each_role_does_exactly_the_acts_that_are_theirs(cast: Cast, role: str) -> None:
    client, done = signed_in(getattr(cast, role)), set()
    for stage in Stage:
        article, before = cast.article_in(stage, title=f"{stage}"), rows()
        for name in TRANSITIONS:
            address = reverse("transition", args=[article.slug, name])
            response = send_signing_page(client, address, **fullest(cast, article))
            assert (response.status_code == 302) == bool(changed(before)), (stage, name)
            if response.status_code == 302:
                done.add((stage.value, name))
                article, before = cast.article_in(stage, title=f"{stage} {name}"), rows()
    assert done == ACTS[role]


@pytest.mark.parametrize("role", ROLES)
def test_the_review_s_own_answers_are_only_its_reviewer_s(everywhere: Cast, role: str) -> None:
    client, before = signed_in(getattr(everywhere, role)), rows()
    for review in Review.objects.all():
        for name in ("review-accept", "review-decline", "sign", "review"):
            article = review.round.article
            client.post(reverse(name, args=[review.pk]), fullest(everywhere, article))
    assert bool(changed(before)) == (role == "physician")


@pytest.mark.once
def test_every_answer_carries_the_content_security_policy(everywhere: Cast) -> None:
    client = signed_in(everywhere.editor)
    for address in all_addresses():
        if address in ONE_S_OWN:
            continue
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            policy = response.headers.get("Content-Security-Policy", "")
            assert "default-src 'none'" in policy, (method, address)
            # A file as it leaves has its own style; it is shown in a sandbox, without script.
            alone = {"sandbox", "script-src 'none'"} <= set(policy.split("; "))
            assert alone or "unsafe-inline" not in policy, (method, address)
            framed = "SAMEORIGIN" if alone else "DENY"
            assert response.headers["X-Frame-Options"] == framed, (method, address)
