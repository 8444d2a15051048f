"""The checks stand in the way of `submit` as the policy says, and with the pictures kept here."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import timezone

from articles.canonical import digest
from articles.models import Asset
from articles.stages import Stage
from articles.workflow import checks
from tests.cast import TEXT, Cast, content
from tests.workflow.answers import offered, reasons

pytestmark = pytest.mark.django_db


def stored(cast: Cast, data: bytes = b"a picture") -> str:
    asset = Asset.objects.create(
        digest=digest(data),
        name="toe.png",
        media_type="image/png",
        size=len(data),
        width=1,
        height=1,
        stored_by=cast.writer,
        stored_at=timezone.now(),
    )
    return asset.digest


def codes(content: object) -> set[str]:
    return {finding.code for finding in checks.findings(content)}


@pytest.mark.req("NH-03")
def test_a_section_that_the_policy_asks_for_must_be_there(cast: Cast) -> None:
    cast.policy("Default", required_sections=["Self-care | What you can do"])
    article = cast.draft()
    missing = {
        "section_missing": "The section “Self-care” or “What you can do” is missing.",
    }
    assert reasons(cast.submit, article) == offered("submit", article, cast.writer) == missing

    done = cast.draft(body=f"{TEXT}\n\n## What you can do\n\nRest the joint.")
    assert cast.submit(done).stage == Stage.MEDICAL_REVIEW


def test_the_closest_policy_says_which_sections(cast: Cast) -> None:
    cast.policy("Default", required_sections=["Anything"])
    cast.policy("Rheumatology", specialty="rheumatology", required_sections=["Joints"])
    article = cast.draft()
    assert [finding.sentence for finding in checks.findings(article)] == [
        "The section “Joints” is missing."
    ]
    assert reasons(cast.submit, article).keys() == {"section_missing"}
    elsewhere = SimpleNamespace(**content(specialty="cardiology"))
    assert checks.findings(elsewhere)[0].sentence == "The section “Anything” is missing."


def test_a_text_that_no_policy_covers_is_checked_all_the_same(cast: Cast) -> None:
    cast.policy("Default", is_active=False)
    article = cast.draft(funding="")
    assert codes(article) == {"funding_missing"}
    assert reasons(cast.submit, article).keys() == {"no_policy", "funding_missing"}


def test_a_picture_is_one_that_is_kept_here(cast: Cast) -> None:
    kept, never = stored(cast), digest(b"another")
    article = cast.draft(body=f"{TEXT}\n\n![A toe]({kept})\n\n![A knee]({never})")
    assert reasons(cast.submit, article) == {
        "unknown_image": f"There is no stored picture {never[:19]}…."
    }
    assert cast.submit(cast.draft(body=f"{TEXT}\n\n![A toe]({kept})")).stage == Stage.MEDICAL_REVIEW


def test_warnings_keep_nothing_from_being_submitted(cast: Cast) -> None:
    article = cast.draft(
        body=f"{TEXT}\n\n#### Deep\n\nTake prednisone 20 daily. [x](http://x.example)"
    )
    assert codes(article) == {"heading_skipped", "figure_without_unit", "dead_link"}
    assert cast.submit(article).stage == Stage.MEDICAL_REVIEW


def test_a_record_is_checked_like_its_article(cast: Cast) -> None:
    article = cast.draft(body="Rest.[@gone]", title="Toes\u200b")
    assert checks.findings(article.history.latest("history_id")) == checks.findings(article)
    assert codes(article) == {"dangling_citation", "uncited_reference", "unseen_character"}


def test_many_findings_ask_the_database_no_more(cast: Cast, django_assert_num_queries) -> None:
    kept = stored(cast)
    few = cast.draft(body="Rest.")
    many = cast.draft(
        body="\n\n".join(f"[@k{n}] ![]({kept}) ![]({digest(bytes([n]))})" for n in range(60))
    )
    with django_assert_num_queries(1):
        checks.findings(few)
    with django_assert_num_queries(2):
        assert len(checks.findings(many)) > 180
    with django_assert_num_queries(1):
        checks.errors(many, ())
