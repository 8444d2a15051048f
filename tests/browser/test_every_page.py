"""Each page as it is met: no accessibility fault, no blocked resource, no sideways scroll."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Credential, Review
from articles.stages import Stage
from articles.workflow import TRANSITIONS, reviews
from tests.cast import Cast
from tests.desk.site import TABS

pytestmark = pytest.mark.browser

LONG = "Steroid-induced osteoporosis in lupus: how to protect your bones when prednisone is needed"
BODY = (
    """Text.[@handbook] A-very-long-word-"""
    + "x" * 90
    + """

> Quoted.

| Adults | Calcium |
|---|---:|
| Up to 50 | 1,000 mg |

## When to see a doctor

- Call within a day.

    code that is long """
    + "y" * 90
)


@pytest.fixture
def addresses(cast: Cast) -> dict[str, list[str]]:
    """Every page by the person who meets it, empty lists and refusals included."""
    live = cast.article_in(Stage.PUBLISHED, title=LONG, body=BODY)
    live = cast.revised(live, body=f"{BODY} z")
    waiting = cast.submit(cast.draft(title=f"{LONG} again"), cast.physician, cast.unverified)
    approved = cast.article_in(Stage.APPROVED, title="Approved words")
    cast.article_in(Stage.WITHDRAWN, title="Withdrawn words")
    mine, theirs = Review.objects.filter(round=waiting.round).order_by("pk")
    reviews.accept(theirs, actor=cast.unverified)
    signature = approved.signatures.get()
    held = Credential.objects.get(reviewer__user=cast.physician)
    everybody = ["/", "/articles/", "/review/", "/publish/", f"/articles/{live.slug}/"]
    return {
        "wren": [
            *everybody,
            f"/articles/{live.slug}/?text=live",
            f"/articles/{live.slug}/versions/1/",
            f"/articles/{live.slug}/submit/",
            f"/articles/{live.slug}/discard_revision/",
            f"/articles/{live.slug}/compare/",
            f"/articles/{live.slug}/comments/",
            f"/articles/{waiting.slug}/recall/",
            "/articles/?q=nothing-is-called-this",
            "/password/",
            "/nowhere/",
        ],
        "ada": [
            *everybody,
            f"/review/{mine.pk}/",
            f"/review/{mine.pk}/comment/",
            f"/review/{mine.pk}/sign/",
            f"/review/{mine.pk}/decline/",
            f"/articles/{waiting.slug}/request_changes/",
            f"/articles/{approved.slug}/withdraw_signature/",
            f"/signatures/{signature.pk}/",
        ],
        "uma": [f"/review/{theirs.pk}/", f"/review/{theirs.pk}/sign/"],
        "pia": [
            *(f"/publish/?tab={tab}" for tab in TABS),
            f"/publish/release/?article={approved.slug}&article={live.slug}",
            "/publish/release/",
            f"/publish/{approved.slug}/preview/",
            f"/publish/{live.slug}/preview/?format=json",
            f"/publish/{waiting.slug}/preview/",
            f"/articles/{approved.slug}/publish/",
            f"/articles/{live.slug}/withdraw/",
            f"/articles/{live.slug}/submit/",
        ],
        "edda": [
            *("/statements/", "/statements/medical_review/", "/statements/medical_review/new/"),
            *("/checklists/", f"/checklists/{waiting.round.policy.id}/new/"),
        ],
        "abel": everybody,
        "cora": [
            "/reviewers/",
            "/reviewers/?q=nobody-is-called-this",
            f"/reviewers/{held.reviewer_id}/",
            f"/reviewers/{held.reviewer_id}/?on=2024-02-14&known=2024-02-14",
            f"/reviewers/{held.reviewer_id}/?on=yesterday",
            f"/reviewers/{held.reviewer_id}/credentials/{held.pk}/?a=1&b=1",
        ],
    }


@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (390, "light"), (1440, "dark"), (390, "dark")]
)
def test_every_page_is_sound(
    addresses: dict[str, list[str]], visitor: Any, width: int, scheme: str
) -> None:
    axe, found = Axe(), []
    for username, pages in addresses.items():
        at = visitor(width=width, scheme=scheme)
        at.open("/login/")
        found += [f"/login/: {fault}" for fault in faults(axe, at)]
        at.sign_in(username)
        for address in pages:
            at.open(address)
            found += [f"{username} {address}: {fault}" for fault in faults(axe, at)]
        found += at.complaints
    assert found == []


def faults(axe: Axe, at: Any) -> list[str]:
    results = axe.run(at.page, options={"preload": False}).response["violations"]
    listed = [f"{fault['id']} {node['target']}" for fault in results for node in fault["nodes"]]
    if at.sideways() > 0:
        listed.append(f"scrolls sideways by {at.sideways()} px")
    return listed


@pytest.mark.parametrize("username", ["wren", "ada", "pia", "edda"])
def test_every_refused_form_is_sound(cast: Cast, visitor: Any, username: str) -> None:
    axe, found = Axe(), []
    for stage in (Stage.DRAFT, Stage.MEDICAL_REVIEW, Stage.APPROVED, Stage.PUBLISHED):
        cast.article_in(stage, title=str(stage.label))
    at = visitor(width=390)
    at.sign_in(username)
    for slug in ("draft", "medical-review", "approved", "published"):
        for name in TRANSITIONS:
            page = at.open(f"/articles/{slug}/{name}/")
            button = page.locator("main form .primary")
            if not button.count() or name in {"recall", "revise"}:
                continue
            button.click()
            page.wait_for_load_state()
            found += [f"{page.url}: {fault}" for fault in faults(axe, at)]
    assert found == []
    assert at.complaints == []
