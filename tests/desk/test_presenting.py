"""What the shared presenters say of an article at each turn."""

from __future__ import annotations

import pytest

from articles import presenting, workflow
from articles.models import Article
from articles.stages import Stage
from articles.workflow import TRANSITIONS
from tests.cast import Cast, standing_signature

pytestmark = pytest.mark.django_db


def save(cast: Cast, article: Article, body: str) -> Article:
    return workflow.save_draft(
        article, {"body": body}, actor=cast.writer, reason="More", base=article.content_digest
    )


def test_a_live_text_whose_sign_offs_no_longer_suffice_is_not_reviewed(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    article = cast.submit(cast.draft(), cast.physician, cast.second_physician)
    article = cast.sign_off(cast.sign_off(article), cast.second_physician)
    article = cast.publish(article)
    assert len(presenting.review_state(article, article).bylines) == 2

    signature = standing_signature(article)
    article = cast.act("withdraw_signature", article, cast.editor, signature=signature, note="Why")
    assert presenting.review_state(article, article) == presenting.ReviewState(version=1)


def test_words_altered_behind_the_digest_are_not_reviewed(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    altered = article.published_record
    altered.body += " Altered."
    assert not presenting.review_state(article, altered).reviewed


def test_an_approval_set_aside_for_a_new_version_is_no_byline(cast: Cast) -> None:
    article = workflow.perform("revise", cast.article_in(Stage.APPROVED), actor=cast.writer)
    assert not presenting.review_state(article, article).reviewed


def test_the_timeline_names_the_version_of_that_day_when_words_come_back(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    words = article.body
    article = workflow.perform("revise", article, actor=cast.writer)
    article = save(cast, save(cast, article, "Other words."), words)
    assert article.version == 3

    said = [line.what for line in presenting.timeline(article)]
    assert said[:2] == ["saved the text (version 3)", "saved the text (version 2)"]
    assert "signed off (version 1)" in said
    assert "published (version 1) as edition 1.0" in said


def test_versions_are_marked_where_readers_see_them_or_a_sign_off_stands(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    article = save(cast, workflow.perform("revise", article, actor=cast.writer), "Other words.")
    article = cast.submit(article, cast.physician)
    article = cast.sign_off(article)
    marks = [(version.number, version.state) for version in presenting.versions(article)]
    assert marks == [(2, "Signed"), (1, "Live")]


@pytest.mark.parametrize("stage", Stage)
def test_the_stepper_stands_where_the_article_does(cast: Cast, stage: Stage) -> None:
    steps = presenting.stepper(cast.article_in(stage))
    assert [step.stage for step in steps if step.current] == [stage]
    assert all(step.who for step in steps if step.done)
    assert steps[-1].stage == ("withdrawn" if stage == Stage.WITHDRAWN else "published")


@pytest.mark.parametrize("role", ["writer", "physician", "publisher", "editor", "auditor"])
@pytest.mark.parametrize("stage", Stage)
def test_a_button_and_the_page_behind_it_agree(cast: Cast, stage: Stage, role: str) -> None:
    article, user = cast.article_in(stage), getattr(cast, role)
    offered = {item.name: list(item.refusals) for item in presenting.option_items(article, user)}
    for name in TRANSITIONS:
        found = presenting.objections(name, article, user)
        assert found == offered.get(name, found)
        assert bool(found) == (name not in offered or bool(offered[name]))


def test_only_the_first_move_that_is_allowed_is_primary(cast: Cast) -> None:
    items = presenting.option_items(cast.article_in(Stage.APPROVED), cast.publisher)
    assert [item.name for item in items if item.primary] == ["publish"]


def test_a_list_of_ready_articles_gives_the_reasons_that_the_options_give(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    for user in (cast.publisher, cast.writer, cast.physician, cast.auditor):
        whole = {o.name: o.refusals for o in presenting.option_items(article, user)}["publish"]
        assert tuple(presenting.release_refusals([article], user)[article.pk]) == whole


def test_an_image_is_shown_from_where_this_site_keeps_it(cast: Cast) -> None:
    body = f"Look: ![a <b>knee</b>](sha256:{'a' * 64})"
    html = presenting.reading(cast.draft(body=body)).html
    assert f'<img src="/assets/{"a" * 64}/" alt="a &lt;b&gt;knee&lt;/b&gt;">' in html
