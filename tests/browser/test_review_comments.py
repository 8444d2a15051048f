"""Words that were typed on the review page are kept once, or not lost: whatever happens between."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Comment, Remark, Review
from tests.cast import PASSWORD, Cast
from tests.desk.scenes import commented, second_round

pytestmark = pytest.mark.browser

SAID = "Say for how long, and who decides."


@pytest.fixture
def review(cast: Cast) -> Review:
    found = second_round(cast)
    commented(cast, found)
    return found


@pytest.fixture
def at(review: Review, visitor: Any) -> Any:
    """Ada, in front of the review."""
    found = visitor()
    found.sign_in("ada")
    found.open(f"/review/{review.pk}/")
    return found


def begin(page: Page, text: str = SAID) -> None:
    page.locator("#change-1 .seen a").click()
    page.get_by_label("Your comment").fill(text)


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep the comment").click()


def kept(page: Page, text: str = SAID) -> None:
    expect(page.locator(".comment", has_text=text)).to_be_visible()
    expect(page.locator("#compose")).to_be_hidden()
    assert Comment.objects.filter(text=text).count() == 1


def sign_in_again(page: Page) -> None:
    """In another tab of the same browser."""
    other = page.context.new_page()
    other.goto(page.url.split("/review/")[0] + "/login/")
    other.get_by_label("Username").fill("ada")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.close()


def session_ends(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def test_words_that_are_chosen_are_the_words_of_the_comment(at: Any) -> None:
    page = at.page
    page.get_by_text("A fall after which pain does not settle.").click(click_count=3)
    page.get_by_role("button", name="Comment", exact=True).click()
    quoted = page.get_by_label("The words it is about")
    expect(quoted).to_have_value("A fall after which pain does not settle.")
    page.get_by_label("Your comment").fill(SAID)
    keep(page)
    kept(page)
    expect(page.locator(".anchor", has_text="A fall after which pain")).to_be_visible()
    assert at.complaints == []


def test_two_clicks_make_one_comment(at: Any) -> None:
    begin(at.page)
    at.page.get_by_role("button", name="Keep the comment").dblclick()
    kept(at.page)
    begin(at.page, "Another one.")
    keep(at.page)
    kept(at.page, "Another one.")
    assert at.complaints == []


def test_the_back_button_brings_no_comment_twice(at: Any) -> None:
    begin(at.page)
    keep(at.page)
    kept(at.page)
    at.page.get_by_role("link", name="My reviews").click()
    at.page.go_back()
    begin(at.page, "Said after coming back.")
    keep(at.page)
    kept(at.page, "Said after coming back.")
    assert Comment.objects.filter(text=SAID).count() == 1


def test_without_scripts_reloading_what_came_back_sends_nothing_again(
    review: Review, visitor: Any
) -> None:
    at = visitor(script=False)
    at.sign_in("ada")
    page = at.open(f"/review/{review.pk}/")
    begin(page)
    page.get_by_role("button", name="Keep the comment").dblclick()
    page.wait_for_url(f"**/review/{review.pk}/#note-*")
    page.reload()
    assert page.locator(".comment", has_text=SAID).count() == 1
    assert Comment.objects.filter(text=SAID).count() == 1


def test_a_lost_connection_loses_no_word(at: Any) -> None:
    begin(at.page)
    at.page.context.set_offline(True)
    keep(at.page)
    expect(at.page.get_by_role("alert")).to_contain_text("the connection is lost")
    assert at.page.get_by_label("Your comment").input_value() == SAID
    at.page.context.set_offline(False)
    keep(at.page)
    kept(at.page)
    assert at.page.get_by_role("alert").count() == 0


def test_a_session_that_ended_is_told_and_the_words_go_out_after_signing_in(at: Any) -> None:
    begin(at.page)
    session_ends(at.page)
    keep(at.page)
    expect(at.page.get_by_role("alert")).to_contain_text("You are signed out")
    assert at.page.get_by_label("Your comment").input_value() == SAID
    assert not Comment.objects.filter(text=SAID).exists()
    sign_in_again(at.page)
    keep(at.page)
    kept(at.page)


def test_words_outlive_the_session_and_the_page(at: Any, review: Review) -> None:
    begin(at.page)
    session_ends(at.page)
    at.page.reload()
    at.page.get_by_label("Username").fill("ada")
    at.page.get_by_label("Password").fill(PASSWORD)
    at.page.get_by_role("button", name="Sign in", exact=True).click()
    at.page.get_by_role("button", name="Go on with it").click()
    expect(at.page.get_by_label("Your comment")).to_have_value(SAID)
    keep(at.page)
    kept(at.page)
    assert "5 mg" in Comment.objects.get(text=SAID).exact
    expect(at.page.get_by_text("A comment you began")).to_have_count(0)
    assert at.complaints == []


def test_a_page_that_is_closed_keeps_what_was_begun_for_the_next(at: Any, review: Review) -> None:
    begin(at.page)
    later = at.page.context.new_page()
    at.page.close()
    later.goto(f"{at.server}/review/{review.pk}/")
    later.get_by_role("button", name="Go on with it").click()
    keep(later)
    kept(later)
    later.reload()
    assert later.get_by_text("A comment you began").count() == 0


def test_of_two_tabs_the_second_is_told_and_keeps_its_words(at: Any, review: Review) -> None:
    first, second = at.page, at.page.context.new_page()
    second.goto(first.url)
    for page in (first, second):
        page.locator("#note-D .turn > summary").click()
        page.get_by_label("Your words on comment D").fill("Settled by the new table.")
    first.locator("#note-D").get_by_role("button", name="Resolve").click()
    expect(first.locator("#note-D .kind")).to_contain_text("resolved")
    second.locator("#note-D").get_by_role("button", name="Resolve").click()
    expect(second.get_by_role("alert")).to_contain_text("Nothing was resolved")
    expect(second.get_by_label("Your words on comment D")).to_have_value(
        "Settled by the new table."
    )
    assert Remark.objects.filter(text="Settled by the new table.").count() == 1


def test_words_begun_elsewhere_outlive_a_turn_in_another_thread(at: Any) -> None:
    at.page.locator("#note-E .turn > summary").click()
    at.page.get_by_label("Your words on comment E").fill("Half a thought")
    at.page.locator("#note-D .turn > summary").click()
    at.page.locator("#note-D").get_by_role("button", name="Resolve").click()
    expect(at.page.locator("#note-D .kind")).to_contain_text("resolved")
    expect(at.page.get_by_label("Your words on comment E")).to_have_value("Half a thought")
